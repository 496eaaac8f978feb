// Finding programs on PATH.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** @param {string} name */
export function executable(name) {
  return process.platform === "win32" ? `${name}.exe` : name;
}

/** @param {string} name @param {NodeJS.ProcessEnv} env @returns {string | undefined} */
export function findProgram(name, env) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, executable(name))).find((path) => existsSync(path));
}
