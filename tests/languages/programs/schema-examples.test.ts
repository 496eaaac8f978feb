// The examples in the descriptions of schema.json: each language's compiler takes them, beside the SDK of the same schema.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { startEmulator } from "../../../emulator/index.js";
import { EngineProject } from "../../support/engine/engine.js";
import { prepareProgram } from "../../support/engine/languages.js";
import { root } from "../../support/plugin/plugin.js";
import { isThere } from "../../support/engine/languages.js";

jest.setTimeout(1_800_000);

const { resources } = JSON.parse(readFileSync(join(root, "schema.json"), "utf8")) as {
  resources: Readonly<Record<string, { readonly description: string }>>;
};

/** The examples of a language, by kind. */
const examplesIn = (language: string): ReadonlyArray<readonly [string, string]> =>
  Object.entries(resources).flatMap(([token, { description }]) => {
    const [, text] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(description) ?? [];
    return text === undefined ? [] : [[token.split(":").at(-1) ?? "", text] as const];
  });

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mms-examples-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const itWith = (...programs: string[]) => (programs.every(isThere) ? it : it.skip);

/** Writes a file, with its folders. */
function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

it("are there for every kind in every language", () => {
  const kinds = (language: string) => examplesIn(language).map(([kind]) => kind);
  const declared = kinds("typescript").filter((kind) => kind !== "Migration");
  expect(declared).toHaveLength(8);
  for (const language of ["python", "go", "java", "yaml"]) expect(kinds(language)).toEqual(declared);
});

itWith("python3")("compile in Python", () => {
  for (const [kind, text] of examplesIn("python")) write(`${kind}.py`, text);
  execFileSync("python3", ["-m", "compileall", "-q", folder]);
});

itWith("go")("compile in Go", () => {
  const { env } = prepareProgram("go", join(root, "examples/go/quickstart"), folder);
  rmSync(join(folder, "main.go"));
  for (const [kind, text] of examplesIn("go")) write(`${kind}/main.go`, text);
  execFileSync("go", ["vet", "./..."], { cwd: folder, env: { ...process.env, ...env } });
});

itWith("javac", "mvn")("compile in Java", () => {
  prepareProgram("java", join(root, "examples/java/quickstart"), folder);
  for (const [kind, text] of examplesIn("java")) {
    const place = kind.toLowerCase();
    write(`src/main/java/${place}/App.java`, `package ${place};\n${text}`);
  }
  const repository = `-Dmaven.repo.local=${join(homedir(), ".m2", "repository")}`;
  execFileSync("mvn", ["--quiet", "--batch-mode", repository, "compile"], { cwd: folder });
});

it("are what Pulumi YAML takes", async () => {
  const emulator = await startEmulator();
  const project = await EngineProject.create({ program: { yaml: "resources: {}\n" }, env: emulator.env });
  try {
    await project.run("config", "set", "--secret", "hivePassword", "emulator-hive-password");
    for (const [kind, text] of examplesIn("yaml")) {
      project.writeYaml(text);
      const { code, output } = await project.preview();
      expect(`${kind} ${code}: ${code === 0 ? "" : output}`).toBe(`${kind} 0: `);
    }
  } finally {
    project.close();
    await emulator.close();
  }
});
