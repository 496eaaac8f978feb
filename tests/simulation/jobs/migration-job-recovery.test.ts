// What random sessions found, each told on its own: one declaration, one job, whatever was lost on the way.
import { setImmediate as nextTurn } from "node:timers/promises";

import { EngineModel, type Resource, urnOf } from "../../support/sessions/engine-model.js";
import { Crashed, World } from "../../support/sessions/world.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };
const ok = { errors: {} };

let world: World;
let engine: EngineModel;

const open = async (overlap: "refused" | "allowed" = "allowed"): Promise<void> => {
  world = await World.start(overlap);
  engine = new EngineModel(() => undefined);
};

const up = async (args: Record<string, unknown>) => engine.up({ a: args }, await world.newProcess());
const refresh = async () => engine.refresh(await world.newProcess());
const live = () => world.control.jobs().filter(({ deleted, stopped }) => !deleted && !stopped);
const resource = (): Resource | undefined => engine.find(urnOf("a"));
const outputs = () => resource()?.outputs ?? {};
const creations = () => world.mutating().filter((operation) => operation === "CreateMmsJob").length;

/** A run that ends at once as the service has heard what it asked for. */
async function dies(args: Record<string, unknown> = wish): Promise<void> {
  const dying = await world.newProcess();
  dying.crashAfter(0, "afterEffect", "CreateMmsJob");
  await expect(engine.up({ a: args }, dying)).rejects.toBeInstanceOf(Crashed);
  await dying.silent();
}

afterEach(async () => world.close());

describe("a creation whose response is lost", () => {
  it("is not requested again when there was no time to look for it", async () => {
    await open();
    world.control.injectFault("CreateMmsJob", { kind: "html", status: 504, afterEffect: true });
    const first = await up({ ...wish, timeouts: { create: "2s" } });
    expect(Object.values(first.errors)).toEqual([expect.stringContaining("no usable response to CreateMmsJob")]);
    expect(creations()).toBe(1);
    await world.clock.sleep(10_000);
    expect(await up(wish)).toMatchObject(ok);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
    expect(creations()).toBe(1);
  });

  it("is found again although the response came after the read timeout", async () => {
    await open();
    world.control.injectFault("CreateMmsJob", { kind: "delay", ms: 1_500 });
    // A deadline this close shortens the read timeout to a second.
    const first = await up({ ...wish, timeouts: { create: "1s" } });
    expect(Object.keys(first.errors)).toHaveLength(1);
    await world.clock.sleep(10_000);
    expect(await up(wish)).toMatchObject(ok);
    expect(creations()).toBe(1);
  });
});

describe("a job that an interrupted run started besides the one in the state", () => {
  const interrupted = async (): Promise<void> => {
    await open();
    await dies();
  };

  it("is ended by the run that finds it", async () => {
    await interrupted();
    expect(await up(wish)).toMatchObject(ok);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  });

  it("is ended when it shows up only after another one was found, since two runs died in a row", async () => {
    await interrupted();
    await world.clock.sleep(2_000);
    await dies();
    await world.clock.sleep(1_500);
    expect(await up(wish)).toMatchObject(ok);
    await world.clock.sleep(10_000);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
    expect(creations()).toBe(2);
  });

  it("is no reason to call the first one ready when there is no time to look for more", async () => {
    await interrupted();
    await world.clock.sleep(2_000);
    await dies();
    await world.clock.sleep(1_500);
    const hasty = await up({ ...wish, timeouts: { create: "2s" } });
    expect(Object.values(hasty.errors)).toEqual([expect.stringContaining("what an interrupted run may have started")]);
    await world.clock.sleep(10_000);
    expect(await up(wish)).toMatchObject(ok);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  });

  it.each([0, 3_000, 20_000])(
    "is ended for each of many, where the next run begins %i ms after the first died",
    async (ms) => {
      await open();
      world.control.setPace({ creationMs: 6_000 });
      const tables = Array.from({ length: 12 }, (_none, index) => `bronze_${String(index + 1).padStart(4, "0")}`);
      const many = Object.fromEntries(
        tables.map((table) => [table, { sourceId: "2000017", srcDbName: "lake", tables: [table] }]),
      );
      const dying = await world.newProcess();
      const died = engine.up(many, dying).catch((error: unknown) => error);
      while (creations() < tables.length) await nextTurn();
      dying.kill();
      expect(await died).toBeInstanceOf(Crashed);
      await world.clock.sleep(ms);
      expect(await engine.up(many, await world.newProcess())).toMatchObject(ok);
      await world.clock.sleep(60_000);
      const kept = engine.state.map(({ outputs: { jobId } }) => String(jobId));
      expect(
        live()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(kept.sort());
      expect(kept).toHaveLength(tables.length);
    },
  );

  it("is ended when the async task of the second one was lost, so that the first was taken for it", async () => {
    await interrupted();
    world.control.injectFault("CreateMmsJob", { kind: "asyncTaskLost" });
    expect(await up(wish)).toMatchObject(ok);
    await world.clock.sleep(10_000);
    expect(creations()).toBe(2);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  });

  it("is reported by a refresh and ended by the update after it", async () => {
    await interrupted();
    await up({ ...wish, timeouts: { create: "2s" } });
    await world.clock.sleep(10_000);
    expect(await refresh()).toMatchObject(ok);
    expect(live()).toHaveLength(2);
    expect(outputs()["duplicateJobs"]).toHaveLength(1);
    expect(await up(wish)).toMatchObject({ ...ok, changed: true });
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
    expect(await up(wish)).toMatchObject({ ...ok, changed: false });
  });

  it("goes with the resource when that is destroyed before anybody saw it", async () => {
    await interrupted();
    await up({ ...wish, waitFor: "submitted" });
    await world.clock.sleep(10_000);
    expect(live()).toHaveLength(2);
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(live()).toEqual([]);
  });

  it("is named by its id when the resource lets its job go", async () => {
    await interrupted();
    await up({ ...wish, waitFor: "submitted", deletePolicy: "abandon" });
    await world.clock.sleep(10_000);
    await refresh();
    const { jobId, duplicateJobs } = outputs();
    const plugin = await world.newProcess();
    expect(await engine.destroy(plugin)).toMatchObject(ok);
    expect(live()).toHaveLength(2);
    expect(plugin.said.map(({ message }) => message)).toEqual([
      `job ${String(jobId)} named "${live()[0]?.name}" of source ${wish.sourceId} is left as it is: deletePolicy is abandon`,
      expect.stringContaining(
        `job ${String(duplicateJobs)} of source ${wish.sourceId} was started for the same declaration`,
      ),
    ]);
  });
});

describe("a job that an interrupted run started for what the program no longer says", () => {
  const earlier = expect.objectContaining({
    ephemeral: false,
    message: expect.stringContaining("started for an earlier configuration of this resource"),
  });

  it("is reported by the next run, whatever that wants, and left alone", async () => {
    await open("refused");
    await dies();
    await world.clock.sleep(10_000);
    const plugin = await world.newProcess();
    expect(await engine.up({ a: { ...wish, tables: ["products"] } }, plugin)).toMatchObject(ok);
    expect(plugin.said).toContainEqual(earlier);
    expect(live()).toHaveLength(2);
  });

  it("is not what a replaced or a finished job is", async () => {
    await open("refused");
    await up({ ...wish, waitFor: "completed" });
    const plugin = await world.newProcess();
    expect(await engine.up({ a: { ...wish, triggers: [2] } }, plugin)).toMatchObject(ok);
    expect(await engine.up({ a: { ...wish, triggers: [3] } }, plugin)).toMatchObject(ok);
    expect(plugin.said).not.toContainEqual(earlier);
    expect(creations()).toBe(3);
  });
});

describe("a job that was given up and is declared again", () => {
  it("is found, and started by the same run even when that waits for nothing", async () => {
    await open("refused");
    await up({ ...wish, desiredState: "stopped", deletePolicy: "abandon" });
    await engine.destroy(await world.newProcess());
    expect(await up({ ...wish, waitFor: "submitted" })).toMatchObject(ok);
    expect(live()).toHaveLength(1);
    expect(outputs()).toMatchObject({ jobId: live()[0]?.id, adopted: true });
    expect(outputs()).not.toHaveProperty("stopped");
    expect(creations()).toBe(1);
  });
});

describe("jobs of other people", () => {
  it("are reported and left alone when they come up under a chosen name together with ours", async () => {
    await open();
    world.control.injectFault("CreateMmsJob", { kind: "deliveredTwice" });
    const plugin = await world.newProcess();
    expect(await engine.up({ a: { ...wish, name: "nightly" } }, plugin)).toMatchObject(ok);
    expect(live()).toHaveLength(2);
    expect(plugin.said).toContainEqual(
      expect.objectContaining({ ephemeral: false, message: expect.stringContaining("it is left alone") }),
    );
  });

  it("are reported when a run died as it requested one, and the program wants another under the same chosen name", async () => {
    await open();
    await dies({ ...wish, name: "nightly" });
    const plugin = await world.newProcess();
    expect(await engine.up({ a: { ...wish, name: "nightly", tables: ["products"] } }, plugin)).toMatchObject(ok);
    const [first] = live();
    expect(plugin.said).toContainEqual(
      expect.objectContaining({
        ephemeral: false,
        message: expect.stringContaining(`job ${first?.id} has the same name`),
      }),
    );
  });

  it("stay when they have the name and configuration of an adopted one", async () => {
    await open();
    const body = { name: "nightly", srcDbName: "sales", tables: [...wish.tables] };
    for (let made = 0; made < 2; made += 1) await world.console.createMmsJob({ sourceId: wish.sourceId, body });
    await world.clock.sleep(10_000);
    const [mine, theirs] = world.control.jobs();
    expect(await up({ ...wish, adoptJobId: mine?.id })).toMatchObject(ok);
    expect(await up({ ...wish, adoptJobId: mine?.id, waitFor: "completed" })).toMatchObject(ok);
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(world.control.jobs().filter(({ deleted }) => !deleted)).toMatchObject([{ id: theirs?.id }]);
  });
});

describe("a job that was never waited for, and of which the service knows nothing any more", () => {
  const vanish = async (): Promise<void> => {
    await open();
    world.control.injectFault("CreateMmsJob", { kind: "asyncTaskLost" });
    await up({ ...wish, waitFor: "submitted", timeouts: { delete: "3s" } });
    const [job] = world.control.jobs();
    world.control.deleteJob(job?.id ?? "");
  };

  it("is gone after a refresh has looked for it for a minute, and is made anew", async () => {
    await vanish();
    expect(await refresh()).toMatchObject(ok);
    expect(resource()).toBeUndefined();
    expect(await up(wish)).toMatchObject(ok);
    expect(live().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  });

  it("is destroyed however short the patience", async () => {
    await vanish();
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(engine.state).toEqual([]);
  });

  it("stays in the state after an update that waits for it, whose error says what to do", async () => {
    await vanish();
    const ended = await up(wish);
    expect(Object.values(ended.errors)).toEqual([
      expect.stringMatching(/knows neither async task .* `pulumi refresh`/),
    ]);
    expect(resource()).toBeDefined();
  });
});

describe("a job that is deleted but still readable by its id", () => {
  it("is not started again, and is made anew after a refresh", async () => {
    await open("refused");
    await up(wish);
    const first = String(outputs()["jobId"]);
    world.control.stopJob(first);
    world.control.deleteJob(first);
    const next = await up({ ...wish, waitFor: "completed" });
    expect(Object.values(next.errors)).toEqual([expect.stringContaining(`job ${first} of source 2000015 is gone`)]);
    expect(world.mutating()).toEqual(["CreateMmsJob"]);
    await refresh();
    expect(resource()).toBeUndefined();
    expect(await up(wish)).toMatchObject(ok);
    expect(live()).toHaveLength(1);
  });

  it("is not what a job is that the list does not show yet", async () => {
    await open("refused");
    world.control.injectFault("ListMmsJobs", { kind: "staleList", ms: 20_000 });
    await up(wish);
    const { jobId } = outputs();
    expect(await refresh()).toMatchObject(ok);
    expect(outputs()["jobId"]).toBe(jobId);
  });
});
