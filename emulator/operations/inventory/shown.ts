// How databases, tables and partitions read.
import type { DbEntity, MigrationStatus, PartitionEntity, TableEntity } from "../../state/entities.js";
import type { RequestContext } from "../handlers.js";
import { wallClock } from "../shape.js";

export const tablesOf = ({ store }: RequestContext, db: DbEntity): TableEntity[] => store.tablesIn(db);

const count = (all: readonly { readonly status: string }[], status: MigrationStatus): number =>
  all.filter((one) => one.status === status).length;

export const totalOf = (tables: readonly TableEntity[], field: "numRows" | "size"): number =>
  tables.reduce((total, table) => total + table[field], 0);

export function statusOf(tables: readonly TableEntity[]): MigrationStatus {
  if (tables.length > 0 && tables.every(({ status }) => status === "DONE")) return "DONE";
  if (count(tables, "DOING") > 0) return "DOING";
  if (count(tables, "FAILED") > 0) return count(tables, "DONE") > 0 ? "PART_DONE" : "FAILED";
  return count(tables, "DONE") + count(tables, "PART_DONE") > 0 ? "PART_DONE" : "INIT";
}

export function shownDb(db: DbEntity, context: RequestContext): object {
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

export function shownTable(table: TableEntity, context: RequestContext): object {
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

export interface TablePartition {
  readonly table: TableEntity;
  readonly partition: PartitionEntity;
}

export function shownPartition({ table, partition }: TablePartition, context: RequestContext): object {
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
