// What the state of a row means: the words of the service, and those of the report itself. Pure; the page loads it too.
import { isDone, readsFailed } from "../../provider/mms/jobs/job-status.js";
import type { JobRow } from "./model.js";

/** The status of a job of the stack that the service no longer has. */
export const gone = "GONE";

const isGone = ({ status }: JobRow): boolean => status === gone;

/** Whether a job was removed after it was done: what it migrated is there, and can no longer be read from it. */
export const isRemoved = (job: JobRow): boolean => isGone(job) && job.wasDone === true;

/** Whether a job is gone that was not done before. */
export const isLost = (job: JobRow): boolean => isGone(job) && !isRemoved(job);

/** Whether the work of a job is done, whether the job is still there or not. */
export const hasDone = (job: JobRow): boolean => isDone(job) || isRemoved(job);

/** Whether a job needs a person: it failed, or was lost before it was done. */
export const hasFailed = (job: JobRow): boolean => readsFailed(job) || isLost(job);

/** Whether a job moves data. One that was stopped is open: it moves nothing until it is started. */
export const isMoving = ({ status, stopped }: JobRow): boolean => status === "DOING" && !stopped;

/** Whether a job moves data or may: an unknown word counts as such. */
export const isLive = (job: JobRow): boolean => !job.stopped && !hasDone(job) && !hasFailed(job);

/** The state of a job in a word. */
export const jobWord = (job: JobRow): string =>
  isRemoved(job) ? "DONE, removed" : job.stopped ? "stopped" : job.status;

/** Where a job stands in a list: those that need attention come first, then those that move. */
export function rank(job: JobRow): number {
  if (hasFailed(job) || job.tasks.failed > 0) return 0;
  if (job.stopped) return 1;
  return hasDone(job) ? 3 : 2;
}
