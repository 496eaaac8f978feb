// `npm run test:matrix`: the packed package in a project per cell, led through its life on the real engine against the
// emulator. `--quick` takes a few cells, `--only <text>` those whose name has it, `--missing` those not measured yet; what was
// measured goes to results.json, from which docs/support.md is written.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";

import { resolveEngine } from "../engine.mjs";
import { beforeExit } from "../lib/cleanup.mjs";
import { say } from "../lib/console.mjs";
import { run } from "../lib/run.mjs";
import { openSandbox } from "../lib/sandbox.cjs";
import { root, setUp } from "../setup.mjs";
import { cells } from "./cells.mjs";
import { newestCli } from "./newest-cli.mjs";
import { makeProject, must, toolFolder } from "./project.mjs";

/** @typedef {import("./cells.mjs").Cell} Cell */

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    missing: { type: "boolean", default: false },
  },
});

const resultsFile = join(root, "tools", "matrix", "results.json");
const outputLines = 12;

await setUp();
const { startEmulator } = await import("../../dist/emulator/index.js");
const engine = await resolveEngine();
const shared = openSandbox("matrix", {});
const closeShared = beforeExit(shared.close);
const tools = shared.place("tools");
const pack = ["pack", "--json", "--pack-destination", shared.folder];
const [{ filename }] = JSON.parse(await must(root, process.env, "npm", ...pack));
const tarball = join(shared.folder, filename);

const life = [
  ["preview"],
  ["up", "--yes", "--skip-preview"],
  ["up", "--yes", "--skip-preview", "--expect-no-changes"],
  ["refresh", "--yes", "--skip-preview", "--expect-no-changes"],
  ["destroy", "--yes", "--skip-preview"],
];

/** The last lines that say something. @param {string} text */
const lastLines = (text) =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-outputLines)
    .join("\n");

/** Leads a cell's project through its life. @param {Cell} cell @param {string} own @param {NodeJS.ProcessEnv} env */
async function lead(cell, own, env) {
  await must(own, env, "pulumi", "stack", "init", "dev");
  for (const step of life) {
    const args = [...step, "--stack", "dev", "--non-interactive", "--color", "never"];
    const { code, stdout, stderr } = await run("pulumi", args, { cwd: own, env });
    const text = `${stdout}\n${stderr}`;
    if (code !== 0 && cell.refusal?.test(text)) return "refused";
    if (code !== 0) throw new Error(`${step.join(" ")} ended with ${code}:\n${lastLines(text)}`);
  }
  if (cell.refusal !== undefined) throw new Error(`it went through, and never said ${cell.refusal}`);
  return "works";
}

/** @param {string} own @param {NodeJS.ProcessEnv} env */
async function versionsOf(own, env) {
  const cli = (await must(own, env, "pulumi", "version")).trim();
  const node = (await must(own, env, "node", "--version")).trim().slice(1);
  const versionOf = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(own, "node_modules", name, "package.json"), "utf8")).version;
  const compiled = existsSync(join(own, "node_modules/typescript")) && { typescript: versionOf("typescript") };
  return { node, pulumi: versionOf("@pulumi/pulumi"), cli, ...compiled };
}

/** In a workspace the program's own modules may lie at the top. @param {string} own @param {NodeJS.ProcessEnv} env */
const versionsFrom = (own, env) => versionsOf(own, env).catch(() => versionsOf(join(own, "..", ".."), env));

/** @param {Cell} cell @returns {Promise<{ result: string, why?: string }>} with the versions that were found */
async function runCell(cell) {
  const sandbox = openSandbox("matrix-cell", engine.env);
  const close = beforeExit(sandbox.close);
  const emulator = await startEmulator({ clock: { speed: 600 } });
  let versions = {};
  try {
    const host = sandbox.place("host");
    const cli = cell.cli === undefined ? [] : [await newestCli(engine.env)];
    const PATH = [host, ...cli, await toolFolder(tools, `node@${cell.node}`), sandbox.env.PATH].join(delimiter);
    // The home is the user's, for the caches of the installers.
    const env = { ...sandbox.env, ...emulator.env, PATH, HOME: engine.env.HOME };
    const own = await makeProject(cell, { folder: sandbox.place("project"), host, tools, tarball, env });
    versions = await versionsFrom(own, env);
    return { ...versions, result: await lead(cell, own, env) };
  } catch (error) {
    return { ...versions, result: "fails", why: error instanceof Error ? error.message : String(error) };
  } finally {
    await emulator.close();
    close();
  }
}

/** @type {Record<string, object>} */
const results = JSON.parse(readFileSync(resultsFile, "utf8"));
const chosen = cells.filter(
  ({ group, name, quick, notRun }) =>
    notRun === undefined &&
    (!values.quick || quick) &&
    (!values.missing || results[`${group} ${name}`] === undefined) &&
    `${group} ${name}`.includes(values.only),
);
let failed = 0;
for (const cell of chosen) {
  const startedAt = Date.now();
  const result = await runCell(cell);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  if (result.result === "fails") failed += 1;
  say(
    `${result.result === "fails" ? "✗" : "✓"} ${cell.group} ${cell.name}: ${result.result} (${seconds} s) ${result.why ?? ""}`,
  );
  results[`${cell.group} ${cell.name}`] = { ...result, date: new Date().toISOString().slice(0, 10) };
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
}
closeShared();
say(`${chosen.length - failed} cells as they should be, ${failed} not; npm run generate writes docs/support.md`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
