// Builds the engine from the Go modules pinned in tools/engine/.
import { join } from "node:path";

import { duration, progressLine } from "../lib/console.mjs";
import { engineFacts } from "./facts.mjs";
import { findProgram } from "../lib/programs.mjs";
import { run } from "../lib/run.mjs";

/**
 * @param {string} dir
 * @param {{ env: NodeJS.ProcessEnv, say: (line: string) => void }} search
 * @returns {Promise<{ missing: string } | undefined>}
 */
export async function buildEngine(dir, { env, say }) {
  const found = await findGo(env);
  if ("missing" in found) return found;
  const { go, version } = found;
  say(`  building it with ${version}: some minutes, once for this version of the engine`);
  const startedAt = Date.now();
  for (const module of engineFacts.build.modules) {
    const failure = await buildModule(go, module, dir, env);
    if (failure) return failure;
  }
  say(`  built in ${duration(Date.now() - startedAt)}`);
  return undefined;
}

/**
 * A Go that is new enough.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ go: string, version: string } | { missing: string }>}
 */
export async function findGo(env) {
  const go = findProgram("go", env);
  if (go === undefined) return { missing: "there is no go on PATH" };
  const version = /go\d+\.\d+(\.\d+)?/.exec((await run(go, ["version"], { env })).stdout)?.[0];
  if (version === undefined || isOlderGo(version)) {
    return { missing: `${go} is ${version ?? "broken"}, and ${engineFacts.build.oldestGo} is the oldest that will do` };
  }
  return { go, version };
}

/**
 * @param {string} go
 * @param {{ folder: string, package: string }} module
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [version] what the program says of itself
 * @returns {Promise<{ missing: string } | undefined>}
 */
export async function buildModule(go, module, dir, env, version = engineFacts.version) {
  const name = module.package.slice(module.package.lastIndexOf("/") + 1);
  const goEnv = { ...env, GOFLAGS: "-mod=readonly", CGO_ENABLED: "0" };
  const startedAt = Date.now();
  let fetched = 0;
  let compiled = 0;
  let total = 0;
  const endLine = progressLine(() => {
    const done = total === 0 ? `${fetched} modules fetched` : `${compiled} of at most ${total} packages compiled`;
    return `${name}: ${done}, ${duration(Date.now() - startedAt)}`;
  });
  try {
    const tags = ["-tags", engineFacts.build.tags];
    const list = await run(go, ["list", "-deps", ...tags, module.package], {
      cwd: module.folder,
      env: goEnv,
      onLine: (line) => (fetched += line.startsWith("go: downloading") ? 1 : 0),
    });
    if (list.code !== 0) return { missing: `go could not fetch the modules of ${name}: ${lastLine(list.stderr)}` };
    total = list.stdout.trim().split("\n").length;
    const build = await run(
      go,
      [
        "build",
        "-v",
        "-trimpath",
        ...tags,
        "-ldflags",
        `-s -w -X ${engineFacts.build.versionVariable}=${version}`,
        "-o",
        join(dir, "/"),
        module.package,
      ],
      { cwd: module.folder, env: goEnv, onLine: () => compiled++ },
    );
    if (build.code !== 0) return { missing: `go could not build ${name}: ${lastLine(build.stderr)}` };
    return undefined;
  } finally {
    endLine();
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "no reason given";
}

/** @param {string} version such as `go1.26.8` */
function isOlderGo(version) {
  const minor = (/** @type {string} */ text) => Number(text.split(".")[1]);
  return minor(version) < minor(engineFacts.build.oldestGo);
}
