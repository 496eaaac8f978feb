// A job that somebody stops while it is waited for: it is started again once, and whoever stops it again means it.
import { errorPages } from "../../../provider/errors/pages.js";
import { EngineModel, urnOf } from "../../support/sessions/engine-model.js";
import { World } from "../../support/sessions/world.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"], waitFor: "completed" };
const minute = 60_000;

let world: World;
let engine: EngineModel;

beforeEach(async () => {
  world = await World.start("refused");
  engine = new EngineModel(() => undefined);
  world.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 30 * minute, VERIFICATION: minute }, stopMs: 1_000 });
});

afterEach(() => world.close());

const jobId = () => String(world.control.jobs()[0]?.id);

/** Somebody stops the job in the console, so long after the run began. */
async function stopsAfter(...minutes: number[]): Promise<void> {
  let passed = 0;
  for (const at of minutes) {
    await world.clock.sleep((at - passed) * minute);
    passed = at;
    world.control.stopJob(jobId());
  }
}

it("is started again once, as desiredState says, and the wait goes on", async () => {
  const plugin = await world.newProcess();
  const stopping = stopsAfter(10);
  expect(await engine.up({ a: wish }, plugin)).toMatchObject({ errors: {} });
  await stopping;
  expect(engine.find(urnOf("a"))?.outputs).toMatchObject({ status: "DONE", jobId: jobId() });
  expect(world.mutating()).toEqual(["CreateMmsJob", "StartMmsJob"]);
  expect(plugin.said.map(({ message }) => message)).toContainEqual(
    `job ${jobId()} was stopped by somebody else; starting it again, because desiredState is running`,
  );
});

it("ends the wait at the second stop, long before the timeout, and says how to go on", async () => {
  const began = world.clock.now();
  const stopping = stopsAfter(10, 20);
  const { errors } = await engine.up({ a: wish }, await world.newProcess());
  await stopping;
  expect(Object.values(errors)).toEqual([
    `job ${jobId()} of source 2000015 was stopped by somebody else and moves nothing. The next \`pulumi up\` starts it again; ` +
      `to leave it as it is, set desiredState: "stopped". See ${errorPages.get("JobStoppedError")}`,
  ]);
  expect(world.clock.now() - began).toBeLessThan(30 * minute);
  expect(world.mutating()).toEqual(["CreateMmsJob", "StartMmsJob"]);
  // The next run does what the error says.
  expect(await engine.up({ a: wish }, await world.newProcess())).toMatchObject({ errors: {} });
  expect(world.mutating()).toEqual(["CreateMmsJob", "StartMmsJob", "StartMmsJob"]);
});
