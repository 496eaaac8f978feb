// A migration job on a service where an assumption does not hold: it is started once and followed, or a person is told why not.
import type { SwitchId } from "../../emulator/switches.js";
import { EngineModel, urnOf } from "../support/sessions/engine-model.js";
import { Crashed, World } from "../support/sessions/world.js";

const minute = 60_000;
const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };
const said: string[] = [];

let world: World;
let engine: EngineModel;

async function begin(id: SwitchId): Promise<void> {
  said.length = 0;
  world = await World.start("allowed", 0, { [id]: false });
  engine = new EngineModel(() => undefined);
}

afterEach(() => world.close());

/** Runs a step in a process of its own; keeps what is said. */
async function run<Result>(
  step: (plugin: Awaited<ReturnType<World["newProcess"]>>) => Promise<Result>,
): Promise<Result> {
  const plugin = await world.newProcess();
  try {
    return await step(plugin);
  } finally {
    said.push(...plugin.said.map(({ message }) => message));
  }
}

const up = (args: Record<string, unknown> = wish) => run((plugin) => engine.up({ a: args }, plugin));
const refresh = () => run((plugin) => engine.refresh(plugin));
const outputs = () => engine.find(urnOf("a"))?.outputs ?? {};
const creations = () => world.mutating().filter((operation) => operation === "CreateMmsJob").length;
const live = () =>
  world.control.jobs().filter(({ status, stopped, deleted }) => !deleted && !stopped && !/DONE|FAILED/.test(status));
const errorOf = ({ errors }: { errors: Readonly<Record<string, string>> }) => Object.values(errors).join();

/** A run that dies once the service has accepted its request. */
const dies = () =>
  run(async (plugin) => {
    plugin.crashAfter(0, "afterEffect", "CreateMmsJob");
    await expect(engine.up({ a: wish }, plugin)).rejects.toBeInstanceOf(Crashed);
    await plugin.silent();
    await world.clock.sleep(10_000);
  });

it.each<SwitchId>(["async-end", "async-object-is-job"])("follows the job of its name, and says so: %s", async (id) => {
  await begin(id);
  expect(errorOf(await up())).toBe("");
  expect(outputs()).toMatchObject({ jobId: world.control.jobs()[0]?.id });
  expect([creations(), said.filter((line) => line.includes(`[${id}]`)).length]).toEqual([1, 1]);
});

it("says in a minute that the service has made no job: empty-scope-makes-a-job", async () => {
  await begin("empty-scope-makes-a-job");
  await up({ ...wish, waitFor: "completed" });
  const began = world.clock.now();
  const { errors } = await run((plugin) => engine.up({ a: wish, b: { ...wish, waitFor: "completed" } }, plugin));
  expect(errors[urnOf("b")]).toMatch(
    /the service has created none, perhaps because everything .* DONE already \[empty-scope/,
  );
  expect(world.clock.now() - began).toBeLessThan(5 * minute);
});

it("ends a duplicate although the service shows configurations otherwise, and sees no drift: config-echo-verbatim", async () => {
  await begin("config-echo-verbatim");
  world.control.setPace({ phaseMs: { DATA: 60 * minute } });
  await dies();
  await up({ ...wish, waitFor: "submitted" });
  await world.clock.sleep(minute);
  await up({ ...wish, waitFor: "created" });
  await refresh();
  expect(live()).toHaveLength(1);
  expect(said.some((line) => line.includes("[config-echo-verbatim]"))).toBe(true);
  const since = creations();
  expect(errorOf(await up({ ...wish, waitFor: "created" }))).toBe("");
  expect(creations()).toBe(since);
});

describe("name-kept-verbatim", () => {
  it("stops where a run died and the service has cut the name of its job", async () => {
    await begin("name-kept-verbatim");
    await dies();
    expect(errorOf(await up())).toMatch(/adoptJobId: "\d+"; otherwise stop it \[name-kept-verbatim\]/);
    expect(creations()).toBe(1);
  });

  it("follows the job under the name that the service shows, and warns", async () => {
    await begin("name-kept-verbatim");
    expect(errorOf(await up())).toBe("");
    expect(outputs()["name"]).toBe(world.control.jobs()[0]?.name);
    expect(said.some((line) => line.includes("[name-kept-verbatim]"))).toBe(true);
  });
});

it("keeps a job that goes on although no list shows it, and says so: live-job-always-listed", async () => {
  await begin("live-job-always-listed");
  world.control.setPace({ phaseMs: { DATA: 60 * minute } });
  await up();
  await world.clock.sleep(20 * minute);
  await refresh();
  expect(said.some((line) => line.includes("[live-job-always-listed]"))).toBe(true);
  await up();
  expect([creations(), outputs()["jobId"]]).toEqual([1, world.control.jobs()[0]?.id]);
});

it("takes a job that reads DONE with failed tasks for a failure: done-is-complete", async () => {
  await begin("done-is-complete");
  world.control.failTasks({ table: "customers", phase: "DATA", message: "no space left", times: 9 });
  expect(errorOf(await up({ ...wish, waitFor: "completed" }))).toMatch(/customers/);
  expect(said.some((line) => line.includes("[done-is-complete]"))).toBe(true);
});

it("takes row counts that differ for a failure where the filter for them finds none: verification-shows-in-tasks", async () => {
  await begin("verification-shows-in-tasks");
  world.control.failTasks({
    table: "customers",
    phase: "VERIFICATION",
    message: "3 rows, 2 rows",
    times: 9,
    jobReadsDone: true,
  });
  const compared = { ...wish, enableVerification: true, waitFor: "completed" };
  expect(errorOf(await up(compared))).toMatch(/customers: VERIFICATION failed: .*3 rows, 2 rows/);
});

it("takes no job that it has deleted itself for one that is there: delete-hides-at-once", async () => {
  await begin("delete-hides-at-once");
  await up();
  const before = outputs()["jobId"];
  expect(errorOf(await run((plugin) => engine.upReplacing("a", wish, plugin)))).toBe("");
  expect(outputs()["jobId"]).not.toBe(before);
  expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
});

it.each<SwitchId>(["job-name-filter", "like-wildcards-only", "unfiltered-list-complete"])(
  "finds the job of a run that died: %s",
  async (id) => {
    await begin(id);
    await dies();
    expect(errorOf(await up())).toBe("");
    expect([creations(), outputs()["jobId"]]).toEqual([1, world.control.jobs()[0]?.id]);
  },
);

describe("a request for a job that is refused, and takes effect nevertheless", () => {
  const refused = (fault: Parameters<World["control"]["injectFault"]>[1]) =>
    world.control.injectFault("CreateMmsJob", fault, { times: 1 });

  it("is sent again after a throttling; the run ends the second job and names it: no-effect-on-throttle", async () => {
    await begin("no-effect-on-throttle");
    refused({ kind: "throttled" });
    expect(errorOf(await up())).toBe("");
    const jobs = world.control.jobs();
    expect([jobs.length, live().map(({ id }) => id)]).toEqual([2, [outputs()["jobId"]]]);
    const other = jobs.find(({ id }) => id !== outputs()["jobId"]);
    expect(said.some((line) => line.includes(String(other?.id)))).toBe(true);
  });

  it("is not sent again by the next run, which finds the job: no-effect-on-4xx", async () => {
    await begin("no-effect-on-4xx");
    refused({ kind: "error", status: 400, code: "InvalidRequest", afterEffect: false });
    expect(errorOf(await up())).toMatch(/InvalidRequest/);
    await world.clock.sleep(minute);
    expect(errorOf(await up())).toBe("");
    expect([world.control.jobs().length, outputs()["jobId"]]).toEqual([1, world.control.jobs()[0]?.id]);
  });

  it("is followed although its async task failed: async-fail-means-no-job", async () => {
    await begin("async-fail-means-no-job");
    refused({ kind: "asyncTaskFails", errorMsg: "no quota" });
    await up();
    await up();
    expect([world.control.jobs().length, outputs()["jobId"]]).toEqual([1, world.control.jobs()[0]?.id]);
  });
});

it("names and ends the job that appears after the request was sent again: job-appears-in-minutes", async () => {
  await begin("job-appears-in-minutes");
  world.control.setPace({ phaseMs: { DATA: 180 * minute } });
  await dies();
  expect(errorOf(await up())).not.toBe("");
  await world.clock.sleep(16 * minute);
  await up();
  await world.clock.sleep(25 * minute);
  await up();
  await world.clock.sleep(25 * minute);
  expect(errorOf(await up())).toBe("");
  expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  const others = world.control.jobs().filter(({ id }) => id !== outputs()["jobId"]);
  expect(others.filter(({ id }) => !said.some((line) => line.includes(id)))).toEqual([]);
});

it("keeps a live job whose read is forbidden in the form of not found: permission-form", async () => {
  await begin("permission-form");
  world.control.setPace({ phaseMs: { DATA: 60 * minute } });
  await up();
  const before = outputs()["jobId"];
  world.control.injectFault("GetMmsJob", { kind: "forbidden" }, { times: 100 });
  await refresh();
  await up();
  expect([creations(), outputs()["jobId"], live().map(({ id }) => id)]).toEqual([1, before, [before]]);
});
