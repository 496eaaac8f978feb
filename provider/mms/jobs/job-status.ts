// What the status of a job means, and of what it migrates: whether it has ended, and whether it moves data.

/** What shows whether a job has ended; a job of the service and a stored state both have it. */
interface Ending {
  readonly status?: unknown;
  readonly stopped?: unknown;
  readonly openTasks?: unknown;
}

/** Whether a job can change no more by itself. FAILED while tasks still wait or run is no end. Assumes failed-is-terminal. */
export const isTerminal = ({ status, openTasks }: Ending): boolean =>
  status === "DONE" || (status === "FAILED" && openTasks === undefined);

/** Whether a finished job had nothing to move: everything in its scope was DONE already, and MMS leaves that out. Assumes idle-is-zero-tasks. */
export const isIdle = (job: { status?: unknown; taskNum?: unknown }): boolean =>
  job.status === "DONE" && job.taskNum === 0;

/** Whether a job reads DONE before all of its tasks are. Assumes done-is-complete. */
export const isIncomplete = (job: { status?: unknown; taskDone?: number; taskNum?: number } | undefined): boolean =>
  job?.status === "DONE" && (job.taskDone ?? 0) < (job.taskNum ?? 0);

/** Whether a job still moves data, or may. An unknown word counts as moving. */
export const isLive = (job: Ending): boolean => !isTerminal(job) && job.stopped !== true;

/** Whether a database, table or partition holds something that the next job would skip. */
export const isFinished = (status: unknown): boolean => status === "DONE" || status === "PART_DONE";
