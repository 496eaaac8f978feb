// A request for a job whose answer is lost: it is never sent twice in one run, and what comes of it is found, however late.
import { EngineModel, type Resource, urnOf } from "../../support/sessions/engine-model.js";
import { World } from "../../support/sessions/world.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };
const ok = { errors: {} };
const [second, minute] = [1_000, 60_000];

let world: World;
let engine: EngineModel;

beforeEach(async () => {
  world = await World.start("allowed");
  engine = new EngineModel(() => undefined);
  // Nothing ends meanwhile, so that whatever is there twice is seen.
  world.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 10_000 * minute, VERIFICATION: minute } });
});

afterEach(() => world.close());

const up = async (args: Record<string, unknown> = wish) => engine.up({ a: args }, await world.newProcess());
const resource = (): Resource | undefined => engine.find(urnOf("a"));
const outputs = () => resource()?.outputs ?? {};
const live = () => world.control.jobs().filter(({ deleted, stopped }) => !deleted && !stopped);
const requests = () => world.control.requests().filter(({ operation }) => operation === "CreateMmsJob");
const errorOf = ({ errors }: { errors: Readonly<Record<string, string>> }) => Object.values(errors).join();

/** The answer to the first request is lost; its job shows up after so long. */
function loseAnswer(creationMs: number): void {
  world.control.setPace({ creationMs });
  world.control.injectFault("CreateMmsJob", { kind: "resetAfter" });
}

/** The first request never reaches the service. */
async function lostRequest(more: Record<string, unknown> = {}): Promise<Resource> {
  world.control.injectFault("CreateMmsJob", { kind: "resetBefore" });
  const ended = await up({ ...wish, ...more, timeouts: { create: "20m" } });
  expect(errorOf(ended)).toContain("no usable response to CreateMmsJob");
  return resource() as Resource;
}

describe("a job that shows up after its response was lost", () => {
  it.each([1, 5, 14, 33, 45, 59, 61, 100, 200, 290])("is found in the same run, %i s later", async (seconds) => {
    loseAnswer(seconds * second);
    expect(await up()).toMatchObject(ok);
    expect(requests()).toHaveLength(1);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
    expect(outputs()["requestedAt"]).toBeUndefined();
  });

  it.each([6, 9, 14])("is found by the next run, %i min later", async (minutes) => {
    loseAnswer(minutes * minute);
    expect(errorOf(await up())).toContain("no usable response to CreateMmsJob");
    const plugin = await world.newProcess();
    expect(await engine.up({ a: wish }, plugin)).toMatchObject(ok);
    expect(plugin.said.map(({ message }) => message).join()).toContain(`found job ${live()[0]?.id}`);
    expect(requests()).toHaveLength(1);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  });

  it("is found by a refresh, under the id that was given first", async () => {
    loseAnswer(6 * minute);
    await up();
    const { id } = resource() as Resource;
    await world.clock.sleep(5 * minute);
    expect(await engine.refresh(await world.newProcess())).toMatchObject(ok);
    expect(resource()).toMatchObject({ id, outputs: { jobId: live()[0]?.id, adopted: true } });
    expect(await up()).toMatchObject({ ...ok, changed: false });
  });

  it("is ended by a destroy that comes before it", async () => {
    loseAnswer(100 * second);
    await up({ ...wish, timeouts: { create: "10s" } });
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(engine.state).toEqual([]);
    await world.clock.sleep(20 * minute);
    expect(live()).toEqual([]);
    expect(world.control.jobs()).toHaveLength(1);
  });
});

describe("a request that never reached the service", () => {
  it("is not sent again in its run, and leaves a resource that is not ready under its name", async () => {
    const { id, initErrors } = await lostRequest();
    expect(requests()).toHaveLength(1);
    expect(id).toBe(`2000015/named/${String(outputs()["name"])}`);
    expect(initErrors).toHaveLength(1);
    expect(outputs()).toMatchObject({ requestedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(outputs()).not.toHaveProperty("adopted");
  });

  it("is not sent again by a run that has no time to be sure", async () => {
    await lostRequest();
    expect(errorOf(await up({ ...wish, timeouts: { update: "1m" } }))).toContain("Nothing was requested again");
    expect(requests()).toHaveLength(1);
  });

  it("is sent again by the next run, a quarter of an hour after the first", async () => {
    const { id } = await lostRequest();
    const first = Date.parse(String(outputs()["requestedAt"]));
    expect(await up()).toMatchObject(ok);
    expect(requests()).toHaveLength(2);
    expect(world.clock.now() - first).toBeGreaterThanOrEqual(15 * minute);
    expect(resource()).toMatchObject({ id, outputs: { jobId: live()[0]?.id } });
    expect(await up()).toMatchObject({ ...ok, changed: false });
  });

  it("is looked for again after a refresh, which forgets that the resource is not ready", async () => {
    await lostRequest({ waitFor: "submitted" });
    const plugin = await world.newProcess();
    expect(await engine.refresh(plugin)).toMatchObject(ok);
    expect(plugin.said.map(({ message }) => message).join()).toContain("The state is left as it is");
    expect(resource()?.initErrors).toEqual([]);
    expect(await up({ ...wish, waitFor: "submitted" })).toMatchObject({ ...ok, changed: true });
    expect(requests()).toHaveLength(2);
  });

  it("keeps no destroy from ending, which says what it looked for", async () => {
    const { outputs: known } = await lostRequest();
    const plugin = await world.newProcess();
    expect(await engine.destroy(plugin)).toMatchObject(ok);
    expect(engine.state).toEqual([]);
    expect(plugin.said.map(({ message }) => message).join()).toContain(`no job named "${String(known["name"])}"`);
  });
});

describe("a request that was sent again although the first one was on its way", () => {
  it.each([undefined, "nightly"])("leaves one job in the end, under the name %s", async (name) => {
    const named = { ...wish, ...(name ? { name } : {}) };
    loseAnswer(20 * minute);
    await up(named);
    world.control.setPace({ creationMs: 3 * second });
    expect(await up(named)).toMatchObject(ok);
    expect(requests()).toHaveLength(2);
    await world.clock.sleep(30 * minute);
    expect(live()).toHaveLength(2);
    await engine.refresh(await world.newProcess());
    expect(outputs()["duplicateJobs"]).toHaveLength(1);
    expect(await up(named)).toMatchObject(ok);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(world.control.jobs().filter(({ deleted }) => !deleted)).toEqual([]);
  });
});

describe("a chosen name", () => {
  it("is not requested again where another job was created under it meanwhile", async () => {
    await lostRequest({ name: "nightly" });
    const body = { name: "nightly", srcDbName: "sales", tables: ["returns"] };
    await world.console.createMmsJob({ sourceId: wish.sourceId, body });
    const sent = requests().length;
    expect(errorOf(await up({ ...wish, name: "nightly" }))).toContain("adoptJobId");
    expect(requests()).toHaveLength(sent);
  });
});
