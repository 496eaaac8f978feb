// Whether this machine can run Python programs: one for Node alone has no Python, and nothing here can bring it one.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const hasPython = spawnSync("python3", ["-m", "venv", "--help"]).status === 0;

const tool = join(__dirname, "../../../tools/python.mjs");

/** Whether a Python program runs here without minutes of preparation; where it does not, a line says how to prepare it. */
export function isPythonPrepared(what: string): boolean {
  if (hasPython && spawnSync(process.execPath, [tool, "--is-prepared"]).status === 0) return true;
  const how = hasPython ? "`node tools/python.mjs` prepares Python, once, in minutes" : "there is no python3 with venv";
  process.stderr.write(`SKIPPED ${what}: ${how}\n`);
  return false;
}
