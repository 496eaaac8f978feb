// The newest CLI that can be built, kept in the cache beside the engine that everything else runs on.
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";

import { buildModule, findGo } from "../engine/build.mjs";
import { engineFacts } from "../engine/facts.mjs";
import { cachePlace } from "../engine/sources.mjs";
import { executable } from "../lib/programs.mjs";

const { version, module } = engineFacts.newest;

/**
 * Builds it where the cache has none; takes minutes. Language hosts are not in it: those of the engine go on serving.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ dir: string, version: string }>}
 */
export async function newestCli(env) {
  const dir = cachePlace(env, "newest", version);
  if (existsSync(join(dir, executable("pulumi")))) return { dir, version };
  const found = await findGo(env);
  if ("missing" in found) throw new Error(found.missing);
  const draft = `${dir}.${process.pid}`;
  mkdirSync(dirname(draft), { recursive: true });
  const failure = await buildModule(found.go, module, draft, env, version);
  if (failure !== undefined) throw new Error(failure.missing);
  renameSync(draft, dir);
  return { dir, version };
}
