// Whether a job that reads DONE has moved what it should: its row counts may differ, which only its tasks tell.
import type { MmsContext } from "../../base/service.js";
import type { Task } from "../../../mms/models.js";
import type { JobRecord } from "../record.js";
import { isIdle, isIncomplete } from "../../../mms/jobs/job-status.js";

/** A job whose tasks are asked about. */
interface JobRef {
  readonly tracked: JobRecord;
  readonly sourceId: string;
  readonly jobId: string;
  readonly context: MmsContext;
}

/** Tasks of a job whose row counts differ, or that failed although it reads DONE. Source: ListMmsTasks. */
export async function* unverifiedTasks({ tracked, sourceId, jobId, context }: JobRef): AsyncGenerator<Task> {
  for (const status of isIncomplete(tracked.job) ? failedStatuses : (["VERIFICATION_FAILED"] as const)) {
    const list = context.service.client.iterate("ListMmsTasks", { sourceId, query: { jobId, status } }, context.call);
    for await (const task of list) if (task.jobId === jobId && task.status === status) yield task;
  }
}

const failedStatuses = ["SCHEMA_FAILED", "DATA_FAILED", "VERIFICATION_FAILED"] as const;

/** Whether row counts differ: that makes a migration fail, even where the job itself reads DONE. Assumes done-is-complete, verification-shows-in-tasks, verification-default-off. */
export async function isUnverified(asked: JobRef): Promise<boolean> {
  const { tracked } = asked;
  // A job compares where its own settings say so, whatever the service's default is.
  const compares = tracked.job?.config?.enableVerification ?? tracked.desired("enableVerification");
  if (compares !== true && !isIncomplete(tracked.job)) return false;
  for await (const { status } of unverifiedTasks(asked)) {
    if (status !== "VERIFICATION_FAILED")
      asked.context.progress.warn(`job ${asked.jobId} reads DONE, but tasks of it have failed [done-is-complete]`);
    return true;
  }
  return false;
}

/** Says once, as a job ends, that it moved nothing: whoever ran it again may expect fresh data. */
export function warnIfIdle({ jobId, job }: JobRecord, before: string | undefined, { progress }: MmsContext): void {
  if (job === undefined || before === "DONE" || !isIdle(job)) return;
  progress.warn(
    `job ${jobId} had nothing to move: MMS leaves out what is DONE already. To copy it again, set it back first (resetTrigger of a ` +
      "TableMapping or DatabaseMapping), then give `triggers` another value",
  );
}
