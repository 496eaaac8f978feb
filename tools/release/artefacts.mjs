// What a release consists of, made into a folder as the release makes it, and nothing of it published.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../lib/run.mjs";
import { root } from "../setup.mjs";
import { sha256, write } from "./checksums.mjs";
import { releaseNotes } from "./versions.mjs";

/** How the outcome of a step begins that could not be run here. */
export const notRun = "NOT RUN";

/** Findings of `npm audit` that were judged, by the advisory's address, with the reason why they may stay. */
const judged = JSON.parse(readFileSync(new URL("audit.json", import.meta.url), "utf8"));

/** @param {string} cwd @param {...string} args */
async function npm(cwd, ...args) {
  const { code, stdout, stderr } = await run("npm", [...args, "--loglevel=error"], { cwd });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with ${code}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

/** @param {string} out @returns {Promise<string>} the path of the tarball */
async function packInto(out) {
  const [{ filename }] = JSON.parse(await npm(root, "pack", "--json", "--pack-destination", out));
  return join(out, filename);
}

/** @param {string} out */
async function pack(out) {
  const tarball = await packInto(out);
  const again = mkdtempSync(join(tmpdir(), "mms-pack-"));
  const same = sha256(await packInto(again)) === sha256(tarball);
  rmSync(again, { recursive: true });
  if (!same) throw new Error("packed twice, the tarball differs: nobody could compare it with the sources");
  return `${tarball}, the same when packed again`;
}

/** What users install: the tarball and its dependencies, and nothing of the checkout. @param {string} out */
async function installed(out) {
  const folder = mkdtempSync(join(tmpdir(), "mms-release-"));
  const tarball = readdirSync(out).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", version: "1.0.0", private: true }));
  await npm(folder, "install", "--no-audit", "--no-fund", "--prefer-offline", join(out, String(tarball)));
  return folder;
}

/** @param {string} out */
async function sbom(out) {
  const folder = await installed(out);
  const text = await npm(folder, "sbom", "--sbom-format", "cyclonedx");
  rmSync(folder, { recursive: true });
  writeFileSync(join(out, "sbom.cdx.json"), text);
  return `sbom.cdx.json with ${JSON.parse(text).components.length} components`;
}

/** @param {string} out */
async function audit(out) {
  const folder = await installed(out);
  const { stdout, stderr } = await run("npm", ["audit", "--json"], { cwd: folder });
  rmSync(folder, { recursive: true });
  const report = /^\s*\{/.test(stdout) ? JSON.parse(stdout) : {};
  if (report.vulnerabilities === undefined) return `${notRun}: the registry has no advisories here (${reason(stderr)})`;
  const found = Object.values(report.vulnerabilities).flatMap(({ via }) =>
    via.filter((/** @type {unknown} */ one) => typeof one === "object"),
  );
  const unjudged = found.filter(({ url }) => judged[url] === undefined);
  if (unjudged.length > 0) throw new Error(unjudged.map(({ url, title }) => `${title}: ${url}`).join("; "));
  return `${found.length} findings, each explained in tools/release/audit.json`;
}

/** @param {string} stderr */
const reason = (stderr) => /\b\d{3} [A-Z][\w ]*\w/.exec(stderr)?.[0] ?? "no connection";

/** @param {string} out */
async function publish(out) {
  const tarball = readdirSync(out).find((name) => name.endsWith(".tgz"));
  await npm(root, "publish", join(out, String(tarball)), "--dry-run");
  return "npm publish --dry-run takes it; provenance is written where it is published";
}

/** @param {string} out */
async function archives(out) {
  const tool = join(root, "tools", "release", "plugin-archive.mjs");
  const { code, stderr } = await run(process.execPath, [tool, "--out", out], { cwd: root });
  if (code !== 0) throw new Error(stderr.trim());
  return readdirSync(out)
    .filter((name) => name.endsWith(".tar.gz"))
    .join(", ");
}

async function sdks() {
  const { code, stdout, stderr } = await run(process.execPath, [join(root, "tools", "sdk.mjs")], { cwd: root });
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
  return "sdk/ is generated and compiled";
}

/** @param {string} out @param {{ final: boolean }} how */
async function notes(out, how) {
  const text = releaseNotes(root, how);
  if (text === undefined) throw new Error("CHANGELOG.md has no part for this version");
  writeFileSync(join(out, "release-notes.md"), text);
  return "release-notes.md, from CHANGELOG.md";
}

/** Last, over all that is there. @param {string} out */
const checksums = async (out) => write(out);

/** Every step in its order; each returns what came of it. */
export const artefacts = { pack, notes, sbom, audit, "plugin archives": archives, sdks, publish, checksums };

/** An empty folder for them. @param {string} out */
export function emptied(out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
}
