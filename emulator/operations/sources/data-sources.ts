// Data sources and their configuration.
import type { SourceEntity } from "../../state/entities.js";
import { badParameter } from "../../http/errors.js";
import { freshInventory, seedInventory } from "../../state/seed.js";
import { type Handlers, type Request, sourceOf, textIn, type RequestContext } from "../handlers.js";
import { equals, matches, page, wallClock } from "../shape.js";
import { item, itemsOf } from "./config-items.js";

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

export const dataSources: Handlers<
  | "CreateMmsDataSource"
  | "ListMmsDataSources"
  | "GetMmsDataSource"
  | "UpdateMmsDataSource"
  | "DeleteMmsDataSource"
  | "ListMmsDataSourceConfigItems"
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
};
