// Two jobs of one declaration: which of them stays, whoever sees them and whenever.
import { EngineModel, type Resource, urnOf } from "../../support/sessions/engine-model.js";
import { Crashed, World } from "../../support/sessions/world.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };
const ok = { errors: {} };
const [second, minute] = [1_000, 60_000];

let world: World;
let engine: EngineModel;

const newEngine = () => new EngineModel(() => undefined);

beforeEach(async () => {
  world = await World.start("allowed");
  engine = newEngine();
  world.control.setPace({ phaseMs: { SCHEMA: second, DATA: 60 * minute, VERIFICATION: second } });
});

afterEach(() => world.close());

const up = async (args: Record<string, unknown> = wish, by = engine) => by.up({ a: args }, await world.newProcess());
const refresh = async () => engine.refresh(await world.newProcess());
const resource = (by = engine): Resource | undefined => by.find(urnOf("a"));
const outputs = (by = engine) => resource(by)?.outputs ?? {};
const kept = () => world.control.jobs().filter(({ deleted }) => !deleted);
const live = () => kept().filter(({ stopped, status }) => !stopped && status !== "DONE");
const oldest = () => world.control.jobs()[0]?.id;

/** A run that dies once the service has its request; what it requested shows up after so long. */
async function dies(showsAfterMs: number): Promise<void> {
  world.control.setPace({ creationMs: showsAfterMs });
  const dying = await world.newProcess();
  dying.crashAfter(0, "afterEffect", "CreateMmsJob");
  await expect(engine.up({ a: wish }, dying)).rejects.toBeInstanceOf(Crashed);
  await dying.silent();
  world.control.setPace({ creationMs: 2 * second });
}

describe("an older job that shows up once the state names a newer one", () => {
  it("stays, and the newer one is ended, by the update after a refresh", async () => {
    await dies(2 * minute);
    expect(await up()).toMatchObject(ok);
    const { id } = resource() as Resource;
    const newer = outputs()["jobId"];
    expect(newer).not.toBe(oldest());
    await world.clock.sleep(3 * minute);
    expect(live()).toHaveLength(2);
    await refresh();
    expect(outputs()["duplicateJobs"]).toEqual([oldest()]);
    expect(await up()).toMatchObject({ ...ok, changed: true });
    expect(live().map((job) => job.id)).toEqual([oldest()]);
    expect(resource()).toMatchObject({ id, outputs: { jobId: oldest(), adopted: true } });
    expect(await up()).toMatchObject({ ...ok, changed: false });
  });

  it("stays by the very run that waits for the end, minutes after its request", async () => {
    await dies(2 * minute);
    expect(await up({ ...wish, waitFor: "completed" })).toMatchObject(ok);
    expect(outputs()).toMatchObject({ jobId: oldest(), status: "DONE" });
    expect(kept()).toHaveLength(1);
  });

  it("is ended where the newer one has finished by then", async () => {
    world.control.setPace({ phaseMs: { SCHEMA: second, DATA: 10 * second, VERIFICATION: second } });
    await dies(2 * minute);
    expect(await up({ ...wish, waitFor: "completed" })).toMatchObject(ok);
    const newer = outputs()["jobId"];
    world.control.setPace({ phaseMs: { SCHEMA: second, DATA: 60 * minute, VERIFICATION: second } });
    await world.clock.sleep(2 * minute);
    await refresh();
    await up({ ...wish, waitFor: "completed" });
    expect(outputs()).toMatchObject({ jobId: newer, status: "DONE" });
    expect(live()).toEqual([]);
  });

  it("goes with a destroy, before anybody has seen it", async () => {
    await dies(2 * minute);
    await up();
    await world.clock.sleep(3 * minute);
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(kept()).toEqual([]);
  });

  it("goes with a destroy although both have finished", async () => {
    await dies(2 * minute);
    await up();
    await world.clock.sleep(200 * minute);
    expect(kept().map(({ status }) => status)).toEqual(["DONE", "DONE"]);
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(kept()).toEqual([]);
  });
});

it("two runs at once agree on one job", async () => {
  const other = newEngine();
  world.control.setPace({ creationMs: 5 * second });
  const ended = await Promise.all([up(), up(wish, other)]);
  expect(ended).toMatchObject([ok, ok]);
  await world.clock.sleep(minute);
  for (const one of [engine, other]) await one.refresh(await world.newProcess());
  await up();
  await up(wish, other);
  expect(live().map(({ id }) => id)).toEqual([oldest()]);
  expect([outputs()["jobId"], outputs(other)["jobId"]]).toEqual([oldest(), oldest()]);
});

it("what a dead run requested is looked for during a minute once something of it was found", async () => {
  await dies(second);
  await world.clock.sleep(5 * second);
  // The run after it died as well, and its request takes longer.
  const dying = await world.newProcess();
  dying.crashAfter(0, "afterEffect", "CreateMmsJob");
  world.control.injectFault("ListMmsJobs", { kind: "staleList", ms: 20 * second }, { times: 1 });
  world.control.setPace({ creationMs: 45 * second });
  await expect(engine.up({ a: wish }, dying)).rejects.toBeInstanceOf(Crashed);
  world.control.setPace({ creationMs: second });
  expect(await up()).toMatchObject(ok);
  expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  expect(world.control.jobs()).toHaveLength(2);
});
