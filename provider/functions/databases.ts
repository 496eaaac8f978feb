// Lookups of databases in the inventory.
import type { Db, ItemOf } from "../mms/models.js";
import { nameFilter } from "../mms/pages.js";
import {
  type Filters,
  type Id,
  type Identified,
  identified,
  idOf,
  type Listed,
  listed,
  queryOf,
  theOne,
} from "./arguments.js";
import { lookup } from "./lookup.js";

/** Arguments of {@link getDatabase}: `dbId` or `name`. */
export interface GetDatabaseArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the database. */
  dbId?: Id;
  /** Exact name of the database. */
  name?: string;
}

/** What {@link getDatabase} finds. */
export type GetDatabaseResult = Identified<Db>;

/** One database of the inventory, by its id or its exact name. */
export const [getDatabase, getDatabaseOutput] = lookup(
  "getDatabase",
  async ({ dbId, name, ...args }: GetDatabaseArgs, service): Promise<GetDatabaseResult> => {
    const sourceId = idOf(args.sourceId, "getDatabase: sourceId");
    const id =
      dbId === undefined && name !== undefined
        ? theOne(
            `database "${name}" in the inventory of source ${sourceId}`,
            await service.list("ListMmsDbs", { sourceId, query: { name: nameFilter(name) } }),
            (db) => db.name === name && db.deleted !== true,
            (db) => db.name,
          )
        : idOf(dbId, "getDatabase: dbId (or name)");
    return identified(`database ${id}`, await service.get("GetMmsDb", { sourceId, dbId: id }));
  },
);

/** Arguments of {@link getDatabases}: the service's filters. */
export interface GetDatabasesArgs extends Filters<"ListMmsDbs"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only databases of this status. */
  status?: string;
  /** Sort order, for example `{ numRows: "desc" }`. */
  sorter?: Record<string, "asc" | "desc">;
}

/** What {@link getDatabases} finds. */
export type GetDatabasesResult = Listed<"databases", ItemOf<"ListMmsDbs">>;

/** Every database of a source's inventory that the service's filters let through. Its `name` filter finds parts of names too. */
export const [getDatabases, getDatabasesOutput] = lookup(
  "getDatabases",
  async ({ sourceId, sorter, ...filters }: GetDatabasesArgs, service): Promise<GetDatabasesResult> => {
    // This list alone takes its order as one JSON text.
    const order = sorter === undefined ? {} : { sorter: JSON.stringify(sorter) };
    const query = { ...queryOf<"ListMmsDbs">(filters), ...order };
    return listed(
      "databases",
      await service.list("ListMmsDbs", { sourceId: idOf(sourceId, "getDatabases: sourceId"), query }),
    );
  },
);
