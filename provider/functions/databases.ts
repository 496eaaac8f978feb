// Lookups of databases in the inventory.
import type { Db, ItemOf } from "../mms/models.js";
import { type Filters, type Id, type Identified, type Listed, listed, scoped } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import { one } from "./find-record.js";

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
export const [getDatabase, getDatabaseOutput] = defineFunction(
  "getDatabase",
  { sourceId: true, dbId: true, name: true },
  (args: GetDatabaseArgs, service, caller): Promise<GetDatabaseResult> => one("database", args, service, caller),
);

/** What the service sorts databases by. */
const sortFields = ["numRows", "size", "updateTime"] as const;

/** Arguments of {@link getDatabases}: the service's filters. */
export interface GetDatabasesArgs extends Filters<"ListMmsDbs"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only databases of this status. */
  status?: string;
  /** Sort order, for example `{ numRows: "desc" }`. */
  sorter?: { readonly [Field in (typeof sortFields)[number]]?: "asc" | "desc" };
}

/** What {@link getDatabases} finds. */
export type GetDatabasesResult = Listed<"databases", ItemOf<"ListMmsDbs">>;

/** Every database of a source's inventory that the service's filters let through. Its `name` filter finds parts of names too. */
export const [getDatabases, getDatabasesOutput] = defineFunction(
  "getDatabases",
  { sourceId: true, name: true, status: true, sorter: sortFields },
  async ({ sorter, ...args }: GetDatabasesArgs, service, caller): Promise<GetDatabasesResult> => {
    const { sourceId, query } = scoped<"ListMmsDbs">(args, caller);
    // This list alone takes its order as one JSON text.
    const order = sorter === undefined ? {} : { sorter: JSON.stringify(sorter) };
    return listed("databases", await service.list("ListMmsDbs", { sourceId, query: { ...query, ...order } }));
  },
);
