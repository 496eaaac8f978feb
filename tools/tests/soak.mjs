// `npm run test:soak [sessions] [histories]`: what chance finds, many times over, on all cores.
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { resolveEngine } from "../engine.mjs";
import { duration, say } from "../lib/console.mjs";
import { run } from "../lib/run.mjs";
import { root, setUp } from "../setup.mjs";

const help = `Runs random sessions and random histories, and prints the seed of each that fails.

usage: npm run test:soak -- [sessions] [histories]

  sessions    migration jobs under a model of the engine, in virtual time; default 10 000, about 25 minutes on 4 cores
  histories   whole stacks on the real engine: kills of each process, late effects, two runs at once, old state;
              default 50, about 25 minutes on 2 cores. Linux only

environment:
  MMS_MODEL_SEED   seed of the first session; a failure prints the MMS_MODEL_PATH that replays it
  MMS_CHAOS_SEED   seed of the first history; each one has the next seed
  MMS_CHAOS_SPEED  how many times as fast time passes in a history; default 10

replay one history:
  MMS_CHAOS_RUNS=1 MMS_CHAOS_SEED=… npx jest --selectProjects long --testPathPatterns long/chaos
  MMS_CHAOS_HISTORY='{…}' in place of a seed plays one that is written down; MMS_CHAOS_OUTPUT=1 prints what every run said
`;

/**
 * One kind of soak: how many there are, and the tests that play a share of them.
 *
 * @typedef {object} Soak
 * @property {string} what
 * @property {number} count
 * @property {number} atATime
 * @property {number} seed
 * @property {string[]} jest arguments that select its tests
 * @property {(share: number, seed: number) => NodeJS.ProcessEnv} env
 */

/**
 * Runs one share after another on every core, each with a seed of its own, until none is left.
 *
 * @param {Soak} soak
 * @returns {Promise<boolean>} whether all passed
 */
async function play({ what, count, atATime, seed, jest, env }) {
  const started = Date.now();
  let begun = 0;
  let passed = 0;
  let failed = 0;
  const work = async () => {
    while (begun < count) {
      const share = Math.min(atATime, count - begun);
      const own = seed + begun;
      begun += share;
      const program = join(root, "node_modules", "jest", "bin", "jest.js");
      const ended = await run(process.execPath, [program, ...jest], {
        cwd: root,
        env: { ...process.env, ...env(share, own) },
      });
      if (ended.code === 0) passed += share;
      else {
        failed += share;
        say(ended.stderr);
      }
      const failures = failed === 0 ? "" : `, ${failed} failed or were in a share that did`;
      say(`${passed} of ${count} ${what} passed${failures}; ${duration(Date.now() - started)}`);
    }
  };
  say(`${count} ${what} from seed ${seed}`);
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return passed === count;
}

/** @param {string} name */
const seedFrom = (name) => Number(process.env[name] ?? Date.now() % 2 ** 30);

/** @param {string[]} args @returns {Promise<boolean>} */
async function soak([sessions = "10000", histories = "50"]) {
  const inModel = await play({
    what: "random sessions",
    count: Number(sessions),
    atATime: 250,
    seed: seedFrom("MMS_MODEL_SEED"),
    jest: ["--testPathPatterns", "simulation/jobs/migration-job-model"],
    env: (share, seed) => ({ MMS_MODEL_RUNS: String(share), MMS_MODEL_SEED: String(seed) }),
  });
  if (Number(histories) === 0) return inModel;
  await setUp();
  await resolveEngine();
  const onEngine = await play({
    what: "histories on the real engine",
    count: Number(histories),
    atATime: 1,
    seed: seedFrom("MMS_CHAOS_SEED"),
    jest: ["--selectProjects", "long", "--testPathPatterns", "long/chaos"],
    env: (share, seed) => ({ MMS_CHAOS_RUNS: String(share), MMS_CHAOS_SEED: String(seed) }),
  });
  return inModel && onEngine;
}

const args = process.argv.slice(2);
if (args.includes("--help")) process.stdout.write(help);
else process.exitCode = (await soak(args)) ? 0 : 1;
