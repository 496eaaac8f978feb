import { inspect } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import * as mms from "../../provider/index.js";
import { functionUses } from "../../provider/permissions/operation-uses.js";
import { arrange, functionCalls, functionNames, type Made } from "../support/function-calls.js";
import { beProgramOf, clientOf, configFor, settled, withoutMocks } from "../support/program.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";

let emulator: Emulator;
let client: MmsClient;

let made: Made;

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual", ids: "beyondDoubles" });
  client = clientOf(emulator);
  made = await arrange(emulator, client);
  beProgramOf(emulator);
});

afterEach(withoutMocks);

afterAll(() => emulator.close());

const requests = () => emulator.control.requests().length;
const unknown = () => pulumi.output(pulumi.unknown as unknown as string);

describe("lookups by id and by exact name", () => {
  it("finds a data source either way", async () => {
    const byId = await mms.getDataSource({ sourceId: 2000015 });
    expect(byId).toMatchObject({ id: sourceId, name: "hive_demo", status: "STARTED" });
    expect(await mms.getDataSource({ name: "hive_demo" })).toEqual(byId);
  });

  it("finds a data source from its resource's class, and nothing by a part of its name", async () => {
    const { value } = await settled(mms.DataSource.lookup(pulumi.output("hive_demo")));
    expect(value).toMatchObject({ id: sourceId, name: "hive_demo" });
    await expect(mms.getDataSource({ name: "hive" })).rejects.toThrow(
      /there is no data source named "hive".* See https:\/\/\S+\/docs\/errors\/LookupError\.html$/,
    );
  });

  it("finds a database, a table and a partition either way", async () => {
    const db = await mms.getDatabase({ sourceId, name: "sales" });
    expect(await mms.getDatabase({ sourceId, dbId: db.id })).toEqual(db);
    const table = await mms.getTable({ sourceId, dbName: "sales", name: "orders" });
    expect(table).toMatchObject({ dbName: "sales", name: "orders", hasPartitions: true });
    expect(await mms.getTable({ sourceId, tableId: table.id })).toEqual(table);
    const { partitions } = await mms.getPartitions({ sourceId, tableId: table.id });
    const [first] = partitions;
    const named = { dbName: "sales", tableName: "orders", value: String(first?.value) };
    expect(await mms.getPartition({ sourceId, ...named })).toEqual(first);
    expect(await mms.getPartition({ sourceId, partitionId: String(first?.id) })).toEqual(first);
  });

  it("finds the job of exactly this name, where the service's filter finds two", async () => {
    expect((await mms.getJobs({ sourceId, name: "load_sales" })).jobs).toHaveLength(2);
    const job = await mms.getJob({ sourceId, name: "load_sales" });
    expect(job).toMatchObject({ name: "load_sales", status: "DONE", taskDone: job.taskNum });
    expect(await mms.getJob({ sourceId, jobId: job.id })).toEqual(job);
  });

  it("finds a timer either way, and what came of its firings", async () => {
    const timer = await mms.getTimer({ sourceId, name: "nightly" });
    expect(timer).toMatchObject({ id: made.timerId, scheduleType: "Daily" });
    const { timerLogs, ids } = await mms.getTimerLogs({ sourceId, timerId: timer.id });
    expect(ids).toEqual(timerLogs.map(({ id }) => id));
    expect(timerLogs.length).toBeGreaterThan(0);
  });

  it("finds an async task, and in it the job", async () => {
    const task = await mms.getAsyncTask({ sourceId, asyncTaskId: made.asyncTaskId });
    expect(await mms.getJob({ sourceId, jobId: String(task.objectId) })).toMatchObject({ name: "load_sales" });
  });

  it("finds a scan", async () => {
    expect(await mms.getMetadataScan({ sourceId, scanId: made.scanId })).toMatchObject({ id: made.scanId });
  });
});

describe("lists", () => {
  it("gives every record of every page, once", async () => {
    const { tables, ids } = await mms.getTables({ sourceId, sorter: { size: "desc" } });
    expect(new Set(ids).size).toBe(tables.length);
    expect(tables.length).toBe(emulator.control.store.tables.of(sourceId).filter((table) => table.scanned).length);
    const sizes = tables.map(({ size }) => BigInt(size ?? 0));
    expect(sizes).toEqual([...sizes].sort((a, b) => (a < b ? 1 : -1)));
  });

  it("passes the service's filters on, lists as lists", async () => {
    const { tables } = await mms.getTables({ sourceId, dbName: "sales", status: ["DONE", "PART_DONE"] });
    expect(tables.map(({ name }) => name).sort()).toEqual(["customers", "orders", "stores"]);
    expect((await mms.getDatabases({ sourceId, name: "sales", sorter: { numRows: "asc" } })).ids).toHaveLength(1);
    expect((await mms.getTimers({ sourceId, stopped: true })).timers).toEqual([]);
    expect((await mms.getJobs({ sourceId, stopped: false })).jobs.length).toBeGreaterThan(1);
    expect((await mms.getJobs({ sourceId, stopped: true })).jobs).toEqual([]);
  });

  it("finds a job's tasks and what they wrote down", async () => {
    const { id } = await mms.getJob({ sourceId, name: "load_sales" });
    const { tasks } = await mms.getTasks({ sourceId, jobId: id });
    expect(new Set(tasks.map(({ srcTableName }) => srcTableName))).toEqual(new Set(["orders", "customers"]));
    const taskId = String(tasks[0]?.id);
    expect(await mms.getTask({ sourceId, taskId })).toEqual(tasks[0]);
    expect((await mms.getTaskLogs({ sourceId, taskId })).taskLogs.length).toBeGreaterThan(0);
  });

  it("finds data sources and the keys their types take", async () => {
    expect((await mms.getDataSources({})).ids).toContain(sourceId);
    const { configItems } = await mms.getConfigItems({ sourceType: "Hive" });
    expect(configItems.map(({ key }) => key)).toContain("mc.default.project");
  });
});

describe("what cannot be found", () => {
  it.each([
    ["getDataSource", () => mms.getDataSource({ name: "hive" }), /no data source named "hive"; similar: hive_demo/],
    ["getJob", () => mms.getJob({ sourceId, name: "load" }), /no job named "load" .*similar: load_sales/],
    ["getJob", () => mms.getJob({ sourceId }), /getJob: what to look for is missing; give jobId, or name\. See /],
    ["getTable", () => mms.getTable({ sourceId, name: "orders" }), /dbName is missing/],
    ["getDataSource", () => mms.getDataSource({ name: "hive_dmeo" }), /"hive_dmeo"; did you mean "hive_demo"\? See /],
    ["getDatabase", () => mms.getDatabase({ sourceId, name: "salse" }), /did you mean "sales"\? See /],
    [
      "getDatabase",
      () => mms.getDatabase({ sourceId, name: "SALES" }),
      /did you mean "sales"\? Letter case counts\. See /,
    ],
    ["getTable", () => mms.getTable({ sourceId, dbName: "sales", name: "ordres" }), /mean "sales.orders"\? See /],
    ["getJob", () => mms.getJob({ sourceId, id: "1" } as never), /unknown argument "id"; did you mean "jobId"\? See /],
    [
      "getTask",
      () => mms.getTask({ sourceId, id: "1" } as never),
      /unknown argument "id"; did you mean "taskId"\? See /,
    ],
    [
      "getJob",
      () => mms.getJob({ source: "1", jobId: "1" } as never),
      /unknown argument "source"; did you mean "sourceId"\? See /,
    ],
    [
      "getJob",
      () => mms.getJob({ sourceId, region: "x" } as never),
      /"region"; known arguments: sourceId, jobId, name\. See /,
    ],
    ["getTables", () => mms.getTables({ sourceId, dbname: "sales" } as never), /did you mean "dbName"\?/],
    [
      "getTables",
      () => mms.getTables({ sourceId, dbName: "" }),
      /getTables: dbName is ""; give a text that is not blank/,
    ],
    ["getTables", () => mms.getTables({ sourceId, sorter: { siz: "asc" } as never }), /sorter.siz is not among/],
    ["getJobs", () => mms.getJobs({ sourceId: "hive_demo" }), /got "hive_demo"; to look a source up by name/],
    ["getJobs", () => mms.getJobs({ sourceId: 0 }), /getJobs: sourceId must be an id.*got 0/],
    ["getPartition", () => mms.getPartition({ sourceId, dbName: "sales" }), /tableName and value missing/],
    ["getTask", () => mms.getTask({ sourceId, taskId: "x" }), /taskId must be an id.*got "x"/],
    [
      "getTask",
      () => mms.getTask({ sourceId, taskId: "999" }),
      /GetMmsTask \(source 2000015, task 999\).*OBJECT_NOT_EXIST/,
    ],
    ["getJobs", () => mms.getJobs({ sourceId: unknown() as never }), /sourceId is an output; use getJobsOutput/],
  ])("%s says so", async (_name, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });

  it("says which ids share a name", async () => {
    const body = { name: "twin", srcDbName: "sales", tables: ["stores"] };
    await client.createMmsJob({ sourceId, body });
    await client.createMmsJob({ sourceId, body });
    emulator.control.advance(60_000);
    await expect(mms.getJob({ sourceId, name: "twin" })).rejects.toThrow(/not the only one: ids \d+, \d+; give the id/);
  });
});

describe("the output form", () => {
  it("finds the same, with outputs as arguments", async () => {
    const { value } = await settled(mms.getJobsOutput({ sourceId: pulumi.output(sourceId), name: "load_sales" }));
    expect(value).toEqual(await mms.getJobs({ sourceId, name: "load_sales" }));
  });

  it("requests nothing while an argument, a dependency or the provider is unknown", async () => {
    pulumi.runtime.setMocks(
      { newResource: ({ inputs }) => ({ id: "", state: inputs }), call: () => ({}) },
      "p",
      "s",
      true,
    );
    const before = requests();
    const source = new mms.DataSource("new", { type: "HIVE" });
    const whole = new pulumi.ComponentResource("test:index:Whole", "whole");
    const inside = new pulumi.ComponentResource("test:index:Part", "inside", {}, { parent: whole });
    new mms.DataSource("inner", { type: "HIVE" }, { parent: inside });
    const provider = new mms.Provider("later", { region: unknown(), ...{ endpoint: emulator.url } });
    const outputs = [
      mms.getTablesOutput({ sourceId: unknown() }),
      mms.getTablesOutput({ sourceId, sorter: { size: pulumi.output(pulumi.unknown as unknown as "asc") } }),
      mms.getTablesOutput({ sourceId }, { dependsOn: [source] }),
      mms.getTablesOutput({ sourceId }, { dependsOn: whole }),
      mms.getTablesOutput({ sourceId }, { provider }),
    ];
    for (const output of outputs) expect(await settled<unknown>(output)).toMatchObject({ known: false });
    expect(requests()).toBe(before);
    await expect(mms.getTables({ sourceId }, { provider })).rejects.toThrow(/not known yet/);
  });
});

describe("an error that ends the program", () => {
  /** What a call throws that is made of an output's value, below frames of Pulumi's. */
  const thrownBy = (call: () => Promise<unknown>): Promise<unknown> =>
    new Promise((resolve) => {
      pulumi.output(sourceId).apply(async () => {
        await call().catch(resolve);
      });
    });

  // A frame of Pulumi's in the printed stack costs half a minute and gigabytes on the engine, see pulumi-frames.ts.
  it.each<readonly [string, () => Promise<unknown>]>([
    ["a limit", () => mms.getMigrationPlan({ sourceId, srcDbName: "sales", maxTables: 0 })],
    ["a refusal of the service", () => mms.getTables({ sourceId: "9" })],
    ["a wrong argument", () => mms.getTables({ id: "9" } as never)],
  ])("is printed in a few lines, without frames of Pulumi's: %s", async (_what, call) => {
    const error = await thrownBy(call);
    expect(error).toBeInstanceOf(Error);
    const printed = inspect(error);
    expect(printed).not.toMatch(/node_modules.@pulumi/);
    expect(printed).not.toContain("operation: undefined");
    expect(printed.length).toBeLessThan(4_000);
  });
});

describe("a data source's configuration", () => {
  it("is left out unless it is requested", async () => {
    expect(await mms.getDataSource({ sourceId })).not.toHaveProperty("config");
    const { secret } = await settled(mms.getDataSourceOutput({ sourceId }));
    expect(secret).toBe(false);
  });

  it("is a secret in both forms", async () => {
    const { config } = await mms.getDataSource({ sourceId, withConfig: true });
    expect(config !== undefined && (await pulumi.isSecret(config))).toBe(true);
    const { secret, value } = await settled(mms.getDataSourceOutput({ sourceId, withConfig: true }));
    expect(secret).toBe(true);
    expect(value?.config).toEqual(expect.arrayContaining([expect.objectContaining({ key: "mc.default.project" })]));
  });
});

describe("an explicit provider", () => {
  it("is used in place of the program's configuration, also as the parent's", async () => {
    pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "x", state: inputs }), call: () => ({}) }, "p", "s");
    const other = await startEmulator();
    try {
      const {
        "alicloud-mms:endpoint": endpoint,
        "alicloud:accessKey": accessKey,
        "alicloud:secretKey": secretKey,
      } = configFor(other) as Record<string, string>;
      const provider = new mms.Provider("other", {
        region: "cn-beijing",
        endpoint,
        accessKey,
        secretKey,
      } as mms.ProviderArgs);
      const before = requests();
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, { providers: [provider] });
      await settled(parent.urn);
      withoutMocks();
      expect((await mms.getDataSources({}, { provider })).ids).toContain(sourceId);
      expect((await settled(mms.getDataSourcesOutput({}, { parent }))).value?.ids).toContain(sourceId);
      expect(other.control.requests().map(({ operation }) => operation)).toEqual([
        "ListMmsDataSources",
        "ListMmsDataSources",
      ]);
      expect(requests()).toBe(before);
    } finally {
      await other.close();
    }
  });

  it("must be one of this package", async () => {
    class Other extends pulumi.ProviderResource {}
    const provider = new Other("alicloud", "alicloud", {});
    await expect(mms.getDataSources({}, { provider })).rejects.toThrow(/make it with new mms.Provider/);
  });

  it("refuses options it does not have", () => {
    expect(() => new mms.Provider("p", { regoin: "cn-shanghai" } as never)).toThrow(/no option "regoin"/);
  });
});

describe("the table of uses", () => {
  it.each(functionNames)("holds every operation that %s calls, and no other", async (name) => {
    const before = requests();
    await functionCalls[name](made);
    const called = new Set(
      emulator.control
        .requests()
        .slice(before)
        .map(({ operation }) => operation),
    );
    expect([...called].sort()).toEqual([...functionUses[name]].sort());
  });
});
