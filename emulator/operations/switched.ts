// Assumptions that are played false at the edge of the service: on the way of a request in, and of its response out. Those that
// change what happens inside stand where it happens.
import { badParameter, GatewayRefusal, Refusal } from "../http/errors.js";
import type { OperationName } from "../../provider/mms/operations.js";
import type { SwitchId } from "../switches.js";
import type { Request } from "./handlers.js";

type Denied = ReadonlySet<SwitchId>;
type Fields = Readonly<Record<string, unknown>>;
type Change = (record: Fields) => Fields;

/** Largest page where pages of 1000 are not served. */
const smallPage = 100;
const shortName = 16;

/** A filter that nothing meets. */
const nothing = "\u0000";
const differing = "VERIFICATION_FAILED";

const without = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const texts = (fields: Request["query"], ...names: readonly string[]): Request["query"] =>
  without(fields, ...names) as Request["query"];

/** Fields with the text "null" as empty ones. */
const emptied: Change = (record) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value === "null" ? "" : value]));

const downwards = 10n ** 15n;

/** A request as the service takes it. Throws a refusal. */
export function switchedRequest(denied: Denied, operation: OperationName, request: Request): Request {
  const { query, body } = request;
  if (denied.has("page-size-1000") && Number(query["pageSize"] ?? 1) > smallPage)
    throw new Refusal(500, "InternalError", "The page is too large.");
  if (denied.has("like-wildcards-only") && operation === "ListMmsJobs" && query["name"]?.includes("-"))
    return { ...request, query: { ...query, name: nothing } };
  if (denied.has("verification-shows-in-tasks") && operation === "ListMmsTasks" && query["status"] === differing)
    return { ...request, query: { ...query, status: nothing } };
  if (denied.has("name-kept-verbatim") && operation === "CreateMmsJob" && typeof body["name"] === "string")
    return { ...request, body: { ...body, name: body["name"].slice(0, shortName) } };
  if (denied.has("query-encoding") && operation === "ListMmsTables")
    return { ...request, query: texts(query, "status") };
  if (denied.has("update-tables-by-name") && operation === "UpdateMmsTables")
    return { ...request, body: without(body, "tableNames") };
  if (denied.has("init-rearms") && /^UpdateMms(Db|Tables?)$/.test(operation))
    return { ...request, body: without(body, "status") };
  return request;
}

/** Tables with the database that they are in. */
function qualified(record: Fields): Fields {
  const config = (record["config"] ?? {}) as Fields;
  const { tables } = config;
  if (!Array.isArray(tables)) return record;
  return {
    ...record,
    config: { ...config, tables: tables.map((name) => `${String(record["srcDbName"])}.${String(name)}`) },
  };
}

/** What becomes of one record of a response, by the switch and the operations it is about. */
const changes: readonly (readonly [SwitchId, readonly OperationName[], Change])[] = [
  ["config-echo-verbatim", ["GetMmsJob", "ListMmsJobs"], qualified],
  ["timer-config-echo", ["GetMmsTimer"], qualified],
  ["create-answer-has-id", ["CreateMmsJob"], (made) => without(made, "asyncTaskId")],
  ["task-done-counts", ["GetMmsJob", "ListMmsJobs"], (job) => ({ ...job, taskDone: 0 })],
  ["absent-forms", ["GetMmsAsyncTask", "GetMmsFetchMetadataJob"], emptied],
  ["inventory-numbers", ["ListMmsTables"], (table) => without(table, "numRows", "size")],
  [
    "partition-value-form",
    ["ListMmsPartitions"],
    (one) => ({ ...one, value: String(one["value"]).replace(/[^/=]*=/g, "") }),
  ],
  ["tables-follow-db-status", ["GetMmsDb", "ListMmsDbs"], (db) => ({ ...db, status: "INIT" })],
  ["log-ids-grow", ["ListMmsTimerLogs"], (line) => ({ ...line, id: String(downwards - BigInt(String(line["id"]))) })],
  ["timer-value-form", ["GetMmsTimer"], (timer) => ({ ...timer, value: `${String(timer["value"])}:00` })],
  ["list-has-config", ["ListMmsJobs"], (job) => without(job, "config")],
  [
    "create-time-is-acceptance",
    ["GetMmsJob", "ListMmsJobs"],
    (job) => ({ ...job, createTime: String(job["createTime"]).replace(/:\d\d:\d\d$/, ":00:00") }),
  ],
  [
    "async-object-is-job",
    ["GetMmsAsyncTask"],
    (task) => (task["objectId"] === undefined ? task : { ...task, objectId: task["id"] }),
  ],
  [
    "async-end",
    ["GetMmsAsyncTask"],
    (task) => ({ ...without(task, "objectId", "endTime"), status: "DOING", running: true, errorMsg: "null" }),
  ],
  [
    "scan-words",
    ["GetMmsFetchMetadataJob"],
    (scan) => (scan["status"] === "SCAN_DONE" ? { ...without(scan, "endTime"), status: "SUCCESS" } : scan),
  ],
];

/** `data` as the service returns it. */
export function switchedAnswer(denied: Denied, operation: OperationName, data: unknown): unknown {
  if (Array.isArray(data))
    return denied.has("task-logs-oldest-first") && operation === "ListMmsTaskLogs" ? [...data].reverse() : data;
  if (data === null || typeof data !== "object") return data;
  const due = changes.filter(([id, operations]) => denied.has(id) && operations.includes(operation));
  const changed = (record: Fields): Fields => due.reduce((one, [, , change]) => change(one), record);
  const { objectList } = data as { objectList?: readonly Fields[] };
  if (objectList === undefined) return changed(data as Fields);
  const total = denied.has("total-is-true") ? { total: objectList.length } : {};
  return { ...data, ...total, objectList: objectList.map(changed) };
}

/** A refusal as the service puts it. */
export function switchedRefusal(denied: Denied, error: unknown): unknown {
  if (!(error instanceof Refusal) || error instanceof GatewayRefusal) return error;
  if (denied.has("not-found-codes") && error.status === 404) return new Refusal(400, "INVALID_ARGUMENT", error.message);
  if (denied.has("conflict-codes") && error.status === 409) return new Refusal(400, "STATE_ERROR", error.message);
  return error;
}

/** A fault in the form in which it shows. */
export function switchedFault(denied: Denied, refusal: Refusal): Refusal {
  if (denied.has("throttle-form") && refusal.code.startsWith("Throttling"))
    return new Refusal(503, "ServiceUnavailable", refusal.message);
  if (denied.has("permission-form") && refusal.status === 403)
    return new Refusal(404, "OBJECT_NOT_EXIST", "There is no such object.");
  return refusal;
}

/** Refuses a scan beside one that runs. */
export const scanBusy = (): Refusal => badParameter("The data source is being loaded.");
