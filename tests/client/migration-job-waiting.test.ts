// What a wait and a refresh make of a service that does not answer for a while, or takes its time.
import { EngineModel, urnOf } from "../support/engine-model.js";
import { World } from "../support/world.js";

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
    world.control.script("ListMmsJobs", { kind: "error", status: 503, code: "Unavailable" }, { times: 10_000 });
  });
  expect(await waiting).toMatchObject({ errors: {} });
  await outage;
  expect(outputs()).toMatchObject({ status: "DONE" });
  expect(world.control.requestCounts()["ListMmsJobs"]).toBeGreaterThan(20);
});

it("a refresh of a job that the service is still making keeps what is known, and says so", async () => {
  world.control.setPace({ creationMs: 10 * minute });
  await up({ ...wish, waitFor: "submitted" });
  const { asyncTaskId } = outputs();
  const plugin = await world.newProcess();
  expect(await engine.refresh(plugin)).toMatchObject({ errors: {} });
  expect(outputs()["asyncTaskId"]).toBe(asyncTaskId);
  expect(plugin.said.map(({ message }) => message).join()).toContain("is still making the job of async task");
  expect(await up(wish)).toMatchObject({ errors: {} });
  expect(outputs()["jobId"]).toBeDefined();
});
