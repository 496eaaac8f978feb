import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import type { MmsClient } from "../../../provider/mms/call.js";

const sourceId = "2000015";
const minute = 60_000;

let emulator: Emulator;
let plugin: Plugin;
let client: MmsClient;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  plugin = await startPlugin({ kind: "MigrationGate", env: emulator.env });
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretKey } = emulator.env;
  const config = new Map(Object.entries({ "alicloud:accessKey": accessKey, "alicloud:secretKey": secretKey }));
  client = createMmsClient(resolveConfig({ get: (key) => config.get(key), env: emulator.env }));
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const pass = (ms: number) => emulator.control.advance(ms);

/** Makes jobs as somebody else would, one per table; the service needs a moment to show them. */
async function jobsOf(tables: readonly string[], body: object = {}): Promise<string[]> {
  for (const table of tables) {
    const wish = { name: `gate-${table}`, srcDbName: "sales", tables: [table], ...body };
    await client.createMmsJob({ sourceId, body: wish });
  }
  pass(5_000);
  return emulator.control.jobs().map(({ id }) => id);
}

/** Lets the next attempt at a table fail. */
const failing = (table: string, phase: "DATA" | "VERIFICATION") =>
  emulator.control.store.failures.push({ table, phase, message: `${phase} failed`, times: 1 });

/** Operations since a moment in the journal. */
async function during<Result>(work: () => Promise<Result>): Promise<{ result: Result; operations: string[] }> {
  const before = emulator.control.requests().length;
  const result = await work();
  return {
    result,
    operations: emulator.control
      .requests()
      .slice(before)
      .map(({ operation }) => operation),
  };
}

const brief = { create: "1s", update: "1s" };

describe("MigrationGate in Pulumi's plugin process", () => {
  it("passes when every job is done, reports each and all, and changes nothing on the service", async () => {
    const jobIds = await jobsOf(["orders", "customers", "products"]);
    pass(5 * minute);
    const { result, operations } = await during(() => plugin.create({ sourceId, jobIds }));
    expect(result.id).toBe("2000015/gates/test");
    expect(result.outs).toMatchObject({
      passed: true,
      jobNum: 3,
      jobDone: 3,
      jobFailed: 0,
      taskNum: 3,
      taskDone: 3,
      failedTasks: [],
      jobs: jobIds.map((jobId) => ({ jobId, status: "DONE", taskNum: 1, taskDone: 1 })),
    });
    expect(operations.filter((name) => !/^(Get|List)/.test(name))).toEqual([]);
  });

  it("finds no change afterwards, and requests nothing on refresh and delete", async () => {
    const jobIds = await jobsOf(["orders"]);
    pass(5 * minute);
    const inputs = { sourceId, jobIds };
    const { id, outs } = await plugin.create(inputs);
    const { operations } = await during(async () => {
      expect(await plugin.diff(id, outs, inputs)).toMatchObject({ changes: false });
      expect((await plugin.read(id, outs)).props).toEqual(outs);
      await plugin.delete(id, outs);
    });
    expect(operations).toEqual([]);
  });

  it("has passed for good: how it would wait is changed without another look", async () => {
    const jobIds = await jobsOf(["orders"]);
    pass(5 * minute);
    const { id, outs } = await plugin.create({ sourceId, jobIds, timeouts: brief, stallTimeout: "5m" });
    pass(60 * minute);
    const next = { sourceId, jobIds, timeouts: { create: "2h" } };
    const { result, operations } = await during(() => plugin.update(id, outs, next));
    expect(operations).toEqual([]);
    expect(outs).toHaveProperty("stallTimeout");
    const others = Object.entries(outs).filter(([name]) => name !== "stallTimeout");
    expect(result).toEqual({ ...Object.fromEntries(others), timeouts: { create: "2h" } });
  });

  it("warns of a job that had nothing to move, and calls nothing of it verified", async () => {
    await jobsOf(["orders"]);
    pass(5 * minute);
    const [, jobId = ""] = await jobsOf(["orders"], { name: "again", enableVerification: true });
    pass(5 * minute);
    const { outs } = await plugin.create({ sourceId, jobIds: [jobId] });
    expect(outs).toMatchObject({ passed: true, taskNum: 0, tables: 0, size: "0" });
    expect(outs).not.toHaveProperty("verified");
    await plugin.said(/1 of 1 jobs had nothing to move.*resetTrigger/);
  });

  it("keeps what it saw when patience ends, and waits on from there", async () => {
    const jobIds = await jobsOf(["orders", "customers"]);
    const inputs = { sourceId, jobIds, timeouts: brief };
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.reasons.join()).toMatch(/still waiting .* for 2 of 2 jobs of source 2000015 to finish/);
    expect(failed.properties).toMatchObject({ passed: false, jobNum: 2, jobDone: 0 });
    expect(await plugin.diff(failed.resourceId, failed.properties, inputs)).toMatchObject({
      changes: true,
      replaces: [],
    });
    pass(5 * minute);
    const outs = await plugin.update(failed.resourceId, failed.properties, inputs);
    expect(outs).toMatchObject({ passed: true, jobDone: 2, startedAt: failed.properties["startedAt"] });
  });

  it("fails with the failed tasks, sorted, and passes once they were retried", async () => {
    const jobIds = await jobsOf(["orders", "customers", "products"]);
    const [first = "", second = ""] = jobIds;
    failing("orders", "DATA");
    failing("customers", "DATA");
    pass(5 * minute);
    const inputs = { sourceId, jobIds, timeouts: brief };
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.reasons.join()).toMatch(/2 of 3 jobs of source 2000015 failed: 2 of 3 tasks failed; 0 may \(neither/);
    expect(failed.properties).toMatchObject({
      passed: false,
      jobFailed: 2,
      failedTaskCount: 2,
      failedTasks: [
        { table: "sales.customers", phase: "DATA", jobId: second },
        { table: "sales.orders", phase: "DATA", jobId: first },
      ],
    });
    for (const jobId of [first, second]) await client.retryMmsJob({ sourceId, jobId });
    pass(5 * minute);
    const outs = await plugin.update(failed.resourceId, failed.properties, inputs);
    expect(outs).toMatchObject({ passed: true, jobDone: 3, failedTaskCount: 0 });
  });

  it("lets as many jobs fail as the program allows", async () => {
    const jobIds = await jobsOf(["orders", "customers", "products", "stores"]);
    failing("orders", "DATA");
    pass(5 * minute);
    const { outs } = await plugin.create({ sourceId, jobIds, maxFailureRatio: 0.25 });
    expect(outs).toMatchObject({ passed: true, jobDone: 3, jobFailed: 1, failedTaskCount: 1 });
    await plugin.said(
      /1 of 4 jobs .*1 of 4 tasks failed; 1 may \(maxFailureRatio 0.25 of 4 tasks\). The gate lets that pass/,
    );
  });

  it("stops the jobs still running once too many have failed, if its program says so", async () => {
    const jobIds = await jobsOf(["orders", "customers"]);
    const [first = "", second = ""] = jobIds;
    failing("orders", "DATA");
    pass(5 * minute);
    const [, third = ""] = (await jobsOf(["products"])).slice(-2);
    const failed = await initFailure(plugin.create({ sourceId, jobIds: [first, second, third], stopOnBreach: true }));
    expect(failed.reasons.join()).toMatch(/1 of 3 jobs/);
    const stops = emulator.control.requests().filter(({ operation }) => operation === "StopMmsJob");
    expect(stops.map(({ path }) => path)).toEqual([expect.stringContaining(`/jobs/${third}/stop`)]);
  });

  it("takes row counts that differ for a failure", async () => {
    const jobIds = await jobsOf(["orders", "customers"], { enableVerification: true });
    failing("customers", "VERIFICATION");
    pass(5 * minute);
    const failed = await initFailure(plugin.create({ sourceId, jobIds }));
    expect(failed.properties).toMatchObject({
      verified: false,
      jobs: [{ verified: true }, { verified: false }],
      failedTasks: [{ table: "sales.customers", phase: "VERIFICATION" }],
    });
  });

  it("does not pass because the job whose row counts differ was deleted", async () => {
    const jobIds = await jobsOf(["customers"], { enableVerification: true });
    failing("customers", "VERIFICATION");
    pass(5 * minute);
    const failed = await initFailure(plugin.create({ sourceId, jobIds }));
    const { store } = emulator.control;
    for (const job of store.jobs.of(sourceId)) store.jobs.remove(job);
    const again = await initFailure(plugin.update(failed.resourceId, failed.properties, { sourceId, jobIds }));
    expect(again.properties).toMatchObject({ passed: false, jobs: [{ status: "GONE" }] });
  });

  it("takes a job that is deleted before it finished for failed, and a finished one for done", async () => {
    const jobIds = await jobsOf(["orders", "customers"]);
    const [first = "", second = ""] = jobIds;
    pass(5 * minute);
    const { id, outs } = await plugin.create({ sourceId, jobIds: [first] });
    const { store } = emulator.control;
    for (const job of store.jobs.of(sourceId)) store.jobs.remove(job);
    const failed = await initFailure(
      plugin.update(id, outs, { sourceId, jobIds: [first, second], triggers: ["again"] }),
    );
    expect(failed.properties["jobs"]).toEqual([
      expect.objectContaining({ jobId: first, status: "DONE" }),
      expect.objectContaining({ jobId: second, status: "GONE" }),
    ]);
  });

  it("waits for the jobs a name filter finds, and refuses one that finds none", async () => {
    await jobsOf(["orders", "customers"]);
    pass(5 * minute);
    const { outs } = await plugin.create({ sourceId, nameFilter: "gate-ord" });
    expect(outs).toMatchObject({ passed: true, jobNum: 1 });
    await expect(plugin.create({ sourceId, nameFilter: "nowhere" })).rejects.toThrow(
      /no job whose name contains.* See https:\/\/\S+\/docs\/errors\/NoJobsError\.html$/,
    );
  });

  it("goes on waiting for the jobs it began with, also where one was deleted or another was made", async () => {
    const [first = ""] = await jobsOf(["orders", "customers"]);
    failing("orders", "DATA");
    pass(5 * minute);
    const inputs = { sourceId, nameFilter: "gate-" };
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.properties).toMatchObject({ jobNum: 2, jobFailed: 1, failedTables: ["sales.orders"] });
    const { store } = emulator.control;
    for (const job of store.jobs.of(sourceId, ({ id }) => id === first)) store.jobs.remove(job);
    await jobsOf(["products"]);
    const again = await initFailure(plugin.update(failed.resourceId, failed.properties, inputs));
    expect(again.properties).toMatchObject({
      passed: false,
      jobNum: 2,
      jobs: [{ status: "GONE" }, { status: "DONE" }],
    });
    expect(again.message).toContain("change triggers");
    pass(5 * minute);
    const anew = await plugin.update(failed.resourceId, again.properties, { ...inputs, triggers: ["anew"] });
    expect(anew).toMatchObject({ passed: true, jobNum: 2 });
  });

  it("stops what still runs before it reads what failed, which may not be readable", async () => {
    const [first = ""] = await jobsOf(["orders"]);
    failing("orders", "DATA");
    pass(5 * minute);
    const [, second = ""] = (await jobsOf(["products"])).slice(-2);
    emulator.control.injectFault("ListMmsTasks", { kind: "forbidden" });
    const failed = await initFailure(plugin.create({ sourceId, jobIds: [first, second], stopOnBreach: true }));
    expect(failed.message).toContain("odps:ListMmsTasks");
    const stops = emulator.control.requests().filter(({ operation }) => operation === "StopMmsJob");
    expect(stops.map(({ path }) => path)).toEqual([expect.stringContaining(`/jobs/${second}/stop`)]);
  });

  it("names every failed table, however many partitions of one failed, and whether its log can be read or not", async () => {
    const jobIds = await jobsOf(["orders", "customers"]);
    const { failures } = emulator.control.store;
    for (const table of ["orders", "customers"]) failures.push({ table, phase: "DATA", message: "lost", times: 100 });
    pass(5 * minute);
    emulator.control.injectFault("ListMmsTaskLogs", { kind: "error", status: 400, code: "InvalidParameter" });
    const failed = await initFailure(plugin.create({ sourceId, jobIds }));
    expect(failed.properties["failedTables"]).toEqual(["sales.customers", "sales.orders"]);
    expect(failed.message).toMatch(/sales\.customers.*: its log could not be read: .*InvalidParameter/);
    expect(failed.message).toMatch(/sales\.orders.*: DATA failed: .*lost/);
  });

  it("goes on through a job list that cannot be read for a while", async () => {
    const jobIds = await jobsOf(["orders"]);
    pass(5 * minute);
    for (const operation of ["GetMmsJob", "ListMmsJobs"] as const) {
      emulator.control.injectFault(operation, { kind: "html", status: 502 });
    }
    expect((await plugin.create({ sourceId, jobIds })).outs).toMatchObject({ passed: true });
  });

  it("waits for the jobs a timer has made, and lets an idle timer pass with a warning", async () => {
    const scope = { name: "nightly", srcDbName: "sales", tables: ["orders"] };
    const body = { ...scope, scheduleType: "Daily" as const, value: "02:30" };
    const { data } = await client.createMmsTimer({ sourceId, body });
    const timerId = data.timerId ?? "";
    expect((await plugin.create({ sourceId, timerId })).outs).toMatchObject({ passed: true, jobNum: 0 });
    await plugin.said(/timer \d+ has created no job so far/);
    await client.triggerMmsTimer({ sourceId, timerId });
    pass(6 * minute);
    expect((await plugin.create({ sourceId, timerId })).outs).toMatchObject({ passed: true, jobNum: 1, jobDone: 1 });
  });

  it("waits for more jobs than Node has listeners for, without a warning", async () => {
    const tables = emulator.control.store.tablesOf(sourceId, "sales").map(({ name }) => name);
    const jobIds = await jobsOf(tables);
    const printed: string[] = [];
    plugin.child.stderr?.on("data", (text: Buffer) => printed.push(text.toString()));
    await initFailure(plugin.create({ sourceId, jobIds, timeouts: brief }));
    expect(jobIds.length).toBeGreaterThan(10);
    expect(printed.join("")).not.toMatch(/MaxListeners/);
  });
});
