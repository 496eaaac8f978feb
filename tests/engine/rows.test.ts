// What a person reads on the real engine: rows that end with the outcome, one error for one failure, a reason with its resource.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine/engine.js";

jest.setTimeout(300_000);

const job = (more: string): string => `
new mms.MigrationJob("sales", { sourceId, srcDbName: "sales", tables: ["stores"], ${more} });`;

const program = (more: string): string => `
const mms = require("pulumi-alicloud-mms");
const sourceId = "2000015";
${more}`;

const several = `
new mms.DataSource("warehouse", {
  type: "HIVE", config: { "mc.default.project": "lakehouse", "hive.metastore.urls": "thrift://a:9083" },
  testConnection: true,
});
new mms.MetadataScan("inventory", { sourceId });
new mms.MigrationTimer("nightly", { sourceId, srcDbName: "archive", scheduleType: "Daily", value: "02:30" });
const done = new mms.MigrationJob("done", { sourceId, srcDbName: "sales", tables: ["returns"], waitFor: "completed" });
new mms.MigrationGate("gate", { jobs: [done] });
${job(`deletePolicy: "deleteIfFinished"`)}`;

let emulator: Emulator;
let project: EngineProject;

beforeAll(async () => {
  emulator = await startEmulator({ clock: { speed: 60 } });
  project = await EngineProject.create({ program: program(several), env: emulator.env });
});

afterAll(async () => {
  project.close();
  await emulator.close();
});

/** How often a text stands in another. */
const times = (text: string, part: string): number => text.split(part).length - 1;

it("ends each row with the outcome", async () => {
  emulator.control.failTasks({ table: "stores", phase: "DATA", times: 1, message: "disk full." });
  const { code, output } = await project.up();
  expect(code).toBe(0);
  for (const [kind, outcome] of [
    ["DataSource warehouse", /data source \d+: STARTED, connection test passed/],
    ["MetadataScan inventory", /scan \d+: \d+ databases?, \d+ tables, \d+ partitions/],
    ["MigrationTimer nightly", /timer \d+: Daily 02:30, 0 jobs so far/],
    ["MigrationJob done", /job \d+: DONE 1\/1 tasks/],
    ["MigrationJob sales", /job \d+: (INIT|DOING|FAILED) 0\/1 tasks/],
    ["MigrationGate gate", /1\/1 jobs, 1 task, 0 failed/],
  ] as const) {
    const row = output.split("\n").filter((line) => line.includes(`${kind} created (`));
    expect(row).toEqual([expect.stringMatching(outcome)]);
  }
});

it("gives the reason of an update with its resource, and once, although a refresh compares as well", async () => {
  while (emulator.control.jobs().some(({ status }) => status === "DOING" || status === "INIT"))
    emulator.control.advance(60_000);
  const { code, output } = await project.up("--refresh");
  expect(code).toBe(0);
  const [, diagnostics = ""] = output.split("Diagnostics:");
  expect(diagnostics).toMatch(/MigrationJob \(sales\):\n +job \d+ "[^"]+" FAILED \(0 of 1 tasks done\); the next/);
  expect(times(diagnostics, "FAILED (0 of 1 tasks done)")).toBe(1);
});

it("shows the error of a delete once, with its resource, and says the way out when the source is gone", async () => {
  const source = emulator.control.store.sources.get("2000015");
  if (source) emulator.control.store.removeSource(source);
  const { code, output } = await project.destroy();
  expect(code).not.toBe(0);
  expect(output).not.toContain("an operation failed");
  const [, diagnostics = ""] = output.split("Diagnostics:");
  expect(diagnostics).toMatch(/MigrationTimer \(nightly\):\n +error: .*pulumi state delete <urn>/);
  expect(times(diagnostics, "timer")).toBeGreaterThan(0);
  expect(output).not.toMatch(/[^.]\.\.(\s|$)/m);
});
