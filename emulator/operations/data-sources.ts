// Data sources, their configuration, and the scans of their metadata.
import type { ScanEntity, SourceEntity, TableEntity } from "../state/entities.js";
import { badParameter, notFound } from "../http/errors.js";
import type { Store } from "../state/store.js";
import { freshInventory, seedInventory } from "../state/seed.js";
import { type Handlers, type Request, sourceOf, textIn, type RequestContext } from "./handlers.js";
import { equals, matches, page, wallClock } from "./shape.js";
import { scanBusy } from "./switched.js";

interface Item {
  readonly key: string;
  readonly type: "string" | "password" | "int" | "bool" | "map" | "file";
  readonly required: boolean;
  readonly group: string;
}

const item = (key: string, type: Item["type"] = "string", required = false, group = "group.basic"): Item => ({
  key,
  type,
  required,
  group,
});

/** Keys of configuration by type of source; which ones exist is published for some, and inferred for most. */
const itemsByType: Readonly<Record<string, readonly Item[]>> = {
  HIVE: [
    item("mc.default.project", "string", true),
    item("hive.metastore.urls", "string", true),
    item("hive.jdbc.url"),
    item("hive.jdbc.username"),
    item("hive.jdbc.password", "password"),
    item("hive.metastore.sasl.enabled", "bool", false, "group.kerberos"),
    item("hive.metastore.kerberos.keytab.file", "file", false, "group.kerberos"),
  ],
  BIGQUERY: [
    item("mc.default.project", "string", true),
    item("bigquery.project.id", "string", true),
    item("bigquery.range.partition.migrate.type"),
    item("bigquery.service.account.json", "file"),
  ],
  DATABRICKS: [
    item("mc.default.project", "string", true),
    item("db.workspace.url"),
    item("db.access.token", "password"),
  ],
  MAXCOMPUTE: [
    item("mc.default.project", "string", true),
    item("mc.endpoint"),
    item("mc.auth.access.id"),
    item("mc.auth.access.key", "password"),
  ],
};

const itemsOf = (type: string): readonly Item[] =>
  itemsByType[type.toUpperCase()] ?? [item("mc.default.project", "string", true)];

/** Lets a start or stop under way end at its time. */
function settleLater(source: SourceEntity, { store, now }: RequestContext): void {
  if (source.settling) source.settling.cancelled = true;
  source.settling = store.agenda.add(now + store.pace.startMs, () => {
    source.status = source.status === "STOPPING" ? "STOPPED" : source.errMsg === undefined ? "STARTED" : "START_FAILED";
  });
}

function countsOf(source: SourceEntity, { store }: RequestContext): object {
  const tables = store.tables.of(source.id).filter(({ scanned }) => scanned);
  const partitions = tables.flatMap((table) => table.partitions);
  const count = (all: readonly { status: string }[], status: string) =>
    all.filter((one) => one.status === status).length;
  return {
    dbNum: store.dbs.of(source.id).filter(({ scanned }) => scanned).length,
    tableNum: tables.length,
    partitionNum: partitions.length,
    tablesDoingNum: count(tables, "DOING"),
    tablesDoneNum: count(tables, "DONE"),
    tablesFailedNum: count(tables, "FAILED"),
    tablesPartDoneNum: count(tables, "PART_DONE"),
    partitionsDoingNum: count(partitions, "DOING"),
    partitionsDoneNum: count(partitions, "DONE"),
    partitionsFailedNum: count(partitions, "FAILED"),
  };
}

function shown(source: SourceEntity, context: RequestContext, withConfig: boolean): object {
  const { status } = source;
  const config = Object.entries(source.config).map(([key, value]) => {
    const known = itemsOf(source.type).find((one) => one.key === key) ?? item(key);
    const masked = context.store.configuration.secrets === "masked" && known.type === "password";
    return { ...known, name: key, desc: key, value: masked ? "********" : value };
  });
  return {
    id: source.id,
    name: source.name,
    region: "cn-shanghai",
    type: source.type,
    status,
    ...(status.endsWith("_FAILED") ? { errMsg: source.errMsg } : {}),
    agentIsOnline: status === "STARTED",
    networklink: source.networklink,
    dstProject: source.config["mc.default.project"],
    createTime: wallClock(source.createdAt, context),
    lastUpdateTime: wallClock(source.updatedAt, context),
    scanId: source.scanId,
    ...countsOf(source, context),
    // With the configuration, credentials come in clear: that is what the service does.
    ...(withConfig ? { config } : {}),
  };
}

function create({ store, now }: RequestContext, { body }: Request): object {
  const name = textIn(body, "name");
  const type = textIn(body, "type");
  if (name === undefined || type === undefined) throw badParameter("name and type are required.");
  const source: SourceEntity = {
    id: store.nextId(),
    name,
    type: type.toUpperCase(),
    networklink: textIn(body, "networklink"),
    status: "STOPPED",
    errMsg: undefined,
    settling: undefined,
    config: { ...(body["config"] as object | undefined) },
    scanId: undefined,
    createdAt: now,
    updatedAt: now,
  };
  store.sources.set(source.id, source);
  seedInventory(source, freshInventory, false, store.seedTarget(now));
  return { dataSourceId: source.id };
}

/** What is wrong with a configuration: a required key that is missing, or a metastore that nobody can reach. */
function problemOf(source: SourceEntity): string | undefined {
  const missing = itemsOf(source.type).find(({ key, required }) => required && !source.config[key]);
  if (missing !== undefined) return `config ${missing.key} is required`;
  const { "hive.metastore.urls": urls = "thrift://" } = source.config;
  return String(urls).startsWith("thrift://")
    ? undefined
    : `config hive.metastore.urls: no metastore at ${String(urls)}`;
}

function update(context: RequestContext, request: Request): object {
  const { store, now } = context;
  const source = sourceOf(context, request);
  const { body } = request;
  // Merge or replace is not published; inferred: given keys are merged, but for a test that wants it otherwise.
  const kept = store.configuration.updates === "merge" ? source.config : {};
  const config = { ...kept, ...(body["config"] as object | undefined) };
  if (body["test"] === true) {
    const asyncTaskId = store.nextId();
    const errorMsg = problemOf({ ...source, config });
    store.asyncTasks.add({
      id: asyncTaskId,
      sourceId: source.id,
      type: "TASK_CREATE",
      createdAt: now,
      endsAt: now + store.pace.creationMs,
      objectId: source.id,
      errorMsg,
    });
    return { sourceId: source.id, asyncTaskId };
  }
  const action = textIn(body, "action");
  if (action === "RENAME") source.name = textIn(body, "name") ?? source.name;
  else if (action === "UPDATE_CONFIG") source.config = config;
  else if (action === "START" || action === "STOP") {
    source.errMsg = action === "START" ? problemOf(source) : undefined;
    source.status = action === "START" ? "STARTING" : "STOPPING";
    settleLater(source, context);
  } else throw badParameter("action must be one of UPDATE_CONFIG, START, STOP, RENAME.");
  source.updatedAt = now;
  return { sourceId: source.id };
}

/** Brings what a scan found into the inventory. */
function apply(scan: ScanEntity, store: Store): void {
  const { sourceId, dbName, tableNames, errorMsg } = scan;
  if (errorMsg !== undefined) return;
  for (const db of store.dbs.of(sourceId, ({ name }) => dbName === undefined || name === dbName))
    Object.assign(db, { scanned: true, updatedAt: scan.endsAt });
  const isMeant = (table: TableEntity) =>
    (dbName === undefined || table.dbName === dbName) && (tableNames === undefined || tableNames.includes(table.name));
  for (const table of store.tables.of(sourceId, isMeant)) table.scanned = true;
}

function shownScan(scan: ScanEntity, context: RequestContext): object {
  const { now, store } = context;
  const running = now < scan.endsAt;
  const tables = store.tables.of(scan.sourceId).filter(({ scanned }) => scanned);
  const result = {
    databases: store.dbs.of(scan.sourceId).filter(({ scanned }) => scanned).length,
    tables: tables.length,
    partitions: tables.reduce((total, table) => total + table.partitions.length, 0),
  };
  const failed = !running && scan.errorMsg !== undefined;
  return {
    id: scan.id,
    sourceId: scan.sourceId,
    status: running ? "SCAN_DOING" : failed ? "SCAN_FAILED" : "SCAN_DONE",
    progress: running
      ? Math.max(1, Math.floor(((now - scan.startedAt) / (scan.endsAt - scan.startedAt)) * 10_000))
      : 10_000,
    result: running || failed ? "null" : JSON.stringify(result),
    errorMsg: failed ? scan.errorMsg : "null",
    startTime: wallClock(scan.startedAt, context),
    ...(running ? {} : { endTime: wallClock(scan.endsAt, context) }),
  };
}

export const dataSources: Handlers<
  | "CreateMmsDataSource"
  | "ListMmsDataSources"
  | "GetMmsDataSource"
  | "UpdateMmsDataSource"
  | "DeleteMmsDataSource"
  | "ListMmsDataSourceConfigItems"
  | "CreateMmsFetchMetadataJob"
  | "GetMmsFetchMetadataJob"
> = {
  CreateMmsDataSource: create,
  UpdateMmsDataSource: update,
  GetMmsDataSource: (context, request) => {
    const source = sourceOf(context, request);
    return shown(source, context, request.query["withConfig"] === "true");
  },
  ListMmsDataSources: (context, { query }) => {
    const found = [...context.store.sources.values()].filter(
      ({ name, type }) =>
        matches(name, query["name"]) &&
        equals(type, query["type"]?.toUpperCase()) &&
        equals("cn-shanghai", query["region"]),
    );
    // Without paging everything is returned.
    return page(found, query, (source) => shown(source, context, false), found.length);
  },
  DeleteMmsDataSource: (context, request) => {
    const source = sourceOf(context, request);
    context.store.removeSource(source);
    return source.id;
  },
  ListMmsDataSourceConfigItems: (context, { query }) => {
    if (!query["sourceType"]) throw badParameter("sourceType is required.");
    const isKnown =
      context.store.holds("source-type-case") || query["sourceType"] === query["sourceType"].toUpperCase();
    return (isKnown ? itemsOf(query["sourceType"]) : []).map((one) => ({ ...one, name: one.key, desc: one.key }));
  },
  CreateMmsFetchMetadataJob: (context, request) => {
    const { store, now, fault } = context;
    const source = sourceOf(context, request);
    const last = store.scans.get(source.scanId, source.id);
    if (last !== undefined && now < last.endsAt && !store.holds("second-scan-refused")) throw scanBusy();
    const id = store.nextId();
    source.scanId = id;
    const tableNames = request.body["tableNames"] as string[] | undefined;
    const errorMsg = fault?.kind === "asyncTaskFails" ? fault.errorMsg : undefined;
    const scan: ScanEntity = {
      id,
      sourceId: source.id,
      dbName: textIn(request.body, "dbName"),
      tableNames,
      startedAt: now,
      endsAt: now + store.pace.scanMs,
      errorMsg,
    };
    store.scans.add(scan);
    store.agenda.add(scan.endsAt, () => apply(scan, store));
    return { scanId: id };
  },
  GetMmsFetchMetadataJob: (context, { path }) => {
    const scan = context.store.scans.get(path["scanId"], path["sourceId"]);
    if (scan === undefined) throw notFound("scan", path["scanId"] ?? "");
    return shownScan(scan, context);
  },
};
