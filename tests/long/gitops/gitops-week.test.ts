// A week of a migration that no run waits for: a run every few hours of the service's time, with failures, a killed run, a changed
// definition, and a colleague in the console. MMS_WEEK_HOURS=1 plays a run every hour, in about 15 minutes.
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import type { MigrationEvent } from "../../../provider/hosts/serving/event.js";
import { EngineProject } from "../../support/engine/engine.js";
import { byKey, eventsIn } from "../../support/plugin/events.js";

const hour = 3_600_000;
const every = Number(process.env["MMS_WEEK_HOURS"] ?? 6);

type Waves = Readonly<Record<string, readonly string[]>>;

const first: Waves = {
  dimensions: ["customers", "products"],
  facts: ["orders", "payments"],
  rest: ["returns", "stores"],
};

/** A table is added to the last wave, and one is taken out of it. */
const second: Waves = { ...first, rest: ["returns", "inventory"] };

/** Waves of jobs of one table each. */
const program = (waves: Waves): string => `
const mms = require("pulumi-alicloud-mms");
const sales = new mms.Migration("sales", {
  sourceId: "2000015",
  srcDbName: "sales",
  wait: false,
  job: { enableVerification: true, maxRetries: 3 },
  waves: Object.entries(${JSON.stringify(waves)}).map(([name, tables]) => ({
    name,
    jobs: Object.fromEntries(tables.map((table) => [table, { tables: [table] }])),
  })),
});
exports.phase = sales.phase;
exports.wave = sales.wave;
exports.progress = sales.progress;
exports.passed = sales.passed;
exports.verified = sales.verified;
`;

let emulator: Emulator;
let project: EngineProject;

beforeAll(async () => {
  emulator = await startEmulator();
  emulator.control.setPace({ scanMs: 100, phaseMs: { SCHEMA: hour, DATA: 20 * hour, VERIFICATION: 2 * hour } });
  emulator.control.failTasks({ table: "orders", phase: "DATA", message: "no more room", times: 2 });
  const config = { "alicloud-mms:events": "events.jsonl" };
  project = await EngineProject.create({ program: program(first), env: emulator.env, config });
});

afterAll(async () => {
  project.close();
  await emulator.close();
});

const jobs = () => emulator.control.store.jobs.of("2000015");
const tableOf = (id: string): string => jobs().find((job) => job.id === id)?.body.tables?.[0] ?? "?";
const underWay = (): string[] =>
  emulator.control
    .jobs()
    .filter(({ status, deleted }) => !deleted && !["DONE", "FAILED"].includes(status))
    .map(({ id }) => tableOf(id));

/** A run that ends as a crash does, once it has started what it may. */
async function killedRun(): Promise<void> {
  const run = project.start("up", "--yes", "--skip-preview", "--refresh");
  await run.printed(/sales-facts-payments|sales-dimensions-gate/);
  run.kill9();
  await run.done;
  await project.run("cancel", "--yes");
}

/** What happens at an hour, before the run of that hour. */
async function happen(at: number): Promise<void> {
  if (at === 12) emulator.control.stopJob(String(jobs()[0]?.id));
  if (at === 30) project.writeProgram(program(second));
  if (at === 42) await killedRun();
}

it("moves every table once, no two waves at a time, and is verified in the end", async () => {
  const waveOf = new Map(
    Object.entries({ ...first, ...second }).flatMap(([wave, all]) => all.map((one) => [one, wave])),
  );
  const phases: unknown[] = [];
  const tookMs: number[] = [];
  for (let at = 0; at < 24 * 7 && phases.at(-1) !== "completed"; at += every) {
    await happen(at);
    const began = Date.now();
    const { code, output } = await project.up("--refresh");
    tookMs.push(Date.now() - began);
    expect({ at, code, output: code === 0 ? "" : output }).toEqual({ at, code: 0, output: "" });
    expect(new Set(underWay().map((table) => waveOf.get(table))).size).toBeLessThan(2);
    phases.push((await project.outputs())["phase"]);
    emulator.control.advance(every * hour);
  }
  expect(await project.outputs()).toMatchObject({
    phase: "completed",
    passed: true,
    verified: true,
    progress: { waves: 3, wavesPassed: 3, jobs: 6, jobsDone: 6, tasksFailed: 0 },
  });
  // "stores" was taken out before its wave began, and nothing was ever requested for it.
  const moved = jobs()
    .map(({ id }) => tableOf(id))
    .sort();
  expect(moved).toEqual(["customers", "inventory", "orders", "payments", "products", "returns"]);
  const retries = emulator.control.requests().filter(({ operation }) => operation === "RetryMmsJob");
  expect(retries).toHaveLength(2);
  expect((await project.up("--refresh", "--expect-no-changes")).code).toBe(0);
  const [fastest, slowest] = [Math.min(...tookMs), Math.max(...tookMs)];
  process.stdout.write(`${tookMs.length} runs, each in ${fastest} to ${slowest} ms\n`);
}, 3_600_000);

it("leaves a history in which nothing is missing", () => {
  const events = eventsIn(join(project.shell.cwd, "events.jsonl"));
  const runs = byKey(events, ({ run }) => run);
  for (const own of runs.values()) expect(own.map(({ seq }) => seq)).toEqual(own.map((_event, index) => index));

  // Of verbs that have begun, only those of the killed run have no end.
  const open = [...runs.values()].filter((own) => balanceOf(own) !== 0);
  expect(open.length).toBeLessThan(2);

  const jobsSeen = byKey(
    events.filter(({ kind, jobId }) => kind === "MigrationJob" && jobId !== undefined),
    ({ jobId }) => tableOf(String(jobId)),
  );
  expect([...jobsSeen.keys()].sort()).toEqual(["customers", "inventory", "orders", "payments", "products", "returns"]);
  for (const [table, own] of jobsSeen) {
    expect(new Set(own.map(({ jobId }) => jobId)).size).toBe(1);
    expect({ table, phase: own.filter(({ phase }) => phase !== undefined).at(-1)?.phase }).toEqual({
      table,
      phase: "DONE",
    });
    expect(own.every(({ name, wave }) => wave !== undefined && name === `${wave}-${table}`)).toBe(true);
  }
  const said = events.flatMap(({ message }) => message ?? []);
  expect(said.filter((text) => text.startsWith("retrying the failed tasks"))).toHaveLength(2);
  expect(said).toContainEqual(expect.stringMatching(/^job \d+ was stopped; starting it$/));
  const passed = events.filter(
    ({ kind, event, phase }) => kind === "MigrationGate" && event === "end" && phase === "passed",
  );
  expect(new Set(passed.map(({ wave }) => wave))).toEqual(new Set(["sales-dimensions", "sales-facts", "sales-rest"]));
});

/** How many verbs of a run have begun and not ended. */
const balanceOf = (events: readonly MigrationEvent[]): number =>
  events.reduce((open, { event }) => open + (event === "start" ? 1 : event === "end" ? -1 : 0), 0);
