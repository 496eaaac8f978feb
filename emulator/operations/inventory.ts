// The inventory: databases, tables, partitions, and where they land.
import type { DbEntity, MigrationStatus, PartitionEntity, TableEntity } from "../state/entities.js";
import { badParameter, notFound } from "../http/errors.js";
import { type Handlers, type Request, sourceOf, textIn, type RequestContext } from "./handlers.js";
import { changedWithin, equals, matches, oneOf, page, sorted, wallClock } from "./shape.js";

const tablesOf = ({ store }: RequestContext, db: DbEntity): TableEntity[] => store.tablesIn(db);

const count = (all: readonly { readonly status: string }[], status: MigrationStatus): number =>
  all.filter((one) => one.status === status).length;

const totalOf = (tables: readonly TableEntity[], field: "numRows" | "size"): number =>
  tables.reduce((total, table) => total + table[field], 0);

function statusOf(tables: readonly TableEntity[]): MigrationStatus {
  if (tables.length > 0 && tables.every(({ status }) => status === "DONE")) return "DONE";
  if (count(tables, "DOING") > 0) return "DOING";
  if (count(tables, "FAILED") > 0) return count(tables, "DONE") > 0 ? "PART_DONE" : "FAILED";
  return count(tables, "DONE") + count(tables, "PART_DONE") > 0 ? "PART_DONE" : "INIT";
}

function shownDb(db: DbEntity, context: RequestContext): object {
  const tables = tablesOf(context, db);
  const partitions = tables.flatMap((table) => table.partitions);
  return {
    id: db.id,
    name: db.name,
    sourceId: db.sourceId,
    sourceName: context.store.sources.get(db.sourceId)?.name,
    description: "",
    owner: "hive",
    location: `hdfs://warehouse.example/${db.name}`,
    extra: "{}",
    dstProjectName: db.dstProjectName,
    dstName: db.dstName ?? null,
    status: statusOf(tables),
    updated: tables.some(({ updated }) => updated),
    ...(tables.length > 0 ? { lastDdlTime: wallClock(Math.max(...tables.map(({ ddlAt }) => ddlAt)), context) } : {}),
    numRows: String(totalOf(tables, "numRows")),
    size: String(totalOf(tables, "size")),
    tables: tables.length,
    tablesDoing: count(tables, "DOING"),
    tablesDone: count(tables, "DONE"),
    tablesFailed: count(tables, "FAILED"),
    tablesPartDone: count(tables, "PART_DONE"),
    partitions: partitions.length,
    partitionsDoing: count(partitions, "DOING"),
    partitionsDone: count(partitions, "DONE"),
    partitionsFailed: count(partitions, "FAILED"),
  };
}

function shownTable(table: TableEntity, context: RequestContext): object {
  const { partitions } = table;
  return {
    id: table.id,
    name: table.name,
    dbId: table.dbId,
    dbName: table.dbName,
    sourceId: table.sourceId,
    sourceName: context.store.sources.get(table.sourceId)?.name,
    type: "MANAGED_TABLE",
    hasPartitions: table.partitionColumns.length > 0,
    schema: {
      name: table.name,
      comment: "",
      columns: [{ name: "id", type: "bigint" }],
      partitions: [...table.partitionColumns],
    },
    dstProjectName: table.dstProjectName,
    dstSchemaName: table.dstSchemaName ?? null,
    dstName: table.dstName,
    status: table.status,
    updated: table.updated,
    owner: "hive",
    location: `hdfs://warehouse.example/${table.dbName}/${table.name}`,
    extra: "{}",
    lastDdlTime: wallClock(table.ddlAt, context),
    numRows: String(table.numRows),
    size: String(table.size),
    partitions: partitions.length,
    partitionsDoing: count(partitions, "DOING"),
    partitionsDone: count(partitions, "DONE"),
    partitionsFailed: count(partitions, "FAILED"),
  };
}

interface TablePartition {
  readonly table: TableEntity;
  readonly partition: PartitionEntity;
}

function shownPartition({ table, partition }: TablePartition, context: RequestContext): object {
  return {
    id: partition.id,
    value: partition.value,
    dbId: table.dbId,
    dbName: table.dbName,
    tableId: table.id,
    tableName: table.name,
    sourceId: table.sourceId,
    sourceName: context.store.sources.get(table.sourceId)?.name,
    dstProjectName: table.dstProjectName,
    dstSchemaName: table.dstSchemaName ?? null,
    dstTableName: table.dstName,
    dstValue: partition.value,
    status: partition.status,
    updated: partition.updated,
    lastDdlTime: wallClock(partition.ddlAt, context),
    numRows: String(partition.numRows),
    size: String(partition.size),
  };
}

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

/** Sets a table, and its partitions with it, to a status; INIT makes it migrate again (inferred). */
function setStatus(table: TableEntity, status: MigrationStatus): void {
  table.status = status;
  for (const partition of table.partitions) partition.status = status === "PART_DONE" ? partition.status : status;
}

export function setTableDestination(table: TableEntity, body: Request["body"]): void {
  table.dstProjectName = textIn(body, "dstProjectName") ?? table.dstProjectName;
  table.dstSchemaName = textIn(body, "dstSchemaName") ?? table.dstSchemaName;
  table.dstName = textIn(body, "dstName") ?? table.dstName;
  const status = textIn(body, "status");
  if (status !== undefined) setStatus(table, status as MigrationStatus);
}

/** Sets where a database lands and its status, and its tables with it. */
export function setDatabaseDestination(db: DbEntity, body: Request["body"], context: RequestContext): void {
  db.dstProjectName = textIn(body, "dstProjectName") ?? db.dstProjectName;
  db.dstName = textIn(body, "dstName") ?? db.dstName;
  db.updatedAt = context.now;
  const status = textIn(body, "status");
  for (const table of tablesOf(context, db)) {
    if (status !== undefined) setStatus(table, status as MigrationStatus);
    if (!context.store.holds("db-mapping-carries-tables")) continue;
    table.dstProjectName = db.dstProjectName;
    table.dstSchemaName = db.dstName;
  }
}

function updateTables(context: RequestContext, request: Request): string {
  const { store } = context;
  const { body } = request;
  const source = sourceOf(context, request);
  const ids = (body["tables"] as string[] | undefined) ?? [];
  const names = (body["tableNames"] as string[] | undefined) ?? [];
  if (ids.length + names.length === 0) throw badParameter("tableNames is required.");
  const chosen = store.tables
    .of(source.id)
    .filter(
      (table) =>
        table.scanned && (ids.includes(table.id) || (table.dbName === body["dbName"] && names.includes(table.name))),
    );
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
