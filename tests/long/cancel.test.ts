// `pulumi cancel` while a run is alive: it removes the lock, and on a self-managed backend the run goes on beside the next one.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { FastTime } from "../support/chaos/fast-time.js";
import { EngineProject } from "../support/engine/engine.js";
import { until, whileTimePasses } from "../support/engine/passing-time.js";
import { asked, operationsSent } from "../support/service/requests.js";

jest.setTimeout(180_000);

const program = `
const mms = require("pulumi-alicloud-mms");
const args = { sourceId: "2000015", srcDbName: "sales", tables: ["orders"], waitFor: "completed" };
const job = new mms.MigrationJob("sales", args);
exports.jobId = job.jobId;
exports.status = job.status;
`;

let emulator: Emulator;
let project: EngineProject;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual", overlap: "allowed" });
  emulator.control.setPace({ phaseMs: { DATA: 600_000 } });
  project = await EngineProject.create({ program, env: { ...emulator.env, ...new FastTime(10).env } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

it("leaves one job to both runs, and both end with it", async () => {
  const first = project.start("up", "--yes", "--skip-preview");
  // Once the job is made, its wait reads the list.
  let before: number | undefined;
  await until(() => {
    if (asked(emulator, "GetMmsAsyncTask") === 0) return false;
    emulator.control.advance(100);
    before ??= asked(emulator, "ListMmsJobs");
    return asked(emulator, "ListMmsJobs") > before;
  });
  expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
  const second = project.start("up", "--yes", "--skip-preview");
  const reads = asked(emulator, "ListMmsJobs");
  await until(() => asked(emulator, "ListMmsJobs") > reads);
  const [, ended] = await whileTimePasses(emulator, Promise.all([first.done, second.done]));
  expect(ended.code).toBe(0);
  expect(operationsSent(emulator)).toEqual(["CreateMmsJob"]);
  const [job, ...others] = emulator.control.jobs();
  expect(others).toEqual([]);
  expect(await project.outputs()).toEqual({ jobId: job?.id, status: "DONE" });
  await until(() => project.plugins().length === 0);
});
