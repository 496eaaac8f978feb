// Generated names and drifting defaults stand among the stored inputs, so that no refresh shows them as a change.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { type Plugin, startPlugin } from "../support/plugin/plugin.js";
import { hive } from "../support/service/seeded.js";

type Values = Record<string, unknown>;

const sourceId = "2000015";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const job = { sourceId, srcDbName: "sales", tables: ["orders"] };
const timer = { sourceId, srcDbName: "sales", scheduleType: "Daily", value: "02:30" };

let emulator: Emulator;
let plugin: Plugin;

async function begin(kind: string): Promise<void> {
  emulator = await startEmulator({ clock: { speed: 600 } });
  plugin = await startPlugin({ kind, env: emulator.env, name: "it" });
}

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

it.each<[kind: string, inputs: Values]>([
  ["MigrationJob", job],
  ["MigrationTimer", timer],
  ["DataSource", hive],
  ["DatabaseMapping", { sourceId, dbName: "sales", dstProjectName: "sales_prod" }],
  ["TableMapping", { sourceId, dbName: "sales", tableNames: ["orders"], dstProjectName: "sales_prod" }],
  ["MetadataScan", { sourceId }],
])("a refresh of an undisturbed %s writes the inputs that the check stored", async (kind, inputs) => {
  await begin(kind);
  const { inputs: stored } = await plugin.check({}, inputs);
  const { id, outs } = await plugin.create(stored);
  const seen = await plugin.read(id, outs);
  expect(seen.inputs).toEqual(stored);
  expect(await plugin.diff(id, seen.props, stored)).toMatchObject({ changes: false });
  expect((await plugin.check(stored, inputs)).inputs).toEqual(stored);
});

describe("the stored name of a MigrationJob", () => {
  beforeEach(async () => {
    await begin("MigrationJob");
    // No job ends while a test looks at it.
    emulator.control.setPace({ stopMs: 0, phaseMs: { SCHEMA: 86_400_000, DATA: 86_400_000, VERIFICATION: 0 } });
  });

  const nameOf = async (olds: Values, news: Values) => (await plugin.check(olds, news)).inputs["name"];

  it("is the generated one, and unknown where what decides on it is", async () => {
    expect(await nameOf({}, job)).toMatch(/^it-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(await nameOf({}, { ...job, sourceId: unknownText })).toBe(unknownText);
    expect(await nameOf({}, { ...job, name: "mine" })).toBe("mine");
  });

  it("stays what it is until the job is replaced", async () => {
    const { inputs: stored } = await plugin.check({}, job);
    const { id, outs } = await plugin.create(stored);
    const changed = { ...job, tables: ["customers"] };
    expect(await nameOf(stored, changed)).toBe(stored["name"]);
    expect((await plugin.diff(id, outs, { ...changed, name: stored["name"] })).replaces).toEqual(["tables"]);
    expect(await nameOf({}, changed)).not.toBe(stored["name"]);
    expect(await nameOf(stored, { ...job, sourceId: unknownText })).toBe(stored["name"]);
  });

  it("stays the chosen one when the program chooses no more", async () => {
    const { inputs: stored } = await plugin.check({}, { ...job, name: "mine" });
    const { id, outs } = await plugin.create(stored);
    const { inputs: news } = await plugin.check(stored, job);
    expect(news["name"]).toBe("mine");
    expect(await plugin.diff(id, outs, news)).toMatchObject({ changes: false, replaces: [] });
  });

  it("makes no change in a state that was stored without it, whatever its job is called", async () => {
    const { inputs: stored } = await plugin.check({}, job);
    const { id, outs } = await plugin.create(stored);
    const old = Object.fromEntries(Object.entries(stored).filter(([name]) => !["name", "desiredState"].includes(name)));
    const { inputs: news } = await plugin.check(old, job);
    expect(await plugin.diff(id, outs, news)).toMatchObject({ changes: false, replaces: [] });
    const renamed = { ...outs, name: "of-another-urn-00000000-00000000" };
    expect(await plugin.diff(id, renamed, news)).toMatchObject({ changes: false, replaces: [] });
  });

  it("is left out for a job that is taken over without a name, and stored once the program gives it", async () => {
    const { outs: made } = await plugin.create((await plugin.check({}, { ...job, name: "theirs" })).inputs);
    const adopting = { ...job, adoptJobId: made["jobId"] };
    const { inputs: stored } = await plugin.check({}, adopting);
    const { id, outs } = await plugin.create(stored);
    expect(outs["name"]).toBe("theirs");
    const seen = await plugin.read(id, outs);
    expect(seen.inputs).toEqual(stored);
    const { inputs: without } = await plugin.check(stored, job);
    expect(without["name"]).toBeUndefined();
    expect(await plugin.diff(id, outs, without)).toMatchObject({ changes: false });

    const { inputs: named } = await plugin.check(stored, { ...adopting, name: "theirs" });
    expect(await plugin.diff(id, outs, named)).toMatchObject({ changes: true, replaces: [] });
    const updated = await plugin.update(id, outs, named);
    expect((await plugin.read(id, updated)).inputs).toEqual(named);
  });

  it("is found again by a create after a crash, and is no chosen name that is taken", async () => {
    const { inputs: stored } = await plugin.check({}, job);
    const { id } = await plugin.create(stored);
    await plugin.stop();
    plugin = await startPlugin({ kind: "MigrationJob", env: emulator.env, name: "it" });
    expect((await plugin.create(stored)).id).toBe(id);
  });

  it("shows a stopped job as a desiredState, and on both sides of the update that starts it", async () => {
    const { inputs: stored } = await plugin.check({}, job);
    const { id, outs } = await plugin.create(stored);
    emulator.control.stopJob(String(outs["jobId"]));
    const seen = await plugin.read(id, outs);
    expect([stored["desiredState"], seen.inputs?.["desiredState"]]).toEqual([undefined, "stopped"]);
    expect((await plugin.check(seen.inputs ?? {}, job)).inputs).toEqual({ ...stored, desiredState: "running" });
  });
});
