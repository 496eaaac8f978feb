// Publishes what lies in a folder, byte for byte, to npm or as a release on GitHub. Each can be repeated: what is there already and is
// the same is left alone, what is there and differs ends it. Needs Node, npm and gh, no dependency: nothing is installed where rights are.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { say } from "../lib/console.mjs";
import { run } from "../lib/run.mjs";
import { sha256, verify } from "./checksums.mjs";

const usage = "usage: node tools/release/publish.mjs npm | github <folder> [<sum of its list of checksums>]";

/** The first npm that signs in by the workflow's own identity ("trusted publishing"), without a token. */
const oldestNpm = [11, 5, 1];

const { name, version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const tag = `v${version}`;

/** @param {string} program @param {string[]} args */
const outcomeOf = (program, args) => run(program, args, { env: process.env });

/** @param {string} program @param {string[]} args @returns {Promise<string>} */
async function must(program, ...args) {
  const { code, stdout, stderr } = await outcomeOf(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${stderr.trim() || stdout.trim()}`);
  return stdout.trim();
}

/** What the registry has of this version; `undefined` where it has none. @returns {Promise<string | undefined>} */
async function served() {
  const { code, stdout, stderr } = await outcomeOf("npm", ["view", `${name}@${version}`, "dist.integrity", "--json"]);
  if (code !== 0 && !/\bE404\b/.test(stdout + stderr)) throw new Error(`npm view ended with ${code}: ${stderr.trim()}`);
  // It says nothing where there is the package and not the version.
  return code !== 0 || stdout.trim() === "" ? undefined : JSON.parse(stdout);
}

/** @param {string} given */
function isOldNpm(given) {
  const parts = given.split(".").map((part) => Number.parseInt(part, 10));
  const different = oldestNpm.findIndex((part, index) => part !== parts[index]);
  return different >= 0 && Number(parts[different]) < Number(oldestNpm[different]);
}

/** @param {string} folder */
async function toNpm(folder) {
  const tarball = join(folder, `${name}-${version}.tgz`);
  const ours = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  const theirs = await served();
  if (theirs === ours) return `${name}@${version} is there already, and is this tarball`;
  if (theirs !== undefined)
    throw new Error(
      `${name}@${version} is there already, and is another tarball (${theirs}; this one is ${ours}). ` +
        "Re-run the failed jobs of the run that published it, or release a new version: a published one cannot be replaced.",
    );
  const npm = await must("npm", "--version");
  if (isOldNpm(npm))
    throw new Error(`npm ${npm} cannot publish without a token; ${oldestNpm.join(".")} is the first that can`);
  // Who asks for no version gets the newest that is finished.
  await must("npm", "publish", tarball, "--access", "public", "--tag", version.includes("-") ? "next" : "latest");
  return `${name}@${version} is published`;
}

/** @returns {Promise<{ isDraft: boolean, assets: { name: string }[] } | undefined>} */
async function releaseThere() {
  const { code, stdout, stderr } = await outcomeOf("gh", ["release", "view", tag, "--json", "isDraft,assets"]);
  if (code === 0) return JSON.parse(stdout);
  if (/release not found/i.test(stderr)) return undefined;
  throw new Error(`gh release view ended with ${code}: ${stderr.trim()}`);
}

/** Whether a file of the release is ours; one whose upload broke off cannot be read. @param {string} file @param {string} asset */
async function isSame(file, asset) {
  const folder = mkdtempSync(join(tmpdir(), "mms-asset-"));
  try {
    const { code } = await outcomeOf("gh", ["release", "download", tag, "--pattern", asset, "--dir", folder]);
    return code === 0 && sha256(join(folder, asset)) === sha256(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A draft until all its files are there, so that nobody sees half a release. @param {string} folder */
async function toGitHub(folder) {
  const before = await releaseThere();
  const notes = join(folder, "release-notes.md");
  const kind = version.includes("-") ? ["--prerelease"] : [];
  if (before === undefined)
    await must(
      "gh",
      "release",
      "create",
      tag,
      "--draft",
      "--verify-tag",
      "--title",
      tag,
      "--notes-file",
      notes,
      ...kind,
    );
  const { isDraft = true, assets = [] } = before ?? {};
  for (const asset of readdirSync(folder).sort()) {
    const file = join(folder, asset);
    const isThere = assets.some((one) => one.name === asset);
    if (isThere && (await isSame(file, asset))) continue;
    if (isThere && !isDraft)
      throw new Error(
        `the release ${tag} is published with another ${asset}, or one that cannot be read; nothing that somebody may have is replaced`,
      );
    await must("gh", "release", "upload", tag, file, ...(isThere ? ["--clobber"] : []));
    say(`${asset} is uploaded`);
  }
  if (!isDraft) return `the release ${tag} was published before, and has these files`;
  await must("gh", "release", "edit", tag, "--draft=false");
  return `the release ${tag} is published`;
}

async function main() {
  const [to = "", given, sum] = process.argv.slice(2);
  const publish = { npm: toNpm, github: toGitHub }[to];
  if (publish === undefined || given === undefined) throw new Error(usage);
  const folder = resolve(given);
  say(verify(folder, sum));
  say(await publish(folder));
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
