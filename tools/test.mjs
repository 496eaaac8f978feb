// `npm test`: sets the checkout up, gets the engine and runs every test level but those on request. Arguments go to jest.
// The last line is always `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { resolveEngine } from "./engine.mjs";
import { beforeExit } from "./lib/cleanup.mjs";
import { say } from "./lib/console.mjs";
import { needsLine } from "./engine/language-needs.mjs";
import { preparePython } from "./python.mjs";
import { findProgram } from "./lib/programs.mjs";
import { runVisibly } from "./lib/run.mjs";
import { root, setUp } from "./setup.mjs";

/** Levels that run the engine, and the ones that have commands of their own. */
const onEngine = ["engine", "engine-native", "long", "languages"];
const onRequest = ["plugin-native", "engine-native", "long", "languages"];

/** The levels that the arguments name; `undefined` where they name none. */
function levelsIn(/** @type {string[]} */ args) {
  const start = args.indexOf("--selectProjects");
  if (start < 0) return undefined;
  const end = args.findIndex((arg, index) => index > start && arg.startsWith("-"));
  return args.slice(start + 1, end < 0 ? undefined : end);
}

/**
 * Counts what jest reports; a file that does not even start is one failure, since none of its tests ran.
 *
 * @param {string} report
 */
function count(report) {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

/** Prepares Python for the one test of it, once and in minutes; without it that test is skipped, and says so. */
async function tryPython() {
  // Its host and SDK would be built for nothing.
  if (findProgram("python3", process.env) === undefined) return;
  try {
    await preparePython(await resolveEngine({ hosts: ["python", "sdk"] }));
  } catch (error) {
    say(`Python is not prepared: ${error instanceof Error ? error.message : error}`);
  }
}

/** @returns {Promise<{ passed: number, failed: number }>} */
async function test(/** @type {string[]} */ args) {
  await setUp();
  const named = levelsIn(args);
  if (named?.includes("languages")) say(needsLine());
  // First: without an engine nothing else is worth trying.
  if (named === undefined || named.some((level) => onEngine.includes(level))) await resolveEngine();
  if (named === undefined) await tryPython();
  const levels = named === undefined ? ["--ignoreProjects", ...onRequest] : [];
  const folder = mkdtempSync(join(tmpdir(), "mms-test-"));
  const forget = beforeExit(() => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, "report.json");
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const code = await runVisibly(process.execPath, [jest, "--json", `--outputFile=${report}`, ...levels, ...args], {
    cwd: root,
    stdout: "ignore",
  });
  const { passed, failed } = count(report);
  forget();
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

let result = { passed: 0, failed: 1 };
try {
  result = await test(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
}
process.exitCode = result.failed > 0 || result.passed === 0 ? 1 : 0;
process.stdout.write(`${result.passed} passed, ${result.failed} failed\n`);
