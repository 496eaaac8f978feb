// The four places a Pulumi engine can come from. Each returns the engine or, in a sentence, why it has none.
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { beforeExit } from "../lib/cleanup.mjs";
import { engineFacts } from "./facts.mjs";
import { buildEngine } from "./build.mjs";
import { downloadEngine } from "./download.mjs";
import { takeLock } from "../lib/lock.mjs";
import { executable, findProgram } from "../lib/programs.mjs";
import { run } from "../lib/run.mjs";

/**
 * @typedef {{ dir: string, version: string, detail: string }} Found
 * @typedef {{ missing: string }} Missing
 * @typedef {object} Search
 * @property {NodeJS.ProcessEnv} env
 * @property {(line: string) => void} say
 * @property {number} startedAt
 * @property {boolean} forced download or build again even if the cache has one
 */

/** @type {Record<string, (search: Search) => Promise<Found | Missing>>} */
export const engineSources = {
  path: fromPath,
  cache: async ({ env }) => fromCache(cachePlace(env)),
  download: (search) => make(search, "downloaded", (dir) => downloadEngine(dir, search)),
  build: (search) => make(search, "built from Go modules", (dir) => buildEngine(dir, search)),
};

/** @param {Search} search @returns {Promise<Found | Missing>} */
async function fromPath({ env }) {
  const pulumi = findProgram("pulumi", env);
  if (pulumi === undefined) return { missing: "there is no pulumi on PATH" };
  const host = findProgram("pulumi-language-nodejs", env);
  const beside = join(dirname(realpathSync(pulumi)), executable("pulumi-language-nodejs"));
  if (host === undefined && !existsSync(beside)) {
    return { missing: `${pulumi} has no pulumi-language-nodejs, neither beside it nor on PATH` };
  }
  const version = await versionOf(pulumi, env);
  if (version === undefined) return { missing: `${pulumi} does not tell its version` };
  if (isOlder(version, engineFacts.oldest)) {
    return { missing: `${pulumi} is ${version}, and ${engineFacts.oldest} is the oldest that will do` };
  }
  return { dir: dirname(pulumi), version, detail: pulumi };
}

/** @param {string} place @returns {Promise<Found | Missing>} */
async function fromCache(place) {
  const made = readManifest(place);
  if (made === undefined) return { missing: `nothing in ${place}` };
  const version = await versionOf(join(place, executable("pulumi")), process.env);
  if (version !== engineFacts.version || !existsSync(join(place, executable("pulumi-language-nodejs")))) {
    return { missing: `what lies in ${place} does not run` };
  }
  return { dir: place, version, detail: `${made.how} on ${made.madeAt.slice(0, 10)}, kept in ${place}` };
}

/**
 * Makes an engine in a temporary folder beside its place in the cache and moves it there when it is whole. Of several
 * callers one does the work, the others wait for it.
 *
 * @param {Search} search
 * @param {string} how
 * @param {(dir: string) => Promise<Missing | undefined>} fill puts the programs into the folder
 * @returns {Promise<Found | Missing>}
 */
async function make(search, how, fill) {
  const place = cachePlace(search.env);
  mkdirSync(dirname(place), { recursive: true });
  const unlock = await takeLock(`${place}.lock`, (holder) =>
    search.say(`  waiting for process ${holder}, which is making the same engine`),
  );
  const draft = `${place}.draft`;
  const dropDraft = beforeExit(() => rmSync(draft, { recursive: true, force: true }));
  try {
    const made = readManifest(place);
    if (made && (!search.forced || Date.parse(made.madeAt) >= search.startedAt)) {
      const found = await fromCache(place);
      if ("dir" in found) return found;
    }
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    const failure = await fill(draft);
    if (failure) return failure;
    const version = await versionOf(join(draft, executable("pulumi")), search.env);
    if (version !== engineFacts.version) {
      return { missing: `the ${how} engine calls itself ${version ?? "nothing"}, not ${engineFacts.version}` };
    }
    writeFileSync(join(draft, "made.json"), JSON.stringify({ how, madeAt: new Date().toISOString() }));
    rmSync(place, { recursive: true, force: true });
    renameSync(draft, place);
    return { dir: place, version, detail: `${how} now, kept in ${place}` };
  } finally {
    dropDraft();
    unlock();
  }
}

/** @param {NodeJS.ProcessEnv} env @param {string} [what] @param {string} [release] */
export function cachePlace(env, what = "engine", release = engineFacts.version) {
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return join(cache, "pulumi-alicloud-mms", what, `${release}-${process.platform}-${process.arch}`);
}

/** Where hosts of languages are kept for an engine that is not ours. @param {NodeJS.ProcessEnv} env */
export const hostsPlace = (env) => cachePlace(env, "hosts");

/** @param {string} place @returns {{ how: string, madeAt: string } | undefined} */
function readManifest(place) {
  const path = join(place, "made.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** @param {string} program @param {NodeJS.ProcessEnv} env @returns {Promise<string | undefined>} */
async function versionOf(program, env) {
  try {
    const { code, stdout } = await run(program, ["version"], { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    return code === 0 ? /^v\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} version @param {string} than */
function isOlder(version, than) {
  const partsOf = (/** @type {string} */ text) => text.slice(1).split(/[.-]/).slice(0, 3).map(Number);
  const parts = partsOf(than);
  const apart = partsOf(version).map((part, index) => part - (parts[index] ?? 0));
  return (apart.find((difference) => difference !== 0) ?? 0) < 0;
}
