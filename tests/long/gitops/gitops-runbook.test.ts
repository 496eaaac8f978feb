// What docs/gitops.md tells people to do on day two, done on the real engine as it stands there. Killed runs, new and removed tables,
// pipelines, renames and upgrades have tests of their own.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { asked } from "../../support/service/requests.js";

const hour = 3_600_000;

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.control.setPace({ scanMs: 100, phaseMs: { SCHEMA: hour, DATA: hour, VERIFICATION: hour } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

/** Two waves; `job` and `gate` as a person sets them. */
const program = (more: object): string => `
const mms = require("pulumi-alicloud-mms");
const sales = new mms.Migration("sales", {
  sourceId: "2000015",
  srcDbName: "sales",
  scan: false,
  wait: false,
  waves: [
    { name: "dimensions", jobs: { customers: { tables: ["customers"] } } },
    { name: "facts", jobs: { orders: { tables: ["orders"] } } },
  ],
  ...${JSON.stringify(more)},
});
exports.phase = sales.phase;
exports.progress = sales.progress;
exports.passed = sales.passed;
exports.verified = sales.verified;
`;

async function begin(more: object): Promise<void> {
  project = await EngineProject.create({ program: program(more), env: emulator.env });
}

/** A run of the schedule, and the hours until the next one. */
async function scheduledRun(): Promise<{ code: number | null; output: string }> {
  const { code, output } = await project.up("--refresh");
  emulator.control.advance(6 * hour);
  return { code, output };
}

/** Runs until the migration is completed; each one has to succeed. */
async function completed(): Promise<Record<string, unknown>> {
  for (let runs = 0; runs < 8; runs += 1) {
    const { code, output } = await scheduledRun();
    expect(code === 0 ? "" : output).toBe("");
    const outputs = await project.outputs();
    if (outputs["phase"] === "completed") return outputs;
  }
  throw new Error("the migration is not completed after eight runs");
}

it("tables failed: retries while it may, then fails with a reason, and goes on once maxRetries is raised", async () => {
  emulator.control.failTasks({ table: "customers", phase: "DATA", message: "no more room", times: 2 });
  await begin({ job: { maxRetries: 1 } });
  expect((await scheduledRun()).code).toBe(0);
  expect((await scheduledRun()).code).toBe(0);
  const last = await scheduledRun();
  expect(last.code).not.toBe(0);
  expect(last.output).toMatch(/no more room/);
  expect(last.output).toMatch(/maxRetries is 1, and 1 update has retried the failed tasks/);
  project.writeProgram(program({ job: { maxRetries: 2 } }));
  expect(await completed()).toMatchObject({ passed: true, progress: { jobsDone: 2, tasksFailed: 0 } });
  expect([asked(emulator, "CreateMmsJob"), asked(emulator, "RetryMmsJob")]).toEqual([2, 2]);
}, 600_000);

it("tables failed: lets one pass that cannot be moved now, and keeps counting it", async () => {
  emulator.control.failTasks({ table: "customers", phase: "DATA", message: "no more room", times: 99 });
  await begin({ job: { onFailure: "warn" }, gate: { maxFailures: 1 } });
  expect(await completed()).toMatchObject({ passed: true, progress: { jobsDone: 1, tasksFailed: 1 } });
}, 600_000);

it("row counts differ: copies those tables again, and is verified", async () => {
  const differs = { table: "customers", phase: "VERIFICATION", message: "3 rows, 2 rows" } as const;
  emulator.control.failTasks({ ...differs, times: 1, jobReadsDone: true });
  await begin({ job: { enableVerification: true } });
  expect(await completed()).toMatchObject({ passed: true, verified: true });
  expect([asked(emulator, "CreateMmsJob"), asked(emulator, "RetryMmsTask")]).toEqual([2, 1]);
}, 600_000);

it("row counts differ: lets a known difference pass", async () => {
  const differs = { table: "customers", phase: "VERIFICATION", message: "3 rows, 2 rows" } as const;
  emulator.control.failTasks({ ...differs, times: 99, jobReadsDone: true });
  const lenient = { maxVerificationFailures: 1 };
  await begin({ job: { enableVerification: true, onFailure: "warn" }, gate: lenient });
  expect(await completed()).toMatchObject({ passed: true, verified: false });
}, 600_000);

it("the state is lost: finds the jobs under the same names, and starts none again", async () => {
  await begin({});
  expect((await scheduledRun()).code).toBe(0);
  expect((await project.run("stack", "rm", "--yes", "--force", "test")).code).toBe(0);
  expect((await project.run("stack", "init", "test")).code).toBe(0);
  expect(await completed()).toMatchObject({ passed: true, progress: { jobsDone: 2 } });
  expect(asked(emulator, "CreateMmsJob")).toBe(2);
}, 600_000);
