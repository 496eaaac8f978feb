// What became of a job, in outputs, warnings and errors: its failed tasks, row counts that differ, and that it moved nothing.
import { JobFailedError } from "../../../mms/errors.js";
import { isDone, isIdle, isIncomplete } from "../../../mms/jobs/job-status.js";
import type { Job } from "../../../mms/models.js";
import type { MmsContext } from "../../base/service.js";
import { describeFailures, failedTasksOf, type Failure, failuresOf, type Suspects } from "../../jobs/failed-tasks.js";
import type { JobRecord, Located } from "../record.js";
import { retryRule, type RetryRule } from "../state.js";

/** A job whose tasks are read. */
type JobRef = Pick<Located, "record" | "jobId">;

/**
 * Tasks of a job whose row counts differ, or that failed although it reads DONE: that makes a migration fail. Assumes
 * done-is-complete, verification-shows-in-tasks.
 */
export function unverifiedTasks({ record, jobId }: JobRef, job: Job, context: MmsContext): Promise<Failure[]> {
  const suspects: Suspects = isIncomplete(job)
    ? { jobIds: [jobId], unfinished: [jobId] }
    : { jobIds: [jobId], statuses: ["VERIFICATION_FAILED"] };
  return failuresOf(context.service.client, record.sourceId, suspects, context.call);
}

/** Whether a job that reads DONE has such tasks. Assumes verification-default-off. */
export async function isUnverified(ref: JobRef, job: Job, context: MmsContext): Promise<boolean> {
  // A job compares where its own settings say so, whatever the service's default is.
  const compares = job.config?.enableVerification ?? ref.record.desired.enableVerification;
  if (compares !== true && !isIncomplete(job)) return false;
  const failures = await unverifiedTasks(ref, job, context);
  if (failures.some(({ phase }) => phase !== "VERIFICATION"))
    context.progress.warn(`job ${ref.jobId} reads DONE, but tasks of it have failed [done-is-complete]`);
  return failures.length > 0;
}

/** Warns once, as a job ends, that it moved nothing: a user who ran it again may expect fresh data. */
export function warnIfIdle({ jobId }: JobRecord, job: Job, before: string | undefined, { progress }: MmsContext): void {
  if (isDone({ status: before }) || !isIdle(job)) return;
  progress.warn(
    `job ${jobId} had nothing to move: MMS leaves out what is DONE already. To copy it again, set it back first (resetTrigger of a ` +
      "TableMapping or DatabaseMapping), then give `triggers` another value",
  );
}

/** Whether failed work is to be retried. */
export const retriesFailures = ({ desired, retries }: JobRecord): boolean => retryRule(desired, retries) === "retry";

/** What follows a failure, in words. */
const nextStep = ({ desired, retries }: JobRecord): Readonly<Record<RetryRule, string>> => ({
  stopped: "desiredState is stopped, so nothing is retried",
  warn: "onFailure is warn, so nothing is retried, and a gate decides whether that may pass",
  error: "onFailure is error, so nothing is retried: retry it by hand, or set onFailure: retry",
  exhausted:
    `maxRetries is ${desired.maxRetries}, and ${retries} ${retries === 1 ? "update has" : "updates have"} retried the failed tasks, ` +
    "so nothing is retried: correct the cause and raise maxRetries, retry the job by hand, or let a gate decide with onFailure: warn",
  retry: "The next `pulumi up` retries the failed tasks and keeps what is done",
});

/**
 * Reports a failed job by its failed tasks, in the outputs and in the error. Where it should stand still it does, and where the
 * program leaves the verdict to a gate that has it: then that is worth a warning only.
 */
export async function reportFailure({ record, jobId }: JobRef, context: MmsContext): Promise<void> {
  const { sourceId, desired, status = "FAILED" } = record;
  const report = await failedTasksOf(sourceId, jobId, context);
  const { failedTasks, failedTaskCount } = report;
  record.record({ failedTasks, failedTaskCount });
  const rule = retryRule(desired, record.retries);
  const details = `${describeFailures(report)}\n${nextStep(record)[rule]}`;
  const failed = new JobFailedError({ sourceId, jobId, status, failedTasks, details });
  if (rule !== "stopped" && rule !== "warn") throw failed;
  context.progress.warn(failed.message);
}
