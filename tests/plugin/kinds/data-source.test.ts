import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { hive, sourceOf } from "../../support/service/seeded.js";

const inputs = hive;
const password = inputs.secretConfig["hive.jdbc.password"];

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 }, ids: "beyondDoubles" });
  plugin = await startPlugin({ kind: "DataSource", env: emulator.env, name: "warehouse" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

type Values = Record<string, unknown>;

/** Mutating requests so far; an update by what it does. */
const sent = () =>
  emulator.control
    .requests()
    .filter(({ mutating }) => mutating)
    .map(({ operation, body }) => {
      const { action, test } = body as { action?: string; test?: boolean };
      return [operation, action, test ? "test" : undefined].filter(Boolean).join(" ");
    });

/** What is sent from here on. */
function watch(): () => string[] {
  const before = sent().length;
  return () => sent().slice(before);
}

const sourceById = (id: string) => sourceOf(emulator, id);
const made = () => [...emulator.control.store.sources.values()].filter(({ name }) => !name.endsWith("_demo"));

/** Inputs as the engine gives them back: those of a state. */
const change = (state: Values, changed: Values): Values => ({
  ...inputs,
  ...changed,
  name: changed["name"] ?? state["name"],
});

describe("DataSource in Pulumi's plugin process", () => {
  it("creates one source, starts it and hands over its id, whatever its size", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(made().map((source) => source.id)).toEqual([id]);
    expect(id).toMatch(/^90071992547\d+$/);
    expect(outs).toMatchObject({ ...inputs, sourceId: id, status: "STARTED" });
    expect(outs).not.toHaveProperty("adopted");
    expect(outs["name"]).toMatch(/^warehouse-[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(sent()).toEqual(["CreateMmsDataSource", "UpdateMmsDataSource START"]);
  });

  it("sends nothing where nothing changed", async () => {
    const { id, outs } = await plugin.create(inputs);
    const later = watch();
    expect(await plugin.diff(id, outs, inputs)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: false });
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    expect(await plugin.update(id, outs, inputs)).toEqual(outs);
    expect((await plugin.create(inputs)).id).toBe(id);
    expect(later()).toEqual([]);
  });

  it("creates one source although the response is lost", async () => {
    emulator.control.injectFault("CreateMmsDataSource", { kind: "resetAfter" });
    const { id, outs } = await plugin.create(inputs);
    expect(made().map((source) => source.id)).toEqual([id]);
    expect(outs["adopted"]).toBe(true);
  });

  it("requests once more where the request never arrived", async () => {
    emulator.control.injectFault("CreateMmsDataSource", { kind: "error", status: 400, code: "InvalidParameter" });
    await expect(plugin.create(inputs)).rejects.toThrow(/InvalidParameter/);
    expect(made()).toEqual([]);
    await plugin.create(inputs);
    expect(made()).toHaveLength(1);
  });

  it("finds a source from an earlier attempt in another process", async () => {
    const { id } = await plugin.create(inputs);
    await plugin.stop();
    plugin = await startPlugin({ kind: "DataSource", env: emulator.env, name: "warehouse" });
    const again = await plugin.create(inputs);
    expect(again).toMatchObject({ id, outs: { adopted: true } });
    expect(made()).toHaveLength(1);
  });

  it("renames and reconfigures in place, and replaces for another type", async () => {
    const { id, outs } = await plugin.create(inputs);
    const changed = change(outs, {
      name: "dept1",
      config: { ...inputs.config, "hive.jdbc.username": "migration" },
      secretConfig: { "hive.jdbc.password": "emulator-other-password" },
    });
    expect(await plugin.diff(id, outs, changed)).toMatchObject({ changes: true, replaces: [] });
    const later = watch();
    const updated = await plugin.update(id, outs, changed);
    expect(later()).toEqual(["UpdateMmsDataSource RENAME", "UpdateMmsDataSource UPDATE_CONFIG"]);
    expect(updated).toMatchObject({ ...changed, sourceId: id });
    expect(sourceById(id)).toMatchObject({
      name: "dept1",
      config: { "hive.jdbc.username": "migration", "hive.jdbc.password": "emulator-other-password" },
    });
    expect(await plugin.diff(id, updated, { ...changed, type: "BIGQUERY" })).toMatchObject({
      replaces: ["type"],
      deleteBeforeReplace: true,
    });
  });

  it("shows what was changed elsewhere, only for keys of the program, and repairs it", async () => {
    const { id, outs } = await plugin.create(inputs);
    const source = sourceById(id);
    Object.assign(source.config, { "hive.metastore.urls": "thrift://elsewhere:9083", "hive.jdbc.username": "console" });
    const seen = await plugin.read(id, outs);
    expect(seen.inputs).toMatchObject({
      config: { ...inputs.config, "hive.metastore.urls": "thrift://elsewhere:9083" },
    });
    expect(await plugin.diff(id, seen.props, inputs)).toMatchObject({ changes: true, replaces: [] });
    await plugin.update(id, seen.props, inputs);
    expect(source.config).toMatchObject({ ...inputs.config, "hive.jdbc.username": "console" });
  });

  it("starts a source that was stopped elsewhere, and stops it when its program says so", async () => {
    const { id, outs } = await plugin.create(inputs);
    sourceById(id).status = "STOPPED";
    const seen = await plugin.read(id, outs);
    expect(await plugin.diff(id, seen.props, inputs)).toMatchObject({ changes: true });
    const started = await plugin.update(id, seen.props, inputs);
    expect(started["status"]).toBe("STARTED");
    const stopped = await plugin.update(id, started, { ...inputs, desiredState: "stopped" });
    expect(stopped["status"]).toBe("STOPPED");
    expect(await plugin.diff(id, stopped, { ...inputs, desiredState: "stopped" })).toMatchObject({ changes: false });
  });

  it("keeps a source that does not start, and starts the same one once it is put right", async () => {
    const bad = { ...inputs, config: { "mc.default.project": "lakehouse", "hive.metastore.urls": "nowhere.example" } };
    const failure = await initFailure(plugin.create(bad));
    expect(failure.message).toContain("hive.metastore.urls: no metastore at nowhere.example. Correct it and run");
    expect(made().map((source) => source.id)).toEqual([failure.resourceId]);
    expect(failure.properties).toMatchObject({ sourceId: failure.resourceId, status: "START_FAILED" });
    const updated = await plugin.update(failure.resourceId, failure.properties, inputs);
    expect(updated).toMatchObject({ ...inputs, status: "STARTED" });
    expect(made()).toHaveLength(1);
  });

  it("tests a configuration before it is applied, and applies none that fails", async () => {
    const tested = { ...inputs, testConnection: true };
    const { id, outs } = await plugin.create(tested);
    expect(outs["connectionTest"]).toBe("passed");
    expect(sent()).toContain("UpdateMmsDataSource UPDATE_CONFIG test");
    const later = watch();
    const bad = { ...tested, config: { "mc.default.project": "", "hive.metastore.urls": "thrift://other:9083" } };
    const failure = await initFailure(plugin.update(id, outs, bad));
    expect(failure.message).toMatch(/failed its connection test: .*mc.default.project is required/);
    expect(later()).toEqual(["UpdateMmsDataSource UPDATE_CONFIG test"]);
    expect(failure.properties).toMatchObject({ config: inputs.config });
    expect(await plugin.diff(id, failure.properties, bad)).toMatchObject({ changes: true });
  });

  it("refuses to be deleted while jobs are unfinished, and stops them when forced", async () => {
    const { id, outs } = await plugin.create(inputs);
    const jobs = await startPlugin({ kind: "MigrationJob", env: emulator.env });
    try {
      emulator.control.store.pace.phaseMs.DATA = 100_000_000;
      const scans = await startPlugin({ kind: "MetadataScan", env: emulator.env });
      await scans.create({ sourceId: id }).finally(() => scans.stop());
      const job = await jobs.create({ sourceId: id, srcDbName: "sales" });
      await expect(plugin.delete(id, outs)).rejects.toThrow(
        new RegExp(`1 unfinished job: ${String(job.outs["jobId"])} .*forceDestroy: true`),
      );
      expect(made()).toHaveLength(1);
      const forced = await plugin.update(id, outs, { ...inputs, forceDestroy: true });
      const later = watch();
      await plugin.delete(id, forced);
      expect(later()).toEqual(["StopMmsJob", "DeleteMmsDataSource"]);
      expect(made()).toEqual([]);
    } finally {
      await jobs.stop();
    }
  });

  it("refuses to be deleted while a timer is active, and lets a paused one be", async () => {
    const { id, outs } = await plugin.create(inputs);
    const scans = await startPlugin({ kind: "MetadataScan", env: emulator.env });
    await scans.create({ sourceId: id }).finally(() => scans.stop());
    const timers = await startPlugin({ kind: "MigrationTimer", env: emulator.env });
    const nightly = { sourceId: id, srcDbName: "sales", scheduleType: "Daily", value: "02:30" };
    try {
      const timer = await timers.create(nightly);
      await expect(plugin.delete(id, outs)).rejects.toThrow(
        new RegExp(`1 active timer: ${String(timer.outs["timerId"])} .*pause or delete the timers`),
      );
      expect(made()).toHaveLength(1);
      // A list of timers that cannot be found does not say that the source is gone.
      emulator.control.injectFault("ListMmsTimers", { kind: "error", status: 404, code: "NotFound" });
      await expect(plugin.delete(id, outs)).rejects.toThrow(/ListMmsTimers/);
      const forced = await plugin.update(id, outs, { ...inputs, forceDestroy: true });
      const later = watch();
      await plugin.delete(id, forced);
      expect(later()).toEqual(["UpdateMmsTimer", "DeleteMmsDataSource"]);
    } finally {
      await timers.stop();
    }
    expect(made()).toEqual([]);
  });

  it("is deleted beside a paused timer", async () => {
    const { id, outs } = await plugin.create(inputs);
    const scans = await startPlugin({ kind: "MetadataScan", env: emulator.env });
    await scans.create({ sourceId: id }).finally(() => scans.stop());
    const timers = await startPlugin({ kind: "MigrationTimer", env: emulator.env });
    const paused = { sourceId: id, srcDbName: "sales", scheduleType: "Daily", value: "02:30", stopped: true };
    await timers.create(paused).finally(() => timers.stop());
    await plugin.delete(id, outs);
    expect(made()).toEqual([]);
  });

  it("replaces nothing because the service writes a network otherwise, until a refresh shows another", async () => {
    const linked = { ...inputs, networklink: "vpc-1:cn-shanghai" };
    const { id, outs } = await plugin.create(linked);
    Object.assign(sourceById(id), { networklink: "vpc-1" });
    const updated = await plugin.update(id, outs, { ...linked, name: "renamed" });
    expect(updated).toMatchObject({ networklink: linked.networklink });
    expect(await plugin.diff(id, updated, { ...linked, name: "renamed" })).toMatchObject({ replaces: [] });
  });

  it("holds the network it is on, and knows it when the program names it later", async () => {
    Object.assign(sourceById("2000015"), { networklink: "vpc-1:cn-shanghai" });
    const taken = { type: "HIVE", adoptSourceId: "2000015" };
    const { id, outs } = await plugin.create(taken);
    expect(outs["networklink"]).toBe("vpc-1:cn-shanghai");
    const named = { ...taken, networklink: "vpc-1:cn-shanghai" };
    expect(await plugin.diff(id, outs, named)).toMatchObject({ changes: false, replaces: [] });
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    expect(await plugin.diff(id, outs, taken)).toMatchObject({ changes: false, replaces: [] });
  });

  it("is gone when it was deleted elsewhere, and can be destroyed all the same", async () => {
    const { id, outs } = await plugin.create(inputs);
    emulator.control.store.removeSource(sourceById(id));
    expect((await plugin.read(id, outs)).id).toBe("");
    await plugin.delete(id, outs);
    await plugin.delete(id, outs);
  });

  it("keeps its type and network where the service does not show them", async () => {
    const linked = { ...inputs, networklink: "vpc-1:cn-shanghai" };
    const { id, outs } = await plugin.create(linked);
    Object.assign(sourceById(id), { networklink: undefined });
    const seen = await plugin.read(id, outs);
    expect(await plugin.diff(id, seen.props, linked)).toMatchObject({ changes: false, replaces: [] });
    Object.assign(sourceById(id), { networklink: "vpc-2:cn-shanghai" });
    const drifted = await plugin.read(id, outs);
    expect(await plugin.diff(id, drifted.props, linked)).toMatchObject({ replaces: ["networklink"] });
  });

  it("creates nothing while it may not read which items are passwords", async () => {
    emulator.control.injectFault("ListMmsDataSourceConfigItems", { kind: "forbidden" });
    await expect(plugin.create(inputs)).rejects.toThrow(/odps:ListMmsDataSourceConfigItems/);
    expect(made()).toEqual([]);
  });

  it("does not take a refused read for a source that is gone", async () => {
    const { id, outs } = await plugin.create(inputs);
    emulator.control.injectFault("GetMmsDataSource", { kind: "forbidden" });
    await expect(plugin.read(id, outs)).rejects.toThrow(/odps:GetMmsDataSource/);
  });

  it("refuses a name that is taken, and adopts that source when its program says so", async () => {
    const named = { ...inputs, name: "hive_demo" };
    await expect(plugin.create(named)).rejects.toThrow(/adoptSourceId: "2000015"/);
    await expect(plugin.create({ ...inputs, type: "BIGQUERY", adoptSourceId: "2000015" })).rejects.toThrow(
      /its type is HIVE, the program says BIGQUERY/,
    );
    const { id, outs } = await plugin.create({ ...named, adoptSourceId: "2000015" });
    const linked = { ...named, adoptSourceId: "2000015", networklink: "vpc-1:cn-shanghai" };
    await expect(plugin.diff(id, outs, linked)).rejects.toThrow(/needs a new data source, but adoptSourceId/);
    expect(id).toBe("2000015");
    expect(outs).toMatchObject({ adopted: true, status: "STARTED" });
    expect(made()).toEqual([]);
  });

  it("refuses secrets in config, and lets none of the others out", async () => {
    const clear = { ...inputs, config: { ...inputs.config, "hive.jdbc.password": password }, secretConfig: {} };
    const { failures } = await plugin.check({}, clear);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^config.hive.jdbc.password: .*move it to secretConfig, which is encrypted/);
    emulator.control.injectFault("UpdateMmsDataSource", { kind: "error", status: 400, code: "InvalidParameter" });
    const failure = await initFailure(plugin.create(inputs));
    expect(JSON.stringify([failures, failure.reasons, failure.message, plugin.lines])).not.toContain(password);
  });
});
