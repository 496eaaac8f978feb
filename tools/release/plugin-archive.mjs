// `npm run plugin:archive`: the native plugin as one executable for this machine's platform, with Node in it, in the archive that
// `pulumi plugin install` and a release page take.
import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { beforeExit } from "../lib/cleanup.mjs";
import { say } from "../lib/console.mjs";
import { licencesIn } from "../lib/licences.mjs";
import { run } from "../lib/run.mjs";
import { root, setUp } from "../setup.mjs";
import { archiveName, platformName, programName } from "./platforms.mjs";
import { bundlePlugin } from "./plugin-bundle.mjs";

const help = `Makes pulumi-resource-alicloud-mms-v<version>-<os>-<arch>.tar.gz for this platform: the native plugin as one executable.

usage: npm run plugin:archive -- [--out <folder>]

  --out   where the archive goes; default .

It needs no Node where it is installed:
  pulumi plugin install resource alicloud-mms <version> --file <archive>
`;

const isMac = process.platform === "darwin";
const program = programName(process.platform);

const startWithinMilliseconds = 60_000;

/** It has no types of its own, and as required it needs none. */
const postject = createRequire(import.meta.url)("postject");

/** By this mark Node finds the script that is put into a copy of it: it is in every build of Node. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** @param {string} command @param {string[]} args @param {string} [cwd] */
async function must(command, args, cwd = root) {
  const { code, stdout, stderr } = await run(command, args, { cwd, env: process.env });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${(stdout + stderr).trim()}`);
}

/** @param {string} folder where the executable goes, and what it is made from */
async function makeExecutable(folder) {
  const [script, blob, executable] = ["plugin.js", "plugin.blob", program].map((name) => join(folder, name));
  const metafile = await bundlePlugin(/** @type {string} */ (script));
  writeFileSync(join(folder, "LICENCES.txt"), await licencesIn(metafile));
  const config = { main: script, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true };
  writeFileSync(join(folder, "sea.json"), JSON.stringify(config));
  await must(process.execPath, ["--experimental-sea-config", join(folder, "sea.json")]);
  copyFileSync(process.execPath, /** @type {string} */ (executable));
  chmodSync(/** @type {string} */ (executable), 0o755);
  if (isMac) await must("codesign", ["--remove-signature", program], folder);
  const how = { sentinelFuse: fuse, ...(isMac ? { machoSegmentName: "NODE_SEA" } : {}) };
  await postject.inject(executable, "NODE_SEA_BLOB", readFileSync(/** @type {string} */ (blob)), how);
  if (isMac) await must("codesign", ["--sign", "-", program], folder);
}

/**
 * A plugin says its port as its first line. On a platform where no test runs, this is what shows that its executable runs.
 *
 * @param {string} executable
 */
async function mustStart(executable) {
  const child = spawn(executable, [], { stdio: ["ignore", "pipe", "pipe"] });
  const forget = beforeExit(() => child.kill());
  const ended = new Promise((done) => child.on("close", done).on("error", done));
  let [said, complaint] = ["", ""];
  child.stderr.on("data", (text) => (complaint += text));
  child.on("error", (error) => (complaint += error.message));
  const spoke = new Promise((done) => child.stdout.on("data", (text) => (said += text).includes("\n") && done(true)));
  const late = setTimeout(() => child.kill(), startWithinMilliseconds);
  await Promise.race([spoke, ended]);
  clearTimeout(late);
  child.kill();
  // Windows removes no file of a program that still runs.
  await ended;
  forget();
  if (!/^\d+\r?\n/.test(said))
    throw new Error(`${program} does not start: ${(complaint || said).trim() || "it says no port"}`);
}

async function main() {
  const { values } = parseArgs({ options: { out: { type: "string", default: "." }, help: { type: "boolean" } } });
  if (values.help) return void process.stdout.write(help);
  await setUp();
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "mms-archive-"));
  const forget = beforeExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    await makeExecutable(folder);
    const { packageVersion } = (await import("../../dist/provider/version.js")).default;
    await mustStart(join(folder, program));
    const name = archiveName(packageVersion, platformName(process.platform, process.arch));
    const archive = join(out, name);
    copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
    // By its name alone: some programs called tar take what stands before the colon of a Windows path for a machine.
    await must("tar", ["-czf", name, program, "LICENSE", "LICENCES.txt"], folder);
    copyFileSync(join(folder, name), archive);
    say(`${(statSync(archive).size / 1e6).toFixed(1)} MB`);
    process.stdout.write(`${archive}\n`);
  } finally {
    forget();
  }
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
