// Traps that providers of migration jobs fall into, in the real plugin process: what looks finished, gone, failed or new,
// and is not.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { failure, InitFailed, initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { record } from "../../support/service/recorder.js";
import { operationsSent } from "../../support/service/requests.js";

const inputs = { sourceId: "2000015", srcDbName: "sales", tables: ["customers", "order_items"] };
const completed = { ...inputs, waitFor: "completed" };

let emulator: Emulator;
let plugin: Plugin;

async function open(speed = 600): Promise<void> {
  emulator = await startEmulator({ clock: { speed } });
  plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env });
}

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const mutating = () => operationsSent(emulator);

/** Takes the only job away altogether, so that no read finds it by its id either. */
function loseJob(): void {
  const [job] = emulator.control.jobs();
  emulator.control.store.jobs.remove(emulator.control.store.jobs.get(job?.id, inputs.sourceId)!);
}

describe("what the service shows", () => {
  it("a status word that this version does not know is kept as it is, and is no end and no failure", async () => {
    emulator = await startEmulator({ clock: { speed: 1 } });
    emulator.control.setPace({ creationMs: 0 });
    const recorder = await record(emulator.url, (answer) => answer.replace('"status":"INIT"', '"status":"ARCHIVING"'));
    plugin = await startPlugin({ kind: "MigrationJob", env: { ...emulator.env, ALICLOUD_MMS_ENDPOINT: recorder.url } });
    const { id, outs } = await plugin.create(inputs);
    const { props } = await plugin.read(id, outs);
    expect(props).toMatchObject({ status: "ARCHIVING", jobId: outs["jobId"] });
    expect(await plugin.diff(id, props, inputs)).toMatchObject({ changes: false, replaces: [] });
    const failed = await failure(plugin.update(id, props, { ...completed, timeouts: { update: "1s" } }));
    expect(failed.message).toContain("seen: ARCHIVING");
    expect(mutating()).toEqual(["CreateMmsJob"]);
    await recorder.close();
  });

  it("a job that is shown otherwise than it was requested is the one that was requested", async () => {
    emulator = await startEmulator({ clock: { speed: 60 } });
    emulator.control.setPace({ creationMs: 0 });
    const recorder = await record(emulator.url, (answer) => answer.replaceAll('"order_items"', '"ORDER_ITEMS"'));
    plugin = await startPlugin({ kind: "MigrationJob", env: { ...emulator.env, ALICLOUD_MMS_ENDPOINT: recorder.url } });
    emulator.control.injectFault("CreateMmsJob", { kind: "html", status: 504, afterEffect: true });
    const { outs } = await plugin.create(inputs);
    expect(outs).toMatchObject({ jobId: emulator.control.jobs()[0]?.id, adopted: true });
    expect(mutating()).toEqual(["CreateMmsJob"]);
    await recorder.close();
  });

  it("a failed job that was retried by hand in the console is followed and not retried again", async () => {
    await open();
    emulator.control.failTasks({ table: "customers", phase: "DATA", message: "no", times: 1 });
    const failed = await initFailure(plugin.create(completed));
    emulator.control.retryJob(String(failed.properties["jobId"]));
    const outs = await plugin.update(failed.resourceId, failed.properties, completed);
    expect(outs).toMatchObject({ status: "DONE", jobId: failed.properties["jobId"] });
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("a stop that is still in flight is awaited by a delete before the job is removed", async () => {
    await open(60);
    emulator.control.setPace({ stopMs: 120_000, phaseMs: { SCHEMA: 86_400_000, DATA: 0, VERIFICATION: 0 } });
    const { id, outs } = await plugin.create(inputs);
    await plugin.delete(id, outs);
    expect(emulator.control.jobs()).toMatchObject([{ stopped: true, deleted: true }]);
    const operations = emulator.control.requests().map(({ operation }) => operation);
    const [stopped, deleted] = [operations.indexOf("StopMmsJob"), operations.indexOf("DeleteMmsJob")];
    expect(
      operations.slice(stopped, deleted).filter((name) => /^(Get|List)MmsJobs?$/.test(name)).length,
    ).toBeGreaterThan(1);
  });

  it("a job that is deleted while it is waited for ends the wait, and is gone at the next refresh", async () => {
    await open(60);
    emulator.control.setPace({ phaseMs: { SCHEMA: 86_400_000, DATA: 0, VERIFICATION: 0 } });
    const creating = initFailure(plugin.create(completed));
    await plugin.said(/0\/2 tasks/);
    loseJob();
    const failed = await creating;
    expect(failed.reasons[0]).toContain("is gone: its source does not list it any more");
    expect((await plugin.read(failed.resourceId, failed.properties)).id).toBe("");
  });

  it("no permission to read is an error, and never taken for gone", async () => {
    await open();
    const { id, outs } = await plugin.create(inputs);
    emulator.control.injectFault("GetMmsJob", { kind: "forbidden" }, { times: 100 });
    emulator.control.injectFault("ListMmsJobs", { kind: "forbidden" }, { times: 100 });
    await expect(plugin.read(id, outs)).rejects.toThrow(/odps:(Get|List)MmsJob/);
    emulator.control.clearFaults();
    expect((await plugin.read(id, outs)).id).toBe(id);
  });

  it("a job that another account does not see stays in the state, and is not deleted either", async () => {
    await open();
    emulator.control.setPace({ phaseMs: { SCHEMA: 86_400_000, DATA: 0, VERIFICATION: 0 } });
    const { id, outs } = await plugin.create(inputs);
    await plugin.stop();
    const elsewhere = await startEmulator();
    elsewhere.control.store.sources.clear();
    plugin = await startPlugin({ kind: "MigrationJob", env: elsewhere.env });
    // Its own read does not find it, and no list of its source confirms that it is gone.
    expect((await plugin.read(id, outs)).id).toBe(id);
    await plugin.said(
      /job \d+ of source \d+ is not found, but no list confirms that it was deleted.*may still move data/,
    );
    await expect(plugin.delete(id, outs)).rejects.toThrow(/no list confirms that it was deleted.*pulumi state delete/);
    await plugin.stop();
    await elsewhere.close();
    plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env });
    expect((await plugin.create(inputs)).outs).toMatchObject({ jobId: outs["jobId"], adopted: true });
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("a task that fails to create the job leaves nothing behind, and the next create requests again", async () => {
    await open();
    emulator.control.injectFault("CreateMmsJob", { kind: "asyncTaskFails", errorMsg: "quota exceeded" });
    const failed = await failure(plugin.create(inputs));
    expect(failed).not.toBeInstanceOf(InitFailed);
    expect(failed.message).toContain("quota exceeded");
    expect((await plugin.create(inputs)).outs).not.toHaveProperty("adopted");
    expect(emulator.control.jobs()).toHaveLength(1);
  });
});

describe("what people see", () => {
  it("progress stands on the resource's row, passes by, and does not repeat itself", async () => {
    // A job without end, so that a second live line comes: they are ten seconds apart where nobody watches a terminal.
    await open(60);
    emulator.control.setPace({ phaseMs: { SCHEMA: 86_400_000, DATA: 0, VERIFICATION: 0 } });
    const creating = initFailure(plugin.create(completed));
    const { message } = await plugin.said(/DOING \d\/2 tasks/);
    loseJob();
    await creating;
    const lines = plugin.lines.filter(({ ephemeral }) => ephemeral);
    expect(lines.every(({ urn }) => urn === plugin.urn)).toBe(true);
    expect(lines.filter((line) => line.message === message)).toHaveLength(1);
    expect(new Set(lines.map((line) => line.message)).size).toBe(lines.length);
  });

  it("an engine that hears nothing any more fails no job", async () => {
    await open(60);
    const creating = plugin.create(completed);
    // The line about the async task is not shown where the job is there at the first read.
    await plugin.said(/async task|tasks/);
    plugin.deafen();
    expect((await creating).outs).toMatchObject({ status: "DONE" });
  });

  it("an engine that is gone leaves no process behind that waits or works", async () => {
    await open(1);
    const waiting = failure(plugin.create(completed));
    await plugin.said(/async task/);
    await plugin.unplug();
    await waiting;
    expect(mutating()).toEqual(["CreateMmsJob"]);
  });

  it("an engine that is gone although its pipe is open gets nothing more started, stopped or deleted", async () => {
    await open(1);
    emulator.control.setPace({ creationMs: 0 });
    const { id, outs } = await plugin.create(inputs);
    const before = mutating();
    plugin.deafen();
    const gone = /the Pulumi engine is gone, so nothing more is changed/;
    expect((await failure(plugin.create({ ...inputs, tables: ["orders"] }))).message).toMatch(gone);
    expect((await failure(plugin.update(id, outs, { ...inputs, desiredState: "stopped" }))).message).toMatch(gone);
    expect((await failure(plugin.delete(id, outs))).message).toMatch(gone);
    expect(mutating()).toEqual(before);
  });

  it("no access key stands in any output, error or line", async () => {
    await open();
    const { id, outs } = await plugin.create(inputs);
    emulator.control.injectFault("*", { kind: "html", status: 502 }, { times: 100 });
    const failed = await failure(plugin.read(id, outs));
    const all = JSON.stringify([outs, failed.message, failed.stack, plugin.lines]);
    expect(all).not.toContain(emulator.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]);
    expect(all).not.toContain(emulator.env["ALIBABA_CLOUD_ACCESS_KEY_ID"]);
  });
});
