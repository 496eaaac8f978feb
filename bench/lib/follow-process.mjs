// One contestant follows N jobs to completion, on virtual time, in a process of its own: the verbs that the engine would
// call, in as many slots as the engine has. Started by parts/followed.mjs, to which it sends what it measured.
import { setMaxListeners } from "node:events";
import { createRequire } from "node:module";

import { connectControl } from "../../dist/emulator/index.js";
import { slotsOf } from "./slots.mjs";
import { VirtualClock } from "../../tools/lib/virtual-clock.cjs";

const require = createRequire(import.meta.url);
const { withDeadline } = require("../../dist/provider/lifecycle/deadline.js");
const { lifecycleOf } = require("../../dist/provider/registry.js");
const { jobInputs, sourceId } = require("./scope.js");
const [contestant = "", jobs = "", slots = "", limit] = process.argv.slice(2);
const count = Number(jobs);

const control = connectControl(process.env.ALICLOUD_MMS_ENDPOINT ?? "");
const clock = new VirtualClock(await control.now(), (ms) => control.advance(ms));
const engine = slotsOf(Number(slots));
const numbers = Array.from({ length: count }, (_none, index) => index);

/** Loaded by its name, so that nobody checks the types of what is written as users write. */
const naiveProvider = "../naive/migration-job.js";

/** How long a verb may take. */
const patienceMs = 2 * 3_600_000;

/** @type {string[]} */
const told = [];

/** What a verb of ours works with, as the host gives it. */
function contexts() {
  const { createMmsService } = require("../../dist/provider/resources/base/service.js");
  const { resolveConfig } = require("../../dist/provider/mms/config/config.js");
  const settings = limit === undefined ? {} : { "alicloud-mms:requestsPerSecond": limit };
  const config = resolveConfig({ get: (/** @type {keyof typeof settings} */ key) => settings[key], env: process.env });
  const service = createMmsService(config, clock);
  const line = (/** @type {string} */ text) => void (/throttl|slowed/i.test(text) && told.push(text));
  const progress = { status: line, info: line, warn: line, report: () => undefined };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return (/** @type {string} */ kind, /** @type {string} */ name) => {
    const urn = `urn:pulumi:bench::bench::pulumi-nodejs:dynamic/mms:${kind}::${name}`;
    return withDeadline({ service, clock, progress, signal, urn }, clock.now() + patienceMs);
  };
}

/** @param {"created" | "completed"} waitFor */
async function ours(waitFor) {
  const contextOf = contexts();
  const create = (/** @type {number} */ i) =>
    lifecycleOf("MigrationJob").create({ ...jobInputs(i), waitFor }, contextOf("MigrationJob", `job-${i}`));
  const made = await Promise.all(numbers.map((i) => engine.run(() => create(i))));
  return { contextOf, jobIds: made.map(({ state }) => state.jobId) };
}

/** @type {Record<string, () => Promise<unknown>>} */
const contestants = {
  async gate() {
    const { contextOf, jobIds } = await ours("created");
    created = await snapshot();
    const context = contextOf("MigrationGate", "all");
    const passing = engine.run(() => lifecycleOf("MigrationGate").create({ sourceId, jobIds }, context));
    slotsHeldWaiting = engine.held;
    return passing;
  },
  async completed() {
    const done = ours("completed");
    slotsHeldWaiting = engine.held;
    return done;
  },
  async naive() {
    /** @type {{ provider: { create(inputs: object): Promise<unknown> } }} */
    const { provider } = require(naiveProvider);
    // It sleeps on the machine's timers; here they pass on virtual time like everybody's.
    require("node:timers/promises").setTimeout = (/** @type {number} */ ms) => clock.sleep(ms);
    const inputs = (/** @type {number} */ i) => ({ ...jobInputs(i), name: `job-${i}`, waitFor: "completed" });
    const done = Promise.all(numbers.map((i) => engine.run(() => provider.create(inputs(i)))));
    slotsHeldWaiting = engine.held;
    return done;
  },
};

async function snapshot() {
  return { virtualMs: clock.now() - started, requests: await control.requestCounts() };
}

const started = clock.now();
let slotsHeldWaiting = 0;
/** @type {Awaited<ReturnType<typeof snapshot>> | undefined} */
let created;
/** @type {string | undefined} */
let error;
await contestants[contestant]?.().catch((/** @type {Error} */ problem) => void (error = problem.message));
const requests = await control.requests();
process.send?.({
  ...(await snapshot()),
  created,
  slotsHeldWaiting,
  throttled: requests.filter(({ status }) => status === 400).length,
  done: (await control.jobs()).filter(({ status }) => status === "DONE").length,
  peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  told: told.slice(0, 3),
  error,
});
process.exit();
