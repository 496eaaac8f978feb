// A job that its program does not let start yet: declared, and requested once by a later run, whatever run is killed.
import { EngineModel, urnOf } from "../../support/sessions/engine-model.js";
import { World } from "../../support/sessions/world.js";

const job = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] };
const held = { ...job, startWhen: false };
const free = { ...job, startWhen: true };

let world: World;
let engine: EngineModel;

beforeEach(async () => {
  world = await World.start("refused");
  engine = new EngineModel(() => undefined);
});

afterEach(() => world.close());

const outputs = () => engine.find(urnOf("a"))?.outputs;

/** Declares the job in a process of its own. */
const up = async (args: object) => engine.up({ a: { ...args } }, await world.newProcess());

it("requests nothing while it is held, then one job under the id that the resource has", async () => {
  expect(await up(held)).toMatchObject({ errors: {}, changed: true });
  const id = engine.find(urnOf("a"))?.id;
  expect(outputs()).toMatchObject({ held: true });
  expect(await up(held)).toMatchObject({ errors: {}, changed: false });
  expect(await engine.refresh(await world.newProcess())).toMatchObject({ errors: {} });
  expect(world.mutating()).toEqual([]);

  expect(await up(free)).toMatchObject({ errors: {}, changed: true });
  expect(world.mutating()).toEqual(["CreateMmsJob"]);
  expect(outputs()).toMatchObject({ jobId: world.control.jobs()[0]?.id });
  expect(outputs()).not.toHaveProperty("held");
  expect(engine.find(urnOf("a"))?.id).toBe(id);
  // What has started is not held again.
  expect(await up(held)).toMatchObject({ errors: {}, changed: false });
  expect(await up(free)).toMatchObject({ errors: {}, changed: false });
  expect(world.mutating()).toEqual(["CreateMmsJob"]);
});

it("is let go without a request while it is held", async () => {
  await up(held);
  expect(await engine.destroy(await world.newProcess())).toMatchObject({ errors: {} });
  expect(engine.state).toEqual([]);
  expect(world.mutating()).toEqual([]);
});

describe("a run that is killed right after it requested the job of a held resource", () => {
  beforeEach(async () => {
    await up(held);
    const plugin = await world.newProcess();
    plugin.crashAfter(0, "afterEffect", "CreateMmsJob");
    await engine.up({ a: free }, plugin).catch(() => undefined);
    expect(outputs()).toMatchObject({ held: true });
    expect(world.mutating()).toEqual(["CreateMmsJob"]);
    // The service shows the job after a while.
    await world.clock.sleep(60_000);
  });

  it.each([
    ["the next run, which may start it", free],
    ["the next run, which may not", held],
  ])("is followed by %s", async (_which, args) => {
    await engine.refresh(await world.newProcess());
    expect(await up(args)).toMatchObject({ errors: {} });
    expect(outputs()).toMatchObject({ jobId: world.control.jobs()[0]?.id, adopted: true });
    expect(world.mutating()).toEqual(["CreateMmsJob"]);
  });

  it("is not doubled by a run without a refresh", async () => {
    expect(await up(free)).toMatchObject({ errors: {} });
    expect(outputs()).toMatchObject({ jobId: world.control.jobs()[0]?.id });
    expect(world.mutating()).toEqual(["CreateMmsJob"]);
  });

  it("is ended by a destroy", async () => {
    expect(await engine.destroy(await world.newProcess())).toMatchObject({ errors: {} });
    expect(world.control.jobs()).toEqual([expect.objectContaining({ deleted: true })]);
  });
});

it("retries failed tasks as often as maxRetries says, and then says why it does not", async () => {
  const args = { ...job, maxRetries: 2 };
  world.control.failTasks({ table: "orders", phase: "DATA", message: "no more room", times: 9 });
  await up(args);
  const errors: string[] = [];
  for (let run = 0; run < 4; run += 1) {
    await world.clock.sleep(24 * 3_600_000);
    await engine.refresh(await world.newProcess());
    errors.push(...Object.values((await up(args)).errors));
  }
  expect(world.mutating()).toEqual(["CreateMmsJob", "RetryMmsJob", "RetryMmsJob"]);
  expect(errors).toHaveLength(2);
  expect(errors[0]).toContain("maxRetries is 2, and 2 updates have retried the failed tasks, so nothing is retried");
});
