// How jobs move: phases as data, one step at each moment something ends. No timers; the agenda says when.
import type { JobEntity, MigrationStatus, PartitionEntity, TableEntity, TaskEntity } from "./entities.js";
import { phases, type Phase } from "./entities.js";
import type { Pace } from "./pace.js";
import type { SwitchId } from "../switches.js";

/** A failure that a test has arranged. */
export interface ArrangedFailure {
  readonly table: string;
  readonly phase: Phase;
  readonly message: string;
  /** How often it happens still. */
  times: number;
  /**
   * Whether the job reads DONE all the same. No source says how a job reads whose row counts differ.
   * @default false
   */
  readonly jobReadsDone?: boolean;
  /**
   * Whether the job reads FAILED from then on, although other tasks still wait or run. Inferred from the self-hosted
   * predecessor, where that happens while no task runs.
   * @default false
   */
  readonly jobReadsFailed?: boolean;
}

/** What moving a job needs to know. */
export interface ProgressRules {
  readonly pace: Pace;
  readonly failures: ArrangedFailure[];
  nextId(): string;
  holds(id: SwitchId): boolean;
}

function phasesOf({ body }: JobEntity): Phase[] {
  const { schemaOnly, enableSchemaMigration, enableDataMigration, enableVerification } = body;
  const data = enableDataMigration !== false && schemaOnly !== true;
  const wanted = {
    SCHEMA: enableSchemaMigration !== false,
    DATA: data,
    VERIFICATION: enableVerification === true && data,
  };
  return phases.filter((phase) => wanted[phase]);
}

const isFailed = (task: TaskEntity): boolean => task.status.endsWith("_FAILED");
const isOver = (task: TaskEntity): boolean => task.status === "DONE" || isFailed(task);

/** What a task moves: its partitions, or a table that has none. */
export function objectsOf({ table, partitions }: Pick<TaskEntity, "table" | "partitions">): readonly MovedObject[] {
  return table.partitionColumns.length === 0 ? [table] : partitions;
}
type MovedObject = PartitionEntity | TableEntity;

/** Marks what a task moves as waiting for it; no other task may take it meanwhile. */
export function claim(task: TaskEntity): void {
  for (const one of objectsOf(task)) one.claimedBy = task;
}

function release(task: TaskEntity): void {
  for (const one of objectsOf(task)) if (one.claimedBy === task) one.claimedBy = undefined;
}

function setStatus(task: TaskEntity, status: MigrationStatus): void {
  for (const one of objectsOf(task)) {
    one.status = status;
    if (status === "DONE") one.updated = false;
  }
  if (task.table.partitionColumns.length > 0) task.table.status = statusFromPartitions(task.table);
}

/** Status of a partitioned table, from its partitions. */
export function statusFromPartitions({ partitions }: TableEntity): MigrationStatus {
  const has = (status: MigrationStatus) => partitions.some((one) => one.status === status);
  if (has("DOING")) return "DOING";
  if (partitions.every(({ status }) => status === "DONE")) return "DONE";
  if (has("FAILED")) return has("DONE") ? "PART_DONE" : "FAILED";
  return has("DONE") ? "PART_DONE" : "INIT";
}

const actions: Readonly<Record<Phase, string>> = {
  SCHEMA: "create table if not exists",
  DATA: "copy rows",
  VERIFICATION: "SELECT COUNT(*) on source and destination",
};

function finish(task: TaskEntity, at: number, status: "DONE" | "FAILED"): void {
  const { job } = task;
  job.running.delete(task);
  job.waiting.delete(task);
  task.endedAt = at;
  if (status === "DONE") {
    task.status = "DONE";
    job.taskDone += 1;
  } else {
    job.taskFailed += 1;
    if (task.isQuiet) job.taskQuiet += 1;
    if (task.isLoud) job.taskLoud += 1;
  }
  setStatus(task, status);
  release(task);
}

/** Begins the first phase that is not done yet, or ends a task that has none left. */
function beginPhase(task: TaskEntity, at: number, { pace }: ProgressRules): void {
  const phase = phasesOf(task.job).find((one) => !task.done.has(one));
  if (phase === undefined) return finish(task, at, "DONE");
  task.status = `${phase}_DOING`;
  task.phase = phase;
  task.phaseEndsAt = at + pace.phaseMs[phase];
}

function endPhase(task: TaskEntity, movement: ProgressRules): void {
  const { phase, phaseEndsAt: at } = task;
  const failure = movement.failures.find(
    (one) => one.table === task.table.name && one.phase === phase && one.times > 0,
  );
  if (failure) failure.times -= 1;
  task.status = `${phase}_${failure ? "FAILED" : "DONE"}`;
  const log = { id: movement.nextId(), at, status: task.status, action: actions[phase], msg: failure?.message ?? "ok" };
  task.logs.push(log);
  task.isQuiet = failure?.jobReadsDone === true || !movement.holds("done-is-complete");
  task.isLoud = failure?.jobReadsFailed === true || !movement.holds("failed-is-terminal");
  if (failure) return finish(task, at, "FAILED");
  task.done.add(phase);
  beginPhase(task, at, movement);
}

function beginTask(task: TaskEntity, at: number, movement: ProgressRules): void {
  task.job.waiting.delete(task);
  task.job.running.add(task);
  task.startedAt ??= at;
  setStatus(task, "DOING");
  beginPhase(task, at, movement);
}

function isFree({ running }: JobEntity, { pace }: ProgressRules): boolean {
  return running.size < Math.max(1, pace.parallel);
}

/** Brings a job to a moment at which something of it ends or begins. */
export function step(job: JobEntity, at: number, movement: ProgressRules): void {
  if (job.stopsAt !== undefined && at >= job.stopsAt) return stopNow(job, at, movement, movement.pace.drainMs);
  for (const task of job.running) if (task.phaseEndsAt <= at) endPhase(task, movement);
  if (at < job.startsAt) return;
  for (const task of job.waiting) {
    if (!isFree(job, movement)) return;
    beginTask(task, at, movement);
  }
}

/** When a job moves next by itself; `undefined` when it is over or stopped. */
export function nextMove(job: JobEntity, movement: ProgressRules): number | undefined {
  if (isSettled(job)) return undefined;
  let next = job.stopsAt ?? Infinity;
  for (const { phaseEndsAt } of job.running) next = Math.min(next, phaseEndsAt);
  if (job.waiting.size > 0 && isFree(job, movement)) next = Math.min(next, job.startsAt);
  return next;
}

/** Status of a job, from its tasks. */
export function statusOf(job: JobEntity): "INIT" | "DOING" | "DONE" | "FAILED" {
  const { tasks, taskDone, taskFailed, taskQuiet, taskLoud, running } = job;
  if (taskLoud > 0) return "FAILED";
  if (taskDone + taskFailed === tasks.length) return taskFailed > taskQuiet ? "FAILED" : "DONE";
  return taskDone + taskFailed + running.size > 0 ? "DOING" : "INIT";
}

/** Whether a job cannot change any more by itself. */
export function isSettled(job: JobEntity): boolean {
  return job.deleted || job.stopped || job.taskDone + job.taskFailed === job.tasks.length;
}

/** Stops a job: what is under way goes back to INIT. Inferred from the self-hosted predecessor. */
export function stopNow(job: JobEntity, at: number, rules: Pick<ProgressRules, "holds">, drainMs = 0): void {
  job.stopped = true;
  job.stopsAt = undefined;
  for (const task of job.running) {
    task.drainedAt = at + drainMs;
    setStatus(task, "INIT");
    task.status = "INIT";
  }
  job.running.clear();
  job.waiting.clear();
  for (const task of job.tasks) {
    if (isOver(task)) continue;
    if (rules.holds("stopped-job-frees-tables")) release(task);
    job.waiting.add(task);
  }
}

/** Lets go of what the tasks of a job still hold. */
export function stopHolding(job: JobEntity): void {
  job.tasks.forEach(release);
}

/** Lets a job go on from a moment, its unfinished tasks first in line for what they move. */
export function resume(job: JobEntity, now: number): void {
  job.stopped = false;
  job.stopsAt = undefined;
  // Of a job that waits for its start, that is now.
  job.startsAt = Number.isFinite(job.startsAt) ? Math.max(job.startsAt, now) : now;
  for (const task of job.waiting) claim(task);
}

/** Lets a task that ended well begin anew. */
export function redoTask(task: TaskEntity): void {
  task.done.clear();
  if (task.status !== "DONE") return;
  task.status = "INIT";
  task.endedAt = undefined;
  task.job.taskDone -= 1;
  task.job.waiting.add(task);
  setStatus(task, "INIT");
  claim(task);
}

/** Puts a failed task back to work; phases that are done stay so. */
export function retryTask(task: TaskEntity): void {
  if (!isFailed(task)) return;
  task.status = "INIT";
  task.retriedTimes += 1;
  task.endedAt = undefined;
  task.job.taskFailed -= 1;
  if (task.isQuiet) task.job.taskQuiet -= 1;
  if (task.isLoud) task.job.taskLoud -= 1;
  task.job.waiting.add(task);
  setStatus(task, "INIT");
  if (!task.job.stopped) claim(task);
}
