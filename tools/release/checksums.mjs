// The checksums of a release, through the hands that it passes: `write` beside what a machine has made, `join` what several machines
// have made into one release with all its platforms, and `verify` before anything is published. Needs Node alone, no dependency.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { say } from "../lib/console.mjs";
import { archiveName, released } from "./platforms.mjs";

const list = "SHA256SUMS";

/** @param {string} file */
export const sha256 = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** @param {string} folder */
const filesOf = (folder) =>
  readdirSync(folder)
    .filter((name) => name !== list)
    .sort();

/** Writes the list of a folder, in the form that `sha256sum --check` reads. @param {string} folder */
export function write(folder) {
  const names = filesOf(folder);
  writeFileSync(join(folder, list), names.map((name) => `${sha256(join(folder, name))}  ${name}\n`).join(""));
  return `${list} of ${names.length} files`;
}

/**
 * Holds a folder against its list: the same files, and each to the byte.
 *
 * @param {string} folder
 * @param {string} [sum] what the list itself must be, as a job before has said it
 */
export function verify(folder, sum) {
  if (sum !== undefined && sha256(join(folder, list)) !== sum) throw new Error(`${list} is not the one that was built`);
  const lines = readFileSync(join(folder, list), "utf8").split("\n").filter(Boolean);
  const listed = new Map(lines.map((line) => /** @type {[string, string]} */ ([line.slice(66), line.slice(0, 64)])));
  const there = filesOf(folder);
  const wrong = [
    ...[...listed.keys()].filter((name) => !there.includes(name)).map((name) => `${name} is not there`),
    ...there.filter((name) => !listed.has(name)).map((name) => `${name} is in no list`),
    ...there.filter((name) => listed.has(name) && listed.get(name) !== sha256(join(folder, name))).map(changed),
  ];
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  return `${listed.size} files are what was built`;
}

/** @param {string} name */
const changed = (name) => `the checksum of ${name} is wrong`;

/**
 * One release from what each machine has made in a folder of its own.
 *
 * @param {string} parts
 * @param {string} out
 * @param {string} version
 */
export function joinParts(parts, out, version) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const part of readdirSync(parts).sort()) {
    verify(join(parts, part));
    for (const name of filesOf(join(parts, part))) {
      if (filesOf(out).includes(name)) throw new Error(`${name} was made twice`);
      copyFileSync(join(parts, part, name), join(out, name));
    }
  }
  const archives = released.map((platform) => archiveName(version, platform));
  const needed = [`pulumi-alicloud-mms-${version}.tgz`, "release-notes.md", "sbom.cdx.json", ...archives];
  const missing = needed.filter((name) => !filesOf(out).includes(name));
  if (missing.length > 0) throw new Error(`not made: ${missing.join(", ")}`);
  return write(out);
}

const usage =
  "usage: node tools/release/checksums.mjs write <folder> | join <parts> <folder> | verify <folder> [<sum of the list>]";

/** @param {string[]} args */
function command([verb, first, second]) {
  if (verb === "write" && first) return write(resolve(first));
  if (verb === "verify" && first) return verify(resolve(first), second);
  if (verb !== "join" || !first || !second) throw new Error(usage);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const outcome = joinParts(resolve(first), resolve(second), version);
  // The one answer on stdout: what a later job holds the list against.
  process.stdout.write(`${sha256(join(resolve(second), list))}\n`);
  return outcome;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    say(command(process.argv.slice(2)));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
