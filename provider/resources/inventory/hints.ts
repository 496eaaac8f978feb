// Where to get the ids that inputs take, for messages about missing and wrong ones.

/** Of a data source. */
export const sourceIdHint =
  "give the id of a data source: that of a DataSource, the number in the console, or, by name, " +
  "getDataSourceOutput({ name }).id";

/** Of what is looked up by its name within a source. */
export const idHint = (what: string, lookup: string): string =>
  `to look a ${what} up by name: ${lookup}({ sourceId, name }).id`;
