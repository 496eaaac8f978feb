// Where numbers come from: versions and the size of the machine; no names of hosts or folders.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

import { root } from "../../tools/setup.mjs";

/** @param {string} path */
const versionIn = (path) => JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")).version;

/** Git's name for the contents of provider/, which stays when commits are rewritten. */
function measuredTree() {
  try {
    const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
    const isChanged = git("status", "--porcelain", "provider") !== "";
    return git("rev-parse", "--short=10", "HEAD:provider") + (isChanged ? ", changed" : "");
  } catch {
    return "unknown";
  }
}

/** @param {{ version: string, source: string }} engine */
export const machineOf = (engine) => ({
  versions: {
    package: versionIn("."),
    providerTree: measuredTree(),
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
