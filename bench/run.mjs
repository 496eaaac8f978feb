// `npm run bench`: what this package costs, beside the floor and beside the provider of an afternoon. Prints tables and
// writes the same as JSON, with versions and machine, and a picture of the growth.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { resolveEngine } from "../tools/engine.mjs";
import { say } from "../tools/lib/console.mjs";
import { root, setUp } from "../tools/setup.mjs";
import { machineOf } from "./lib/machine.mjs";
import { svg } from "./report/plot.mjs";
import { logSlope } from "./lib/statistics.mjs";
import { tablesOf } from "./report/tables.mjs";
import { measureCrowd } from "./parts/crowd.mjs";
import { measureFollowed } from "./parts/followed.mjs";
import { measureStartUp } from "./parts/start-up.mjs";
import { measureUps } from "./parts/up.mjs";

const help = `Measures this package beside the floor and beside a naive provider.

usage: npm run bench -- [--quick] [--only up,followed,startup,crowd] [--contestants <names>] [--jobs <n>] [--rounds <n>] [--out <folder>]

  --quick    few jobs, one round: shows that it works, and measures nothing worth quoting
  --only     these parts only
  --contestants  of "up": these only, for example native-floor,native
  --jobs     of "up": this many only
  --rounds   how often each contestant of "up" runs; medians are taken; 500 jobs run once
  --out      where results.json and growth.svg are written; default bench/results
`;

const plans = {
  full: {
    ups: { sizes: [1, 50, 200, 500], rounds: 3, fullRoundsTo: 200, againAt: 500 },
    followed: { sizes: [1, 50, 200, 500], limitedAt: 500 },
    startUp: { rounds: 15 },
    crowd: { stacks: 20, jobsEach: 3, requestsPerSecond: 10 },
  },
  quick: {
    ups: { sizes: [2], rounds: 1, fullRoundsTo: 2, againAt: 2 },
    followed: { sizes: [2, 20], limitedAt: 20 },
    startUp: { rounds: 1 },
    crowd: { stacks: 2, jobsEach: 1, requestsPerSecond: 10 },
  },
};

/** @typedef {{ contestant: string, jobs: number, requestsPerSecond?: number, requests: number, byOperation: Record<string, number> }} Followed */
/** @typedef {Awaited<ReturnType<typeof measureUps>>[number]} Ups */

/**
 * @template {{ contestant: string, jobs: number }} Result
 * @param {readonly Result[]} results
 * @param {(one: Result) => number} yOf
 * @param {(one: Result) => boolean} [fits]
 */
function lines(results, yOf, fits = () => true) {
  const names = [...new Set(results.map(({ contestant }) => contestant))];
  return names.map((name) => ({
    name,
    points: results.filter((one) => one.contestant === name && fits(one)).map((one) => ({ x: one.jobs, y: yOf(one) })),
  }));
}

/** @param {readonly Followed[]} followed @param {readonly Ups[]} ups */
function growthOf(followed, ups) {
  const free = (/** @type {Followed} */ one) => one.requestsPerSecond === undefined;
  const reads = lines(followed, (one) => one.requests - (one.byOperation["CreateMmsJob"] ?? 0), free);
  const wall = lines(ups, (one) => (one.up?.wallMs.median ?? Number.NaN) / 1_000);
  return {
    plots: [
      { title: "reads until all jobs are done", x: "jobs", y: "requests that change nothing", lines: reads },
      { title: "pulumi up to created", x: "jobs", y: "seconds", lines: wall },
    ].filter((plot) => plot.lines.length > 0),
    // From 50 jobs on, where what is paid once no longer hides the growth.
    readsFrom50: Object.fromEntries(
      reads.map(({ name, points }) => [name, logSlope(points.filter(({ x }) => x >= 50))]).filter(([, slope]) => slope),
    ),
  };
}

async function bench() {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", default: "up,followed,startup,crowd" },
      contestants: { type: "string" },
      jobs: { type: "string" },
      rounds: { type: "string" },
      out: { type: "string", default: join(root, "bench", "results") },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  const plan = values.quick ? plans.quick : plans.full;
  const parts = new Set(values.only.split(","));
  await setUp();
  const engine = await resolveEngine();
  const facts = machineOf(engine);
  say(`Measuring; load is ${facts.machine.loadAtStart} on ${facts.machine.cores} cores`);
  const { rounds, jobs, contestants } = values;
  const chosen = {
    ...(rounds && { rounds: Number(rounds) }),
    ...(jobs && { sizes: [Number(jobs)] }),
    ...(contestants && { among: contestants.split(",") }),
  };
  const startUp = parts.has("startup") ? await measureStartUp(plan.startUp) : [];
  const followed = parts.has("followed") ? await measureFollowed(plan.followed) : [];
  const ups = parts.has("up") ? await measureUps(engine.env, { ...plan.ups, ...chosen }) : [];
  const crowd = parts.has("crowd") ? await measureCrowd(engine.env, plan.crowd) : [];
  const { plots, readsFrom50 } = growthOf(followed, ups);
  const results = {
    reproduce: `npm run bench -- ${process.argv.slice(2).join(" ")}`.replace(/ -- $/, "").replace(/ --out \S+/, ""),
    measuredAt: new Date().toISOString(),
    ...facts,
    ups,
    followed,
    startUp,
    crowd,
    growth: { slopeOfReadsFrom50Jobs: readsFrom50 },
  };
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
  if (plots.length > 0) writeFileSync(join(values.out, "growth.svg"), svg(plots));
  process.stdout.write(`\n${[tablesOf(results), ...growthLine(readsFrom50)].join("\n\n")}\n`);
}

/** @param {Record<string, number>} readsFrom50 */
function growthLine(readsFrom50) {
  const powers = Object.entries(readsFrom50).map(([contestant, power]) => `${contestant} ${power.toFixed(2)}`);
  return powers.length === 0 ? [] : [`Power with which reads grow with jobs (1 is in step): ${powers.join(", ")}`];
}

bench().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
