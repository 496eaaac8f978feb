// Which processes a program has started, and how they are ended: by their ids, never by a name.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** @returns {Array<{ pid: number, parent: number }>} every process of this machine that we may see */
function everyProcess() {
  if (process.platform !== "linux") {
    const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
    return table
      .trim()
      .split("\n")
      .map((line) => {
        const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
        return { pid, parent };
      });
  }
  return processFolders().map((pid) => {
    // The second field is the program's name in brackets, and may hold anything; the parent is the second one after it.
    const [, parent = "0"] = (readProcess(pid, "stat").split(") ").at(-1) ?? "").split(" ");
    return { pid, parent: Number(parent) };
  });
}

const processFolders = () =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** @param {number} pid @param {string} file @returns {string} empty when the process is gone or not ours */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/**
 * @param {number} pid
 * @param {Array<{ pid: number, parent: number }>} all
 * @returns {number[]} the process and all it has started, children first
 */
function tree(pid, all) {
  return [...all.filter(({ parent }) => parent === pid).flatMap((child) => tree(child.pid, all)), pid];
}

/**
 * Ends a process and all it has started.
 *
 * @param {number | undefined} pid
 */
export function killTree(pid) {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    execFileSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  tree(pid, everyProcess()).forEach(kill);
}

/** @param {number} pid */
export function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * The processes whose environment or command line names a folder; where only the latter can be seen, that alone.
 *
 * @param {string} folder
 * @returns {number[]}
 */
export function processesOf(folder) {
  if (process.platform === "win32") return [];
  if (process.platform === "linux") {
    return processFolders().filter(
      (pid) => pid !== process.pid && ["environ", "cmdline"].some((file) => readProcess(pid, file).includes(folder)),
    );
  }
  return execFileSync("ps", ["-A", "-o", "pid=,command="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder))
    .map((line) => Number(line.trim().split(" ")[0]));
}

// As a program: ends every process of the folder it is given.
if (process.argv[1] && process.argv[2] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  processesOf(process.argv[2]).forEach(kill);
}
