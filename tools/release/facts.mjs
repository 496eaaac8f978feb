// What must hold of the checkout before anything is built for a release. Reads files alone; each check returns what is wrong.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { root } from "../setup.mjs";

const text = (/** @type {string[]} */ ...path) => readFileSync(join(root, ...path), "utf8");
const json = (/** @type {string} */ path) => JSON.parse(text(path));

/** Licences that may be passed on with an Apache-2.0 package. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "(BSD-3-Clause AND Apache-2.0)",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "Unlicense",
]);

/**
 * The part of a changelog under a heading.
 *
 * @param {string} changelog
 * @param {string} heading
 */
export function sectionOf(changelog, heading) {
  const parts = changelog.split(/^## /m);
  return parts.find((part) => part.split("\n", 1)[0]?.split(" ")[0] === heading);
}

/** What a release of this version says of itself. */
export function releaseNotes() {
  const changelog = text("CHANGELOG.md");
  return sectionOf(changelog, json("package.json").version) ?? sectionOf(changelog, "Unreleased");
}

function versions() {
  const { version } = json("package.json");
  const others = {
    "package-lock.json": json("package-lock.json").version,
    "plugin/package.json": json("plugin/package.json").dependencies["pulumi-alicloud-mms"],
  };
  const wrong = Object.entries(others).filter(([, other]) => other !== version);
  return wrong.map(([file, other]) => `${file} has version ${other}, package.json ${version}`);
}

function changelog() {
  const lines = text("CHANGELOG.md").split("\n");
  // A formatter makes quotations and escapes of the marks that a merge leaves.
  const marks = lines.filter((line) => /^\s*(<{7}|>{7}|\\?={7})|^(> ){3,}/.test(line));
  const notes = releaseNotes();
  return [
    ...marks.map((line) => `CHANGELOG.md has a mark of a merge: ${line.trim()}`),
    ...(notes === undefined ? ["CHANGELOG.md has no part for this version, and none that is unreleased"] : []),
  ];
}

function manifest() {
  const { publishConfig = {}, license, repository, homepage, bugs, files = [] } = json("package.json");
  return [
    publishConfig.provenance === true ? [] : ["package.json: publishConfig.provenance is not true"],
    publishConfig.access === "public" ? [] : ["package.json: publishConfig.access is not public"],
    license === "Apache-2.0" && files.includes("LICENSE") ? [] : ["package.json: the licence is not in the tarball"],
    [repository, homepage, bugs].every(Boolean) ? [] : ["package.json does not say where the package comes from"],
  ].flat();
}

/** Places that are still made up; a rehearsal names them, and a release may not have them. */
export function placeholders() {
  const { homepage, bugs, repository } = json("package.json");
  return Object.entries({ homepage, bugs, repository: repository.url })
    .filter(([, place]) => /\bexample\.com\b/.test(place))
    .map(([field, place]) => `package.json: ${field} is the placeholder ${place}`);
}

/** @typedef {{ license?: string, dependencies?: Record<string, string> }} Locked */

/**
 * Where a package finds another one that it needs, as Node does.
 *
 * @param {Record<string, Locked>} locked
 * @param {string} from
 * @param {string} name
 */
function placeOf(locked, from, name) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, "")) {
    const place = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (locked[place] !== undefined || folder === "") return place;
  }
}

/** What is installed with the package: its dependencies and theirs. @returns {[string, Locked][]} */
function ofUsers() {
  /** @type {Record<string, Locked>} */
  const locked = json("package-lock.json").packages;
  const found = new Set([""]);
  for (const from of found)
    for (const name of Object.keys(locked[from]?.dependencies ?? {})) found.add(placeOf(locked, from, name));
  return [...found].filter((path) => path !== "").map((path) => [path, locked[path] ?? {}]);
}

function licences() {
  const wrong = ofUsers().filter(([, { license = "none" }]) => !allowed.has(license));
  const notices = join(root, "dist", "cli", "page", "LICENCES.txt");
  return [
    ...wrong.map(([path, { license }]) => `${path} has the licence ${license}, which no rule of ours allows`),
    ...(existsSync(notices) ? [] : ["dist/cli/page/LICENCES.txt is not there: run npm run build"]),
  ];
}

function workflows() {
  const folder = join(root, ".github", "workflows");
  return readdirSync(folder).flatMap((name) => {
    const file = `.github/workflows/${name}`;
    const { jobs, permissions } = parse(text(file));
    const steps = Object.values(jobs).flatMap(({ steps = [] }) => steps);
    const loose = steps.filter(({ uses }) => uses !== undefined && !/@[0-9a-f]{40}$/.test(uses));
    return [
      ...loose.map(({ uses }) => `${file}: ${uses} is not pinned by its commit`),
      ...(permissions?.contents === "read" ? [] : [`${file}: permissions are not read-only to begin with`]),
    ];
  });
}

/** Every check, by what it is about. */
export const facts = { versions, changelog, manifest, licences, workflows };
