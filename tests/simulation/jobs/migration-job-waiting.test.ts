// What a wait and a refresh make of a service that does not answer for a while, or takes its time.
import { EngineModel, urnOf } from "../../support/sessions/engine-model.js";
import { World } from "../../support/sessions/world.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };
const minute = 60_000;

let world: World;
let engine: EngineModel;

beforeEach(async () => {
  world = await World.start("refused");
  engine = new EngineModel(() => undefined);
});

afterEach(() => world.close());

const up = async (args: Record<string, unknown>) => engine.up({ a: args }, await world.newProcess());
const outputs = () => engine.find(urnOf("a"))?.outputs ?? {};

it("a list that cannot be read for a while ends no wait: it says nothing of the job", async () => {
  const hours = 3 * 60 * minute;
  world.control.setPace({ phaseMs: { SCHEMA: minute, DATA: hours, VERIFICATION: minute } });
  const waiting = up({ ...wish, waitFor: "completed" });
  const outage = world.clock.sleep(10 * minute).then(() => {
    world.control.injectFault("ListMmsJobs", { kind: "error", status: 503, code: "Unavailable" }, { times: 10_000 });
  });
  expect(await waiting).toMatchObject({ errors: {} });
  await outage;
  expect(outputs()).toMatchObject({ status: "DONE" });
  expect(world.control.requestCounts()["ListMmsJobs"]).toBeGreaterThan(20);
});

it("a refresh of a job that the service is still creating keeps what is known, and says so", async () => {
  world.control.setPace({ creationMs: 10 * minute });
  await up({ ...wish, waitFor: "submitted" });
  const { asyncTaskId } = outputs();
  const plugin = await world.newProcess();
  expect(await engine.refresh(plugin)).toMatchObject({ errors: {} });
  expect(outputs()["asyncTaskId"]).toBe(asyncTaskId);
  expect(plugin.said.map(({ message }) => message).join()).toContain("is still creating the job of async task");
  expect(await up(wish)).toMatchObject({ errors: {} });
  expect(outputs()["jobId"]).toBeDefined();
});

it("a migration that is run again over what is DONE says that it moved nothing, and what to do", async () => {
  await up({ ...wish, waitFor: "completed" });
  const again = { ...wish, waitFor: "completed", triggers: ["again"] };
  const plugin = await world.newProcess();
  expect(await engine.up({ a: again }, plugin)).toMatchObject({ errors: {}, changed: true });
  const told = ({ said }: typeof plugin) => said.filter(({ message }) => message.includes("had nothing to move"));
  expect(outputs()).toMatchObject({ status: "DONE", taskNum: 0 });
  expect(told(plugin)).toMatchObject([{ ephemeral: false, message: expect.stringMatching(/resetTrigger/) }]);
  const later = await world.newProcess();
  await engine.refresh(later);
  expect(told(later)).toEqual([]);
});

describe("row counts that differ, of a job that reads DONE", () => {
  const verified = { ...wish, enableVerification: true };
  const refresh = async () => engine.refresh(await world.newProcess());
  const retries = () => world.control.requestCounts()["RetryMmsTask"] ?? 0;

  beforeEach(async () => {
    const failure = { table: "orders", phase: "VERIFICATION", message: "counts differ", jobReadsDone: true } as const;
    world.control.failTasks({ ...failure, times: 1 });
    await up(verified);
    await world.clock.sleep(60 * minute);
  });

  it("are seen by a refresh, and retried by the update after it, whatever that waits for", async () => {
    expect(await refresh()).toMatchObject({ errors: {} });
    expect(outputs()).toMatchObject({ status: "DONE", failedTaskCount: 1, failedTasks: [{ phase: "VERIFICATION" }] });
    expect(await up(verified)).toMatchObject({ errors: {}, changed: true });
    expect(retries()).toBe(1);
    await world.clock.sleep(60 * minute);
    expect(await refresh()).toMatchObject({ errors: {} });
    expect(outputs()).toMatchObject({ status: "DONE", failedTaskCount: 0 });
    expect(await up(verified)).toMatchObject({ errors: {}, changed: false });
    expect(retries()).toBe(1);
  });

  it("are read once as the job ends, and not again by every refresh", async () => {
    await refresh();
    await up(verified);
    await world.clock.sleep(60 * minute);
    await refresh();
    const asked = () => world.control.requestCounts()["ListMmsTasks"] ?? 0;
    const before = asked();
    await refresh();
    expect(asked()).toBe(before);
  });

  it("are an error where nothing is to be retried", async () => {
    const manual = { ...verified, onFailure: "error" };
    await refresh();
    const { errors } = await up(manual);
    expect(Object.values(errors).join()).toMatch(
      /sales\.orders: VERIFICATION failed.*counts differ[^]*onFailure is error/,
    );
    expect(retries()).toBe(0);
  });
});
