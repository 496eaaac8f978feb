// (a) `pulumi up` of N jobs to `created`, (c) a second `up` and a refresh, (d) bytes of state: on the real engine.
import { say } from "../../tools/lib/console.mjs";
import { alternate } from "../lib/alternate.mjs";
import { openRoom } from "../lib/room.mjs";
import { startService } from "../lib/service.mjs";
import { median, round, summary, total } from "../lib/statistics.mjs";

/** All of them, in the order of the tables. */
const contestants = ["floor", "bare", "ours", "naive", "native-floor", "native"];

/**
 * Whom the others are measured against: what does nothing, as anybody would write it, and at the least possible cost; and
 * the same behind a native plugin.
 */
const references = ["floor", "bare", "native-floor"];

/** The service makes a job at once, so that what is left is what each contestant costs. */
const atOnce = { creationMs: 0 };

/**
 * @typedef {object} UpPlan
 * @property {number} jobs
 * @property {boolean} again whether to run a second `up` and a refresh
 */

/**
 * One contestant's run: a new stack on a new service.
 *
 * @param {NodeJS.ProcessEnv} engineEnv
 * @param {string} contestant
 * @param {UpPlan} plan
 */
async function runOnce(engineEnv, contestant, { jobs, again }) {
  const service = await startService({ pace: atOnce });
  const room = await openRoom(engineEnv, contestant, { ...service.env, BENCH_JOBS: String(jobs) });
  /** @param {() => Promise<{ wallMs: number }>} command */
  const measured = async (command) => {
    await service.control.clearRequests();
    const { wallMs } = await command();
    return { wallMs, requests: await service.control.requestCounts() };
  };
  try {
    const up = await measured(room.up);
    const stateBytes = room.stateBytes();
    say(`  ${contestant}, ${jobs} jobs: ${(up.wallMs / 1_000).toFixed(1)} s, ${total(up.requests)} requests`);
    if (!again) return { up, stateBytes };
    return { up, stateBytes, secondUp: await measured(room.up), refresh: await measured(room.refresh) };
  } finally {
    room.close();
    await service.stop();
  }
}

/** Runs until it succeeds, and counts: the naive provider gives up at the first broken connection. */
const untilItSucceeds = async (/** @type {Parameters<typeof runOnce>} */ ...args) => {
  for (let failures = 0; ; failures += 1) {
    try {
      return { ...(await runOnce(...args)), failures };
    } catch (error) {
      if (args[1] !== "naive" || failures >= 2) throw error;
      say(`  ${args[1]}, ${args[2].jobs} jobs: failed, once more`);
    }
  }
};

/** @typedef {Awaited<ReturnType<typeof untilItSucceeds>>} UpRun */

/** @param {UpRun[]} runs @param {"up" | "secondUp" | "refresh"} verb */
function digest(runs, verb) {
  const done = runs.flatMap((run) => run[verb] ?? []);
  if (done.length === 0) return undefined;
  const requests = done.map((one) => total(one.requests));
  const middle = done.find((one) => total(one.requests) >= median(requests));
  return {
    wallMs: summary(done.map(({ wallMs }) => wallMs)),
    requests: median(requests),
    byOperation: middle?.requests,
  };
}

const wallOf = (/** @type {UpRun[]} */ runs) => runs.map(({ up }) => up.wallMs);
const bytesOf = (/** @type {UpRun[]} */ runs) => median(runs.map(({ stateBytes }) => stateBytes));

/** @param {UpRun[]} own @param {UpRun[]} reference */
function ratios(own, reference) {
  const walls = wallOf(reference);
  return {
    wall: round(median(wallOf(own)) / median(walls)),
    wallByRound: wallOf(own).map((wallMs, index) => round(wallMs / (walls[index] ?? Number.NaN))),
    state: round(bytesOf(own) / bytesOf(reference)),
  };
}

/** @param {UpPlan} plan @param {Record<string, UpRun[]>} runs */
function resultsOf(plan, runs) {
  const present = references.filter((name) => runs[name] !== undefined);
  return Object.entries(runs).map(([contestant, own]) => {
    return {
      contestant,
      jobs: plan.jobs,
      up: digest(own, "up"),
      secondUp: digest(own, "secondUp"),
      refresh: digest(own, "refresh"),
      stateBytes: bytesOf(own),
      failedRuns: total(Object.fromEntries(own.map(({ failures }, index) => [index, failures]))),
      against: Object.fromEntries(present.map((name) => [name, ratios(own, runs[name] ?? [])])),
    };
  });
}

/**
 * @typedef {object} UpsPlan
 * @property {readonly number[]} sizes
 * @property {number} rounds
 * @property {number} fullRoundsTo with more jobs than these each contestant runs once
 * @property {number} againAt with so many jobs a second `up` and a refresh are measured too
 * @property {readonly string[]} [among] contestants that run; all of them by default
 */

/** @param {NodeJS.ProcessEnv} engineEnv @param {UpsPlan} plan */
export async function measureUps(engineEnv, { sizes, rounds, fullRoundsTo, againAt, among = contestants }) {
  const strangers = among.filter((name) => !contestants.includes(name));
  if (strangers.length > 0)
    throw new Error(`no contestant ${strangers.join(", ")}; there are ${contestants.join(", ")}`);
  /** @type {UpPlan[]} */
  const plans = sizes.map((jobs) => ({ jobs, again: jobs === againAt }));
  const results = [];
  for (const plan of plans) {
    const runs = await alternate(among, plan.jobs > fullRoundsTo ? 1 : rounds, (contestant) =>
      untilItSucceeds(engineEnv, contestant, plan),
    );
    results.push(...resultsOf(plan, runs));
  }
  return results;
}
