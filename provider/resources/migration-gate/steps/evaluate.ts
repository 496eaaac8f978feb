// One attempt to pass a gate: find the jobs, watch them, judge, report. An attempt that ends early leaves what it saw in state.
import { isDone } from "../../../mms/jobs/job-status.js";
import { ResourceNotReadyError } from "../../../lifecycle/not-ready.js";
import { changesOf, inputsOf } from "../../../lifecycle/properties/property-table.js";
import { readInputs, readOutputs } from "../../../lifecycle/properties/typed-values.js";
import { isSurelyBreached, talliesOf, tasksInWords, verdictOn } from "../budget.js";
import { warnOfDuplicates } from "./duplicates.js";
import { NoJobsError } from "../errors.js";
import { type Failure, noFailures, reportOf } from "../../jobs/failed-tasks.js";
import type { MmsContext } from "../../base/service.js";
import {
  type DesiredGate,
  type GateJob,
  type GateOutputs,
  migrationGateInputs,
  migrationGateOutputs,
} from "../schema.js";
import { standingOf } from "../standing.js";
import { enforceFailureLimit, failedAmong, warnIfGateIdle } from "./verdict.js";
import { heldState, lastProgressAt, reportStanding } from "./look-once.js";
import { readAgain } from "./read-again.js";
import { countedAmong, failuresAmong, gateJobs, totalsOf, withInventory } from "./report.js";
import { stopAll, watch, type Watching } from "./watch.js";
import type { Existing, State } from "../../../lifecycle/types.js";
import type { Seen } from "../watched-job.js";

/** Inputs that say which jobs; a change of one begins a new wait. */
const selecting: ReadonlySet<string> = new Set(["jobIds", "timerId", "nameFilter", "triggers"]);

/** Inputs that say how a wait is done; once it is over, a change of one of them changes nothing about it. */
const waiting: ReadonlySet<string> = new Set(["timeouts", "stallTimeout", "onStall", "stopOnBreach"]);

/** A wait that took longer than this, in milliseconds, looks for late duplicates of its jobs once more at its end. */
const duplicatesShowUpWithinMs = 60_000;

/** Ids of the jobs to wait for: given, or found now. Source: ListMmsJobs. */
async function select(desired: DesiredGate, { service, signal, progress }: MmsContext): Promise<string[]> {
  const { sourceId, jobIds, timerId, nameFilter: name = "" } = desired;
  if (jobIds !== undefined) return [...new Set(jobIds)];
  const query = timerId === undefined ? { name } : { timerId };
  const found = new Set<string>();
  for await (const { id } of service.client.iterate("ListMmsJobs", { sourceId, query }, { signal })) {
    if (id !== undefined) found.add(id);
  }
  if (found.size > 0) return [...found];
  if (timerId === undefined) throw new NoJobsError(sourceId, name);
  progress.warn(`timer ${timerId} has created no job so far; nothing to wait for`);
  return [];
}

/** Whether the gate has passed, and nothing was changed that it would have to pass again for. */
const hasPassed = (state: State, inputs: State): boolean =>
  readOutputs(migrationGateOutputs, state).passed === true &&
  changesOf(migrationGateInputs, state, inputs).every(({ property }) => waiting.has(property));

const outputsIn = (state: State): State =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !Object.hasOwn(migrationGateInputs, name)));

/** Whether this attempt goes on with the wait of an earlier one. */
const isSameWait = (state: State, inputs: State): boolean =>
  readOutputs(migrationGateOutputs, state).passed === false &&
  changesOf(migrationGateInputs, state, inputs).every(({ property }) => !selecting.has(property));

/** When the wait began: where it was interrupted, at its first attempt. */
function beganMs({ startedAt = "" }: GateOutputs, now: number): number {
  const before = Date.parse(startedAt);
  return Number.isNaN(before) ? now : before;
}

/** Ids of the jobs of a wait: those it began with, whatever became of them, or those that are there now. */
async function idsOf({ jobs = [] }: GateOutputs, desired: DesiredGate, context: MmsContext): Promise<string[]> {
  return jobs.length > 0 ? jobs.map(({ jobId }) => jobId) : select(desired, context);
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Whether an earlier attempt saw a job end as it should; one whose row counts were not compared yet counts too. */
const wasGood = (job: GateJob): boolean => isDone(job) && job.verified !== false;

/** What a gate's row ends with. */
export function outcomeOf({ phase, jobDone, jobNum, taskDone, taskNum, failedTaskCount }: State): string {
  if (phase === "held") return "held: startWhen is false";
  const jobs = `${String(jobDone)}/${String(jobNum)} jobs`;
  if (phase === "open") return `under way: ${jobs}, ${String(taskDone)}/${tasksInWords(Number(taskNum))}`;
  return `${jobs}, ${tasksInWords(Number(taskNum))}, ${String(failedTaskCount)} failed`;
}

/** Jobs with what their tasks show; what was counted while they were watched is not forgotten. */
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
  const desired = readInputs(migrationGateInputs, inputs);
  if (!desired.startWhen) return heldState(inputs);
  const attempt = new Attempt(existing, inputs, desired, context);
  try {
    await attempt.run();
    return attempt.state;
  } catch (error) {
    throw new ResourceNotReadyError(existing.id, attempt.state, error);
  }
}

/** One attempt to pass; what it has learnt by any moment is in its state. */
class Attempt {
  state: State;
  private readonly now: number;
  /** What the attempt goes on with. */
  private readonly wait: GateOutputs;
  private readonly startedMs: number;
  private readonly before: ReadonlyMap<string, GateJob>;

  constructor(
    existing: Existing,
    inputs: State,
    private readonly desired: DesiredGate,
    private readonly context: MmsContext,
  ) {
    const earlier = readOutputs(migrationGateOutputs, existing.state);
    this.now = context.clock.now();
    this.wait = isSameWait(existing.state, inputs) ? earlier : {};
    this.startedMs = beganMs(this.wait, this.now);
    this.before = new Map((earlier.jobs ?? []).map((job) => [job.jobId, job]));
    this.state = { ...inputsOf(migrationGateInputs, inputs), passed: false, phase: "open" };
  }

  async run(): Promise<void> {
    const { desired, context, startedMs, before } = this;
    const { sourceId } = desired;
    const jobIds = await idsOf(this.wait, desired, context);
    // The set is fixed from here on: an attempt that ends before its first look must not gather another one.
    const begun = jobIds.map((jobId): GateJob => before.get(jobId) ?? { jobId, status: "?" });
    this.state = { ...this.state, startedAt: iso(startedMs), jobs: begun };
    const watching = this.watching(jobIds);
    const seen = await watchForDuplicates(watching, context);
    // Before anything is read for the report: that may fail, and what still runs costs money.
    if (isSurelyBreached(seen, desired) && desired.stopOnBreach) await stopAll(sourceId, seen, context);
    const failures = await failuresAmong(sourceId, seen, context);
    const jobs = gateJobs(seen, failures, startedMs, before);
    const report = await reportOf(sourceId, failures, context);
    this.learn(jobs, { ...report });
    if (seen.some(({ finishedMs }) => finishedMs === undefined) && !isSurelyBreached(seen, desired))
      return this.standing(seen, jobs, watching);
    const gathers = desired.jobIds === undefined;
    const verdict = verdictOn(counted(seen, failures), desired);
    enforceFailureLimit({ sourceId, budget: desired, verdict, jobs, report, gathers }, context);
    warnIfGateIdle(jobs, context);
    const complete = await withInventory(sourceId, jobs, seen, context);
    const finishedMs = context.clock.now();
    const waitedSeconds = Math.round((finishedMs - startedMs) / 1_000);
    this.learn(complete, {
      ...report,
      finishedAt: iso(finishedMs),
      waitedSeconds,
      passed: true,
      phase: "passed",
    });
  }

  private watching(jobIds: readonly string[]): Watching {
    const { desired, startedMs, before, context } = this;
    const { sourceId, stallTimeoutMs, onStall, wait } = desired;
    return {
      sourceId,
      jobIds,
      budget: desired,
      stallTimeoutMs,
      onStall,
      once: !wait,
      wasDone: new Set([...before.values()].filter(wasGood).map(({ jobId }) => jobId)),
      count: (finished) => countedAmong(sourceId, finished, context),
      round: (round) => {
        this.learn(gateJobs(round, undefined, startedMs, before));
        context.progress.report(standingOf(this.state));
      },
    };
  }

  private learn(jobs: readonly GateJob[], more: State = {}): void {
    const jobFailed = failedAmong(jobs).length;
    this.state = { ...this.state, jobs, ...totalsOf(jobs), jobFailed, ...noFailures, ...more };
  }

  /** Ends a look that waits for nothing, with what it says of jobs that are under way. */
  private async standing(seen: readonly Seen[], jobs: readonly GateJob[], watching: Watching): Promise<void> {
    const { now, wait: earlier } = this;
    const look = { ...watching, earlier, seen, jobs, now };
    this.state = { ...this.state, lastProgressAt: lastProgressAt(look) };
    await reportStanding(look, this.context);
  }
}
