// Where numbers come from: versions and the size of the machine; no names of hosts or folders.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

import { root } from "../../tools/setup.mjs";

/** @param {string} path */
const versionIn = (path) => JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")).version;

function commit() {
  try {
    const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
    return git("rev-parse", "--short=10", "HEAD") + (git("status", "--porcelain", "provider", "emulator") ? "+" : "");
  } catch {
    return "unknown";
  }
}

/** @param {{ version: string, source: string }} engine */
export const machineOf = (engine) => ({
  versions: {
    package: versionIn("."),
    commit: commit(),
    node: process.version,
    engine: engine.version,
    engineFrom: engine.source,
    pulumiSdk: versionIn("node_modules/@pulumi/pulumi"),
    alibabaSdk: versionIn("node_modules/@alicloud/openapi-client"),
  },
  machine: {
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    /** Above the number of cores others were at work too, and times are longer for every contestant. */
    loadAtStart: Number(loadavg()[0]?.toFixed(1)),
  },
});
