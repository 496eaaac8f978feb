// The package as its users get it: packed, installed by the commands of the README, and run by the real engine from there.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ModuleKind, transpileModule } from "typescript";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject, testSandbox } from "../../support/engine/engine.js";
import { packInto } from "../../support/packed.js";

const root = resolve(__dirname, "../../..");
const quickstart = readFileSync(join(root, "examples/quickstart/index.ts"), "utf8");
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};

/** The section of the README that a newcomer follows, and its commands. */
const [, install = ""] = /^## Install\n(.*?)^## /ms.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
const [, commands = ""] = /```sh\n(.*?)```/s.exec(install) ?? [];

let sandbox: ReturnType<typeof testSandbox>;
let app: string;
let emulator: Emulator;
/** What the commands of the README have printed. */
let printed: string;

/** Runs the commands in an empty folder. What would come from the registry is the packed file, and a known @pulumi/pulumi. */
function follow(): string {
  const [own, pulumi] = [packInto(sandbox.folder), `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`];
  const shown = commands.replace("pulumi-alicloud-mms @pulumi/pulumi", `${own} ${pulumi}`);
  const environment = Object.entries({ ...sandbox.env, npm_config_prefer_offline: "true" });
  return execFileSync("bash", ["-euo", "pipefail", "-c", shown], {
    cwd: app,
    // As somebody who has never used Pulumi: the commands say where its state is.
    env: Object.fromEntries(
      environment.filter(([name]) => !/^PULUMI_(BACKEND_URL|CONFIG_PASSPHRASE|STACK)$/.test(name)),
    ),
    encoding: "utf8",
  });
}

beforeAll(async () => {
  sandbox = testSandbox();
  app = sandbox.place("app");
  printed = follow();
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterAll(async () => {
  await emulator.close();
  sandbox.close();
});

const settings = "name: user\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n";

/** A program's folder inside the user's project: JavaScript, with nothing to compile. */
function program(name: string, files: Record<string, string>): string {
  const folder = join(app, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries({ "Pulumi.yaml": settings, ...files }))
    writeFileSync(join(folder, file), text);
  return folder;
}

/** What the checkout's Pulumi.yaml gives the quickstart by default. */
const config = { sourceId: "2000015", database: "sales", tables: '["orders","customers"]' };

/** Runs a program from up to destroy and returns its outputs. */
async function outputsOf(folder: string): Promise<Record<string, unknown>> {
  const project = await EngineProject.create({ program: { folder }, env: emulator.env, config });
  try {
    expect(await project.up()).toMatchObject({ code: 0 });
    const outputs = await project.outputs();
    expect(await project.destroy()).toMatchObject({ code: 0 });
    return outputs;
  } finally {
    project.close();
  }
}

const asPromised = {
  asyncTaskId: expect.stringMatching(/^\d+$/),
  jobId: expect.stringMatching(/^\d+$/),
  status: "DONE",
};

const commonJs = (): string =>
  transpileModule(quickstart, { compilerOptions: { module: ModuleKind.CommonJS } }).outputText;

it("reaches a finished migration by the five commands of the README", () => {
  expect(commands.trim().split("\n")).toHaveLength(5);
  expect(printed).toMatch(/MigrationJob sales created \(\d+s\) job \d+: DONE 2\/2 tasks/);
  expect(printed).toMatch(/status +: "DONE"/);
});

describe("the packed package", () => {
  it("runs the quickstart from compiled JavaScript beside @pulumi/pulumi alone", async () => {
    const folder = program("compiled", { "package.json": `{"main":"index.js"}`, "index.js": commonJs() });
    expect(await outputsOf(folder)).toEqual(asPromised);
  });

  it("runs the quickstart as an ECMAScript module", async () => {
    const folder = program("module", {
      "package.json": `{"type":"module","main":"index.js"}`,
      "index.js": transpileModule(quickstart, { compilerOptions: { module: ModuleKind.ESNext } }).outputText,
    });
    expect(await outputsOf(folder)).toEqual(asPromised);
  });

  it("type-checks, compiles and runs in a project with the newest TypeScript", async () => {
    const folder = program("typed", {
      "index.ts": quickstart,
      "tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, module: "node16", target: "es2022", types: [], outDir: "bin" },
        files: ["index.ts"],
      }),
    });
    execFileSync(process.execPath, [join(root, "node_modules/typescript7/bin/tsc"), "-p", "."], { cwd: folder });
    // A folder of its own: Pulumi's Node host reads a tsconfig.json beside the program even where none is needed.
    writeFileSync(join(folder, "bin", "package.json"), `{"main":"index.js"}`);
    expect(await outputsOf(join(folder, "bin"))).toEqual(asPromised);
  });

  it("loads nothing of the Alibaba SDK into the user's program", () => {
    const loaded = execFileSync(
      process.execPath,
      ["-p", `require("pulumi-alicloud-mms"); JSON.stringify(Object.keys(require.cache))`],
      { cwd: app, encoding: "utf8" },
    );
    const files = JSON.parse(loaded) as string[];
    expect(files.some((file) => file.includes("pulumi-alicloud-mms"))).toBe(true);
    expect(files.filter((file) => file.includes("@alicloud"))).toEqual([]);
  });
});
