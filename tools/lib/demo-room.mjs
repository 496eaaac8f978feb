// The demo's private room: a temporary home, a file backend, and Pulumi projects in it whose programs are the examples.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeExit } from "./cleanup.mjs";
import { kill, killTree, processesOf } from "./processes.mjs";

/** Variables through which the user's own accounts, stacks and settings would come in. */
const notForTheDemo = /^(ALIBABA_CLOUD_|ALICLOUD_|ALIYUN_|PULUMI_)/;

/**
 * @typedef {object} Project
 * @property {(...args: string[]) => Promise<number>} show runs pulumi before the user's eyes and returns its exit code
 * @property {(...args: string[]) => Promise<number>} tool runs a script of Node before the user's eyes and returns its exit code
 * @property {(...args: string[]) => Promise<string>} ask runs pulumi unseen and returns what it prints
 */

/**
 * @param {NodeJS.ProcessEnv} engineEnv
 * @param {NodeJS.ProcessEnv} serviceEnv
 */
export function openRoom(engineEnv, serviceEnv) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-demo-")));
  const close = beforeExit(() => {
    processesOf(folder).forEach(kill);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const place = (/** @type {string} */ name) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const env = {
    ...Object.fromEntries(Object.entries(engineEnv).filter(([name]) => !notForTheDemo.test(name))),
    HOME: place("home"),
    TMPDIR: place("tmp"),
    PULUMI_HOME: place("pulumi"),
    PULUMI_BACKEND_URL: `file://${place("state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...serviceEnv,
  };
  return {
    folder,
    close,
    leftovers: () => processesOf(folder),
    /** @param {string} name @param {{ settings: string, folder?: string }} program @returns {Project} */
    project: (name, { settings, folder: main }) => {
      const cwd = place(name);
      // Pulumi writes stack settings beside Pulumi.yaml, which must not happen in the checkout.
      const own = readFileSync(settings, "utf8").replace(/^main:.*\n/m, "");
      writeFileSync(join(cwd, "Pulumi.yaml"), `${own.trimEnd()}\n${main ? `main: ${main}\n` : ""}`);
      return {
        show: async (...args) => (await run("pulumi", args, cwd, env, true)).code,
        ask: async (...args) => {
          const { code, stdout, stderr } = await run("pulumi", args, cwd, env, false);
          if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with code ${code}: ${stderr.trim()}`);
          return stdout;
        },
        tool: async (...args) => (await run(process.execPath, args, cwd, env, true)).code,
      };
    },
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} visible
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
function run(command, args, cwd, env, visible) {
  return new Promise((resolve, reject) => {
    const output = visible ? "inherit" : "pipe";
    const child = spawn(command, args, { cwd, env, stdio: ["inherit", output, output] });
    const forget = beforeExit(() => killTree(child.pid));
    let stdout = "";
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.stdout?.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.on("error", reject);
    child.on("close", (code) => {
      forget();
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}
