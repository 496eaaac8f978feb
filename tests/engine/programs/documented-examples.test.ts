// Every resource's documented example, run on the real engine as a reader would.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import ts from "typescript";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";

jest.setTimeout(600_000);

let emulator: Emulator;
let project: EngineProject | undefined;

/** What users declare: the classes of resources, the component and the provider. */
const folder = resolve(__dirname, "../../../provider");
const classes = /^resources\/[\w-]+\/(resource|component)\.ts$|^hosts\/program\/provider\.ts$/;

const stack = (): EngineProject => {
  if (project === undefined) throw new Error("there is no project");
  return project;
};

/** The examples in the comments of a file, as programs. */
function examplesIn(file: string): string[] {
  const text = readFileSync(join(folder, file), "utf8");
  const blocks = [...text.matchAll(/@example\n[^`]*```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
  return blocks.map((code) => code.replace(/^ \* ?/gm, ""));
}

const examples = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => classes.test(file))
  .flatMap((file) => examplesIn(file).map((code) => ({ file, code })));

const asJavaScript = (code: string): string =>
  ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } })
    .outputText;

beforeAll(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
  project = await EngineProject.create({ program: "", env: emulator.env });
  const secrets = {
    hivePassword: "emulator-hive-password",
    tokyoAccessKey: emulator.env["ALIBABA_CLOUD_ACCESS_KEY_ID"] ?? "",
    tokyoSecretKey: emulator.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] ?? "",
  };
  for (const [key, value] of Object.entries(secrets)) await project.run("config", "set", "--secret", key, value);
});

afterAll(async () => {
  project?.close();
  await emulator.close();
});

describe("the example of a resource's documentation", () => {
  it("is there for the resources of this package", () => {
    const documented = new Set(examples.map(({ file }) => file));
    for (const kind of ["data-source", "metadata-scan", "migration-job", "migration-timer"]) {
      expect(documented).toContain(`resources/${kind}/resource.ts`);
    }
  });

  it.each(examples)("runs: $file", async ({ code }) => {
    stack().writeProgram(asJavaScript(code));
    const { code: ended, output } = await stack().up();
    expect(ended === 0 ? "" : output).toBe("");
    const outputs = Object.values(await stack().outputs());
    expect(outputs.length).toBeGreaterThan(0);
  });

  it("is taken down again", async () => {
    expect(await stack().destroy()).toMatchObject({ code: 0 });
  });
});
