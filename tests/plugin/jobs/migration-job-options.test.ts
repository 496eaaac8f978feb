// Every control input of a MigrationJob in the real plugin process: what it makes of a job on the service.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { hostOutput } from "../../support/hosts.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { operationsSent } from "../../support/service/requests.js";

const inputs = { sourceId: "2000015", srcDbName: "sales", tables: ["customers", "order_items"] };

let emulator: Emulator;
let plugin: Plugin;

/** Time runs so fast that a job is made and done between two looks; at speed 1 it hardly moves during a test. */
async function open(speed = 600): Promise<void> {
  emulator = await startEmulator({ clock: { speed } });
  plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env });
}

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const mutating = () => operationsSent(emulator);
const job = () => emulator.control.jobs()[0];

describe("waitFor", () => {
  it("submitted returns before the job is there, under the id of the async task", async () => {
    await open(1);
    const { id, outs } = await plugin.create({ ...inputs, waitFor: "submitted" });
    expect(id).toBe(`2000015/async/${String(outs["asyncTaskId"])}`);
    expect(outs).not.toHaveProperty("jobId");
    expect(outs["requestId"]).toMatch(/^[0-9A-F-]{36}$/);
    emulator.control.advance(10_000);
    const { id: same, props } = await plugin.read(id, outs);
    expect(same).toBe(id);
    expect(props).toMatchObject({ jobId: job()?.id, asyncTaskId: outs["asyncTaskId"] });
    expect(props).not.toHaveProperty("requestId");
  });

  it("created returns with a whole and lean state, and a second run changes nothing", async () => {
    await open(1);
    emulator.control.setPace({ creationMs: 0 });
    const { id, outs } = await plugin.create(inputs);
    // The engine writes the whole state at every step: what says nothing, and what a look at the job shows, is not in it.
    expect(outs).toEqual({
      ...inputs,
      asyncTaskId: expect.stringMatching(/^\d+$/),
      jobId: job()?.id,
      name: expect.stringMatching(/^test-[0-9a-f]{8}-[0-9a-f]{8}$/),
      status: "INIT",
      taskNum: 2,
      taskDone: 0,
      [hostOutput]: expect.any(String),
      __urn: expect.any(String),
    });
    expect(await plugin.diff(id, outs, inputs)).toMatchObject({ changes: false, replaces: [] });
  });

  it("completed sees a job that was finished before the first look", async () => {
    await open();
    expect((await plugin.create({ ...inputs, waitFor: "completed" })).outs).toMatchObject({ status: "DONE" });
  });

  it("a longer wait continues on the same job and sends nothing that changes it", async () => {
    await open();
    const { id, outs } = await plugin.create(inputs);
    const longer = { ...inputs, waitFor: "completed" };
    expect(await plugin.update(id, outs, longer)).toMatchObject({ status: "DONE", jobId: outs["jobId"] });
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });
});

describe("timeouts", () => {
  it("end a wait with an init failure that holds id, state and provider, and the next update follows the same job", async () => {
    await open(1);
    emulator.control.setPace({ creationMs: 0 });
    const wish = { ...inputs, waitFor: "completed", timeouts: { create: "1s", update: "60s" } };
    const failed = await initFailure(plugin.create(wish));
    expect(failed.resourceId).toBe(`2000015/jobs/${job()?.id}`);
    expect(failed.properties).toMatchObject({ ...inputs, jobId: job()?.id, [hostOutput]: expect.any(String) });
    expect(failed.reasons).toEqual([
      expect.stringMatching(/still waiting after \d+ s .* is finished.* See \S+\/WaitTimeoutError\.html$/),
    ]);
    emulator.control.advance(600_000);
    expect(await plugin.update(failed.resourceId, failed.properties, wish)).toMatchObject({ status: "DONE" });
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });
});

describe("desiredState", () => {
  it("stopped stops a new job, running starts it again, and each is sent once", async () => {
    await open(60);
    const stopped = { ...inputs, desiredState: "stopped" };
    const { id, outs } = await plugin.create(stopped);
    expect(outs).toMatchObject({ stopped: true });
    expect(await plugin.diff(id, outs, stopped)).toMatchObject({ changes: false });
    expect(await plugin.diff(id, outs, inputs)).toMatchObject({ changes: true, replaces: [] });
    const running = await plugin.update(id, outs, inputs);
    expect(running).not.toHaveProperty("stopped");
    await plugin.update(id, running, inputs);
    expect(mutating()).toEqual(["CreateMmsJob", "StopMmsJob", "StartMmsJob"]);
  });
});

describe("onFailure", () => {
  const failing = async (onFailure?: string) => {
    await open();
    emulator.control.failTasks({ table: "customers", phase: "DATA", message: "disk full", times: 1 });
    const wish = { ...inputs, waitFor: "completed", ...(onFailure ? { onFailure } : {}) };
    return { wish, failed: await initFailure(plugin.create(wish)) };
  };

  it("reports the failed tasks in the error and as a typed output", async () => {
    const { failed } = await failing();
    expect(failed.properties).toMatchObject({
      status: "FAILED",
      failedTaskCount: 1,
      failedTasks: [{ table: "sales.customers", phase: "DATA", message: expect.stringContaining("disk full") }],
    });
    expect(failed.reasons[0]).toMatch(/sales\.customers: DATA failed: .*disk full[^]*The next `pulumi up` retries/);
  });

  it("retry puts the failed tasks back to work at the next update, once", async () => {
    const { wish, failed } = await failing();
    const outs = await plugin.update(failed.resourceId, failed.properties, wish);
    expect(outs).toMatchObject({ status: "DONE", failedTasks: [], failedTaskCount: 0 });
    await plugin.update(failed.resourceId, outs, wish);
    expect(mutating()).toEqual(["CreateMmsJob", "RetryMmsJob"]);
  });

  it("warn leaves it failed, ends well, and shows no change afterwards", async () => {
    await open();
    emulator.control.failTasks({ table: "customers", phase: "DATA", message: "disk full", times: 1 });
    const wish = { ...inputs, waitFor: "completed", onFailure: "warn" };
    const { id, outs } = await plugin.create(wish);
    expect(outs).toMatchObject({ status: "FAILED", failedTaskCount: 1 });
    expect(await plugin.diff(id, outs, wish)).toMatchObject({ changes: false });
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("error leaves it failed and says how to go on", async () => {
    const { wish, failed } = await failing("error");
    const again = await initFailure(plugin.update(failed.resourceId, failed.properties, wish));
    expect(again.reasons[0]).toContain("onFailure is error, so nothing is retried");
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });
});

describe("onMissing", () => {
  const removed = async (onMissing: string) => {
    await open();
    const wish = { ...inputs, waitFor: "completed", onMissing };
    const { id, outs } = await plugin.create(wish);
    const { sourceId } = inputs;
    // Deleted for good, so that it is not readable by its id either.
    emulator.control.store.jobs.remove(emulator.control.store.jobs.get(String(outs["jobId"]), sourceId)!);
    // A refresh is a run of its own: the process that made the job may still hold a list that shows it.
    await plugin.stop();
    plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env });
    return { id, outs, wish, seen: await plugin.read(id, outs) };
  };

  it("keep: a finished job that was removed stays done, and nothing is made anew", async () => {
    const { id, wish, seen } = await removed("keep");
    expect(seen).toMatchObject({ id, props: { status: "DONE", missing: true } });
    expect(await plugin.diff(id, seen.props, wish)).toMatchObject({ changes: false });
  });

  it("recreate: it is gone, so that the next run creates it again", async () => {
    expect((await removed("recreate")).seen.id).toBe("");
  });
});

describe("deletePolicy", () => {
  it.each([
    ["stopAndDelete", { stopped: true, deleted: true }, ["StopMmsJob", "DeleteMmsJob"]],
    ["stop", { stopped: true, deleted: false }, ["StopMmsJob"]],
    ["abandon", { stopped: false, deleted: false }, []],
  ])("%s leaves a running job %j", async (deletePolicy, left, sent) => {
    await open(60);
    emulator.control.setPace({ phaseMs: { SCHEMA: 5_000, DATA: 86_400_000, VERIFICATION: 0 } });
    const { id, outs } = await plugin.create({ ...inputs, deletePolicy });
    await plugin.delete(id, outs);
    expect(job()).toMatchObject(left);
    expect(mutating().slice(1)).toEqual(sent);
  });

  it("deleteIfFinished refuses a running job and removes a finished one", async () => {
    await open(1);
    emulator.control.setPace({ creationMs: 0 });
    const { id, outs } = await plugin.create({ ...inputs, deletePolicy: "deleteIfFinished" });
    await expect(plugin.delete(id, outs)).rejects.toThrow("deletePolicy is deleteIfFinished");
    expect(mutating()).toEqual(["CreateMmsJob"]);
    emulator.control.advance(600_000);
    await plugin.delete(id, outs);
    expect(job()).toMatchObject({ deleted: true });
  });
});

describe("triggers and protectRemigration", () => {
  it("a finished job is replaced by a changed trigger, and by no other change unless the guard is off", async () => {
    await open();
    const { id, outs } = await plugin.create({ ...inputs, waitFor: "completed" });
    expect(await plugin.diff(id, outs, { ...inputs, triggers: ["again"] })).toMatchObject({ replaces: ["triggers"] });
    const wider = { ...inputs, tables: [...inputs.tables, "payments"] };
    await expect(plugin.diff(id, outs, wider)).rejects.toThrow(/would run a finished migration again.*tables/);
    const free = await plugin.diff(id, outs, { ...wider, protectRemigration: false });
    expect(free).toMatchObject({ changes: true, replaces: ["tables"] });
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });
});

describe("adoptJobId", () => {
  it("takes a job over, and refuses one that is something else", async () => {
    await open();
    const made = await plugin.create({ ...inputs, name: "by-hand" });
    const adoptJobId = String(made.outs["jobId"]);
    const { id, outs } = await plugin.create({ ...inputs, name: "by-hand", adoptJobId });
    expect({ id, adopted: outs["adopted"] }).toEqual({ id: `2000015/jobs/${adoptJobId}`, adopted: true });
    expect(outs).not.toHaveProperty("asyncTaskId");
    const other = plugin.create({ ...inputs, tables: ["returns"], name: "by-hand", adoptJobId });
    await expect(other).rejects.toThrow(/is not what the program describes: tables/);
    const { tables, ...database } = inputs;
    const whole = plugin.create({ ...database, name: "by-hand", adoptJobId });
    await expect(whole).rejects.toThrow(`tables is ${JSON.stringify(tables)}, the program says nothing`);
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });
});

describe("stallTimeout", () => {
  const stalling = async (onStall: string) => {
    await open(1);
    emulator.control.setPace({ creationMs: 0, stopMs: 0 });
    const wish = { ...inputs, waitFor: "completed", stallTimeout: "2s", onStall, timeouts: { create: "12s" } };
    return initFailure(plugin.create(wish));
  };

  it("warn: says so on the row and goes on waiting", async () => {
    const failed = await stalling("warn");
    expect(failed.reasons[0]).toContain("still waiting");
    expect(await plugin.said(/no progress for/)).toMatchObject({ ephemeral: false, urn: plugin.urn });
  });

  it("fail: ends the wait and leaves the job alone", async () => {
    expect((await stalling("fail")).reasons[0]).toContain("stalled: no progress for");
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("stop: stops the job and ends the wait", async () => {
    expect((await stalling("stop")).reasons[0]).toContain("stalled: no progress for");
    expect(job()).toMatchObject({ stopped: true });
  });
});
