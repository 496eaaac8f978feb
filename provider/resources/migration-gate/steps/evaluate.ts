// One attempt to pass a gate: find the jobs, watch them, judge, tell. An attempt that ends early leaves what it saw in state.
import { isDone } from "../../../mms/jobs/job-status.js";
import { ResourceNotReadyError } from "../../../lifecycle/not-ready.js";
import { canonicalInput, changesOf, inputsOf } from "../../../lifecycle/properties/property-table.js";
import { budgetOf, isSurelyBreached, talliesOf, tasksInWords, verdictOn } from "../budget.js";
import { warnOfDuplicates } from "./duplicates.js";
import { NoJobsError } from "../errors.js";
import { type Failure, noFailures } from "../../jobs/failed-tasks.js";
import type { MmsContext } from "../../base/service.js";
import { type GateJob, migrationGateInputs } from "../schema.js";
import { standingOf } from "../standing.js";
import { enforceFailureLimit, failedAmong, warnIfGateIdle } from "./verdict.js";
import { heldState, lastProgressAt, reportStanding } from "./look-once.js";
import { readAgain } from "./read-again.js";
import { countedAmong, failuresAmong, gateJobs, warnOfFailures, totalsOf, withInventory } from "./report.js";
import { stopAll, watch, type Watching } from "./watch.js";
import type { Existing, State } from "../../../lifecycle/types.js";
import type { Seen } from "../watched-job.js";

/** Inputs that say which jobs; a change of one begins a new wait. */
const selecting: ReadonlySet<string> = new Set(["jobIds", "timerId", "nameFilter", "triggers"]);

/** Inputs that say how a wait is done; once it is over, a change of one of them changes nothing about it. */
const waiting: ReadonlySet<string> = new Set(["timeouts", "stallTimeout", "onStall", "stopOnBreach"]);

/** A wait that took longer than this, in milliseconds, looks for late duplicates of its jobs once more at its end. */
const duplicatesShowUpWithinMs = 60_000;

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

/** Whether an earlier attempt saw a job end as it should; one whose row counts nobody has compared yet counts too. */
const wasGood = (job: GateJob): boolean => isDone(job) && job.verified !== false;

/** What a gate's row ends with. */
export function outcomeOf({ phase, jobDone, jobNum, taskDone, taskNum, failedTaskCount }: State): string {
  if (phase === "held") return "held: startWhen is false";
  const jobs = `${String(jobDone)}/${String(jobNum)} jobs`;
  if (phase === "open") return `under way: ${jobs}, ${String(taskDone)}/${tasksInWords(Number(taskNum))}`;
  return `${jobs}, ${tasksInWords(Number(taskNum))}, ${String(failedTaskCount)} failed`;
}

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
  if (wants(inputs, "startWhen") === false) return heldState(inputs);
  const attempt = new Attempt(existing, inputs, context);
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
  private readonly sourceId: string;
  private readonly now: number;
  private readonly wait: State;
  private readonly startedMs: number;
  private readonly earlier: readonly GateJob[];
  private readonly before: ReadonlyMap<string, GateJob>;
  private readonly budget;

  constructor(
    existing: Existing,
    private readonly inputs: State,
    private readonly context: MmsContext,
  ) {
    this.sourceId = String(inputs["sourceId"]);
    this.now = context.clock.now();
    this.wait = isSameWait(existing.state, inputs) ? existing.state : {};
    this.startedMs = beganMs(this.wait, this.now);
    this.earlier = jobsIn(existing.state);
    this.before = new Map(this.earlier.map((job) => [job.jobId, job]));
    this.budget = budgetOf(inputs);
    this.state = { ...inputsOf(migrationGateInputs, inputs), passed: false, phase: "open" };
  }

  async run(): Promise<void> {
    const { inputs, context, sourceId, budget, startedMs, before } = this;
    const jobIds = await idsOf(this.wait, inputs, context);
    // The set is fixed from here on: an attempt that ends before its first look must not gather another one.
    const begun = jobIds.map((jobId): GateJob => before.get(jobId) ?? { jobId, status: "?" });
    this.state = { ...this.state, startedAt: iso(startedMs), jobs: begun };
    const watching = this.watching(jobIds);
    const seen = await watchForDuplicates(watching, context);
    // Before anything is read for the report: that may fail, and what still runs costs money.
    if (isSurelyBreached(seen, budget) && wants(inputs, "stopOnBreach") === true)
      await stopAll(sourceId, seen, context);
    const failures = await failuresAmong(sourceId, seen, context);
    const jobs = gateJobs(seen, failures, startedMs, before);
    const report = await warnOfFailures(sourceId, failures, context);
    this.learn(jobs, { ...report });
    if (seen.some(({ finishedMs }) => finishedMs === undefined) && !isSurelyBreached(seen, budget))
      return this.standing(seen, jobs, watching);
    const gathers = wants(inputs, "jobIds") === undefined;
    const verdict = verdictOn(counted(seen, failures), budget);
    enforceFailureLimit({ sourceId, budget, verdict, jobs, report, gathers }, context);
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
    const { inputs, sourceId, budget, startedMs, before, context } = this;
    return {
      sourceId,
      jobIds,
      budget,
      stallTimeoutMs: wants(inputs, "stallTimeout") as number | undefined,
      onStall: String(wants(inputs, "onStall")),
      once: wants(inputs, "wait") === false,
      wasDone: new Set(this.earlier.filter(wasGood).map(({ jobId }) => jobId)),
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
    const { sourceId, now, wait: earlier } = this;
    const { stallTimeoutMs, onStall } = watching;
    const look = { earlier, sourceId, seen, jobs, now, stallTimeoutMs, onStall };
    this.state = { ...this.state, lastProgressAt: lastProgressAt(look) };
    await reportStanding(look, this.context);
  }
}
