// Lookups of tables in the inventory.
import type { Table } from "../mms/models.js";
import { type Filters, type Id, type Identified, type Listed, listed, scoped, type Sorter } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import { one } from "./find-record.js";

/** Arguments of {@link getTable}: `tableId`, or `dbName` with `name`. */
export interface GetTableArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the table. */
  tableId?: Id;
  /** Exact name of the table's database. */
  dbName?: string;
  /** Exact name of the table. */
  name?: string;
}

/** What {@link getTable} finds. */
export type GetTableResult = Identified<Table>;

/** One table of the inventory with its schema, by its id or by its database and exact name. */
export const [getTable, getTableOutput] = defineFunction(
  "getTable",
  { sourceId: true, tableId: true, dbName: true, name: true },
  (args: GetTableArgs, service, caller): Promise<GetTableResult> => one("table", args, service, caller),
);

/** Arguments of {@link getTables}: the service's filters. */
export interface GetTablesArgs extends Filters<"ListMmsTables"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only tables of one of these statuses: INIT, DOING, DONE, FAILED, PART_DONE. */
  status?: string[];
  /** Sort order, for example `{ size: "desc" }`. */
  sorter?: Sorter<"ListMmsTables">;
}

/** What {@link getTables} finds. */
export type GetTablesResult = Listed<"tables", Table>;

/**
 * Every table of a source's inventory that the service's filters let through, page after page. Its `name` filter finds
 * parts of names too.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const found = mms.getTablesOutput({ sourceId: "2000015", dbName: "sales", sorter: { size: "desc" } });
 * export const largest = found.tables.apply((tables) => tables.slice(0, 10).map(({ name, size }) => `${name}: ${size} bytes`));
 * ```
 */
export const [getTables, getTablesOutput] = defineFunction(
  "getTables",
  {
    sourceId: true,
    dbId: true,
    dbName: true,
    name: true,
    dstProjectName: true,
    dstSchemaName: true,
    dstName: true,
    type: true,
    hasPartitions: true,
    onlyName: true,
    status: true,
    lastDdlTimeStart: true,
    lastDdlTimeEnd: true,
    sorter: ["numRows", "size", "lastDdlTime"],
  },
  async (args: GetTablesArgs, service, caller): Promise<GetTablesResult> =>
    listed("tables", await service.list("ListMmsTables", scoped<"ListMmsTables">(args, caller))),
);
