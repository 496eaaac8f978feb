// The package as somebody installs it for another language: by the commands of docs/languages.md, with no Node project in sight.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine/engine.js";
import { operationsSent } from "../support/service/requests.js";
import { packInto } from "../support/packed.js";
import { root } from "../support/plugin/plugin.js";

jest.setTimeout(600_000);

const page = readFileSync(join(root, "docs/languages.md"), "utf8");
const install = /^## Install\n(.*?)^## /ms.exec(page)?.[1] ?? "";
/** The block of the section that has this in it. */
const block = (has: string): string =>
  [...install.matchAll(/```\w+\n(.*?)```/gs)].map(([, text = ""]) => text).find((text) => text.includes(has)) ?? "";

const quickstart = readFileSync(join(root, "examples/yaml/quickstart/Pulumi.yaml"), "utf8");
const id = expect.stringMatching(/^\d+$/) as unknown;

let prefix: string;
let bin: string;
let emulator: Emulator;
let project: EngineProject;

/** Runs a block of the page in a shell, in which the package of the registry is the tarball, and global is a folder of ours. */
function follow(commands: string, env: Readonly<Record<string, string>> = {}): string {
  const shown = commands.replaceAll(/npm install -g pulumi-alicloud-mms/g, `npm install -g ${packInto(prefix)}`);
  return execFileSync("bash", ["-euc", shown], {
    cwd: prefix,
    env: { ...process.env, npm_config_prefix: prefix, npm_config_prefer_offline: "true", ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

beforeAll(() => {
  prefix = realpathSync(mkdtempSync(join(tmpdir(), "mms-installed-")));
  bin = join(prefix, "bin");
  follow(block("npm install -g"));
});

afterAll(() => rmSync(prefix, { recursive: true, force: true }));

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const sent = (): string[] => operationsSent(emulator);

it("goes through a whole life in YAML: preview, up, up again, refresh, import, destroy", async () => {
  project = await EngineProject.create({ program: { yaml: quickstart, installed: bin }, env: emulator.env });
  const preview = await project.preview();
  expect(preview).toMatchObject({ code: 0 });
  expect(preview.output).toContain(`from $PATH at ${join(bin, "pulumi-resource-alicloud-mms")}`);
  expect(sent()).toEqual([]);
  expect(await project.up()).toMatchObject({ code: 0 });
  const outputs = await project.outputs();
  expect(outputs).toEqual({ asyncTaskId: id, jobId: id, status: "DONE" });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.refresh("--expect-no-changes")).toMatchObject({ code: 0 });

  await project.importState(JSON.stringify({ version: 3, deployment: {} }));
  const job = {
    type: "alicloud-mms:index:MigrationJob",
    name: "sales",
    id: `2000015/jobs/${String(outputs["jobId"])}`,
  };
  const { run, code } = await project.import([job]);
  expect(run).toMatchObject({ code: 0 });
  project.writeSettings("yaml", code);
  expect((await project.up()).output).toMatch(/Resources:\n +2 unchanged/);
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(sent()).toEqual(["CreateMmsJob", "DeleteMmsJob"]);
  expect(project.files()).toEqual(["Pulumi.yaml"]);
});

it("is found where the project names its folder, and PATH does not have it", async () => {
  const named = block("plugins:").replace(/path: .*/, `path: ${bin}`);
  const program = { yaml: `${named}${quickstart}`, installed: join(prefix, "nothing") };
  project = await EngineProject.create({ program, env: emulator.env });
  const up = await project.up();
  expect(up).toMatchObject({ code: 0 });
  expect(up.output).not.toContain("from $PATH");
  expect(await project.destroy()).toMatchObject({ code: 0 });
});

it("shows the folder to name, and describes itself to the command that adds a package", async () => {
  project = await EngineProject.create({ program: { yaml: quickstart, installed: bin }, env: emulator.env });
  const path = [bin, process.env["PATH"] ?? ""].join(delimiter);
  expect(follow(block("dirname"), { PATH: path }).trim()).toBe(bin);
  const [, named = ""] = /pulumi package add (.*)/.exec(block("package add")) ?? [];
  const executable = follow(`echo ${named}`, { PATH: path }).trim();
  expect(await project.run("package", "add", executable)).toMatchObject({ code: 0 });
  expect(await project.preview()).toMatchObject({ code: 0 });
});
