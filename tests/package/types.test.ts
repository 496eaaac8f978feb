// The packed declarations compile in users' projects, whichever compiler and settings these have. No skipLibCheck: what
// the declarations need and do not say would show. `npm run test:types` compiles every combination.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { unpackedProject } from "../support/packed.js";

const root = resolve(__dirname, "../..");

/** Compilers by their major version, and the modules they are installed as. */
const compilers = { 5: "typescript", 6: "typescript6", 7: "typescript7" } as const;

type Version = keyof typeof compilers;

/** Ways in which projects resolve modules. Those made before Pulumi's templates moved to nodenext have the first one. */
const resolutions = {
  node10: { module: "commonjs", moduleResolution: "node10" },
  node16: { module: "node16", moduleResolution: "node16" },
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
} as const;

type Resolution = keyof typeof resolutions;

/** TypeScript 6 takes node10 only from who says so, and 7 no longer. */
const settingsOf = (version: Version, resolution: Resolution): object | undefined => {
  if (resolution !== "node10" || version === 5) return resolutions[resolution];
  return version === 6 ? { ...resolutions.node10, ignoreDeprecations: "6.0" } : undefined;
};

/** Whether a combination is compiled: all on demand, otherwise the kinds of projects that differ most. */
function isCompiled(resolution: Resolution, target: string, exact: boolean): boolean {
  if (process.env["MMS_TYPES"] === "all") return true;
  const newest = resolution === "bundler";
  return resolution !== "node16" && exact === newest && target === (newest ? "es2022" : "es2020");
}

/** A stack's program that uses every entry of the package. */
const program = `
import * as mms from "pulumi-alicloud-mms";
import { connectControl, startEmulator } from "pulumi-alicloud-mms/emulator";
import * as runtime from "pulumi-alicloud-mms/runtime";

export const job = new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"] });
export const failed = (error: unknown) => (error instanceof Error ? error.message : undefined);
export const start = async () => (await startEmulator({ clock: { speed: 60 } })).control.requests().length;
export const control = connectControl;
export const entries = Object.keys(runtime);
`;

const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name)
  .filter((name) => existsSync(join(root, "examples", name, "index.ts")));

let folder: string;

beforeAll(() => {
  folder = unpackedProject(["@types/node"]).folder;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  writeFileSync(join(folder, "program.ts"), program);
  writeFileSync(join(folder, "module.mts"), program);
  for (const name of examples) {
    writeFileSync(join(folder, `${name}.ts`), readFileSync(join(root, "examples", name, "index.ts")));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the project of one combination; its folder's name says which it is. */
function project(version: Version, resolution: Resolution, target: string, exactOptionalPropertyTypes: boolean) {
  const settings = settingsOf(version, resolution);
  if (settings === undefined) return [];
  const name = [version, resolution, target, ...(exactOptionalPropertyTypes ? ["exact"] : [])].join("-");
  const files = ["program.ts", ...examples.map((example) => `${example}.ts`)];
  // Only these two tell ECMAScript modules by the ending.
  if (resolution === "node16" || resolution === "nodenext") files.push("module.mts");
  mkdirSync(join(folder, name));
  const compilerOptions = {
    ...settings,
    strict: true,
    target,
    exactOptionalPropertyTypes,
    types: ["node"],
    noEmit: true,
  };
  const text = JSON.stringify({ compilerOptions, files: files.map((file) => `../${file}`) });
  writeFileSync(join(folder, name, "tsconfig.json"), text);
  return [name];
}

it.each(Object.keys(compilers).map(Number) as Version[])("compile with TypeScript %s", async (version) => {
  const names = (Object.keys(resolutions) as Resolution[]).flatMap((resolution) =>
    ["es2020", "es2022"].flatMap((target) =>
      [true, false]
        .filter((exact) => isCompiled(resolution, target, exact))
        .flatMap((exact) => project(version, resolution, target, exact)),
    ),
  );
  const compiler = join(root, "node_modules", compilers[version], "bin", "tsc");
  const said = await promisify(execFile)(process.execPath, [compiler, "-b", "--pretty", "false", ...names], {
    cwd: folder,
  }).catch((error: unknown) => error as { stdout: string; stderr: string });
  expect(names.length).toBeGreaterThan(1);
  expect(`${said.stdout}${said.stderr}`).toBe("");
});
