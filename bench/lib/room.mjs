// A private room for measured runs of the real engine: file backend, home of its own, one new stack a run.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { beforeExit } from "../../tools/lib/cleanup.mjs";
import { kill, killTree, processesOf } from "../../tools/lib/processes.mjs";
import { root } from "../../tools/setup.mjs";

/** Variables through which the user's own accounts, stacks and settings would come in. */
const notForTheBench = /^(ALIBABA_CLOUD_|ALICLOUD_|ALIYUN_|PULUMI_)/;

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
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-bench-")));
  const close = beforeExit(() => {
    processesOf(folder).forEach(kill);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const name of ["home", "tmp", "pulumi", "state", "project", "plugins"]) mkdirSync(join(folder, name));
  for (const [name, file] of plugins) {
    const text = `#!${process.execPath}\nrequire(${JSON.stringify(join(root, file))});\n`;
    writeFileSync(join(folder, "plugins", `pulumi-resource-${name}`), text, { mode: 0o755 });
  }
  const cwd = join(folder, "project");
  const main = join(root, "bench", "programs", program, "index.js");
  writeFileSync(
    join(cwd, "Pulumi.yaml"),
    `name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: ${main}\n`,
  );
  const full = {
    ...Object.fromEntries(Object.entries(engineEnv).filter(([name]) => !notForTheBench.test(name))),
    PATH: [join(folder, "plugins"), engineEnv.PATH].join(delimiter),
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    PULUMI_HOME: join(folder, "pulumi"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_STACK: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...env,
  };
  /** @param {string[]} args @returns {Promise<Timed>} */
  const pulumi = (...args) => timed(["--non-interactive", "--color", "never", ...args], cwd, full);
  await pulumi("stack", "init", "bench");
  const plainly = ["--yes", "--skip-preview", "--suppress-progress", "--suppress-outputs"];
  return {
    up: () => pulumi("up", ...plainly),
    refresh: () => pulumi("refresh", ...plainly),
    /** Bytes of the checkpoint that the engine keeps of this stack. */
    stateBytes: () => statSync(checkpoint(folder)).size,
    checkpoint: () => checkpoint(folder),
    close,
  };
}

/** @param {string} folder */
function checkpoint(folder) {
  const stacks = join(folder, "state", ".pulumi", "stacks", "bench");
  const name = readdirSync(stacks).find((file) => file === "bench.json");
  if (name === undefined) throw new Error("the engine has left no checkpoint");
  return join(stacks, name);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Timed>}
 */
function timed(args, cwd, env) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn("pulumi", args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const forget = beforeExit(() => killTree(child.pid));
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => {
      const wallMs = performance.now() - started;
      forget();
      if (code === 0) resolve({ wallMs, output });
      else reject(new Error(`pulumi ${args.join(" ")} ended with code ${code}:\n${output.slice(-4_000)}`));
    });
  });
}
