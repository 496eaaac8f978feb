// The inventory: databases, tables, partitions.
import type { DbEntity, TableEntity } from "../../state/entities.js";
import { badParameter, notFound } from "../../http/errors.js";
import { type Handlers, type Request, sourceOf, type RequestContext } from "../handlers.js";
import { changedWithin, equals, matches, oneOf, page, sorted, wallClock } from "../shape.js";
import { setDatabaseDestination, setTableDestination } from "./destinations.js";
import { shownDb, shownPartition, shownTable, statusOf, type TablePartition, tablesOf, totalOf } from "./shown.js";

function dbOf(context: RequestContext, request: Request): DbEntity {
  const source = sourceOf(context, request);
  const db = context.store.dbs.get(request.path["dbId"], source.id);
  if (!db?.scanned) throw notFound("database", request.path["dbId"] ?? "");
  return db;
}

function tableOf(context: RequestContext, request: Request): TableEntity {
  const source = sourceOf(context, request);
  const table = context.store.tables.get(request.path["tableId"], source.id);
  if (!table?.scanned) throw notFound("table", request.path["tableId"] ?? "");
  return table;
}

function listDbs(context: RequestContext, request: Request): object {
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

function listTables(context: RequestContext, request: Request): object {
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

function listPartitions(context: RequestContext, request: Request): object {
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

function updateTables(context: RequestContext, request: Request): string {
  const { store } = context;
  const { body } = request;
  const source = sourceOf(context, request);
  const ids = (body["tables"] as string[] | undefined) ?? [];
  const names = (body["tableNames"] as string[] | undefined) ?? [];
  if (ids.length + names.length === 0) throw badParameter("tableNames is required.");
  const spelled = (name: string) => (store.holds("names-compare-by-case") ? name : name.toLowerCase());
  const isNamed = ({ dbName, name }: TableEntity) =>
    dbName === body["dbName"] && names.some((one) => spelled(one) === spelled(name));
  const chosen = store.tables
    .of(source.id)
    .filter((table) => table.scanned && (ids.includes(table.id) || isNamed(table)));
  for (const table of chosen) setTableDestination(table, body);
  return String(chosen.length);
}

export const inventory: Handlers<
  | "ListMmsDbs"
  | "GetMmsDb"
  | "UpdateMmsDb"
  | "ListMmsTables"
  | "GetMmsTable"
  | "UpdateMmsTable"
  | "UpdateMmsTables"
  | "ListMmsPartitions"
  | "GetMmsPartition"
> = {
  ListMmsDbs: listDbs,
  GetMmsDb: (context, request) => shownDb(dbOf(context, request), context),
  UpdateMmsDb: (context, request) => {
    const db = dbOf(context, request);
    setDatabaseDestination(db, request.body, context);
    return db.id;
  },
  ListMmsTables: listTables,
  GetMmsTable: (context, request) => shownTable(tableOf(context, request), context),
  UpdateMmsTable: (context, request) => {
    const table = tableOf(context, request);
    setTableDestination(table, request.body);
    return table.id;
  },
  UpdateMmsTables: updateTables,
  ListMmsPartitions: listPartitions,
  GetMmsPartition: (context, request) => {
    const source = sourceOf(context, request);
    const table = context.store.tableOfPartition(request.path["partitionId"]);
    const partition = table?.partitions.find(({ id }) => id === request.path["partitionId"]);
    if (table?.sourceId === source.id && partition !== undefined) return shownPartition({ table, partition }, context);
    throw notFound("partition", request.path["partitionId"] ?? "");
  },
};
