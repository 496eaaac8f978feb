// The hosts of further languages beside an engine: built from their Go modules where they are asked for and not there yet.
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

import { duration } from "../lib/console.mjs";
import { buildModule, findGo } from "./build.mjs";
import { engineFacts } from "./facts.mjs";
import { takeLock } from "../lib/lock.mjs";
import { executable, findProgram } from "../lib/programs.mjs";
import { run } from "../lib/run.mjs";

/** @typedef {keyof typeof engineFacts.hosts} HostName */
/** @typedef {{ programs: string[], modules: { folder: string, package: string }[], scripts?: { module: string, file: string }[] }} Host */

export const hostNames = /** @type {HostName[]} */ (Object.keys(engineFacts.hosts));

/**
 * Sees that these hosts are in a folder, or on PATH.
 *
 * @param {readonly HostName[]} names
 * @param {string} dir
 * @param {{ env: NodeJS.ProcessEnv, say: (line: string) => void }} search
 * @returns {Promise<{ missing: string } | undefined>}
 */
export async function addHosts(names, dir, search) {
  for (const name of names) {
    /** @type {Host} */
    const host = engineFacts.hosts[name];
    if (isThere(host, dir, search.env)) continue;
    const unlock = await takeLock(`${dir}.${name}.lock`, (holder) =>
      search.say(`  waiting for process ${holder}, which is making the host of ${name}`),
    );
    try {
      const failure = isThere(host, dir, search.env) ? undefined : await buildHost(name, host, dir, search);
      if (failure) return { missing: `the host of ${name}: ${failure.missing}` };
    } finally {
      unlock();
    }
  }
  return undefined;
}

/** @param {Host} host @param {string} dir @param {NodeJS.ProcessEnv} env */
const isThere = ({ programs }, dir, env) =>
  programs.every((program) => existsSync(join(dir, executable(program))) || findProgram(program, env) !== undefined);

/**
 * @param {string} name
 * @param {Host} host
 * @param {string} dir
 * @param {{ env: NodeJS.ProcessEnv, say: (line: string) => void }} search
 * @returns {Promise<{ missing: string } | undefined>}
 */
async function buildHost(name, { modules, scripts = [] }, dir, { env, say }) {
  const found = await findGo(env);
  if ("missing" in found) return found;
  say(`  building the host of ${name} with ${found.version}: a minute or two, once`);
  const startedAt = Date.now();
  const draft = `${dir}.${name}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    for (const module of modules) {
      const failure = await buildModule(found.go, module, draft, env);
      if (failure) return failure;
    }
    mkdirSync(dir, { recursive: true });
    for (const { package: path } of modules) {
      const program = executable(basename(path));
      renameSync(join(draft, program), join(dir, program));
    }
    for (const { module, file } of scripts) {
      const cwd = modules[0]?.folder;
      const listed = await run(found.go, ["list", "-m", "-f", "{{.Dir}}", module], { env, ...(cwd ? { cwd } : {}) });
      if (listed.code !== 0) return { missing: `go does not find ${module}` };
      const place = join(dir, basename(file));
      copyFileSync(join(listed.stdout.trim(), file), place);
      chmodSync(place, 0o755);
    }
    say(`  built in ${duration(Date.now() - startedAt)}`);
    return undefined;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
