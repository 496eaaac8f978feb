// All 36 operations through the client against the emulator, every request and every answer held against the OpenAPI document.
import { readFileSync } from "node:fs";
import path from "node:path";

import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "yaml";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { apiPrefix, operationNames, operationOf, type OperationName } from "../../provider/mms/operations.js";
import { type Exchange, record, type Recorder } from "../support/service/recorder.js";
import type { MmsClient } from "../../provider/mms/call.js";

interface Schema {
  [key: string]: unknown;
}
interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly $ref?: string;
    readonly name: string;
    readonly in: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly "x-ram-action": string;
  readonly "x-ram-resource": string;
  readonly "x-access-level": string;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: Schema;
}

const file = path.resolve(__dirname, "../../provider/mms/openapi.yaml");
const document = parse(readFileSync(file, "utf8")) as Document;

/** Schemas that others extend; those close what they extend. */
const extended = new Set(
  [...JSON.stringify(document.components).matchAll(/"allOf":\[\{"\$ref":"[^"]*\/(\w+)"/g)].map(([, name]) => name),
);

/** Forbids fields that are not documented, at any depth where fields are documented at all. */
function closed(node: unknown, name = ""): unknown {
  if (Array.isArray(node)) return node.map((item) => closed(item));
  if (node === null || typeof node !== "object") return node;
  const inAllOf = (key: string, value: unknown) => (key === "allOf" ? value : closed(value, key));
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inAllOf(key, value)])) as Schema;
  const hasFields = copy["properties"] !== undefined || copy["allOf"] !== undefined;
  return hasFields && !extended.has(name) ? { ...copy, unevaluatedProperties: false } : copy;
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: "mms", components: closed(document.components) } as Schema);

const at = (pointer: string) =>
  pointer
    .slice(2)
    .split("/")
    .reduce<unknown>((node, key) => (node as Schema)[key], document);

/** Says what is wrong with a value; nothing when it fits. */
function problems(schema: Schema, value: unknown): string[] {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"mms#/')) as Schema;
  const validate = ajv.compile(local);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const documented = Object.fromEntries(
  Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      operation.operationId,
      { route, method: method.toUpperCase(), operation },
    ]),
  ),
);

const typed = (text: string, schema: Schema | undefined): unknown =>
  schema?.["type"] === "integer" ? Number(text) : schema?.["type"] === "boolean" ? text === "true" : text;

function queryProblems(operation: DocumentedOperation, url: URL): string[] {
  const parameters = (operation.parameters ?? []).map((one) => (one.$ref ? (at(one.$ref) as typeof one) : one));
  return [...url.searchParams].flatMap(([name, value]) => {
    const parameter = parameters.find((one) => one.name === name && one.in === "query");
    if (parameter === undefined) return [`query ${name} is not documented`];
    const { schema } = parameter;
    return schema && schema["type"] !== "array" ? problems(schema, typed(value, schema)) : [];
  });
}

function exchangeProblems({ method, url, headers, body, answer }: Exchange): string[] {
  const name = String(headers["x-acs-action"]);
  const found = documented[name];
  if (found === undefined) return [`${name} is not documented`];
  const { route, operation } = found;
  const pattern = new RegExp(`^${route.replace(/\{\w+\}/g, "\\d+")}$`);
  const response: Schema = { $ref: `#/components/schemas/${name}Response` };
  const bodySchema = operation.requestBody?.content["application/json"].schema;
  return [
    ...(found.method === method && pattern.test(url.pathname) ? [] : [`sent as ${method} ${url.pathname}`]),
    ...queryProblems(operation, url),
    ...(body === ""
      ? []
      : bodySchema
        ? problems(bodySchema, JSON.parse(body))
        : ["has a body, and none is documented"]),
    ...problems(response, JSON.parse(answer)),
  ].map((problem) => `${name}: ${problem}`);
}

let emulator: Emulator;
let recorder: Recorder;
let client: MmsClient;

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
  recorder = await record(emulator.url);
  const env = { ...emulator.env, ALICLOUD_MMS_ENDPOINT: recorder.url };
  client = createMmsClient(resolveConfig({ get: () => undefined, env }));
});

afterAll(async () => {
  await recorder.close();
  await emulator.close();
});

const sourceId = "2000015";

async function workOnJobs(): Promise<void> {
  emulator.control.failTasks({ table: "customers", phase: "DATA", message: "source went away", times: 2 });
  const body = {
    name: "contract",
    sourceId,
    srcDbName: "sales",
    tables: ["orders", "customers"],
    enableVerification: true,
    increment: true,
  };
  const { data } = await client.createMmsJob({ sourceId, body });
  emulator.control.advance(600_000);
  const task = await client.getMmsAsyncTask({ sourceId, asyncTaskId: data.asyncTaskId ?? "" });
  const jobId = task.data.objectId ?? "";
  await client.getMmsJob({ sourceId, jobId });
  await client.listMmsJobs({
    sourceId,
    query: { name: "contract", pageNum: 1, pageSize: 10, "sorter.status": "desc" },
  });
  const tasks = await client.listMmsTasks({
    sourceId,
    query: { jobId, status: "DATA_FAILED", "sorter.startTime": "asc" },
  });
  const taskId = tasks.data.objectList?.[0]?.id ?? "";
  await client.getMmsTask({ sourceId, taskId });
  await client.listMmsTaskLogs({ sourceId, taskId });
  await client.retryMmsTask({ sourceId, taskId });
  await client.stopMmsJob({ sourceId, jobId });
  await client.startMmsJob({ sourceId, jobId });
  emulator.control.advance(600_000);
  await client.retryMmsJob({ sourceId, jobId });
  await client.deleteMmsJob({ sourceId, jobId });
}

async function workOnInventory(): Promise<void> {
  const dbs = await client.listMmsDbs({ sourceId, query: { name: "sales" } });
  const dbId = dbs.data.objectList?.[0]?.id ?? "";
  await client.getMmsDb({ sourceId, dbId });
  await client.updateMmsDb({ sourceId, dbId, body: { dstProjectName: "lakehouse", dstName: "sales" } });
  const tables = await client.listMmsTables({
    sourceId,
    query: { dbName: "sales", hasPartitions: true, status: '["INIT","DONE"]', "sorter.size": "desc" },
  });
  const tableId = tables.data.objectList?.[0]?.id ?? "";
  await client.getMmsTable({ sourceId, tableId });
  await client.updateMmsTable({ sourceId, tableId, body: { dstName: "orders_2026", status: "INIT" } });
  await client.updateMmsTables({
    sourceId,
    body: { dbName: "sales", tableNames: ["orders"], dstSchemaName: "sales", status: "INIT" },
  });
  const partitions = await client.listMmsPartitions({ sourceId, query: { tableId, updated: false } });
  await client.getMmsPartition({ sourceId, partitionId: partitions.data.objectList?.[0]?.id ?? "" });
}

async function workOnTimers(): Promise<void> {
  const body = {
    name: "nightly",
    srcDbName: "sales",
    scheduleType: "Daily",
    value: "02:30",
    tables: ["products"],
  } as const;
  const { data } = await client.createMmsTimer({ sourceId, body: { ...body, tables: [...body.tables] } });
  const timerId = data.timerId ?? "";
  await client.updateMmsTimer({ sourceId, timerId, body: { value: "03:00", stopped: false } });
  await client.triggerMmsTimer({ sourceId, timerId });
  await client.getMmsTimer({ sourceId, timerId });
  await client.listMmsTimers({ sourceId, query: { name: "night", stopped: false } });
  await client.listMmsTimerLogs({ sourceId, timerId, query: { pageNum: 1, pageSize: 5 } });
  await client.deleteMmsTimer({ sourceId, timerId });
}

async function workOnSources(): Promise<void> {
  await client.listMmsDataSourceConfigItems({ query: { sourceType: "HIVE" } });
  const config = { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://metastore.example:9083" };
  const { data } = await client.createMmsDataSource({ body: { name: "contract", type: "HIVE", config } });
  const made = data.dataSourceId ?? "";
  await client.updateMmsDataSource({ sourceId: made, body: { action: "START" } });
  await client.updateMmsDataSource({ sourceId: made, body: { action: "UPDATE_CONFIG", config, test: true } });
  emulator.control.advance(60_000);
  await client.getMmsDataSource({ sourceId: made, query: { withConfig: true } });
  await client.listMmsDataSources({ query: { name: "contract" } });
  const scan = await client.createMmsFetchMetadataJob({ sourceId: made, body: { dbName: "sales" } });
  await client.getMmsFetchMetadataJob({ sourceId: made, scanId: scan.data.scanId ?? "" });
  emulator.control.advance(600_000);
  await client.getMmsFetchMetadataJob({ sourceId: made, scanId: scan.data.scanId ?? "" });
  await client.deleteMmsDataSource({ sourceId: made });
}

describe("the operations table", () => {
  it("has the documented operations, each with the documented method, path and RAM facts", () => {
    const ours = operationNames.map((name) => {
      const { method, path: route, access, ramResource } = operationOf(name);
      return [name, method, apiPrefix + route, access, ramResource === "*" ? "*" : "source"];
    });
    const theirs = Object.entries(documented).map(([name, { method, route, operation }]) => {
      return [name, method, route, operation["x-access-level"], operation["x-ram-resource"] === "*" ? "*" : "source"];
    });
    expect(ours.sort()).toEqual(theirs.sort());
  });

  it("is served in full by client and emulator, and every exchange is as documented", async () => {
    await workOnSources();
    await workOnInventory();
    await workOnJobs();
    await workOnTimers();
    const called = new Set(recorder.exchanges.map(({ headers }) => String(headers["x-acs-action"]) as OperationName));
    expect(operationNames.filter((name) => !called.has(name))).toEqual([]);
    expect(recorder.exchanges.filter(({ status }) => status !== 200)).toEqual([]);
    expect(recorder.exchanges.flatMap(exchangeProblems)).toEqual([]);
  });
});
