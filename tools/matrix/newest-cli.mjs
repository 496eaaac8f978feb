// The newest CLI that can be built, kept in the cache beside the engine that everything else runs on.
import { buildModule, findGo } from "../engine/build.mjs";
import { engineFacts } from "../engine/facts.mjs";
import { cachePlace } from "../engine/sources.mjs";
import { makeOnce } from "../lib/lock.mjs";

const { version, module } = engineFacts.newest;

/**
 * Builds it where the cache has none; takes minutes. Language hosts are not in it: those of the engine go on serving.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} its folder
 */
export async function newestCli(env) {
  const place = cachePlace(env, "newest", version);
  await makeOnce(place, async (draft) => {
    const found = await findGo(env);
    const failure = "missing" in found ? found : await buildModule(found.go, module, draft, env, version);
    if (failure !== undefined) throw new Error(failure.missing);
  });
  return place;
}
