// (a) `pulumi up` of N jobs to `created`, (c) a second `up` and a refresh, (d) bytes of state: on the real engine.
import { say } from "../../tools/lib/console.mjs";
import { alternate } from "../lib/alternate.mjs";
import { openRoom } from "../lib/room.mjs";
import { startService } from "../lib/service.mjs";
import { median, round, summary, total } from "../lib/statistics.mjs";

const contestants = ["floor", "ours", "naive"];

/** The service makes a job at once, so that what is left is what each contestant costs. */
const atOnce = { creationMs: 0 };

/** The emulator's ordinary pace: a job appears three seconds after it was asked for. */
const ordinary = { creationMs: 3_000 };

/**
 * @typedef {object} UpPlan
 * @property {number} jobs
 * @property {boolean} again whether to run a second `up` and a refresh
 * @property {{ creationMs: number }} pace
 */

/**
 * One contestant's run: a new stack on a new service.
 *
 * @param {NodeJS.ProcessEnv} engineEnv
 * @param {string} contestant
 * @param {UpPlan} plan
 */
async function runOnce(engineEnv, contestant, { jobs, again, pace }) {
  const service = await startService({ pace });
  const room = await openRoom(engineEnv, contestant, { ...service.env, BENCH_JOBS: String(jobs) });
  /** @param {() => Promise<{ wallMs: number }>} command */
  const measured = async (command) => {
    await service.control.forgetRequests();
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

/** @typedef {Awaited<ReturnType<typeof runOnce>>} UpRun */

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

/** @param {UpPlan} plan @param {Record<string, UpRun[]>} runs */
function resultsOf(plan, runs) {
  const floors = runs.floor ?? [];
  return contestants.map((contestant) => {
    const own = runs[contestant] ?? [];
    return {
      contestant,
      jobs: plan.jobs,
      creationMs: plan.pace.creationMs,
      up: digest(own, "up"),
      secondUp: digest(own, "secondUp"),
      refresh: digest(own, "refresh"),
      stateBytes: bytesOf(own),
      wallToFloor: round(median(wallOf(own)) / median(wallOf(floors))),
      wallToFloorByRound: wallOf(own).map((wallMs, index) => round(wallMs / (wallOf(floors)[index] ?? Number.NaN))),
      stateToFloor: round(bytesOf(own) / bytesOf(floors)),
    };
  });
}

/**
 * @param {NodeJS.ProcessEnv} engineEnv
 * @param {{ sizes: readonly number[], rounds: number, againAt: number, ordinaryAt: number | undefined }} plan
 */
export async function measureUps(engineEnv, { sizes, rounds, againAt, ordinaryAt }) {
  /** @type {UpPlan[]} */
  const plans = sizes.map((jobs) => ({ jobs, again: jobs === againAt, pace: atOnce }));
  if (ordinaryAt !== undefined) plans.push({ jobs: ordinaryAt, again: false, pace: ordinary });
  const results = [];
  for (const plan of plans) {
    const runs = await alternate(contestants, rounds, (contestant) => runOnce(engineEnv, contestant, plan));
    results.push(...resultsOf(plan, runs));
  }
  return results;
}
