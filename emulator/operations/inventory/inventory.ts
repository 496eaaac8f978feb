// The inventory: databases, tables, partitions.
import type { DbEntity, TableEntity } from "../../state/entities.js";
import { badParameter, notFound } from "../../http/errors.js";
import { type Handlers, type Request, sourceOf, type RequestContext } from "../handlers.js";
import { setDatabaseDestination, setTableDestination } from "./destinations.js";
import { listDbs, listPartitions, listTables } from "./lists.js";
import { shownDb, shownPartition, shownTable } from "./shown.js";

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
