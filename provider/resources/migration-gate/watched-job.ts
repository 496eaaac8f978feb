// One job as a gate has seen it.
import { isDone } from "../../mms/jobs/job-status.js";
import type { Job } from "../../mms/models.js";

/** One job as last seen. */
export interface Seen {
  readonly jobId: string;
  /** Absent once the job is gone. */
  readonly job?: Job;
  /** Epoch milliseconds at which the job was first seen finished, or gone. */
  readonly finishedMs?: number;
  /** The job as it was before it was gone. */
  readonly last?: Job | undefined;
  /** Its failures, once its tasks were read. */
  readonly counted?: Tally;
}

/** Whether a job compares row counts. */
export const verifies = ({ job }: Seen): boolean => job?.config?.enableVerification === true;

/** The status of a seen job in a word; `GONE` for one that is no longer there. */
export const wordOf = ({ job, finishedMs }: Seen): string => {
  if (job !== undefined) return `${job.status ?? "?"}${job.stopped ? ", stopped" : ""}`;
  return finishedMs === undefined ? "not found" : "GONE";
};

export const isFailed = (one: Seen): boolean => {
  const { tasks, verification } = tallyOf(one);
  return tasks + verification > 0;
};

/** Whether a job stands still before its end: it moves nothing until it is started. */
export const isHeldUp = ({ job, finishedMs }: Seen): boolean => finishedMs === undefined && job?.stopped === true;

/** Failures of a job, or of several together, in tasks. */
export interface Tally {
  readonly tasks: number;
  readonly verification: number;
}

const unfinished = ({ job, last }: Seen): number => {
  const { taskNum = 1, taskDone = 0 } = job ?? last ?? {};
  return Math.max(1, taskNum - taskDone);
};

/**
 * Failures of a finished job. Whatever a job that failed or is gone did not finish has failed, its tasks that still wait
 * too; a job that reads DONE has only what its tasks show.
 */
export function tallyOf(one: Seen): Tally {
  const { job, finishedMs, counted = { tasks: 0, verification: 0 } } = one;
  if (finishedMs === undefined) return { tasks: 0, verification: 0 };
  if (isDone(job)) return counted;
  const { verification } = counted;
  return { tasks: Math.max(counted.tasks, unfinished(one) - verification), verification };
}
