// Finds the Pulumi engine, or makes one: PATH → cache → official download → build from Go modules.
// Plain Node without dependencies, since it runs before anything is installed.
import { copyFileSync, existsSync, renameSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { say as sayToStderr } from "./lib/console.mjs";
import { engineAdvice } from "./engine/facts.mjs";
import { addHosts, hostNames } from "./engine/hosts.mjs";
import { engineSources, hostsPlace } from "./engine/sources.mjs";

const help = `Finds the Pulumi engine, or makes one, and says which and why.

usage: node tools/engine.mjs [--print-path] [--with <language>[,<language>]]

  --print-path   print the engine's folder, and nothing else, on stdout
  --with         languages besides Node whose hosts are needed: yaml, python, go, java; sdk and sdk-jvm-net generate SDKs
  --help         print this

environment:
  MMS_ENGINE          path, cache, download or build: try this one only, and do its work anew
  MMS_ENGINE_MIRROR   where the official release and its checksums are downloaded from instead
  XDG_CACHE_HOME      where engines are kept; default ~/.cache
`;

/** No engine is available on this machine; the message says why, source by source, and what to do. */
export class NoEngineError extends Error {}

/**
 * @typedef {object} Engine
 * @property {string} dir the folder of `pulumi`
 * @property {string} version
 * @property {string} source path, cache, download or build
 * @property {NodeJS.ProcessEnv} env the environment in which programs of this repository run on it
 */

/** @typedef {import("./engine/hosts.mjs").HostName} HostName */

/**
 * Finds the engine, or makes one, with the hosts of these languages besides Node's.
 *
 * @param {{ env?: NodeJS.ProcessEnv, say?: (line: string) => void, hosts?: readonly HostName[] }} [options]
 * @returns {Promise<Engine>}
 * @throws {NoEngineError} when none of the sources has one
 */
export async function resolveEngine({ env = process.env, say = sayToStderr, hosts = [] } = {}) {
  const forced = env.MMS_ENGINE || undefined;
  const names = forced === undefined ? Object.keys(engineSources) : [forced];
  const search = { env, say, startedAt: Date.now(), forced: forced !== undefined };
  /** @type {string[]} */
  const missing = [];
  say("Looking for the Pulumi engine");
  for (const name of names) {
    const source = engineSources[name];
    if (!source) {
      throw new NoEngineError(
        `MMS_ENGINE is "${name}"; it can be one of ${Object.keys(engineSources).join(", ")}, or absent.`,
      );
    }
    const result = await source(search);
    if ("dir" in result) {
      say(`  ${name}: yes, ${result.version}, ${result.detail}`);
      const isOurs = name !== "path";
      if (isOurs) addDynamicHost(result.dir);
      // Beside an engine of ours; an engine that was there before is left as it is.
      const hostDir = isOurs ? result.dir : hostsPlace(search.env);
      const failure = await addHosts(hosts, hostDir, search);
      if (failure) throw new NoEngineError(`${failure.missing}. ${engineAdvice}`);
      const folders = [isOurs ? result.dir : [], !isOurs && hosts.length > 0 ? hostDir : []].flat();
      const env = engineEnvironment(folders, search.env);
      return { dir: result.dir, version: result.version, source: name, env };
    }
    say(`  ${name}: no, ${result.missing}`);
    missing.push(`${name}: ${result.missing}`);
  }
  throw new NoEngineError(`No Pulumi engine is available on this machine (${missing.join("; ")}). ${engineAdvice}`);
}

/** `@pulumi/pulumi` brings the program that the engine starts for dynamic resources. */
const dynamicHost = fileURLToPath(new URL("../node_modules/@pulumi/pulumi", import.meta.url));

/**
 * The vendor's releases have that program beside `pulumi`, and so has an engine of ours as soon as it is available.
 *
 * @param {string} dir
 */
function addDynamicHost(dir) {
  for (const name of ["pulumi-resource-pulumi-nodejs", "pulumi-resource-pulumi-nodejs.cmd"]) {
    if (!existsSync(join(dynamicHost, name))) continue;
    const draft = join(dir, `${name}.${process.pid}`);
    copyFileSync(join(dynamicHost, name), draft);
    renameSync(draft, join(dir, name));
  }
}

/**
 * @param {string[]} folders those of the engine that are not on PATH yet
 * @param {NodeJS.ProcessEnv} env
 */
function engineEnvironment(folders, env) {
  return {
    ...env,
    PATH: [...folders, env.PATH ?? "", dynamicHost].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** @param {string[]} args */
function readArguments(args) {
  const options = { printsPath: false, hosts: /** @type {HostName[]} */ ([]) };
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === "--print-path") options.printsPath = true;
    else if (args[index] === "--with") options.hosts = hostsIn(args[(index += 1)] ?? "");
    else throw new NoEngineError(`unknown argument ${args[index]}; see node tools/engine.mjs --help`);
  }
  return options;
}

/** @param {string} list @returns {HostName[]} */
function hostsIn(list) {
  const names = list.split(",").filter((name) => name !== "");
  const unknown = names.find((name) => !hostNames.some((host) => host === name));
  if (unknown !== undefined || names.length === 0) {
    throw new NoEngineError(
      `--with is "${list}"; it can be ${hostNames.join(", ")}, or some of them with commas between`,
    );
  }
  return /** @type {HostName[]} */ (names);
}

async function main() {
  const args = process.argv.slice(2);
  if (args[0] === "--help") {
    process.stdout.write(help);
    return;
  }
  const { printsPath, hosts } = readArguments(args);
  const engine = await resolveEngine({ hosts });
  if (printsPath) process.stdout.write(`${engine.dir}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof NoEngineError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}
