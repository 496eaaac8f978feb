// `verify` against an emulator: it confirms what the emulator plays, and refutes what the emulator was told to play otherwise.
import { assumptionIds, assumptions } from "../../provider/mms/assumptions/index.js";
import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { broken, type Report, verify } from "../../cli/verify/verify.js";
import { type Assumptions, type Emulator, startEmulator } from "../../emulator/index.js";
import { type SwitchId, switchIds } from "../../emulator/switches.js";
import { VirtualClock } from "../support/virtual-clock.js";

const sourceId = "2000015";
const target = { dbName: "sales", tableName: "employees" };

/** A source as a team leaves it: a scan, a timer that ran, jobs that are done, failed, stopped and old. */
async function furnish({ control, env }: Emulator, clock: VirtualClock): Promise<void> {
  control.changeSource(sourceId, { config: { "hive.jdbc.password": "not-to-be-told" } });
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }), clock);
  const { data } = await client.createMmsTimer({
    sourceId,
    body: { name: "nightly", srcDbName: "sales", tables: ["campaigns"], scheduleType: "Hourly", value: "30" },
  });
  await client.createMmsFetchMetadataJob({ sourceId, body: {} });
  await clock.sleep(2 * 3_600_000);
  await client.updateMmsTimer({
    sourceId,
    timerId: data.timerId ?? "",
    body: { scheduleType: "Hourly", value: "30", stopped: true },
  });
  const make = async (name: string, tables: string[]) => {
    await client.createMmsJob({ sourceId, body: { name, srcDbName: "sales", tables } });
    await clock.sleep(21 * 60_000);
    for (const job of control.jobs().filter((one) => one.name === name.slice(0, 16) || one.name === name))
      control.startJob(job.id);
    return control.jobs().at(-1)?.id ?? "";
  };
  await make("sales-orders-first", ["orders"]);
  await clock.sleep(600_000);
  control.failTasks({ table: "customers", phase: "SCHEMA", message: "no", times: 2 });
  await make("sales-customers-second", ["customers"]);
  // Two that are under way: one with a failed task, and one that somebody has just stopped.
  control.setPace({ phaseMs: { DATA: 5 * 3_600_000 } });
  await make("sales-customers-third", ["customers", "order_items"]);
  control.stopJob(await make("sales-products-fourth", ["products", "stores"]));
  control.setPace({ phaseMs: { DATA: 60_000 } });
}

async function reportOf(
  played: Assumptions,
  changing = true,
): Promise<{ report: Report; emulator: Emulator; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const emulator = await startEmulator({ clock, assumptions: played });
  const env = { ...emulator.env, ALICLOUD_MMS_REQUESTS_PER_SECOND: "1000" };
  await furnish(emulator, clock);
  const config = resolveConfig({ get: () => undefined, env });
  const options = { sourceId, ...(changing ? { target } : {}) };
  const report = await verify(config, options, clock, new AbortController().signal);
  await emulator.close();
  return { report, emulator, clock };
}

const verdicts = ({ rows }: Report, verdict: string) =>
  rows.filter((row) => row.verdict === verdict).map(({ id }) => id);

/** Switches that no check sees, since nothing but a real migration, or a failure of the service, shows them. */
const unseen = switchIds.filter((id) => ["migration", "not observable"].includes(assumptions[id].check));

describe("verify on an emulator that plays all assumptions", () => {
  it("refutes nothing, sees every row that it says it can check, and leaves nothing behind", async () => {
    const { report, emulator } = await reportOf({});
    expect(verdicts(report, "refuted")).toEqual([]);
    expect(report.failed).toEqual({});
    const checkable = assumptionIds.filter((id) => ["read-only", "mutating"].includes(assumptions[id].check));
    expect(checkable.filter((id) => !verdicts(report, "confirmed").includes(id))).toEqual([]);
    expect(report.answers).toMatchObject({ mismatches: {}, unknownFields: {} });
    expect(report.answers.validated).toBeGreaterThan(60);
    const left = emulator.control.jobs().filter(({ name, deleted }) => name.startsWith("verify-") && !deleted);
    expect(left).toEqual([]);
    expect(emulator.control.timers().map(({ name }) => name)).toEqual(["nightly"]);
  });

  it("changes nothing without a table to try things on", async () => {
    const { report, emulator } = await reportOf({}, false);
    const changes = emulator.control.requests().filter(({ mutating }) => mutating);
    const own = changes.filter(({ body }) => JSON.stringify(body).includes("verify"));
    expect(own).toEqual([]);
    expect(report.changing).toBe(false);
    expect(verdicts(report, "refuted")).toEqual([]);
  });

  it("names nothing of the account in its report", async () => {
    const { report, emulator } = await reportOf({});
    const { answers, failed, rows } = report;
    const text = JSON.stringify([answers, failed, rows.map(({ facts }) => facts)]);
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
  const seen: SwitchId[] = switchIds.filter((id) => !unseen.includes(id));

  it.each(seen)("refutes %s", async (id) => {
    const { report } = await reportOf({ [id]: false });
    expect(verdicts(report, "refuted")).toContain(id);
    const promises = assumptions[id].carries ?? [];
    expect(broken(report).some((row) => row.id === id)).toBe(promises.length > 0);
  });
});
