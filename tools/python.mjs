// Prepares what a Python program needs to run on the engine here: the host, an environment with Pulumi's library, and our SDK
// as it is generated from schema.json. Prints the folder for PATH, and the one for PYTHONPATH. With --is-prepared it makes nothing,
// and ends with 0 where only the SDK may be missing, which takes seconds.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { resolveEngine } from "./engine.mjs";
import { say } from "./lib/console.mjs";
import { engineFacts } from "./engine/facts.mjs";
import { hostsPlace } from "./engine/sources.mjs";
import { makeOnce } from "./lib/lock.mjs";
import { findProgram } from "./lib/programs.mjs";
import { run } from "./lib/run.mjs";
import { root } from "./setup.mjs";

/** The library of the engine's own version, and what generated SDKs import besides. */
const libraries = [`pulumi==${engineFacts.version.slice(1)}`, "parver==0.5", "semver==3.0.4"];

/** @param {string} program @param {string[]} args */
async function must(program, args) {
  const { code, stderr } = await run(program, args, { env: process.env });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${stderr.trim()}`);
}

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-alicloud-mms", "python");
const venv = join(cache, libraries.join("-").replaceAll("==", "-"));

/**
 * Whether what takes minutes has been made: the host, the generator of SDKs and the environment of Python.
 *
 * @param {import("./engine.mjs").Engine} engine
 */
function isPrepared({ dir, env }) {
  const programs = [...engineFacts.hosts.python.programs, ...engineFacts.hosts.sdk.programs];
  const isThere = (/** @type {string} */ name) =>
    existsSync(join(dir, name)) || existsSync(join(hostsPlace(env), name)) || findProgram(name, env) !== undefined;
  return findProgram("python3", process.env) !== undefined && existsSync(venv) && programs.every(isThere);
}

/**
 * @param {import("./engine.mjs").Engine} engine one with the hosts `python` and `sdk`
 * @returns {Promise<{ bin: string, sdk: string }>}
 */
export async function preparePython(engine) {
  const python = findProgram("python3", process.env);
  if (python === undefined) throw new Error("There is no python3 on PATH.");
  await makeOnce(venv, async (draft) => {
    say(`Installing ${libraries.join(", ")} for Python`);
    // Its own programs hold its path, so what is moved is asked for by `python -m` and by PYTHONPATH alone.
    await must(python, ["-m", "venv", draft]);
    await must(join(draft, "bin", "python3"), ["-m", "pip", "install", "--quiet", ...libraries]);
  });
  const schema = join(root, "schema.json");
  const sdk = join(
    cache,
    `sdk-installed-${createHash("sha256").update(readFileSync(schema)).digest("hex").slice(0, 16)}`,
  );
  const generator = findProgram("gen-sdk", engine.env) ?? join(engine.dir, "gen-sdk");
  await makeOnce(sdk, async (draft) => {
    const source = `${draft}.source`;
    await must(generator, [schema, "python", source]);
    // Installed, and not only put on the path: the SDK asks for its own version.
    const install = ["install", "--quiet", "--no-deps", "--target", draft, source];
    await must(join(venv, "bin", "python3"), ["-m", "pip", ...install]);
    rmSync(source, { recursive: true, force: true });
  });
  return { bin: join(venv, "bin"), sdk };
}

if (process.argv[1] === join(root, "tools", "python.mjs")) {
  try {
    if (process.argv[2] === "--is-prepared") {
      process.exitCode = isPrepared(await resolveEngine()) ? 0 : 1;
    } else {
      const { bin, sdk } = await preparePython(await resolveEngine({ hosts: ["python", "sdk"] }));
      process.stdout.write(`${bin}\n${sdk}\n`);
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
