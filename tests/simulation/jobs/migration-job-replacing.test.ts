// What goes when a job is replaced, stopped or destroyed: the one that is meant, and only that.
import { EngineModel, urnOf } from "../../support/sessions/engine-model.js";
import { Crashed, World } from "../../support/sessions/world.js";

const wish = { sourceId: "2000015", srcDbName: "sales", tables: ["orders", "customers"] };
const ok = { errors: {} };

let world: World;
let engine: EngineModel;

beforeEach(async () => {
  world = await World.start("allowed");
  engine = new EngineModel(() => undefined);
});

afterEach(() => world.close());

const up = async (args: Record<string, unknown> = wish) => engine.up({ a: args }, await world.newProcess());
const outputs = () => engine.find(urnOf("a"))?.outputs ?? {};
const kept = () => world.control.jobs().filter(({ deleted }) => !deleted);
const creations = () => world.mutating().filter((operation) => operation === "CreateMmsJob").length;
const errorOf = ({ errors }: { errors: Readonly<Record<string, string>> }) => Object.values(errors).join();

/** A declared job, and another of it that an interrupted run started. */
async function withSurplus(): Promise<void> {
  const dying = await world.newProcess();
  dying.crashAfter(0, "afterEffect", "CreateMmsJob");
  await expect(engine.up({ a: wish }, dying)).rejects.toBeInstanceOf(Crashed);
  await dying.silent();
  await up({ ...wish, waitFor: "submitted" });
  await world.clock.sleep(10_000);
  expect(kept()).toHaveLength(2);
}

describe("a destroy that ends a surplus job too", () => {
  it("ends its own job although the response to the other one's deletion is lost", async () => {
    await withSurplus();
    world.control.injectFault("DeleteMmsJob", { kind: "resetAfter" });
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(kept()).toEqual([]);
  });

  it("ends the surplus job although its own was deleted elsewhere", async () => {
    await withSurplus();
    await engine.refresh(await world.newProcess());
    const mine = String(outputs()["jobId"]);
    world.control.stopJob(mine);
    world.control.store.jobs.remove(world.control.store.jobs.get(mine, wish.sourceId)!);
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(kept()).toEqual([]);
  });
});

describe("a replacement that was forced on the engine", () => {
  it.each(["created", "completed"])(
    "runs the migration anew, and what the state names is there (%s)",
    async (waitFor) => {
      await up({ ...wish, waitFor });
      const first = outputs()["jobId"];
      expect(await engine.upReplacing("a", { ...wish, waitFor }, await world.newProcess())).toMatchObject(ok);
      expect(kept().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
      expect(outputs()["jobId"]).not.toBe(first);
      expect(creations()).toBe(2);
    },
  );

  it("keeps the job that the new resource found, where a transform lets it be created before the old one is deleted", async () => {
    await up();
    const { inputs, outputs: old, id } = engine.find(urnOf("a"))!;
    const plugin = await world.newProcess();
    const created = await plugin.run((provider) => provider.create(inputs));
    await plugin.run((provider) => provider.delete!(id, old));
    expect(kept()).toMatchObject([{ id: old["jobId"], stopped: false }]);
    const said = plugin.said.map(({ message }) => message).join();
    expect(said).toContain("its replacement was made first, found it and took it over");
    const later = await world.newProcess();
    await later.run((provider) => provider.delete!(created.id, created.outs as Record<string, unknown>));
    expect(kept()).toEqual([]);
  });

  it("says so where a finished job that was left in place is found again, and nothing is migrated", async () => {
    const left = { ...wish, waitFor: "completed", deletePolicy: "abandon" };
    await up(left);
    const plugin = await world.newProcess();
    expect(await engine.upReplacing("a", left, plugin)).toMatchObject(ok);
    expect(creations()).toBe(1);
    expect(plugin.said.map(({ message }) => message).join()).toContain("is finished, so nothing is migrated");
  });
});

describe("a job that is let go while the service is still making it", () => {
  const left = { ...wish, waitFor: "submitted", deletePolicy: "abandon" };

  beforeEach(async () => {
    await up(left);
    expect(outputs()["jobId"]).toBeUndefined();
  });

  it("is named by its id", async () => {
    const plugin = await world.newProcess();
    expect(await engine.destroy(plugin)).toMatchObject(ok);
    const [job] = kept();
    expect(plugin.said.map(({ message }) => message).join()).toContain(`job ${job?.id} named "${job?.name}"`);
  });

  it("is found by the create that replaces it", async () => {
    expect(await engine.upReplacing("a", left, await world.newProcess())).toMatchObject(ok);
    expect(kept().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
    expect(creations()).toBe(1);
  });

  it("is let go although it is not known what became of it", async () => {
    world.control.injectFault("GetMmsAsyncTask", { kind: "forbidden" }, { times: 100 });
    world.control.injectFault("ListMmsJobs", { kind: "forbidden" }, { times: 100 });
    expect(await engine.destroy(await world.newProcess())).toMatchObject(ok);
    expect(engine.find(urnOf("a"))).toBeUndefined();
  });
});

describe("a changed program", () => {
  it("does not delete a job that has finished since the state was written, and names the change", async () => {
    await up();
    await world.clock.sleep(24 * 3_600_000);
    const refused = await up({ ...wish, tables: ["orders"] });
    expect(errorOf(refused)).toMatch(/would run a finished migration again.*`tables` changed from/s);
    expect(kept()).toMatchObject([{ status: "DONE", id: outputs()["jobId"] }]);
    expect(creations()).toBe(1);
    expect(await up({ ...wish, tables: ["orders"], triggers: ["again"] })).toMatchObject(ok);
    expect(creations()).toBe(2);
  });

  it("does not replace an adopted job by itself", async () => {
    await up();
    const adoptJobId = outputs()["jobId"];
    const refused = await up({ ...wish, adoptJobId, triggers: ["again"] });
    expect(errorOf(refused)).toContain("Remove adoptJobId to create a new one");
    expect(kept()).toHaveLength(1);
    expect(await up({ ...wish, triggers: ["again"] })).toMatchObject(ok);
    expect(kept().map(({ id }) => id)).toEqual([outputs()["jobId"]]);
  });

  it("does not set a failed job going again that should stand still", async () => {
    world.control.failTasks({ table: "orders", phase: "DATA", message: "no space left", times: 9 });
    await up({ ...wish, waitFor: "completed" });
    const before = world.mutating().length;
    const plugin = await world.newProcess();
    expect(await engine.up({ a: { ...wish, desiredState: "stopped" } }, plugin)).toMatchObject(ok);
    expect(world.mutating()).toHaveLength(before);
    expect(outputs()).toMatchObject({ status: "FAILED", failedTaskCount: 1 });
    expect(plugin.said.map(({ message }) => message).join()).toContain(
      "desiredState is stopped, so nothing is retried",
    );
    expect(await up({ ...wish, desiredState: "stopped" })).toMatchObject({ ...ok, changed: false });
  });
});

it("a deleted job that is still readable by its id is not taken over", async () => {
  await up();
  const adoptJobId = String(outputs()["jobId"]);
  await engine.destroy(await world.newProcess());
  expect(errorOf(await up({ ...wish, adoptJobId }))).toContain(`has no job ${adoptJobId}`);
});
