// Two declarations of one object, what a delete leaves alone, and an engine that is gone: the native plugin holds to the rules of
// the dynamic host.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { type NativePlugin, startNative } from "../../support/plugin/native.js";
import { failure } from "../../support/plugin/plugin.js";
import { operationsSent } from "../../support/service/requests.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["customers", "order_items"] };

let emulator: Emulator;
let plugin: NativePlugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 60 } });
  emulator.control.setPace({ creationMs: 0, stopMs: 0, phaseMs: { SCHEMA: 86_400_000, DATA: 86_400_000 } });
  plugin = await startNative(emulator.env);
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const job = (name: string) => plugin.resource("MigrationJob", name);
const changes = () => operationsSent(emulator);
const live = () => emulator.control.jobs().filter(({ deleted }) => !deleted);
const messages = () => plugin.lines.map(({ message }) => message);

/** Declares a job as the engine does, and creates it. */
async function made(name: string, inputs: Record<string, unknown> = wish) {
  const checked = await job(name).check(inputs);
  expect(checked.failures).toEqual([]);
  return { ...(await job(name).create(checked.inputs)), inputs: checked.inputs };
}

/** Starts the process of the next run. */
async function nextRun(): Promise<void> {
  await plugin.stop();
  plugin = await startNative(emulator.env);
}

describe("two resources that declare one object", () => {
  it.each([
    ["MigrationJob", 'job named "one"', { ...wish, name: "one" }],
    ["DataSource", 'data source named "one"', { type: "HIVE", config: { "mc.default.project": "p" }, name: "one" }],
    [
      "MigrationTimer",
      'timer named "one"',
      { sourceId: "2000015", srcDbName: "sales", scheduleType: "Daily", value: "02:30", name: "one" },
    ],
    ["DatabaseMapping", "database", { sourceId: "2000015", dbName: "sales", dstProjectName: "p" }],
  ])("are refused with both names: %s", async (kind, object, inputs) => {
    expect((await plugin.resource(kind, "a").check(inputs)).failures).toEqual([]);
    const [refused = ""] = (await plugin.resource(kind, "b").check(inputs)).failures;
    expect(refused).toContain(`${kind} "a" and ${kind} "b" both declare ${object}`);
    expect(changes()).toEqual([]);
  });

  it("are refused with both names where only the service shows that it is one", async () => {
    const { id, outs, inputs } = await made("a");
    const { jobId } = outs;
    await nextRun();
    await job("a").check(wish, inputs);
    await job("a").diff(id, outs, inputs);
    const adopting = await job("b").check({ ...wish, adoptJobId: jobId });
    const { message } = await failure(job("b").create(adopting.inputs));
    expect(message).toContain(`MigrationJob "a" and MigrationJob "b" are both 2000015/jobs/${String(jobId)}`);
    expect(live()).toMatchObject([{ id: jobId, stopped: false }]);
    expect(changes()).toEqual(["CreateMmsJob"]);
  });
});

describe("a delete", () => {
  it("leaves alone what another resource of the run has taken over, and says so", async () => {
    const { id, outs } = await made("a");
    await nextRun();
    await made("b", { ...wish, adoptJobId: outs["jobId"] });
    await job("a").delete(id, outs);
    expect(messages().join("\n")).toMatch(/is left as it is: MigrationJob "b" has taken it over/);
    expect(plugin.lines.at(-1)?.urn).toBe(job("a").urn);
    expect(live()).toMatchObject([{ id: outs["jobId"], stopped: false }]);
    expect(changes()).toEqual(["CreateMmsJob"]);
  });

  it("knows a job by its own id, whatever the id of the resource was before the job was there", async () => {
    const { id, outs, inputs } = await made("a");
    await nextRun();
    await job("a").check(wish, inputs);
    await job("a").diff(id, outs, inputs);
    // What a run leaves that was interrupted between the create of a replacement and the delete that follows.
    await job("a").delete(`2000015/named/${String(outs["name"])}`, { ...outs, __life: "before" });
    expect(messages().join("\n")).toContain("its replacement was made first, found it and took it over");
    expect(live()).toMatchObject([{ id: outs["jobId"], stopped: false }]);
    await job("a").delete(id, outs);
    expect(live()).toEqual([]);
  });

  it("of a replaced job comes through", async () => {
    const { id, outs, inputs } = await made("a");
    await nextRun();
    const checked = await job("a").check({ ...wish, tables: ["orders"] }, inputs);
    const diff = await job("a").diff(id, outs, checked.inputs);
    expect(diff).toMatchObject({ replacesList: ["tables"], deletebeforereplace: true });
    await job("a").delete(id, outs);
    expect(live()).toEqual([]);
  });
});

describe("lines", () => {
  it("give a reason once in a run, to the row of the resource, before the verb ends", async () => {
    const { id, outs, inputs } = await made("a");
    await nextRun();
    const changed = await job("a").check({ ...wish, tables: ["orders"] }, inputs);
    const reasons = () => plugin.lines.filter(({ message }) => message.startsWith("replacing the job migrates again"));
    for (const compares of ["a refresh", "the update after it"]) {
      await job("a").diff(id, outs, changed.inputs);
      expect([compares, reasons().map(({ urn }) => urn)]).toEqual([compares, [job("a").urn]]);
    }
  });

  it("end a row with the outcome, which the engine has before the verb ends", async () => {
    emulator.control.setPace({ phaseMs: { SCHEMA: 0, DATA: 0, VERIFICATION: 0 } });
    await made("a", { ...wish, waitFor: "completed" });
    expect(messages().at(-1)).toMatch(/^job \d+: DONE/);
  });
});

it("changes nothing for an engine that is gone although its pipe is open", async () => {
  const { id, outs, inputs } = await made("a");
  const before = changes();
  plugin.deafen();
  const gone = /the Pulumi engine is gone, so nothing more is changed/;
  expect((await failure(job("b").create({ ...wish, tables: ["orders"] }))).message).toMatch(gone);
  expect((await failure(job("a").update(id, outs, { ...inputs, desiredState: "stopped" }))).message).toMatch(gone);
  expect((await failure(job("a").delete(id, outs))).message).toMatch(gone);
  expect(changes()).toEqual(before);
});
