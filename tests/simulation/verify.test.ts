// `verify` against an emulator: it confirms what the emulator plays, and refutes what the emulator was told to play otherwise.
import { type AssumptionId, assumptionIds, assumptions } from "../../provider/mms/assumptions/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { broken, linesOf, type Report, verify, type VerifyOptions } from "../../cli/verify/verify.js";
import { type Assumptions, type Emulator, startEmulator } from "../../emulator/index.js";
import { switchIds } from "../../emulator/switches.js";
import { VirtualClock } from "../support/service/virtual-clock.js";

const sourceId = "2000015";
const target = { dbName: "sales", tableName: "employees" };
/** One with partitions, for what only a migration shows. */
const moved = { dbName: "sales", tableName: "shipments" };

/** A source as a team leaves it: a scan, a timer that ran, jobs that are done, failed, stopped and old. */
async function furnish({ control, env }: Emulator, clock: VirtualClock): Promise<void> {
  control.changeSource(sourceId, { config: { "hive.jdbc.password": "not-to-be-told" } });
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }), clock);
  const { data } = await client.createMmsTimer({
    sourceId,
    body: { name: "nightly", srcDbName: "sales", tables: ["campaigns"], scheduleType: "Hourly", value: "30" },
  });
  const [at = ""] = /\d\d:\d\d/.exec(new Date(clock.now() + 9 * 3_600_000).toISOString()) ?? [];
  const daily = { scheduleType: "Daily", value: at } as const;
  const late = await client.createMmsTimer({
    sourceId,
    body: { name: "late", srcDbName: "archive", tables: ["events_0002"], ...daily },
  });
  await client.createMmsFetchMetadataJob({ sourceId, body: {} });
  await clock.sleep(26 * 3_600_000);
  await client.updateMmsTimer({ sourceId, timerId: late.data.timerId ?? "", body: { ...daily, stopped: true } });
  await client.updateMmsTimer({
    sourceId,
    timerId: data.timerId ?? "",
    body: { scheduleType: "Hourly", value: "30", stopped: true },
  });
  const make = async (name: string, tables: string[], more: object = {}) => {
    await client.createMmsJob({ sourceId, body: { name, srcDbName: "sales", tables, ...more } });
    await clock.sleep(21 * 60_000);
    for (const job of control.jobs().filter((one) => one.name === name.slice(0, 16) || one.name === name))
      control.startJob(job.id);
    return control.jobs().at(-1)?.id ?? "";
  };
  await make("sales-orders-first", ["orders"]);
  await clock.sleep(600_000);
  control.failTasks({ table: "customers", phase: "SCHEMA", message: "no", times: 2 });
  await make("sales-customers-second", ["customers"]);
  // One with a table whose rows differ, and one that could not be copied.
  control.failTasks({ table: "payments", phase: "VERIFICATION", message: "3 rows, 2 rows", times: 1 });
  control.failTasks({ table: "refunds", phase: "DATA", message: "no", times: 1 });
  await make("sales-payments-compared", ["payments", "refunds", "inventory"], { enableVerification: true });
  await clock.sleep(600_000);
  // Two that are under way: one with a failed task, and one that somebody has just stopped.
  control.setPace({ phaseMs: { DATA: 5 * 3_600_000 } });
  await make("sales-customers-third", ["customers", "order_items"]);
  control.stopJob(await make("sales-products-fourth", ["products", "stores"]));
  control.setPace({ phaseMs: { DATA: 60_000 } });
}

/** What a run may do. */
type Mode = "read" | "change" | "migrate";

/** A job that reads DONE although a table of it differs: what a person would name for its task to be retried. */
async function quietFailure({ control, env }: Emulator, clock: VirtualClock): Promise<string> {
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }), clock);
  control.failTasks({ table: "returns", phase: "VERIFICATION", message: "rows", times: 1, jobReadsDone: true });
  const body = { name: "sales-returns", srcDbName: "sales", tables: ["returns"], enableVerification: true };
  await client.createMmsJob({ sourceId, body });
  await clock.sleep(21 * 60_000);
  for (const job of control.jobs().filter(({ name }) => name.startsWith("sales-returns"))) control.startJob(job.id);
  await clock.sleep(600_000);
  return control.jobs().at(-1)?.id ?? "";
}

async function reportOf(
  played: Assumptions,
  mode: Mode = "change",
): Promise<{ report: Report; emulator: Emulator; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const emulator = await startEmulator({ clock, assumptions: played });
  const env = { ...emulator.env, ALICLOUD_MMS_REQUESTS_PER_SECOND: "1000" };
  await furnish(emulator, clock);
  const options: VerifyOptions = { sourceId, ...(mode === "read" ? {} : { target }) };
  if (mode === "migrate") {
    const failed = emulator.control.jobs().find(({ name }) => name.startsWith("sales-payments-c"))?.id ?? "";
    Object.assign(options, { target: moved, migrate: { failedJobs: [failed, await quietFailure(emulator, clock)] } });
    emulator.control.setPace({ partitionsPerTask: 1, parallel: 1 });
  }
  const config = resolveConfig({ get: () => undefined, env });
  const report = await verify(config, options, clock, new AbortController().signal);
  await emulator.close();
  return { report, emulator, clock };
}

const verdicts = ({ rows }: Report, verdict: string) =>
  rows.filter((row) => row.verdict === verdict).map(({ id }) => id);

const modes: readonly Mode[] = ["read", "change", "migrate"];

/** The least that a run has to do to find out about a row; `undefined` where nothing does. */
const modeOf = (id: AssumptionId): Mode | undefined => {
  const { check } = assumptions[id];
  if (typeof check !== "string") return undefined;
  return modes[["read-only", "mutating", "migration"].indexOf(check)];
};

describe("verify on an emulator that plays all assumptions", () => {
  it("refutes nothing, sees every row that it says it can check, and leaves nothing behind", async () => {
    const { report, emulator } = await reportOf({});
    expect(verdicts(report, "refuted")).toEqual([]);
    expect(report.failed).toEqual({});
    const checkable = assumptionIds.filter((id) => ["read", "change"].includes(modeOf(id) ?? ""));
    expect(checkable.filter((id) => !verdicts(report, "confirmed").includes(id))).toEqual([]);
    expect(report.responses).toMatchObject({ mismatches: {}, unknownFields: {} });
    expect(report.responses.validated).toBeGreaterThan(60);
    const left = emulator.control.jobs().filter(({ name, deleted }) => name.startsWith("verify-") && !deleted);
    expect(left).toEqual([]);
    expect(emulator.control.timers().map(({ name }) => name)).toEqual(["nightly", "late"]);
  });

  it("sees what only a migration shows, and leaves nothing behind but rows", async () => {
    const { report, emulator } = await reportOf({}, "migrate");
    // That is what the job is which a person has named because a table of it differs although it reads DONE.
    expect(verdicts(report, "refuted")).toEqual(["done-is-complete"]);
    expect(report.failed).toEqual({});
    const checkable = assumptionIds.filter((id) => modeOf(id) !== undefined);
    expect(checkable.filter((id) => !verdicts(report, "confirmed").includes(id))).toEqual(["done-is-complete"]);
    expect(emulator.control.jobs().filter(({ name, deleted }) => name.startsWith("verify-") && !deleted)).toEqual([]);
    expect(emulator.control.timers().map(({ name }) => name)).toEqual(["nightly", "late"]);
  });

  it("says of every row that it does not see why not", async () => {
    const { report } = await reportOf({}, "read");
    const lines = linesOf(report).filter((line) => line.startsWith("not observable"));
    expect(lines.length).toBe(verdicts(report, "not observable").length);
    expect(lines.filter((line) => !/ \((needs --m|[a-z].*\)$)/.test(line))).toEqual([]);
  });

  it("changes nothing without a table to try things on", async () => {
    const { report, emulator } = await reportOf({}, "read");
    const changes = emulator.control.requests().filter(({ mutating }) => mutating);
    const own = changes.filter(({ body }) => JSON.stringify(body).includes("verify"));
    expect(own).toEqual([]);
    expect(report.changing).toBe(false);
    expect(verdicts(report, "refuted")).toEqual([]);
  });

  it("names nothing of the account in its report", async () => {
    const { report, emulator } = await reportOf({});
    const { responses, failed, rows } = report;
    const text = JSON.stringify([responses, failed, rows.map(({ facts }) => facts)]);
    const names = [...emulator.control.jobs(), ...emulator.control.timers(), ...emulator.control.sources()].map(
      ({ name }) => name,
    );
    const tables = emulator.control.tables(sourceId, "sales").map(({ name }) => name);
    for (const name of [...names, "sales", "hive_demo", sourceId, emulator.env["ALIBABA_CLOUD_ACCESS_KEY_ID"] ?? ""])
      expect(text).not.toContain(`"${name}"`);
    expect(tables.filter((name) => new RegExp(`[^a-z]${name}[^a-z]`).test(text))).toEqual([]);
    expect(text).not.toMatch(/\d{6,}/);
  });
});

describe("verify where the emulator plays an assumption false", () => {
  it("can play every row otherwise that it checks", () => {
    const checked = assumptionIds.filter((id) => modeOf(id) !== undefined);
    const unplayed = checked.filter((id) => !(switchIds as string[]).includes(id));
    expect(unplayed).toEqual([]);
  });

  it.each(switchIds.filter((id) => modeOf(id) !== undefined))("refutes %s", async (id) => {
    const { report } = await reportOf({ [id]: false }, modeOf(id));
    expect(verdicts(report, "refuted")).toContain(id);
    const promises = assumptions[id].carries ?? [];
    expect(broken(report).some((row) => row.id === id)).toBe(promises.length > 0);
  });
});
