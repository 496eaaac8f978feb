// `stopped` while a task of the job still runs is not yet a stop: what is deleted then would go on moving data.
import { EngineModel } from "../../support/sessions/engine-model.js";
import { World } from "../../support/sessions/world.js";

const minute = 60_000;

let world: World;
let engine: EngineModel;

beforeEach(async () => {
  world = await World.start("refused");
  engine = new EngineModel(() => undefined);
  world.control.setPace({ phaseMs: { DATA: 60 * minute }, queueMs: 0, drainMs: 5 * minute });
  await engine.up({ a: { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] } }, await world.newProcess());
  await world.clock.sleep(10 * minute);
});

afterEach(() => world.close());

it("is waited for before the job is deleted, and the row says what is waited for", async () => {
  const plugin = await world.newProcess();
  expect(await engine.destroy(plugin)).toMatchObject({ errors: {} });
  const sent = world.control.requests().filter(({ mutating }) => mutating);
  expect(sent.map(({ operation }) => operation)).toEqual(["CreateMmsJob", "StopMmsJob", "DeleteMmsJob"]);
  const [, stopped, deleted] = sent;
  expect((deleted?.at ?? 0) - (stopped?.at ?? 0)).toBeGreaterThanOrEqual(5 * minute);
  expect(plugin.said.map(({ message }) => message).join("\n")).toContain("tasks still running");
});
