// Sets a job going again, or to rest, as its program wants: starts, stops, retries. Each waits until the change shows.
import { JobGoneError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import { isListed } from "../../jobs/deletion.js";
import { isDone, isTerminal, readsFailed } from "../../../mms/jobs/job-status.js";
import type { Job } from "../../../mms/models.js";
import type { Located } from "../record.js";
import { retriesFailures, unverifiedTasks } from "./report.js";
import { stop, unlessMoved, waitUntil } from "./stop.js";

/** How long FAILED may still be shown after a retry was accepted; the service's own status may lag. Inferred: retry-shows-in-a-minute. */
const retryShowsWithinMs = 60_000;

/** Whether a job stands still before its end: nothing of it moves until it is started. */
export const isHeldUp = (job: Job): boolean => job.stopped === true && !isTerminal(job);

/** What is deleted must not be set going again, even where the service would do it. */
async function mustBeThere({ record, jobId }: Located, job: Job, goal: string, context: MmsContext): Promise<void> {
  const { sourceId } = record;
  if (!(await isListed(sourceId, jobId, job, context))) throw new JobGoneError(jobId, sourceId, goal);
}

/** Lets a stopped job go on; a new one needs none. Assumes start-resumes, starts-by-itself. */
export async function start(located: Located, job: Job, context: MmsContext): Promise<Job> {
  const { record, jobId } = located;
  const { service, progress, call } = context;
  await mustBeThere(located, job, "runs", context);
  progress.status(`starting job ${jobId}`);
  await unlessMoved(service.client.startMmsJob({ sourceId: record.sourceId, jobId }, call));
  return waitUntil(located, "runs", (seen) => seen.stopped !== true || isTerminal(seen), context);
}

/** How a retry is requested, and when it is done. */
interface Retry {
  readonly goal: string;
  readonly request: () => Promise<unknown>;
  readonly isShown: (job: Job) => boolean;
}

/**
 * Puts failed work of a job back to work and waits until that shows: its status may lag. Source: RetryMmsJob, RetryMmsTask
 * (that finished tables are not moved again is inferred: retry-keeps-done-work).
 */
async function retry(located: Located, job: Job, { goal, request, isShown }: Retry, context: MmsContext): Promise<Job> {
  await mustBeThere(located, job, goal, context);
  // Counted first: a retry whose response is lost may have had its effect.
  located.record.record({ retries: located.record.retries + 1 });
  await request();
  const { clock } = context;
  const shownBy = clock.now() + retryShowsWithinMs;
  const reached = (seen: Job) => isShown(seen) || (isTerminal(seen) && clock.now() >= shownBy);
  return waitUntil(located, goal, reached, context);
}

function retryJob(located: Located, job: Job, context: MmsContext): Promise<Job> {
  const { jobId, record } = located;
  const { service, progress, call } = context;
  progress.info(`retrying the failed tasks of job ${jobId}`);
  const request = () => unlessMoved(service.client.retryMmsJob({ sourceId: record.sourceId, jobId }, call));
  const isShown = (seen: Job) => !readsFailed(seen);
  return retry(located, job, { goal: "shows the retry", request, isShown }, context);
}

/**
 * Retries the tasks whose row counts differed, one by one: their job reads DONE, so it is not the job that is retried. Assumes
 * retry-task-on-done-job, verification-retry-is-cheap.
 */
export function retryVerification(located: Located, job: Job, context: MmsContext): Promise<Job> {
  const { jobId, record } = located;
  const { service, progress, call } = context;
  const { sourceId } = record;
  progress.info(`job ${jobId} is DONE, but row counts differ; retrying those tasks`);
  const request = async () => {
    for (const { task } of await unverifiedTasks(located, job, context)) {
      const taskId = task.id;
      if (taskId !== undefined) await unlessMoved(service.client.retryMmsTask({ sourceId, taskId }, call));
    }
  };
  const isComplete = ({ taskDone = 0, taskNum = 0 }: Job) => taskDone >= taskNum;
  const isOver = (seen: Job) => (isTerminal(seen) && (!isDone(seen) || isComplete(seen))) || isHeldUp(seen);
  const isUnderWay = (seen: Job) => !isDone(seen) || isComplete(seen);
  const waits = record.desired.waitFor === "completed";
  const goal = waits ? "is verified" : "shows the retry";
  return retry(located, job, { goal, request, isShown: waits ? isOver : isUnderWay }, context);
}

/** Repairs a job. `mayRetry` says whether a failure seen now is an old one, which is repaired, or a new one, which is reported. */
export async function repair(located: Located, job: Job, mayRetry: boolean, context: MmsContext): Promise<Job> {
  const { record, jobId } = located;
  const wantsStop = record.desired.desiredState === "stopped";
  // A job that fails with tasks under way is not there yet: it is retried once it has ended.
  const retries = readsFailed(job) && isTerminal(job) && mayRetry && retriesFailures(record);
  const observed = retries ? await retryJob(located, job, context) : job;
  if (isTerminal(observed)) return observed;
  if (wantsStop && observed.stopped !== true) return stop(located, context);
  if (wantsStop || observed.stopped !== true) return observed;
  context.progress.info(`job ${jobId} was stopped; starting it`);
  return start(located, observed, context);
}
