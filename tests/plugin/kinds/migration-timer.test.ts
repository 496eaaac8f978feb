import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { failure, initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";

const sourceId = "2000015";
const schedule = { sourceId, srcDbName: "sales", scheduleType: "Daily", value: "02:30" };
const inputs = { ...schedule, tableBlackList: ["campaigns"] };

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual", ids: "beyondDoubles" });
  plugin = await startPlugin({ kind: "MigrationTimer", env: emulator.env, name: "nightly" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const sent = () =>
  emulator.control
    .requests()
    .filter(({ mutating }) => mutating)
    .map(({ operation, body }) => [operation, body] as const);
const operations = () => sent().map(([operation]) => operation);
const timers = () => emulator.control.store.timers.of(sourceId);
const timerOf = (outs: Record<string, unknown>) => {
  const timer = timers().find(({ id }) => id === outs["timerId"]);
  if (timer === undefined) throw new Error("the emulator does not have the timer");
  return timer;
};

describe("MigrationTimer in Pulumi's plugin process", () => {
  it("creates one timer and hands over its id, whatever its size", async () => {
    const { id, outs } = await plugin.create(inputs);
    const [timer, ...more] = timers();
    expect(more).toEqual([]);
    expect(id).toBe(`${sourceId}/timers/${timer?.id}`);
    expect(outs).toMatchObject({ ...inputs, timerId: timer?.id, jobIds: [], jobNum: 0 });
    expect(outs).not.toHaveProperty("adopted");
    expect(outs["name"]).toMatch(/^nightly-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it("sends nothing where nothing changed", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(await plugin.diff(id, outs, inputs)).toMatchObject({ changes: false });
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    expect(await plugin.update(id, outs, inputs)).toEqual(outs);
    expect((await plugin.create(inputs)).id).toBe(id);
    expect(operations()).toEqual(["CreateMmsTimer"]);
  });

  it("creates one timer although the response is lost", async () => {
    emulator.control.injectFault("CreateMmsTimer", { kind: "resetAfter" });
    const { outs } = await plugin.create(inputs);
    expect(timers().map(({ id }) => id)).toEqual([outs["timerId"]]);
  });

  it("finds a timer from an earlier attempt in another process", async () => {
    const { id } = await plugin.create(inputs);
    await plugin.stop();
    plugin = await startPlugin({ kind: "MigrationTimer", env: emulator.env, name: "nightly" });
    expect(await plugin.create(inputs)).toMatchObject({ id, outs: { adopted: true } });
    expect(timers()).toHaveLength(1);
  });

  it("pauses, reschedules and changes lists in place, with one request", async () => {
    const { id, outs } = await plugin.create(inputs);
    const changed = { ...inputs, scheduleType: "Hourly", value: "05", stopped: true, tableBlackList: ["returns"] };
    expect(await plugin.diff(id, outs, changed)).toMatchObject({ changes: true, replaces: [] });
    const updated = await plugin.update(id, outs, changed);
    expect(sent().at(-1)).toEqual([
      "UpdateMmsTimer",
      { scheduleType: "Hourly", value: "05", stopped: true, tableBlackList: ["returns"] },
    ]);
    expect(updated).toMatchObject(changed);
    expect(timerOf(outs)).toMatchObject({ scheduleType: "Hourly", value: "05", stopped: true });
    await plugin.update(id, updated, { ...changed, stopped: false });
    expect(timerOf(outs).stopped).toBe(false);
  });

  it("replaces for another scope and removes the old timer first", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(await plugin.diff(id, outs, { ...inputs, enableVerification: true })).toEqual({
      changes: true,
      replaces: ["enableVerification"],
      deleteBeforeReplace: true,
    });
  });

  it("says at preview that a replacement fires the new timer", async () => {
    const { id, outs } = await plugin.create({ ...inputs, runNow: 1 });
    await plugin.diff(id, outs, { ...inputs, runNow: 1, enableVerification: true });
    await plugin.said(/^the new timer has not been fired yet, so runNow fires it; take runNow out if it should not$/);
  });

  it("does not take over a timer that migrates less than the program says", async () => {
    const { outs } = await plugin.create({ ...schedule, tables: ["orders"] });
    const whole = { ...schedule, adoptTimerId: outs["timerId"] };
    await expect(plugin.create(whole)).rejects.toThrow(/tables is \["orders"\], the program says nothing/);
    expect(timers()).toHaveLength(1);
  });

  it("starts paused where the program says so", async () => {
    const { outs } = await plugin.create({ ...inputs, stopped: true });
    expect(timerOf(outs).stopped).toBe(true);
  });

  it("shows what was changed elsewhere, and puts it back", async () => {
    const { id, outs } = await plugin.create(inputs);
    Object.assign(timerOf(outs), { value: "05:00", stopped: true });
    const seen = await plugin.read(id, outs);
    expect(seen.inputs).toMatchObject({ value: "05:00", stopped: true });
    expect(await plugin.diff(id, seen.props, inputs)).toMatchObject({ changes: true, replaces: [] });
    await plugin.update(id, seen.props, inputs);
    expect(timerOf(outs)).toMatchObject({ value: "02:30", stopped: false });
  });

  it("fires once for each value of runNow", async () => {
    const { id, outs } = await plugin.create(inputs);
    const fired = { ...inputs, runNow: "2026-01-01" };
    expect(await plugin.diff(id, outs, fired)).toMatchObject({ changes: true, replaces: [] });
    const updated = await plugin.update(id, outs, fired);
    expect(operations()).toEqual(["CreateMmsTimer", "TriggerMmsTimer"]);
    expect(updated).toMatchObject({ runNow: "2026-01-01", lastLog: { action: expect.any(String) } });
    expect(await plugin.diff(id, updated, fired)).toMatchObject({ changes: false });
    await plugin.update(id, updated, fired);
    expect(operations()).toEqual(["CreateMmsTimer", "TriggerMmsTimer"]);
  });

  it("does not fire again when the response to the firing is lost", async () => {
    const { id, outs } = await plugin.create(inputs);
    emulator.control.injectFault("TriggerMmsTimer", { kind: "resetAfter" });
    const fired = { ...inputs, runNow: 1 };
    const updated = await plugin.update(id, outs, fired);
    expect(updated["runNow"]).toBe(1);
    expect(operations()).toEqual(["CreateMmsTimer", "TriggerMmsTimer"]);
  });

  it("takes a job that is under way for the run that was requested", async () => {
    const { id, outs } = await plugin.create(inputs);
    await plugin.update(id, outs, { ...inputs, runNow: 1 });
    emulator.control.advance(5_000);
    const seen = await plugin.read(id, { ...outs, runNow: 1 });
    expect(seen.props["jobNum"]).toBe(1);
    // A state that was never written: the process was killed after the firing.
    await plugin.update(id, outs, { ...inputs, runNow: 1 });
    expect(operations().filter((operation) => operation === "TriggerMmsTimer")).toHaveLength(1);
    await plugin.said(/^job \d+ of the timer is under way; it counts as this run$/);
  });

  it("keeps a timer that could not be paused, and pauses the same one next time", async () => {
    const paused = { ...inputs, stopped: true };
    emulator.control.injectFault("UpdateMmsTimer", { kind: "forbidden" });
    const failure = await initFailure(plugin.create(paused));
    expect(failure.message).toContain("odps:UpdateMmsTimer");
    await plugin.update(failure.resourceId, failure.properties, paused);
    expect(timers().map(({ stopped }) => stopped)).toEqual([true]);
  });

  it("warns on refresh when the last run failed", async () => {
    const { id, outs } = await plugin.create(inputs);
    const log = {
      id: "99999999999999999999",
      at: 0,
      status: "FAILED",
      action: "start job",
      msg: "no tables to migrate",
    };
    timerOf(outs).logs.push(log);
    await plugin.read(id, outs);
    const { severity } = await plugin.said(/^the last run of timer \d+ failed: start job at .*: no tables to migrate$/);
    expect(severity).toBe(LogSeverity.WARNING);
  });

  it("is deleted, also when it is gone already", async () => {
    const { id, outs } = await plugin.create(inputs);
    await plugin.delete(id, outs);
    expect(timers()).toEqual([]);
    expect((await plugin.read(id, outs)).id).toBe("");
    await plugin.delete(id, outs);
  });

  it("says when its jobs went with it, and nothing when they stay (timer-delete-keeps-jobs)", async () => {
    const made = async () => {
      const { id, outs } = await plugin.create(inputs);
      await plugin.update(id, outs, { ...inputs, runNow: 1 });
      emulator.control.advance(5_000);
      return { id, props: (await plugin.read(id, { ...outs, runNow: 1 })).props };
    };
    const kept = await made();
    await plugin.delete(kept.id, kept.props);
    const { lines } = plugin;
    await plugin.stop();
    await emulator.close();
    expect(lines.filter(({ message }) => message.includes("not listed any more"))).toEqual([]);
    emulator = await startEmulator({ clock: "manual", assumptions: { "timer-delete-keeps-jobs": false } });
    plugin = await startPlugin({ kind: "MigrationTimer", env: emulator.env, name: "nightly" });
    const lost = await made();
    await plugin.delete(lost.id, lost.props);
    await plugin.said(
      /^job \d+, which timer \d+ of source 2000015 made, is not listed any more: .* \[timer-delete-keeps-jobs\]$/,
    );
  });

  it("refuses a name that is taken, and adopts that timer when its program says so", async () => {
    const named = { ...inputs, name: "planA" };
    const { outs } = await plugin.create(named);
    await plugin.stop();
    plugin = await startPlugin({ kind: "MigrationTimer", env: emulator.env, name: "other" });
    const timerId = String(outs["timerId"]);
    await expect(plugin.create(named)).rejects.toThrow(new RegExp(`adoptTimerId: "${timerId}"`));
    await expect(plugin.create({ ...named, srcDbName: "hr", adoptTimerId: timerId })).rejects.toThrow(
      /srcDbName is "sales"/,
    );
    expect((await plugin.create({ ...named, value: "04:00", adoptTimerId: timerId })).outs).toMatchObject({
      timerId,
      adopted: true,
    });
    expect(timerOf(outs).value).toBe("04:00");
    expect(timers()).toHaveLength(1);
    const changed = { ...named, srcDbName: "hr", adoptTimerId: timerId };
    await expect(plugin.diff(`2000015/timers/${timerId}`, outs, changed)).rejects.toThrow(/Remove adoptTimerId/);
    Object.assign(timerOf(outs).body, { others: { token: "s3cret-of-theirs" } });
    const told = await failure(plugin.create({ ...named, others: { token: "s3cret-of-ours" }, adoptTimerId: timerId }));
    expect(told.message).toContain("others differs");
    expect(told.message).not.toContain("s3cret");
  });
});
