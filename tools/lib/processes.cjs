// Which processes run in a folder of ours, and how they are ended: by their ids, never by a name.
const { execFileSync } = require("node:child_process");
const { readdirSync, readFileSync } = require("node:fs");

/** @param {number} pid @param {string} file @returns {string} empty when the process is gone or not ours */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** @param {number} pid */
function kill(pid) {
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
 * @param {RegExp} [commandLine] which of them; all where it is not given
 * @returns {number[]}
 */
function processesOf(folder, commandLine = /^/) {
  if (process.platform === "win32") return [];
  if (process.platform === "linux") {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => {
      const command = readProcess(pid, "cmdline");
      const isOurs = command.includes(folder) || readProcess(pid, "environ").includes(folder);
      return pid !== process.pid && isOurs && commandLine.test(command);
    });
  }
  return execFileSync("ps", ["-A", "-o", "pid=,command="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder) && commandLine.test(line))
    .map((line) => Number(line.trim().split(" ")[0]));
}

module.exports = { kill, processesOf };
