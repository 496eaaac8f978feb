// The project of one cell: its folder, its manifest, its program, and what its installer makes of them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { stringify } from "yaml";

import { run } from "../lib/run.mjs";
import { root } from "../setup.mjs";

/** @typedef {import("./cells.mjs").Cell} Cell */
/** @typedef {{ files: Record<string, string>, main: string, options?: Record<string, string | boolean> }} Program */

const quickstart = readFileSync(join(root, "examples", "quickstart", "index.ts"), "utf8");
const settings = readFileSync(join(root, "examples", "quickstart", "Pulumi.yaml"), "utf8");

/** The quickstart without its types. */
const untyped = quickstart.replace("<string[]>", "");
const commonJs = untyped
  .replace(/import \* as (\w+) from ("[^"]+");/g, "const $1 = require($2);")
  .replace(/export const (\w+) =/g, "exports.$1 =");

/** What Pulumi is told of a program that needs no compiler of its own. */
const uncompiled = { typescript: false };

/** Files of the program, and what Pulumi is told about it. @type {Record<Cell["program"], Program>} */
const programs = {
  ts: { files: { "index.ts": quickstart }, main: "index.ts" },
  tsc: { files: { "index.ts": quickstart, "tsconfig.json": "" }, main: "bin/index.js", options: uncompiled },
  tsx: { files: { "index.ts": quickstart }, main: "index.ts", options: { ...uncompiled, nodeargs: "--import tsx" } },
  cjs: { files: { "index.js": commonJs }, main: "index.js", options: uncompiled },
  esm: { files: { "index.js": untyped }, main: "index.js", options: uncompiled },
  bun: { files: { "index.ts": quickstart }, main: "index.ts", options: uncompiled },
};

const tsconfig = {
  compilerOptions: { strict: true, module: "nodenext", target: "es2022", types: [], outDir: "bin" },
  files: ["index.ts"],
};

/** Packages that install others, from the registry. */
const installers = {
  pnpm: "pnpm@10",
  "pnpm, unhoisted": "pnpm@10",
  "pnpm, extended": "pnpm@10",
  "yarn workspaces": "yarn@1",
  bun: "bun@1",
};

const unhoisted = ["pnpm", "install", "--prefer-offline", "--config.node-linker=isolated", "--config.hoist=false"];

/** What a package of Alibaba's uses and does not declare. */
const packageExtensions = { "@alicloud/credentials": { dependencies: { debug: "4" } } };

/** How each installer is called in the top folder. */
const install = {
  npm: ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--legacy-peer-deps", "--prefer-offline"],
  "npm workspaces": ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"],
  pnpm: ["pnpm", "install", "--prefer-offline", "--config.node-linker=isolated"],
  "pnpm, unhoisted": unhoisted,
  "pnpm, extended": unhoisted,
  "yarn workspaces": ["yarn", "install", "--non-interactive", "--prefer-offline", "--silent"],
  bun: ["bun", "install", "--silent"],
};

/** @param {string} folder @param {Record<string, unknown>} manifest */
const writeManifest = (folder, manifest) =>
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, version: "1.0.0", ...manifest }, undefined, 2),
  );

/**
 * Puts npm packages with programs into a folder of the tool's own, and returns the folder of these programs.
 *
 * @param {string} tools
 * @param {string} spec
 */
export async function toolFolder(tools, spec) {
  const folder = join(tools, spec.replace(/\W/g, "-"));
  mkdirSync(folder, { recursive: true });
  writeManifest(folder, { name: "tool" });
  await must(
    folder,
    process.env,
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--prefer-offline",
    spec,
  );
  return join(folder, "node_modules", ".bin");
}

/** @param {string} cwd @param {NodeJS.ProcessEnv} env @param {string} command @param {...string} args */
export async function must(cwd, env, command, ...args) {
  const { code, stdout, stderr } = await run(command, args, { cwd, env });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${`${stdout}\n${stderr}`.trim()}`);
  return stdout;
}

/**
 * Lets the language host that is built from Go modules take the options of a program. It is older than the engine, which passes
 * them with each request: that host reads flags alone.
 *
 * @param {string} folder one that is first on PATH
 * @param {NonNullable<Program["options"]>} options
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [runtime] what runs the program in place of Node; its provider stays with Node
 */
function giveOptions(folder, options, env, runtime) {
  const name = "pulumi-language-nodejs";
  const real = (env.PATH ?? "").split(delimiter).map((one) => join(one, name));
  const flags = Object.entries(options).map(([option, value]) => `-${option}='${value}'`);
  const first = join(folder, "runtime");
  const path = runtime === undefined ? "" : `PATH="${first}:$PATH" `;
  const script = `#!/bin/sh\n${path}exec "${real.find(existsSync)}" ${flags.join(" ")} "$@"\n`;
  writeFileSync(join(folder, name), script, { mode: 0o755 });
  if (runtime === undefined) return;
  mkdirSync(first);
  writeFileSync(join(first, "node"), `#!/bin/sh\nexec "${runtime}" "$@"\n`, { mode: 0o755 });
}

/**
 * Makes the project of a cell and installs it; returns the folder of its program.
 *
 * @param {Cell} cell
 * @param {{ folder: string, host: string, tools: string, tarball: string, env: NodeJS.ProcessEnv }} place
 */
export async function makeProject(cell, { folder, host, tools, tarball, env }) {
  const shared = cell.installer.endsWith("workspaces");
  const own = shared ? join(folder, "packages", "migration") : folder;
  mkdirSync(own, { recursive: true });
  const { files, main, options } = programs[cell.program];
  const compiler = cell.typescript ?? (cell.program === "ts" ? "5" : undefined);
  writeManifest(own, {
    name: "migration",
    main,
    ...(cell.program === "esm" || cell.program === "tsx" ? { type: "module" } : {}),
    dependencies: { "pulumi-alicloud-mms": `file:${tarball}`, "@pulumi/pulumi": cell.pulumi },
    ...(cell.installer === "pnpm, extended" ? { pnpm: { packageExtensions } } : {}),
    devDependencies: {
      ...(compiler === undefined ? {} : { typescript: compiler }),
      ...(cell.program === "tsx" ? { tsx: "4" } : {}),
    },
  });
  if (shared) writeManifest(folder, { name: "top", workspaces: ["packages/*"] });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text || JSON.stringify(tsconfig));
  const runtime = { name: "nodejs", ...(options && { options }) };
  writeFileSync(join(own, "Pulumi.yaml"), settings.replace("runtime: nodejs\n", stringify({ runtime })));
  const inPlaceOfNode = cell.program === "bun" ? join(await toolFolder(tools, installers.bun), "bun") : undefined;
  if (options !== undefined) giveOptions(host, options, env, inPlaceOfNode);
  const spec = installers[/** @type {keyof typeof installers} */ (cell.installer)];
  const bin = spec === undefined ? [] : [await toolFolder(tools, spec)];
  const path = [...bin, env.PATH].join(delimiter);
  const [command = "", ...args] = install[cell.installer];
  await must(folder, { ...env, PATH: path }, command, ...args);
  if (cell.program === "tsc") await must(own, env, "node", "node_modules/typescript/bin/tsc", "-p", ".");
  return own;
}
