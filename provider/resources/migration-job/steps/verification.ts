// Whether a job that reads DONE has moved what it should: its row counts may differ, which only its tasks tell.
import type { MmsContext } from "../../base/service.js";
import type { JobRecord } from "../record.js";
import { isIdle } from "../../../mms/jobs/job-status.js";

/** A job whose tasks are asked about. */
interface JobRef {
  readonly tracked: JobRecord;
  readonly sourceId: string;
  readonly jobId: string;
  readonly context: MmsContext;
}

/** Tasks of a job whose row counts differ. Source: ListMmsTasks. */
export const unverifiedTasks = ({ sourceId, jobId, context }: JobRef) =>
  context.service.client.iterate(
    "ListMmsTasks",
    { sourceId, query: { jobId, status: "VERIFICATION_FAILED" } },
    context.call,
  );

/** Whether row counts differ: that makes a migration fail, even where the job itself reads DONE. Assumes done-is-complete, verification-shows-in-tasks, verification-default-off. */
export async function isUnverified(asked: JobRef): Promise<boolean> {
  if (asked.tracked.desired("enableVerification") !== true) return false;
  for await (const _task of unverifiedTasks(asked)) return true;
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
