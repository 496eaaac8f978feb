// How the service shows a data source.
import type { SourceEntity } from "../../state/entities.js";
import type { RequestContext } from "../handlers.js";
import { wallClock } from "../shape.js";
import { item, itemsOf } from "./config-items.js";

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

/** A source as the service shows it. */
export function shownSource(source: SourceEntity, context: RequestContext, withConfig: boolean): object {
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
