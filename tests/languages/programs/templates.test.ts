// The templates for `pulumi new`: a project is made from each, and run to the end of its migration.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { operationsSent } from "../../support/service/requests.js";
import { root } from "../../support/plugin/plugin.js";
import { hasPython } from "../../support/engine/python.js";

jest.setTimeout(600_000);

let emulator: Emulator;
let project: EngineProject;
let made: string;

beforeEach(async () => {
  made = realpathSync(mkdtempSync(join(tmpdir(), "mms-new-")));
  emulator = await startEmulator();
  emulator.control.setPace({ scanMs: 100 });
  project = await EngineProject.create({ program: { yaml: "resources: {}\n" }, env: emulator.env });
});

afterEach(async () => {
  project.close();
  await emulator.close();
  rmSync(made, { recursive: true, force: true });
});

/** Makes a project, as somebody does who takes every default, and gives the stack of the test its configuration. */
async function newProject(template: string): Promise<void> {
  const place = join(root, "templates", template);
  const args = [
    "--yes",
    "--generate-only",
    "--force",
    "--dir",
    made,
    "--name",
    "sales-migration",
    "--description",
    "Sales",
  ];
  const run = await project.run("new", place, ...args);
  expect(`${run.code}: ${run.code === 0 ? "" : run.output}`).toBe("0: ");
  const { name, description, runtime } = parse(readFileSync(join(made, "Pulumi.yaml"), "utf8")) as Record<
    string,
    unknown
  >;
  expect({ name, description }).toEqual({ name: "sales-migration", description: "Sales" });
  expect(runtime).toBeDefined();
  const { template: facts } = parse(readFileSync(join(place, "Pulumi.yaml"), "utf8")) as {
    template: { config: Record<string, { default: string }> };
  };
  for (const [key, { default: value }] of Object.entries(facts.config)) {
    // Without a project in its name a key belongs to the program's.
    expect(await project.run("config", "set", key, value)).toMatchObject({ code: 0 });
  }
}

/** Runs the project hour by hour until its migration has passed. */
async function runToTheEnd(): Promise<void> {
  for (let runs = 0; runs === 0 || (await project.outputs())["passed"] !== true; runs += 1) {
    expect(runs).toBeLessThan(6);
    const { code, output } = await project.up("--refresh");
    expect(`${code}: ${code === 0 ? "" : output}`).toBe("0: ");
    emulator.control.advance(3_600_000);
  }
  // Each language spells the other counts of the progress as it spells properties.
  expect(await project.outputs()).toMatchObject({ phase: "completed", verified: true, progress: { waves: 2 } });
  expect(operationsSent(emulator).filter((operation) => operation === "CreateMmsJob")).toHaveLength(2);
}

it("makes a project in TypeScript, which compiles and runs", async () => {
  await newProject("typescript-migration");
  symlinkSync(join(root, "node_modules"), join(made, "node_modules"), "dir");
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", made]);
  project.useFolder(made);
  await runToTheEnd();
});

it("makes a project in YAML, which runs", async () => {
  await newProject("yaml-migration");
  project.writeYaml(readFileSync(join(made, "Pulumi.yaml"), "utf8"));
  await runToTheEnd();
});

(hasPython ? it : it.skip)("makes a project in Python, which runs", async () => {
  await newProject("python-migration");
  project.useProgram("python", made);
  await runToTheEnd();
});
