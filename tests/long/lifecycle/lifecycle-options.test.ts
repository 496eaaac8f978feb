// Options and verbs of Pulumi's on the real engine that leave jobs as they are, as docs/lifecycle.md says. The tests share one stack.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";

jest.setTimeout(300_000);

const program = (jobs: string): string => `
const mms = require("pulumi-alicloud-mms");
const job = (name, table, more, options) =>
  new mms.MigrationJob(name, { sourceId: "2000015", srcDbName: "sales", tables: [table], ...more }, options);
${jobs}`;

const both = program(`
job("kept", "orders", {}, { protect: true });
job("ignored", "stores", {}, { ignoreChanges: ["deletePolicy", "tables"] });`);

let emulator: Emulator;
let project: EngineProject;

beforeAll(async () => {
  const forEver = 1_000_000_000_000;
  emulator = await startEmulator({ clock: { speed: 60 } });
  emulator.control.setPace({ phaseMs: { SCHEMA: forEver, DATA: forEver, VERIFICATION: forEver } });
  project = await EngineProject.create({ program: both, env: emulator.env });
  expect(await project.up()).toMatchObject({ code: 0 });
});

afterAll(async () => {
  project.close();
  await emulator.close();
});

const urnOf = async (name: string, stack = project): Promise<string> => {
  const { deployment } = await stack.state();
  return deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
};

/** Gives the project in the test's folder another name. */
function nameProject(name: string): void {
  const file = join(project.shell.cwd, "Pulumi.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^name: .*$/m, `name: ${name}`));
}

/** What is sent from here on that changes something. */
function watch(): () => string[] {
  const before = operationsSent(emulator).length;
  return () => operationsSent(emulator).slice(before);
}

it("protect refuses a delete and a replacement, and nothing is sent", async () => {
  const since = watch();
  const urn = await urnOf("kept");
  project.writeProgram(program(`job("ignored", "stores", {}, { ignoreChanges: ["deletePolicy", "tables"] });`));
  for (const run of [await project.up(), await project.destroy("--target", urn)]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(/protect/);
  }
  project.writeProgram(both);
  const replaced = await project.up("--replace", urn);
  expect(replaced.code).not.toBe(0);
  expect(replaced.output).toMatch(/protect/);
  expect(since()).toEqual([]);
});

it("ignoreChanges leaves out what it names, also what would replace the job", async () => {
  const since = watch();
  project.writeProgram(
    program(`
job("kept", "orders", {}, { protect: true });
job("ignored", "products", { deletePolicy: "stop" }, { ignoreChanges: ["deletePolicy", "tables"] });`),
  );
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(since()).toEqual([]);
});

it("a renamed stack, and a job that moves to another project, are no change", async () => {
  const since = watch();
  const names = () => emulator.control.jobs().map(({ name }) => name);
  const before = names();
  project.writeProgram(both);
  expect(await project.run("stack", "rename", "renamed")).toMatchObject({ code: 0 });
  const renamed = project.withEnv({ PULUMI_STACK: "renamed" });
  expect(await renamed.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await renamed.run("state", "unprotect", "--all", "--yes")).toMatchObject({ code: 0 });

  const urn = await urnOf("ignored", renamed);
  const other = project.withEnv({ PULUMI_STACK: "organization/other-project/other" });
  nameProject("other-project");
  expect(await other.run("stack", "init", "organization/other-project/other")).toMatchObject({ code: 0 });
  const [from, to] = ["organization/engine-test/renamed", "organization/other-project/other"];
  const move = await other.run("state", "move", "--source", from, "--dest", to, "--yes", urn);
  expect(move).toMatchObject({ code: 0 });
  project.writeProgram(program(`job("ignored", "stores");`));
  expect(await other.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await urnOf("ignored", other)).toContain("::other-project::");
  expect(since()).toEqual([]);
  expect(names()).toEqual(before);

  expect(await other.destroy()).toMatchObject({ code: 0 });
  expect(since()).toEqual(["StopMmsJob", "DeleteMmsJob"]);
});
