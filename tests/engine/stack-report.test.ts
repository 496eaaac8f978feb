// Reports of a stack, read through the real `pulumi stack export`: waves from its gates, and no secret of it.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { cli } from "../support/cli.js";
import { EngineProject } from "../support/engine/engine.js";
import type { MigrationReport } from "../../cli/report/model.js";

const program = `
const mms = require("pulumi-alicloud-mms");
const sales = new mms.Migration("sales", {
  sourceId: "2000015",
  srcDbName: "sales",
  scan: false,
  waves: [["customers"], { name: "facts", tables: ["orders"] }],
  job: { enableVerification: true },
});
exports.jobIds = sales.jobIds;
`;

let emulator: Emulator;
let project: EngineProject;

afterEach(async () => {
  project.close();
  await emulator.close();
});

it("status --stack reads jobs, waves, region and endpoint from the stack, and decrypts nothing", async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  const secret = "the-secret-of-the-stack";
  project = await EngineProject.create({
    program,
    env: { ...emulator.env, ALIBABA_CLOUD_REGION_ID: "", ALICLOUD_MMS_ENDPOINT: "" },
    config: { "alicloud:region": "cn-shanghai", "alicloud-mms:endpoint": emulator.url, "engine-test:key": { secret } },
  });
  expect(await project.up()).toMatchObject({ code: 0 });
  const shell = { cwd: project.shell.cwd, env: { ...project.shell.env } };
  const { code, stdout, stderr } = await cli(emulator, ["status", "--stack", "test", "--json"], shell);
  expect(stderr).toBe("");
  const report = JSON.parse(stdout) as MigrationReport;
  expect(report.where).toMatchObject({ region: "cn-shanghai", stack: { project: "engine-test", name: "test" } });
  expect(report.waves).toMatchObject([
    { name: "sales-wave-1", passed: true, jobs: { total: 1, done: 1 } },
    { name: "sales-facts", passed: true, jobs: { total: 1, done: 1 } },
  ]);
  expect(report.jobs.map(({ resource }) => resource)).toEqual(["sales-wave-1", "sales-facts"]);
  expect(report.counts.tables).toMatchObject({ total: 2, done: 2 });
  expect({ code, word: report.verdict.word }).toEqual({ code: 0, word: "verified" });
  expect(stdout).not.toContain(secret);

  // Once a refresh has seen a job done, it is no failure that it is removed.
  expect(await project.refresh()).toMatchObject({ code: 0 });
  emulator.control.deleteJob(report.jobs[0]?.id ?? "");
  const removed = await cli(emulator, ["status"], shell);
  expect(removed).toMatchObject({ code: 4 });
  expect(removed.stdout).toContain("the service does not know 1 job of the stack, done before: ");
});

it("status reads what is under an explicit provider with its region and endpoint, and requires which of several", async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  const own = (name: string, region: string) =>
    `new mms.MigrationJob("${name}", { sourceId: "2000015", srcDbName: "sales", tables: ["${name}"] }, {
      provider: new mms.Provider("${region}", { region: "${region}", endpoint: "${emulator.url}" }) });`;
  project = await EngineProject.create({
    program: `const mms = require("pulumi-alicloud-mms");\n${own("orders", "cn-beijing")}\n${own("customers", "ap-northeast-1")}`,
    env: { ...emulator.env, ALIBABA_CLOUD_REGION_ID: "", ALICLOUD_MMS_ENDPOINT: "" },
  });
  expect(await project.up()).toMatchObject({ code: 0 });
  const { cwd, env } = project.shell;
  const status = (...args: string[]) => cli(emulator, ["status", "--json", ...args], { cwd, env: { ...env } });
  expect(await status()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("under ap-northeast-1, cn-beijing: give one of them with --provider") as string,
  });
  const { made, where, jobs } = JSON.parse((await status("--provider", "cn-beijing")).stdout) as MigrationReport;
  expect(made.scope.name).toBe("engine-test/test, provider cn-beijing");
  expect(where).toMatchObject({ region: "cn-beijing", endpoint: new URL(emulator.url).host });
  expect(jobs.map(({ resource }) => resource)).toEqual(["orders"]);
});

it("status in a folder without a stack of this package, or without pulumi, says so", async () => {
  emulator = await startEmulator();
  project = await EngineProject.create({ program: "", env: emulator.env });
  const { cwd, env } = project.shell;
  expect(await cli(emulator, ["status", "--stack", "nobody"], { cwd, env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no stack named 'nobody' found") as string,
  });
  expect(await cli(emulator, ["status"], { cwd, env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no resource of this package is in it") as string,
  });
  expect(await cli(emulator, ["status"], { cwd, env: { ...env, PATH: "" } })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no `pulumi` on PATH") as string,
  });
});
