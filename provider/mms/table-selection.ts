// Which tables of a database the lists of a job, timer or plan let in. The service lets the black list win over a white one.

export interface TableLists {
  readonly tableBlackList?: readonly string[] | undefined;
  readonly tableWhiteList?: readonly string[] | undefined;
}

/** The list that leaves a table out, if one does. */
export function leftOutBy(
  { tableBlackList = [], tableWhiteList = [] }: TableLists,
  name: string,
): "tableBlackList" | "tableWhiteList" | undefined {
  if (tableBlackList.length > 0) return tableBlackList.includes(name) ? "tableBlackList" : undefined;
  return tableWhiteList.length > 0 && !tableWhiteList.includes(name) ? "tableWhiteList" : undefined;
}

/** The tables that the lists let in. */
export const selectTables = (lists: TableLists, names: Iterable<string>): string[] =>
  [...names].filter((name) => leftOutBy(lists, name) === undefined);
