// Ends what a resource stands for, as its `deletePolicy` says. Already gone is success. Assumes deleting-keeps-data,
// delete-hides-at-once, and stopped-job-frees-tables for a job that is left.
import { withDeadline } from "../../../lifecycle/deadline.js";
import { NotFoundError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { JobGoneError, JobLostError, JobNotCreatedError, JobUnseenError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import { confirmGone } from "../../jobs/witness.js";
import { lostAfterMs, resolveJob } from "./resolve-id.js";
import { jobInWords, jobWitness } from "../../jobs/deletion.js";
import { awaitRest, remove, stop } from "./stop.js";
import type { JobRecord } from "../record.js";
import { endTwins } from "./duplicates.js";
import { isDone, isLive, isTerminal } from "../../../mms/jobs/job-status.js";

const gone = (error: unknown): boolean =>
  [NotFoundError, JobGoneError, JobLostError, JobNotCreatedError, JobUnseenError].some((kind) => error instanceof kind);

async function refuseUnfinished({ sourceId }: JobRecord, job: Job): Promise<never> {
  throw new Error(
    `job ${job.id} of source ${sourceId} is ${job.status}${job.stopped ? ", stopped" : ""}, and deletePolicy is deleteIfFinished. ` +
      "Wait until it is finished, or set deletePolicy to stopAndDelete, stop or abandon and run `pulumi up` before destroying",
  );
}

async function removeJob(record: JobRecord, jobId: string, context: MmsContext): Promise<void> {
  const { service, progress } = context;
  const { sourceId } = record;
  const job = await service.jobs.current(sourceId, jobId, context.call);
  const policy = record.desired.deletePolicy;
  // A finished job has nothing to lose; any other must be gone beyond doubt, before anything else is taken for gone.
  if (job === undefined && !isDone(record)) {
    await confirmGone(jobInWords(sourceId, jobId), jobWitness(sourceId, jobId, context));
  }
  await endTwins(record, context);
  if (job === undefined) return;
  if (policy === "deleteIfFinished" && !isTerminal(job)) await refuseUnfinished(record, job);
  if (isLive(job)) await stop({ record, jobId }, context);
  else if (job.stopped === true) await awaitRest({ record, jobId }, context);
  if (policy !== "stop") await remove(sourceId, jobId, context);
  const left = policy === "stop" ? "left on the service, stopped: deletePolicy is stop" : "deleted";
  progress.status(`job ${jobId} is ${left}`, { last: true });
}

/** The job, as far as it is known. */
function inWords({ jobId, asyncTaskId }: JobRecord): string {
  if (jobId !== undefined) return `job ${jobId}`;
  return asyncTaskId === undefined
    ? "what came of an unanswered request for a job"
    : `the job of async task ${asyncTaskId}`;
}

/** What is let go is in no state any more, so how to find it is logged once more. */
function logAbandoned(record: JobRecord, { progress }: MmsContext): void {
  const { sourceId, name, duplicateJobs: surplus } = record;
  const job = inWords(record);
  progress.info(`${job} named "${name}" of source ${sourceId} is left as it is: deletePolicy is abandon`);
  if (surplus.length === 0) return;
  progress.warn(
    `job ${surplus.join(", ")} of source ${sourceId} was started for the same declaration and is left as well: ` +
      "stop it if it is not wanted",
  );
}

/**
 * Lets the job go. One that the service is still creating is waited for: its id is then logged, and a create that follows, as in
 * a replacement, sees it in place of requesting another. Whatever fails here does not prevent letting go.
 */
async function abandon(record: JobRecord, context: MmsContext): Promise<void> {
  const { clock, signal, progress } = context;
  try {
    await resolveJob({ record }, withDeadline(context, clock.now() + lostAfterMs));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof JobNotCreatedError) return progress.info(`nothing to leave: ${error.message}`);
    progress.warn(`what became of ${inWords(record)} is not known: ${(error as Error).message}`);
  }
  logAbandoned(record, context);
}

/** Stops and removes the job as `deletePolicy` says; waits for the stop. */
export async function deleteMigrationJob(record: JobRecord, context: MmsContext): Promise<void> {
  const { sourceId, name } = record;
  if (record.desired.deletePolicy === "abandon") {
    await abandon(record, context);
  } else {
    try {
      // However short the patience: whether there is a job at all must be found out, or no destroy would ever end.
      const least = Math.max(context.deadline, context.clock.now() + lostAfterMs);
      const { jobId } = await resolveJob({ record }, withDeadline(context, least));
      await removeJob(record, jobId, context);
    } catch (error) {
      if (!gone(error)) throw error;
      if (error instanceof JobLostError || error instanceof JobUnseenError)
        context.progress.warn(`nothing to delete: ${error.message}`);
    }
  }
  context.service.submissions.forget(context.urn, sourceId, name);
}
