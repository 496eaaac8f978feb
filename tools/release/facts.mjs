// What must hold of the checkout before anything is built for a release. Reads files alone; each check returns what is wrong.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { root } from "../setup.mjs";
import { wrongChangelog, wrongVersions } from "./versions.mjs";

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

function manifest() {
  const { publishConfig = {}, license, repository, homepage, bugs, files = [] } = json("package.json");
  return [
    publishConfig.provenance === true ? [] : ["package.json: publishConfig.provenance is not true"],
    publishConfig.access === "public" ? [] : ["package.json: publishConfig.access is not public"],
    license === "Apache-2.0" && files.includes("LICENSE") ? [] : ["package.json: the licence is not in the tarball"],
    [repository, homepage, bugs].every(Boolean) ? [] : ["package.json does not say where the package comes from"],
  ].flat();
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

/** What a job may run where it can publish: nothing that installs or builds, so that no dependency is near the rights. */
const publishing = /^node tools\/release\/publish\.mjs (?:npm|github) release "\$SUM"$/;

/** @typedef {{ uses?: string, run?: string }} Step */
/** @typedef {{ steps?: Step[], permissions?: Record<string, string> }} Job */

/**
 * What is wrong with a workflow's rights.
 *
 * @param {string} file
 * @param {string} yaml
 */
export function wrongWorkflow(file, yaml) {
  /** @type {{ jobs: Record<string, Job>, permissions?: Record<string, string> }} */
  const { jobs, permissions } = parse(yaml);
  const wrong = Object.entries(jobs).flatMap(([name, { steps = [], permissions: own = {} }]) => {
    const rights = Object.keys(own).filter((right) => own[right] === "write");
    const loose = steps.filter(({ uses }) => uses !== undefined && !/@[0-9a-f]{40}$/.test(uses));
    const more = steps.filter(({ run }) => rights.length > 0 && run !== undefined && !publishing.test(run.trim()));
    return [
      ...loose.map(({ uses }) => `${uses} is not pinned by its commit`),
      ...more.map(({ run }) => `the job ${name} may write, and runs more than what publishes: ${run}`),
      ...(rights.length > 1 ? [`the job ${name} has several rights: ${rights.join(", ")}`] : []),
    ];
  });
  const isReadOnly = permissions?.contents === "read" && Object.keys(permissions).length === 1;
  return [...wrong, ...(isReadOnly ? [] : ["permissions are not read-only to begin with"])].map(
    (one) => `${file}: ${one}`,
  );
}

function workflows() {
  const folder = join(root, ".github", "workflows");
  return readdirSync(folder).flatMap((name) =>
    wrongWorkflow(`.github/workflows/${name}`, text(".github", "workflows", name)),
  );
}

/** Every check, by what it is about. */
export const facts = {
  versions: () => wrongVersions(root),
  changelog: () => wrongChangelog(root),
  manifest,
  licences,
  workflows,
};
