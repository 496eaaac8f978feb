// Brings the job of a create or an update to what the program wants, in five paragraphs. Never creates a job.
import { isDone, isTerminal, readsFailed } from "../../../mms/jobs/job-status.js";
import type { Job } from "../../../mms/models.js";
import { JobStoppedError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import type { Arrival, Located } from "../record.js";
import { surfacesWithinMs } from "../request.js";
import { deduplicate, freshMs, unite } from "./duplicates.js";
import { isHeldUp, repair, retryVerification, start } from "./repair.js";
import { isUnverified, reportFailure, retriesFailures, warnIfIdle } from "./report.js";
import { resolveJob } from "./resolve-id.js";
import { waitUntil } from "./stop.js";

const isOver = (job: Job): boolean => isTerminal(job) || isHeldUp(job);

/**
 * Waits until whatever was requested for the declaration in this run, and just before it, must have shown up, or the job has
 * ended: then one more look finds the request of a dead run that took effect late.
 */
async function unitedMeanwhile(located: Located, context: MmsContext): Promise<Located> {
  const { clock } = context;
  const since = located.acceptedAt ?? (located.isInterrupted ? clock.now() : undefined);
  if (since === undefined) return located;
  const isDue = () => clock.now() >= since + surfacesWithinMs;
  const isEnough = (seen: Job) => isOver(seen) || isDue();
  const job = await waitUntil(located, "is finished", isEnough, context, clock.now() - freshMs);
  return isHeldUp(job) ? located : unite(located, context, clock.now() - freshMs);
}

/**
 * Waits until a job has ended. One that is stopped meanwhile is started again, as `desiredState` says, but only once:
 * a second stop is meant, and the wait ends.
 */
async function finished(located: Located, context: MmsContext): Promise<Job> {
  const { jobId, record } = located;
  const stopped = await waitUntil(located, "is finished", isOver, context, context.clock.now() - freshMs);
  if (!isHeldUp(stopped)) return stopped;
  context.progress.warn(
    `job ${jobId} was stopped by somebody else; starting it again, because desiredState is running`,
  );
  await start(located, stopped, context);
  const job = await waitUntil(located, "is finished", isOver, context);
  if (isHeldUp(job)) throw new JobStoppedError(jobId, record.sourceId);
  return job;
}

/**
 * Brings a job to what its program wants. `mayRetry` says whether a failure seen now is an old one, which an update repairs,
 * or the outcome of what was just started, which is reported.
 */
export async function reconcile(arrival: Arrival, context: MmsContext, mayRetry: boolean): Promise<void> {
  const { record } = arrival;
  const { status: before, desired } = record;

  // Resolve: which job it is. The service accepts a request first, and creates the job later.
  const resolved = await resolveJob(arrival, context);

  // Deduplicate: runs that died may have started more of it; one job of the declaration stays.
  const united = await deduplicate(resolved, context);

  // Repair: what stands where it should not is stopped, started or retried.
  const { acceptedAt } = united;
  const read = united.job ?? (await waitUntil(united, "can be read", () => true, context, acceptedAt));
  const repaired = await repair(united, read, mayRetry, context);

  // Wait: as far as the program says, with one more look for duplicates that show up late.
  const waits = desired.waitFor === "completed" && desired.desiredState === "running";
  const kept = waits ? await unitedMeanwhile(united, context) : united;
  let job = waits ? await finished(kept, context) : repaired;
  record.see(job);
  record.record({ missing: undefined, duplicateJobs: undefined });

  // Report: what failed, as outputs and as an error, once a retry of differing row counts has not helped.
  if (readsFailed(job) && isTerminal(job)) return reportFailure(kept, context);
  if (isDone(job) && (await isUnverified(kept, job, context))) {
    if (!mayRetry || !retriesFailures(record)) return reportFailure(kept, context);
    job = await retryVerification(kept, job, context);
    record.see(job);
    if (isHeldUp(job)) throw new JobStoppedError(kept.jobId, record.sourceId);
    if (await isUnverified(kept, job, context)) return reportFailure(kept, context);
  }
  record.record({ failedTasks: [], failedTaskCount: 0 });
  warnIfIdle(record, job, before, context);
}
