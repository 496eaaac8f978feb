// A private project for measured runs of the real engine, with one new stack.
import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

import { beforeExit } from "../../tools/lib/cleanup.mjs";
import { run } from "../../tools/lib/run.mjs";
import { javascript, openSandbox, writePlugin } from "../../tools/lib/sandbox.cjs";
import { root } from "../../tools/setup.mjs";

/** Native plugins that the engine finds: this package's, and one that does nothing. */
const plugins = /** @type {const} */ ([
  ["alicloud-mms", "dist/provider/plugin.js"],
  ["bench", "bench/programs/native-floor/plugin.js"],
]);

/**
 * @typedef {object} Timed
 * @property {number} wallMs
 * @property {string} output
 */

/**
 * A Pulumi project whose program is one of `bench/programs`, with one stack.
 *
 * @param {NodeJS.ProcessEnv} engineEnv
 * @param {string} program name of a folder of `bench/programs`
 * @param {NodeJS.ProcessEnv} env variables of the program and of the service it talks to
 */
export async function openRoom(engineEnv, program, env) {
  const sandbox = openSandbox("bench", engineEnv);
  const close = beforeExit(sandbox.close);
  const bin = sandbox.place("plugins");
  for (const [name, file] of plugins) writePlugin(bin, name, join(root, file));
  const cwd = sandbox.project("bench", javascript("bench"), join(root, "bench", "programs", program, "index.js"));
  const full = { ...sandbox.env, PATH: [bin, engineEnv.PATH].join(delimiter), PULUMI_STACK: "bench", ...env };
  /** @param {string[]} args @returns {Promise<Timed>} */
  const pulumi = async (...args) => {
    const started = performance.now();
    const options = { cwd, env: full };
    const { code, stdout, stderr } = await run("pulumi", ["--non-interactive", "--color", "never", ...args], options);
    const wallMs = performance.now() - started;
    const output = stdout + stderr;
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with code ${code}:\n${output.slice(-4_000)}`);
    return { wallMs, output };
  };
  await pulumi("stack", "init", "bench");
  const plainly = ["--yes", "--skip-preview", "--suppress-progress", "--suppress-outputs"];
  const checkpoint = () => sandbox.checkpoint("bench", "bench");
  return {
    up: () => pulumi("up", ...plainly),
    refresh: () => pulumi("refresh", ...plainly),
    /** Bytes of the checkpoint that the engine keeps of this stack. */
    stateBytes: () => statSync(checkpoint()).size,
    checkpoint,
    close,
  };
}
