// `npm run demo`: the whole product on the real Pulumi engine, against the emulator, from a clean clone with Node alone.
// It shows what happens and checks it too: anything that is not as it should be ends it with a non-zero exit code.
// `-- --language yaml` or `-- --language python` shows the same with programs in that language, on the native plugin.
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { resolveEngine } from "./engine.mjs";
import { beforeExit } from "./lib/cleanup.mjs";
import { duration, say } from "./lib/console.mjs";
import { demoLanguages } from "./demo/demo-languages.mjs";
import { kill } from "./lib/processes.cjs";
import { run, runVisibly } from "./lib/run.mjs";
import { openSandbox } from "./lib/sandbox.cjs";
import { root, setUp } from "./setup.mjs";

const stack = "dev";
const onTerminal = process.stdout.isTTY === true;

/** On a terminal Pulumi redraws its rows; in a log it prints each change of one. */
const plainly = onTerminal ? [] : ["--non-interactive", "--suppress-progress"];
const now = ["--skip-preview", "--suppress-permalink=true", ...plainly];

/** @param {string} text */
function heading(text) {
  process.stdout.write(onTerminal ? `\n\u001b[1m${text}\u001b[0m\n` : `\n== ${text}\n`);
}

/** @param {boolean} holds @param {string} what */
function check(holds, what) {
  process.stdout.write(`${holds ? "✓" : "✗"} ${what}\n`);
  if (!holds) throw new Error(`The demo found something wrong: it should be that ${what}.`);
}

/** Starts the emulator on a free port. */
async function startEmulator() {
  const child = fork(fileURLToPath(new URL("./demo/demo-emulator.mjs", import.meta.url)));
  const forget = beforeExit(() => child.pid && kill(child.pid));
  const answer = async () => {
    const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
    if (typeof message !== "object") throw new Error("The emulator ended early; what it printed is above.");
    return message;
  };
  /** @type {{ url: string, env: NodeJS.ProcessEnv }} */
  const { url, env } = await answer();
  return {
    url,
    env,
    /** @returns {Promise<Array<{ operation: string, mutating: boolean }>>} */
    journal: () => {
      child.send("journal");
      return answer();
    },
    stop: async () => {
      child.disconnect();
      if (child.exitCode === null) await once(child, "exit");
      forget();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startEmulator>>} Emulator */
/** @typedef {ReturnType<typeof openProject>} Project */

/**
 * A project whose program is an example.
 *
 * @param {ReturnType<typeof openSandbox>} sandbox
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {import("./demo/demo-languages.mjs").Program} program
 */
function openProject(sandbox, env, name, { settings, folder }) {
  const cwd = sandbox.project(name, readFileSync(settings, "utf8"), folder);
  return {
    /** Runs pulumi before the user's eyes and returns its exit code. @param {string[]} args */
    show: (...args) => runVisibly("pulumi", args, { cwd, env }),
    /** Runs a script of Node before the user's eyes and returns its exit code. @param {string[]} args */
    tool: (...args) => runVisibly(process.execPath, args, { cwd, env }),
    /** Runs pulumi unseen and returns what it prints. @param {string[]} args */
    ask: async (...args) => {
      const { code, stdout, stderr } = await run("pulumi", args, { cwd, env });
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with code ${code}: ${stderr.trim()}`);
      return stdout;
    },
  };
}

/**
 * @param {Project} project
 * @param {string[]} args what the user would type
 * @param {string[]} more what the demo needs besides
 */
async function show(project, args, more) {
  process.stdout.write(`$ pulumi ${args.join(" ")}\n`);
  const code = await project.show(...args, "--stack", stack, ...more);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with code ${code}; what it printed is above.`);
}

/** @param {Project} project @returns {Promise<Record<string, unknown>>} */
const outputsOf = async (project) => JSON.parse(await project.ask("stack", "output", "--json", "--stack", stack));

/** @param {Project} project @param {Emulator} emulator */
async function migrate(project, emulator) {
  await project.ask("stack", "init", stack);
  heading("What would happen");
  await show(project, ["preview"], ["--suppress-permalink=true", ...plainly]);
  check(
    (await emulator.journal()).every(({ mutating }) => !mutating),
    "the preview has changed nothing on the service",
  );
  heading("The migration");
  await show(project, ["up", "--yes"], now);
  const outputs = await outputsOf(project);
  check(/^\d+$/.test(String(outputs.asyncTaskId)), `asyncTaskId is ${outputs.asyncTaskId}`);
  check(/^\d+$/.test(String(outputs.jobId)), `jobId is ${outputs.jobId}`);
  check(outputs.status === "DONE", `status is ${outputs.status}`);
  return outputs;
}

/** @param {Project} downstream @param {Record<string, unknown>} outputs */
async function readDownstream(downstream, outputs) {
  await downstream.ask("stack", "init", stack);
  await downstream.ask("config", "set", "migrationStack", `organization/mms-quickstart/${stack}`, "--stack", stack);
  heading("Another stack builds on it, through a StackReference");
  await show(downstream, ["up", "--yes"], now);
  const { asyncTaskId } = await outputsOf(downstream);
  check(asyncTaskId === outputs.asyncTaskId, `the downstream stack reads asyncTaskId ${asyncTaskId}`);
}

/** @param {Project} project @param {Emulator} emulator */
async function upAgain(project, emulator) {
  const before = await emulator.journal();
  heading("The same program once more: nothing to do");
  await show(project, ["up", "--yes", "--expect-no-changes"], now);
  const after = await emulator.journal();
  check(
    after.slice(before.length).every(({ mutating }) => !mutating),
    "the second up has asked the service for nothing",
  );
  const created = after.filter(({ operation }) => operation === "CreateMmsJob").length;
  check(created === 1, `the service was asked for ${created === 1 ? "one job" : `${created} jobs`} in all`);
}

/** The language that the arguments name. */
function chosenLanguage() {
  const { language } = parseArgs({ options: { language: { type: "string", default: "typescript" } } }).values;
  const chosen = demoLanguages[language];
  if (chosen === undefined) {
    throw new Error(`--language is "${language}"; it can be ${Object.keys(demoLanguages).join(", ")}.`);
  }
  return chosen;
}

/** @param {Project} project */
async function report(project) {
  const file = join(tmpdir(), "mms-demo-report.html");
  const args = ["report", "--stack", stack, "--out", file];
  heading("A report for whoever signs it off");
  process.stdout.write(`$ npx pulumi-alicloud-mms ${args.join(" ")}\n`);
  // 4: done; the quickstart does not ask for a comparison of row counts.
  const code = await project.tool(join(root, "dist", "cli", "main.js"), ...args);
  check(code === 4 && existsSync(file), `the report of the migration is at ${file}`);
  return file;
}

async function demo() {
  const startedAt = Date.now();
  const language = chosenLanguage();
  heading("Setting up");
  await setUp();
  const engine = await resolveEngine({ hosts: language.hosts });
  const env = await language.environment(engine);
  const emulator = await startEmulator();
  say(`The emulator of the migration service listens on ${emulator.url}`);
  const sandbox = openSandbox("demo", env);
  const close = beforeExit(sandbox.close);
  const inside = { ...sandbox.env, ...emulator.env };
  const quickstart = openProject(sandbox, inside, "quickstart", language.quickstart);
  const downstream = openProject(sandbox, inside, "downstream", language.downstream);

  const outputs = await migrate(quickstart, emulator);
  await readDownstream(downstream, outputs);
  await upAgain(quickstart, emulator);
  const file = await report(quickstart);
  heading("Cleaning up");
  await show(downstream, ["destroy", "--yes", "--remove"], now);
  await show(quickstart, ["destroy", "--yes", "--remove"], now);
  await emulator.stop();
  check(sandbox.processes().length === 0, "no process is left");
  close();
  heading(`All as it should be, after ${duration(Date.now() - startedAt)}.`);
  process.stdout.write(`asyncTaskId ${outputs.asyncTaskId}\njobId ${outputs.jobId}\nreport ${file}\n`);
}

try {
  await demo();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
