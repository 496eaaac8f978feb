// The lists of the inventory: their filters and their order.
import type { DbEntity, TableEntity } from "../../state/entities.js";
import { type Request, type RequestContext, sourceOf } from "../handlers.js";
import { changedWithin, equals, matches, oneOf, page, sorted, wallClock } from "../shape.js";
import { shownDb, shownPartition, shownTable, statusOf, type TablePartition, tablesOf, totalOf } from "./shown.js";

export function listDbs(context: RequestContext, request: Request): object {
  const { query } = request;
  const source = sourceOf(context, request);
  const found = context.store.dbs
    .of(source.id)
    .filter((db) => db.scanned && matches(db.name, query["name"]))
    .filter((db) => equals(statusOf(tablesOf(context, db)), query["status"]));
  // This list alone takes its order as one JSON text.
  const sorter = Object.entries(JSON.parse(query["sorter"] || "{}") as Record<string, string>);
  const order = Object.fromEntries(sorter.map(([field, direction]) => [`sorter.${field}`, direction]));
  const fields = {
    numRows: (db: DbEntity) => totalOf(tablesOf(context, db), "numRows"),
    size: (db: DbEntity) => totalOf(tablesOf(context, db), "size"),
    updateTime: (db: DbEntity) => db.updatedAt,
  };
  return page(sorted(found, order, fields), query, (db) => ({
    ...shownDb(db, context),
    createTime: wallClock(db.createdAt, context),
    updateTime: wallClock(db.updatedAt, context),
    deleted: false,
  }));
}

export function listTables(context: RequestContext, request: Request): object {
  const { query } = request;
  const source = sourceOf(context, request);
  const found = context.store.tables
    .of(source.id)
    .filter((table) => table.scanned && equals(table.dbId, query["dbId"]) && matches(table.dbName, query["dbName"]))
    .filter((table) => matches(table.name, query["name"]) && oneOf(table.status, query["status"]))
    .filter(
      (table) => matches(table.dstProjectName, query["dstProjectName"]) && matches(table.dstName, query["dstName"]),
    )
    .filter((table) => matches(table.dstSchemaName, query["dstSchemaName"]))
    .filter(changedWithin(query, context))
    .filter(() => !query["type"] || query["type"] === "MANAGED_TABLE")
    .filter((table) => !query["hasPartitions"] || String(table.partitionColumns.length > 0) === query["hasPartitions"]);
  const fields = {
    numRows: (table: TableEntity) => table.numRows,
    size: (table: TableEntity) => table.size,
    lastDdlTime: (table: TableEntity) => table.ddlAt,
  };
  const onlyName = query["onlyName"] === "true";
  return page(sorted(found, query, fields), query, (table) =>
    onlyName ? { id: table.id, name: table.name } : shownTable(table, context),
  );
}

export function listPartitions(context: RequestContext, request: Request): object {
  const { query } = request;
  const source = sourceOf(context, request);
  const found = context.store.tables
    .of(source.id)
    .filter((table) => table.scanned && equals(table.dbId, query["dbId"]) && matches(table.dbName, query["dbName"]))
    .filter((table) => equals(table.id, query["tableId"]) && matches(table.name, query["tableName"]))
    .flatMap((table) => table.partitions.map((partition): TablePartition => ({ table, partition })))
    .filter(({ partition }) => matches(partition.value, query["value"]) && oneOf(partition.status, query["status"]))
    .filter(({ partition }) => equals(partition.updated, query["updated"]));
  const changed = changedWithin(query, context);
  const fields = {
    numRows: ({ partition }: TablePartition) => partition.numRows,
    size: ({ partition }: TablePartition) => partition.size,
    lastDdlTime: ({ partition }: TablePartition) => partition.ddlAt,
  };
  const kept = found.filter(({ partition }) => changed(partition));
  return page(sorted(kept, query, fields), query, (placed) => shownPartition(placed, context));
}
