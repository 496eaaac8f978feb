// Programs that `generate` writes, on the real engine: they take over what is there, and change nothing on the service.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import ts from "typescript";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { cli } from "../support/cli.js";
import { EngineProject } from "../support/engine/engine.js";
import { root } from "../support/sources.js";
import { workOn } from "../support/service/worked-source.js";

let emulator: Emulator;
let project: EngineProject | undefined;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mms-generate-"));
  emulator = await startEmulator();
  await workOn(emulator);
});

afterEach(async () => {
  project?.close();
  project = undefined;
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

const changes = () => emulator.control.requests().filter(({ mutating }) => mutating);

/** What the compiler says of a program, under the package's own declarations. */
function mistakesIn(file: string): string[] {
  const compiled = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: "5.0",
    paths: {
      "pulumi-alicloud-mms": [join(root, "dist/provider/index.d.ts")],
      "@pulumi/pulumi": [join(root, "node_modules/@pulumi/pulumi")],
    },
  });
  return ts.getPreEmitDiagnostics(compiled).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

it("the TypeScript program compiles, takes everything over without a change, and is stable", async () => {
  const args = ["generate", "--source", "hive_demo", "--dir"];
  expect(await cli(emulator, [...args, join(folder, "a")])).toMatchObject({ code: 0, stderr: "" });
  await cli(emulator, [...args, join(folder, "b")]);
  const program = readFileSync(join(folder, "a", "index.ts"), "utf8");
  expect(readFileSync(join(folder, "b", "index.ts"), "utf8")).toBe(program);
  for (const name of ["sales", "sales-orders", "nightly-load", "load-sales", "held", "migrate-sales"])
    expect(program).toContain(`("${name}", `);
  expect(program).not.toContain("done long ago");
  expect(program).toContain('"odd \\"name\\" `${x}`"');
  expect((await cli(emulator, [...args, join(folder, "a")])).stderr).toContain("already; choose an empty folder");

  expect(mistakesIn(join(folder, "a", "index.ts"))).toEqual([]);
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(program, { compilerOptions });
  project = await EngineProject.create({ program: outputText, env: emulator.env });
  expect(await project.preview()).toMatchObject({ code: 0 });
  expect(await project.up()).toMatchObject({ code: 0 });
  expect(changes()).toEqual([]);
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(changes()).toEqual([]);
});
