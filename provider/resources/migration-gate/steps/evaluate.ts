// One attempt to pass a gate: find the jobs, watch them, judge, tell. An attempt that ends early leaves what it saw in state.
import { ResourceNotReadyError } from "../../../lifecycle/not-ready.js";
import { canonicalInput, changesOf, inputsOf } from "../../../lifecycle/properties/property-table.js";
import {
  allowedInWords,
  type Budget,
  budgetOf,
  isSurelyBreached,
  talliesOf,
  tasksInWords,
  type Verdict,
  verdictOn,
} from "../budget.js";
import { warnOfDuplicates } from "./duplicates.js";
import { GateFailedError, NoJobsError } from "../errors.js";
import { describeFailures, type Failure, type FailureReport, noFailures } from "../../jobs/failed-tasks.js";
import type { MmsContext } from "../../base/service.js";
import { type GateJob, migrationGateInputs } from "../schema.js";
import { readAgain } from "./read-again.js";
import { countedAmong, failuresAmong, gateJobs, hasFailed, warnOfFailures, totalsOf, withInventory } from "./report.js";
import { stopAll, watch, type Watching } from "./watch.js";
import type { Existing, State } from "../../../lifecycle/types.js";
import type { Seen } from "../watched-job.js";
import { isIdle } from "../../../mms/jobs/job-status.js";

/** Inputs that say which jobs; a change of one begins a new wait. */
const selecting: ReadonlySet<string> = new Set(["jobIds", "timerId", "nameFilter", "triggers"]);

/** Inputs that say how a wait is done; once it is over, a change of one of them changes nothing about it. */
const waiting: ReadonlySet<string> = new Set(["timeouts", "stallTimeout", "onStall", "stopOnBreach"]);

/** A wait that took longer than this, in milliseconds, looks for late duplicates of its jobs once more at its end. */
const duplicatesShowUpWithinMs = 60_000;

/** How many failed jobs an error names. */
const namedJobs = 20;

const wants = (inputs: State, name: keyof typeof migrationGateInputs): unknown =>
  canonicalInput(migrationGateInputs, inputs, name);

/** Ids of the jobs to wait for: given, or found now. Source: ListMmsJobs. */
async function select(inputs: State, { service, signal, progress }: MmsContext): Promise<string[]> {
  const given = wants(inputs, "jobIds") as string[] | undefined;
  if (given !== undefined) return [...new Set(given)];
  const sourceId = String(inputs["sourceId"]);
  const timerId = wants(inputs, "timerId") as string | undefined;
  const name = wants(inputs, "nameFilter") as string | undefined;
  const query = timerId === undefined ? { name: name ?? "" } : { timerId };
  const found = new Set<string>();
  for await (const { id } of service.client.iterate("ListMmsJobs", { sourceId, query }, { signal })) {
    if (id !== undefined) found.add(id);
  }
  if (found.size > 0) return [...found];
  if (timerId === undefined) throw new NoJobsError(sourceId, name ?? "");
  progress.warn(`timer ${timerId} has made no job so far; nothing to wait for`);
  return [];
}

/** Whether the gate has passed, and nothing was changed that it would have to pass again for. */
const hasPassed = (state: State, inputs: State): boolean =>
  state["passed"] === true &&
  changesOf(migrationGateInputs, state, inputs).every(({ property }) => waiting.has(property));

const outputsIn = (state: State): State =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !Object.hasOwn(migrationGateInputs, name)));

/** Whether this attempt goes on with the wait of an earlier one. */
const isSameWait = (state: State, inputs: State): boolean =>
  state["passed"] === false &&
  changesOf(migrationGateInputs, state, inputs).every(({ property }) => !selecting.has(property));

/** When the wait began: where it was interrupted, at its first attempt. */
function beganMs(wait: State, now: number): number {
  const before = Date.parse(String(wait["startedAt"] ?? ""));
  return Number.isNaN(before) ? now : before;
}

const jobsIn = (state: State): readonly GateJob[] => (state["jobs"] ?? []) as readonly GateJob[];

/** Ids of the jobs of a wait: those it began with, whatever became of them, or those that are there now. */
async function idsOf(wait: State, inputs: State, context: MmsContext): Promise<string[]> {
  const known = jobsIn(wait).map(({ jobId }) => jobId);
  return known.length > 0 ? known : select(inputs, context);
}

const iso = (ms: number): string => new Date(ms).toISOString();

function describeJobs(jobs: readonly GateJob[]): string {
  const told = jobs.slice(0, namedJobs).map(({ jobId, name, status, verified }) => {
    const what = verified === false ? `${status}: row counts differ` : status;
    return `  job ${jobId}${name ? ` "${name}"` : ""}: ${what}`;
  });
  if (jobs.length > namedJobs) told.push(`  and ${jobs.length - namedJobs} more`);
  return told.join("\n");
}

const failedAmong = (jobs: readonly GateJob[]): GateJob[] => jobs.filter(hasFailed);

/** Whether an earlier attempt saw a job end as it should; one whose row counts nobody has compared yet counts too. */
const wasGood = ({ status, verified }: GateJob): boolean => status === "DONE" && verified !== false;

/** A gate that passes on jobs without work says so: what comes behind it may expect fresh data. */
function warnIfGateIdle(jobs: readonly GateJob[], { progress }: MmsContext): void {
  const idle = jobs.filter(isIdle);
  if (idle.length === 0) return;
  progress.warn(
    `${idle.length} of ${jobs.length} jobs had nothing to move, because MMS leaves out what is DONE already; to copy it ` +
      `again, set it back first (resetTrigger of a TableMapping or DatabaseMapping):\n${describeJobs(idle)}`,
  );
}

/** What a gate's row ends with. */
export const outcomeOf = ({ jobDone, jobNum, taskNum, failedTaskCount }: State): string =>
  `${String(jobDone)}/${String(jobNum)} jobs, ${tasksInWords(Number(taskNum))}, ${String(failedTaskCount)} failed`;

/** Jobs with what their tasks tell; what was counted while they were watched is not forgotten. */
function counted(seen: readonly Seen[], failures: readonly Failure[]): Seen[] {
  const tallies = talliesOf(failures);
  const none = { tasks: 0, verification: 0 };
  return seen.map((one) => {
    const [now, before] = [tallies.get(one.jobId) ?? none, one.counted ?? none];
    const tasks = Math.max(now.tasks, before.tasks);
    return { ...one, counted: { tasks, verification: Math.max(now.verification, before.verification) } };
  });
}

/** Watches jobs, and looks for duplicates of them as it begins and at the end of a long wait. */
async function watchForDuplicates(watching: Watching, context: MmsContext): Promise<readonly Seen[]> {
  const { sourceId, jobIds, budget } = watching;
  const began = context.clock.now();
  await warnOfDuplicates(sourceId, jobIds, context);
  const seen = await watch(watching, context);
  const tookLong = context.clock.now() - began > duplicatesShowUpWithinMs;
  // What is to be stopped is stopped first.
  if (tookLong && !isSurelyBreached(seen, budget)) await warnOfDuplicates(sourceId, jobIds, context);
  return seen;
}

/** Waits for the jobs of these inputs and judges them. Returns the whole state, or throws with it. */
export async function evaluateGate(existing: Existing, inputs: State, context: MmsContext): Promise<State> {
  if (hasPassed(existing.state, inputs)) {
    const state = { ...outputsIn(existing.state), ...inputsOf(migrationGateInputs, inputs) };
    return readAgain(state, context);
  }
  const { clock } = context;
  const sourceId = String(inputs["sourceId"]);
  const now = clock.now();
  const wait = isSameWait(existing.state, inputs) ? existing.state : {};
  const startedMs = beganMs(wait, now);
  const jobIds = await idsOf(wait, inputs, context);
  const earlier = jobsIn(existing.state);
  const before = new Map(earlier.map((job) => [job.jobId, job]));
  const budget = budgetOf(inputs);
  // The set is fixed from here on: an attempt that ends before its first look must not gather another one.
  const begun = jobIds.map((jobId): GateJob => before.get(jobId) ?? { jobId, status: "?" });
  let state: State = {
    ...inputsOf(migrationGateInputs, inputs),
    passed: false,
    startedAt: iso(startedMs),
    jobs: begun,
  };
  const learn = (jobs: readonly GateJob[], more: State = {}): void => {
    const jobFailed = failedAmong(jobs).length;
    state = { ...state, jobs, ...totalsOf(jobs), jobFailed, ...noFailures, ...more };
  };
  try {
    const seen = await watchForDuplicates(
      {
        sourceId,
        jobIds,
        budget,
        stallMs: wants(inputs, "stallTimeout") as number | undefined,
        onStall: String(wants(inputs, "onStall")),
        wasDone: new Set(earlier.filter(wasGood).map(({ jobId }) => jobId)),
        count: (finished) => countedAmong(sourceId, finished, context),
        round: (round) => learn(gateJobs(round, undefined, startedMs, before)),
      },
      context,
    );
    // Before anything is read for the report: that may fail, and what still runs costs money.
    if (isSurelyBreached(seen, budget) && wants(inputs, "stopOnBreach") === true)
      await stopAll(sourceId, seen, context);
    const failures = await failuresAmong(sourceId, seen, context);
    const jobs = gateJobs(seen, failures, startedMs, before);
    const report = await warnOfFailures(sourceId, failures, context);
    learn(jobs, { ...report });
    const gathers = wants(inputs, "jobIds") === undefined;
    const verdict = verdictOn(counted(seen, failures), budget);
    enforceFailureLimit({ sourceId, budget, verdict, jobs, report, gathers }, context);
    warnIfGateIdle(jobs, context);
    const complete = await withInventory(sourceId, jobs, seen, context);
    const finishedMs = clock.now();
    const waitedSeconds = Math.round((finishedMs - startedMs) / 1_000);
    learn(complete, { ...report, finishedAt: iso(finishedMs), waitedSeconds, passed: true });
    return state;
  } catch (error) {
    throw new ResourceNotReadyError(existing.id, state, error);
  }
}

/** What an attempt is judged by. */
interface Judged {
  readonly sourceId: string;
  readonly budget: Budget;
  readonly verdict: Verdict;
  readonly jobs: readonly GateJob[];
  readonly report: FailureReport;
  /** Whether the gate found its jobs itself. */
  readonly gathers: boolean;
}

/** Throws where more has failed than may; says so where it is as much as may. */
function enforceFailureLimit(
  { sourceId, budget, verdict, jobs, report, gathers }: Judged,
  { progress }: MmsContext,
): void {
  const failed = failedAmong(jobs);
  if (failed.length === 0) return;
  const { tally, taskNum, isBreached } = verdict;
  const details = `${describeJobs(failed)}\n${describeFailures(report)}`;
  const what = [
    ...(tally.tasks > 0
      ? [`${tally.tasks} of ${tasksInWords(taskNum)} failed; ${allowedInWords(budget, taskNum)}`]
      : []),
    ...(tally.verification > 0
      ? [
          `row counts of ${tasksInWords(tally.verification)} differ; ${budget.maxVerificationFailures} may ` +
            `(maxVerificationFailures)`,
        ]
      : []),
  ].join("; ");
  const counts = `${failed.length} of ${jobs.length} jobs of source ${sourceId} failed: ${what}`;
  if (isBreached) throw new GateFailedError(counts, details, gathers);
  progress.warn(`${counts}. The gate lets that pass:\n${details}`);
}
