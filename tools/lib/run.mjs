// Starts a program and waits for it; the program does not outlive us.
import { execFileSync, spawn } from "node:child_process";

import { beforeExit } from "./cleanup.mjs";

/** Windows ends a process alone, and leaves what it has started. @param {import("node:child_process").ChildProcess} child */
function end(child) {
  if (process.platform !== "win32") child.kill();
  else if (child.pid !== undefined && child.exitCode === null)
    execFileSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] is given each line of stderr as it comes
 */

/**
 * Runs a program to its end and returns its exit code and what it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const forget = beforeExit(() => end(child));
    let stdout = "";
    let stderr = "";
    let unfinished = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      if (onLine) lines.forEach(onLine);
    });
    child.on("error", (error) => {
      forget();
      reject(error);
    });
    child.on("close", (code) => {
      forget();
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/**
 * Runs a program that talks to the user itself.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdout?: "inherit" | "stderr" | "ignore" }} [options]
 * @returns {Promise<number>} its exit code
 */
export function runVisibly(command, args, { cwd, env, stdout = "inherit" } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["inherit", stdout === "stderr" ? 2 : stdout, "inherit"] });
    const forget = beforeExit(() => end(child));
    child.on("error", reject);
    child.on("close", (code) => {
      forget();
      resolve(code ?? 1);
    });
  });
}
