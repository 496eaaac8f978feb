// What a status means, of a job, of its tasks, of an async task and of what is migrated: whether it has ended, and whether it moves data.
import type { AsyncTask } from "../models.js";

/** What has a status: a job of the service, a stored state, a record. */
interface WithStatus {
  readonly status?: unknown;
}

/** What shows whether a job has ended; a job of the service and a stored state both have it. */
interface Ending extends WithStatus {
  readonly stopped?: unknown;
  readonly openTasks?: unknown;
}

/** Whether a job, a task of it, or what it migrates, has been migrated. */
export const isDone = (one: WithStatus | undefined): boolean => one?.status === "DONE";

/** Whether a gate has noted that a job is gone: a word of this package, which the service does not use. */
export const isNotedGone = (one: WithStatus): boolean => one.status === "GONE";

/** Whether a job reads FAILED; that is its end only where {@link isTerminal} says so too. */
export const readsFailed = (one: WithStatus | undefined): boolean => one?.status === "FAILED";

/** Whether a job can change no more by itself. FAILED while tasks still wait or run is no end. Assumes failed-is-terminal. */
export const isTerminal = (job: Ending): boolean => isDone(job) || (readsFailed(job) && job.openTasks === undefined);

/** Whether a finished job had nothing to move: everything in its scope was DONE already, and MMS leaves that out. Assumes idle-is-zero-tasks. */
export const isIdle = (job: { status?: unknown; taskNum?: unknown }): boolean => isDone(job) && job.taskNum === 0;

/** Whether a job reads DONE before all of its tasks are. Assumes done-is-complete. */
export const isIncomplete = (job: { status?: unknown; taskDone?: number; taskNum?: number } | undefined): boolean =>
  isDone(job) && (job?.taskDone ?? 0) < (job?.taskNum ?? 0);

/** Whether a job still moves data, or may. An unknown word counts as moving. */
export const isLive = (job: Ending): boolean => !isTerminal(job) && job.stopped !== true;

/** Whether a database, table or partition holds something that the next job would skip. */
export const isFinished = (status: unknown): boolean => status === "DONE" || status === "PART_DONE";

/** Statuses of a task that has failed. */
export const failedStatuses = ["SCHEMA_FAILED", "DATA_FAILED", "VERIFICATION_FAILED"] as const;

export type FailedStatus = (typeof failedStatuses)[number];

/** The phase that a task is in, or has failed in, by its status. */
export const phaseOf = (status: string): "SCHEMA" | "DATA" | "VERIFICATION" =>
  status.replace(/_.*$/, "") as "SCHEMA" | "DATA" | "VERIFICATION";

/** Whether the row counts of a task differ. */
export const isDiffering = (task: WithStatus): boolean => task.status === "VERIFICATION_FAILED";

/** Whether a task has failed, in whichever phase. */
export const isFailedTask = (task: WithStatus): boolean => String(task.status).endsWith("_FAILED");

/** Whether a task reads as running, in whichever phase. */
export const isRunningTask = (task: WithStatus): boolean => String(task.status).endsWith("_DOING");

/** Whether a task reads as waiting, running or between two phases. A status this version does not know proves nothing. */
export const isOpenTask = (task: WithStatus): boolean => /^INIT$|_(DOING|DONE)$/.test(String(task.status));

/** Whether an async task has ended, in whichever way. Its statuses are not published. Assumes async-end. */
export const hasEnded = (task: AsyncTask): boolean => task.running === false || isDone(task) || readsFailed(task);
