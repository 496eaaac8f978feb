// Every documented query parameter of every list: each has an effect, or is in the table of those that have none.
import { coverage } from "../../emulator/coverage.js";
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { MmsApiError } from "../../provider/mms/errors.js";
import { requestSchemas } from "../../provider/mms/generated/request-schemas.js";
import { operationNames, type OperationName } from "../../provider/mms/operations.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";
type Item = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, unknown>>;
type Call = (name: OperationName, params: object) => Promise<{ data: Item[] | { objectList?: Item[] } }>;

let emulator: Emulator;
let client: MmsClient;
/** Ids that cases need, by what they are of. */
const ids: Record<string, string> = {};

async function list(operation: OperationName, query: Query = {}): Promise<Item[]> {
  const scope = { ...(operation === "ListMmsDataSources" ? {} : { sourceId }), timerId: ids["timer"], taskId: "1" };
  const paging = "pageSize" in (requestSchemas[operation]?.query ?? {}) ? { pageSize: 1_000 } : {};
  const { data } = await (client.call as unknown as Call)(operation, { ...scope, query: { ...paging, ...query } });
  return Array.isArray(data) ? data : (data.objectList ?? []);
}

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
  const { control } = emulator;
  const create = (body: object) => client.createMmsJob({ sourceId, body: { srcDbName: "sales", ...body } as never });
  await create({ name: "done", tables: ["orders", "customers"], dstDbName: "lakehouse" });
  control.advance(600_000);
  await create({ name: "archived", srcDbName: "archive", tables: ["events_0001", "events_0002"], dstDbName: "other" });
  control.advance(20_000);
  control.changeTable(sourceId, "sales", "orders");
  const timer = { name: "nightly", srcDbName: "sales", tables: ["stores"], scheduleType: "Daily", value: "02:00" };
  ids["timer"] = String((await client.createMmsTimer({ sourceId, body: timer as never })).data.timerId);
  const other = { name: "hourly", srcDbName: "archive", tables: ["events_0003"], scheduleType: "Hourly", value: "30" };
  const second = String((await client.createMmsTimer({ sourceId, body: other as never })).data.timerId);
  await client.updateMmsTimer({ sourceId, timerId: second, body: { stopped: true } });
  for (let runs = 0; runs < 3; runs += 1) await client.triggerMmsTimer({ sourceId, timerId: ids["timer"] });
  const [table] = control.tables(sourceId, "sales").filter(({ name }) => name === "returns");
  const elsewhere = { dstProjectName: "elsewhere", dstSchemaName: "new_schema", dstName: "returned" };
  await client.updateMmsTable({ sourceId, tableId: table?.id ?? "", body: elsewhere });
  await create({ name: "stopped", tables: ["returns"] });
  control.advance(15_000);
  for (const { id, name } of control.jobs()) if (/^(stopped|nightly)/.test(name)) control.stopJob(id);
  const [archive] = await list("ListMmsDbs", { name: "archive" });
  await client.updateMmsDb({ sourceId, dbId: String(archive?.["id"]), body: { dstProjectName: "lakehouse" } });
  for (const one of control.jobs()) ids[one.name] = one.id;
  ids["archive"] = String(archive?.["id"]);
  ids["orders"] = control.tables(sourceId, "sales").find(({ name }) => name === "orders")?.id ?? "";
});
afterAll(() => emulator.close());

/** A value, and what every item that comes then is like. */
type Filter = readonly [value: () => unknown, shows: (item: Item) => boolean];
const is = (field: string, value: string): Filter => [() => value, (item) => String(item[field]) === value];
const like = (field: string, value: string): Filter => [() => value, (item) => String(item[field]).includes(value)];
const isId = (field: string, of: string): Filter => [() => ids[of], (item) => String(item[field]) === ids[of]];
const since = "2025-07-01 00:00:00";
const changed = {
  lastDdlTimeStart: [() => since, (item: Item) => String(item["lastDdlTime"]) >= since] as const,
  lastDdlTimeEnd: [() => since, (item: Item) => String(item["lastDdlTime"]) <= since] as const,
};

const filters: Readonly<Partial<Record<OperationName, Readonly<Record<string, Filter>>>>> = {
  ListMmsDataSources: {
    name: like("name", "bigquery"),
    type: is("type", "HIVE"),
    region: is("region", "cn-nowhere"),
  },
  ListMmsDbs: { name: like("name", "arch"), status: is("status", "PART_DONE") },
  ListMmsTables: {
    dbId: isId("dbId", "archive"),
    dbName: is("dbName", "sales"),
    name: like("name", "orders"),
    dstProjectName: is("dstProjectName", "elsewhere"),
    dstSchemaName: is("dstSchemaName", "new_schema"),
    dstName: is("dstName", "returned"),
    type: is("type", "VIEW"),
    hasPartitions: is("hasPartitions", "true"),
    onlyName: [() => true, (item) => !("dbName" in item)],
    status: [() => '["DONE","DOING"]', ({ status }) => status === "DONE" || status === "DOING"],
    ...changed,
  },
  ListMmsPartitions: {
    dbId: isId("dbId", "archive"),
    dbName: is("dbName", "sales"),
    tableId: isId("tableId", "orders"),
    tableName: like("tableName", "orders"),
    value: like("value", "dt=2026-01-02"),
    status: [() => '["DONE"]', ({ status }) => status === "DONE"],
    updated: is("updated", "true"),
    ...changed,
  },
  ListMmsJobs: {
    name: like("name", "arch"),
    srcDbName: is("srcDbName", "archive"),
    srcTableName: [() => "customers", ({ name }) => name === "done"],
    dstDbName: is("dstDbName", "lakehouse"),
    dstTableName: [() => "returned", ({ name }) => name === "stopped"],
    status: is("status", "DONE"),
    stopped: [() => 1, ({ stopped }) => stopped === true],
    timerId: [() => ids["timer"], ({ name }) => String(name).startsWith("nightly")],
  },
  ListMmsTasks: {
    jobId: isId("jobId", "done"),
    jobName: is("jobName", "archived"),
    srcDbName: is("srcDbName", "archive"),
    srcTableName: is("srcTableName", "customers"),
    dstDbName: is("dstDbName", "elsewhere"),
    dstTableName: is("dstTableName", "returned"),
    status: is("status", "DONE"),
    partition: [() => "dt=2026-01-02", ({ srcTableName }) => /orders|events|stores/.test(String(srcTableName))],
  },
  ListMmsTimers: {
    name: like("name", "night"),
    srcDbName: is("srcDbName", "archive"),
    srcTableName: [() => "stores", ({ name }) => name === "nightly"],
    stopped: is("stopped", "true"),
  },
};

/** Fields to sort by, and what of an item is sorted. */
const asNumber = (field: string) => (item: Item) => Number(item[field]);
const asText = (field: string) => (item: Item) => String(item[field] ?? "");
const sorters: Readonly<Partial<Record<OperationName, Readonly<Record<string, (item: Item) => number | string>>>>> = {
  ListMmsDbs: { numRows: asNumber("numRows"), size: asNumber("size"), updateTime: asText("updateTime") },
  ListMmsTables: { numRows: asNumber("numRows"), size: asNumber("size"), lastDdlTime: asText("lastDdlTime") },
  ListMmsPartitions: { numRows: asNumber("numRows"), size: asNumber("size"), lastDdlTime: asText("lastDdlTime") },
  ListMmsJobs: { status: asText("status") },
  ListMmsTasks: { startTime: asText("startTime"), status: asText("status") },
};

/** How a sort order travels: as one JSON text for databases alone. */
const ordered = (operation: OperationName, field: string, direction: string): Query =>
  operation === "ListMmsDbs" ? { sorter: JSON.stringify({ [field]: direction }) } : { [`sorter.${field}`]: direction };

const lists = operationNames.filter((name) => name.startsWith("List"));
const rowsOf = <Row>(table: Readonly<Partial<Record<OperationName, Readonly<Record<string, Row>>>>>) =>
  Object.entries(table).flatMap(([name, rows]) =>
    Object.entries(rows).map(([key, row]) => [name as OperationName, key, row] as const),
  );

describe("a documented parameter", () => {
  it.each(lists)("of %s is in one of the tables", (operation) => {
    const { query = {} } = requestSchemas[operation] ?? {};
    const sorted = Object.keys(sorters[operation] ?? {}).flatMap((field) => Object.keys(ordered(operation, field, "")));
    const accounted = [
      ...[...Object.keys(filters[operation] ?? {}), ...sorted],
      ...[...Object.keys(coverage[operation].withoutEffect ?? {}), "pageNum", "pageSize", "sourceType"],
    ];
    expect(Object.keys(query).filter((name) => !accounted.includes(name))).toEqual([]);
  });

  it.each(rowsOf(filters))("%s %s keeps what it names, and nothing else", async (operation, name, [value, shows]) => {
    const all = await list(operation);
    const kept = await list(operation, { [name]: value() });
    expect(kept.filter((item) => !shows(item))).toEqual([]);
    // Fields other than those looked at decide for onlyName; for the others the whole list is more.
    expect(kept.length < all.length || name === "onlyName").toBe(true);
    expect(kept.length > 0 || ["region", "type"].includes(name)).toBe(true);
  });

  it.each(rowsOf(sorters))("%s sorts by %s, both ways", async (operation, field, valueOf) => {
    const up = (await list(operation, ordered(operation, field, "asc"))).map(valueOf);
    const down = (await list(operation, ordered(operation, field, "desc"))).map(valueOf);
    expect(new Set(up).size).toBeGreaterThan(1);
    expect(up).toEqual([...up].sort((one, other) => (one < other ? -1 : Number(one > other))));
    expect(down).toEqual([...up].reverse());
  });

  it.each(lists.filter((name) => "pageNum" in (requestSchemas[name]?.query ?? {})))("%s pages", async (operation) => {
    const [first, second] = await list(operation);
    expect(await list(operation, { pageSize: 1, pageNum: 2 })).toEqual([second]);
    expect(await list(operation, { pageSize: 1 })).toEqual([first]);
  });

  it("sourceType chooses the keys", async () => {
    const keys = async (sourceType: string) => (await list("ListMmsDataSourceConfigItems", { sourceType })).length;
    expect(await keys("HIVE")).toBeGreaterThan(await keys("Databricks"));
  });

  it.each(operationNames.flatMap((name) => Object.keys(coverage[name].withoutEffect ?? {}).map((one) => [name, one])))(
    "%s %s has no effect, as the table says",
    async (name, parameter) => {
      const operation = name as OperationName;
      const answer = async (query: Query) => {
        const params = { sourceId, query: { ...query, sourceType: "HIVE" } };
        if (operation === "GetMmsDataSource") delete (params.query as { sourceType?: string }).sourceType;
        return (await (client.call as unknown as Call)(operation, params)).data;
      };
      expect(await answer({ [parameter as string]: "zh_CN" })).toEqual(await answer({}));
    },
  );
});

describe("an order or a time that cannot be read", () => {
  const statusOf = (operation: OperationName, query: Query) =>
    list(operation, query).then(
      () => 200,
      (error: unknown) => (error instanceof MmsApiError ? [error.status, error.code] : error),
    );

  it.each<[OperationName, Query]>([
    ["ListMmsDbs", { sorter: "null" }],
    ["ListMmsDbs", { sorter: "[]" }],
    ["ListMmsDbs", { sorter: "7" }],
    ["ListMmsDbs", { sorter: '{"numRows":1}' }],
    ["ListMmsDbs", { sorter: '{"name":"asc"}' }],
    ["ListMmsDbs", { sorter: "{" }],
    ["ListMmsTables", { status: "null" }],
    ["ListMmsTables", { status: '{"a":1}' }],
    ["ListMmsTables", { status: '["NO_SUCH"]' }],
    ["ListMmsTables", { lastDdlTimeStart: "yesterday" }],
    ["ListMmsPartitions", { lastDdlTimeEnd: "2026-01-01" }],
    ["ListMmsPartitions", { "sorter.size": "down" }],
  ])("%s %j is refused", async (operation, query) => {
    expect(await statusOf(operation, query)).toEqual([400, "InvalidParameter"]);
  });
});
