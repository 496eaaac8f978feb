import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { operationsSent } from "../../support/service/requests.js";

const sourceId = "2000015";
const inputs = { sourceId, dbName: "sales", triggers: ["first"] };

/** Longer than any test: a scan of this length ends when time is moved on. */
const never = 1_000_000_000_000;

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 }, ids: "beyondDoubles" });
  plugin = await startPlugin({ kind: "MetadataScan", env: emulator.env, name: "inventory" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const mutating = () => operationsSent(emulator);
const scanIds = () => emulator.control.store.scans.of(sourceId).map(({ id }) => id);

/** Somebody else's scan, through another process. */
async function scanElsewhere(): Promise<string> {
  const other = await startPlugin({ kind: "MetadataScan", env: emulator.env, name: "elsewhere" });
  try {
    return String((await other.create({ sourceId })).outs["scanId"]);
  } finally {
    await other.stop();
  }
}

describe("MetadataScan in Pulumi's plugin process", () => {
  it("scans once and hands over what was counted", async () => {
    const { id, outs } = await plugin.create(inputs);
    const [scanId] = scanIds();
    expect(id).toBe(`${sourceId}/scans/${scanId}`);
    expect(outs).toMatchObject({ ...inputs, scanId, status: "SCAN_DONE" });
    expect(outs).not.toHaveProperty("reused");
    expect(outs["tables"]).toBeGreaterThan(0);
    expect(outs["databases"]).toBeGreaterThan(0);
    expect(Date.parse(String(outs["finishedAt"]))).not.toBeNaN();
    const [request] = emulator.control.requests().filter((entry) => entry.mutating);
    expect(request?.body).toEqual({ dbName: "sales" });
  });

  it("sends nothing where nothing changed", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(await plugin.diff(id, outs, inputs)).toMatchObject({ changes: false });
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    expect(await plugin.update(id, outs, inputs)).toEqual(outs);
    expect((await plugin.create(inputs)).id).toBe(id);
    expect(mutating()).toEqual(["CreateMmsFetchMetadataJob"]);
  });

  it("scans again under the same id for changed triggers, and replaces for another source", async () => {
    const { id, outs } = await plugin.create(inputs);
    const changed = { ...inputs, triggers: ["second"] };
    expect(await plugin.diff(id, outs, changed)).toMatchObject({ changes: true, replaces: [] });
    const updated = await plugin.update(id, outs, changed);
    expect(scanIds()).toEqual([outs["scanId"], updated["scanId"]]);
    expect(await plugin.diff(id, updated, changed)).toMatchObject({ changes: false });
    expect((await plugin.diff(id, updated, { ...changed, sourceId: "2000016" })).replaces).toEqual(["sourceId"]);
  });

  it("begins one scan although the response is lost", async () => {
    emulator.control.injectFault("CreateMmsFetchMetadataJob", { kind: "resetAfter" });
    const { outs } = await plugin.create(inputs);
    expect(scanIds()).toEqual([outs["scanId"]]);
  });

  it("joins a scan that is running", async () => {
    emulator.control.store.pace.scanMs = never;
    const begun = plugin.create(inputs);
    await plugin.said(/% scanned/);
    const other = await startPlugin({ kind: "MetadataScan", env: emulator.env, name: "elsewhere" });
    try {
      const reused = other.create({ sourceId });
      await other.said(/is running already; joining it/);
      emulator.control.advance(never);
      expect((await reused).outs).toMatchObject({ scanId: (await begun).outs["scanId"], reused: true });
    } finally {
      await other.stop();
    }
    expect(scanIds()).toHaveLength(1);
  });

  it.each([
    ["the zone that is assumed", undefined, true],
    ["UTC, which reads as eight hours older", "UTC", false],
  ])("judges the age of somebody else's scan in %s", async (_what, timeZone, young) => {
    await emulator.close();
    // The machine's time: ages count from it.
    emulator = await startEmulator({ ...(timeZone === undefined ? {} : { timeZone }) });
    emulator.control.setPace({ scanMs: 1 });
    await plugin.stop();
    const elsewhere = await scanElsewhere();
    plugin = await startPlugin({ kind: "MetadataScan", env: emulator.env, name: "inventory" });
    const { outs } = await plugin.create({ sourceId, maxAge: "4h" });
    expect(outs).toMatchObject({ status: "SCAN_DONE" });
    expect(outs["reused"] === true).toBe(young);
    expect(outs["scanId"] === elsewhere).toBe(young);
  });

  it("takes a scan for young enough within maxAge, and scans without it", async () => {
    const before = await scanElsewhere();
    const aging = await plugin.create({ sourceId, maxAge: "2 days" });
    expect(aging.outs).toMatchObject({ scanId: before, reused: true, status: "SCAN_DONE" });
    expect(scanIds()).toEqual([before]);
    await plugin.stop();
    plugin = await startPlugin({ kind: "MetadataScan", env: emulator.env, name: "another" });
    await plugin.create(inputs);
    expect(scanIds()).toHaveLength(2);
  });

  it("scans its own part where a young scan may have been of another", async () => {
    await scanElsewhere();
    const { outs } = await plugin.create({ ...inputs, maxAge: "2 days" });
    expect(outs).not.toHaveProperty("reused");
    expect(scanIds()).toHaveLength(2);
    const other = await plugin.create({ sourceId, dbName: "hr", maxAge: "2 days" });
    expect(other.outs).not.toHaveProperty("reused");
    expect(scanIds()).toHaveLength(3);
  });

  it("scans no more where only its patience changed and the service has dropped the record", async () => {
    const { id, outs } = await plugin.create(inputs);
    const scans = emulator.control.store.scans;
    scans.of(sourceId).forEach((scan) => scans.remove(scan));
    const patient = { ...inputs, timeouts: { update: "1h" } };
    expect(await plugin.update(id, outs, patient)).toEqual({ ...outs, ...patient });
    expect(mutating()).toEqual(["CreateMmsFetchMetadataJob"]);
  });

  it("scans again once the last scan is older than maxAge", async () => {
    const aging = { ...inputs, maxAge: "12h" };
    const { id, outs } = await plugin.create(aging);
    expect(await plugin.diff(id, outs, aging)).toMatchObject({ changes: false });
    const old = { ...outs, finishedAt: new Date(Date.now() - 13 * 3_600_000).toISOString() };
    expect(await plugin.diff(id, old, aging)).toMatchObject({ changes: true, replaces: [] });
    await plugin.said(/^the last scan finished 13 hours ago, and maxAge is 12h; the next `pulumi up` scans again$/);
  });

  it("shows a newer scan after a refresh", async () => {
    const { id, outs } = await plugin.create({ sourceId });
    const newer = await scanElsewhere();
    const seen = await plugin.read(id, outs);
    expect(seen).toMatchObject({ id, props: { scanId: newer, reused: true } });
    expect(await plugin.diff(id, seen.props, { sourceId })).toMatchObject({ changes: false });
  });

  it("keeps its own scan where a newer one may be of another part, and ages by it", async () => {
    const { id, outs } = await plugin.create(inputs);
    await scanElsewhere();
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    // In a process that knows nothing yet, a whole scan of this package is told apart from one of a part.
    await plugin.stop();
    plugin = await startPlugin({ kind: "MetadataScan", env: emulator.env, name: "inventory" });
    const whole = await plugin.create({ sourceId });
    await plugin.read(id, outs);
    expect((await plugin.read(id, outs)).props).toMatchObject({ scanId: whole.outs["scanId"], reused: true });
  });

  it("fails with the reason of a failed scan and keeps it, and the next update scans again", async () => {
    emulator.control.injectFault("CreateMmsFetchMetadataJob", {
      kind: "asyncTaskFails",
      errorMsg: "no route to host",
    });
    const failure = await initFailure(plugin.create(inputs));
    expect(failure.message).toMatch(/scan \d+ of source 2000015 failed: no route to host/);
    expect(failure.properties).toMatchObject({ status: "SCAN_FAILED", errorMsg: "no route to host" });
    const updated = await plugin.update(failure.resourceId, failure.properties, inputs);
    expect(updated).toMatchObject({ status: "SCAN_DONE" });
    expect(scanIds()).toHaveLength(2);
  });

  it("goes on waiting for a scan that outlived an earlier wait", async () => {
    emulator.control.store.pace.scanMs = never;
    const brief = { ...inputs, timeouts: { create: "1s" } };
    const failure = await initFailure(plugin.create(brief));
    expect(failure.message).toContain("still waiting");
    expect(await plugin.diff(failure.resourceId, failure.properties, brief)).toMatchObject({ changes: true });
    emulator.control.advance(never);
    const updated = await plugin.update(failure.resourceId, failure.properties, brief);
    expect(updated).toMatchObject({ status: "SCAN_DONE" });
    expect(mutating()).toEqual(["CreateMmsFetchMetadataJob"]);
  });

  it("sends nothing on delete, and is gone with its source", async () => {
    const { id, outs } = await plugin.create(inputs);
    await plugin.delete(id, outs);
    expect(mutating()).toEqual(["CreateMmsFetchMetadataJob"]);
    const source = emulator.control.store.sources.get(sourceId);
    if (source) emulator.control.store.removeSource(source);
    expect((await plugin.read(id, outs)).id).toBe("");
    await plugin.delete(id, outs);
  });
});
