// Brings an existing job to what the program wants: repairs it, then waits as far as asked. Never makes a job.
import { JobFailedError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import type { MmsContext } from "../../base/service.js";
import { JobGoneError, JobStoppedError, StallError } from "../../base/errors.js";
import { describeFailures, failedTasksOf } from "../../jobs/failed-tasks.js";
import { follow } from "../../jobs/wait-for-job.js";
import { resolveJobId } from "./resolve-id.js";
import { isListed } from "../../jobs/deletion.js";
import { surfacesWithinMs } from "../request.js";
import { type Settling, stop, unlessMoved } from "./stop.js";
import type { JobRecord } from "../record.js";
import { isRetriedEnough, standingOf } from "../state.js";
import { unite, uniteLate } from "./duplicates.js";
import { isUnverified, warnIfIdle, unverifiedTasks } from "./verification.js";
import { isTerminal } from "../../../mms/jobs/job-status.js";

/** How long ago what nothing has changed since may have been read, in milliseconds. */
const freshMs = 1_000;

/** How long FAILED may still be shown after a retry was accepted; the service's own status may lag. Inferred: retry-shows-in-a-minute. */
const retryShowsWithinMs = 60_000;

async function until(
  { tracked, context, ...rest }: Settling,
  goal: string,
  reached: (job: Job) => boolean,
  since?: number,
): Promise<Job> {
  const stallMs = tracked.desired("stallTimeout") as number | undefined;
  const onStall = tracked.desired("onStall");
  const seen = (job: Job) => {
    tracked.job = job;
    context.progress.report(standingOf(tracked.state));
  };
  try {
    return await follow({ ...rest, goal, reached, since, seen, stallMs, stallEnds: onStall !== "warn" }, context);
  } catch (error) {
    if (error instanceof StallError && onStall === "stop") {
      await stop({ tracked, context, ...rest });
    }
    throw error;
  }
}

/** What is deleted must not be set going again, even where the service would do it. */
async function mustBeThere({ sourceId, jobId, context }: Settling, job: Job, goal: string): Promise<void> {
  if (!(await isListed(sourceId, jobId, job, context))) throw new JobGoneError(jobId, sourceId, goal);
}

/** Lets a stopped job go on; a new one needs none. Assumes start-resumes, starts-by-itself. */
async function start(settling: Settling, job: Job): Promise<Job> {
  const { sourceId, jobId, context } = settling;
  const { service, progress } = context;
  await mustBeThere(settling, job, "runs");
  progress.status(`starting job ${jobId}`);
  await unlessMoved(service.client.startMmsJob({ sourceId, jobId }, context.call));
  return until(settling, "runs", (job) => job.stopped !== true || isTerminal(job));
}

/**
 * Puts failed work of a job back to work and waits until that shows: its status may lag. Source: RetryMmsJob, RetryMmsTask
 * (that finished tables are not moved again is inferred: retry-keeps-done-work).
 */
async function retry(
  settling: Settling,
  job: Job,
  goal: string,
  request: () => Promise<unknown>,
  isShown: (job: Job) => boolean,
): Promise<Job> {
  await mustBeThere(settling, job, goal);
  // Counted first: a retry whose answer is lost may have had its effect.
  settling.tracked.record({ retries: settling.tracked.retries + 1 });
  await request();
  const { clock } = settling.context;
  const shownBy = clock.now() + retryShowsWithinMs;
  return until(settling, goal, (seen) => isShown(seen) || (isTerminal(seen) && clock.now() >= shownBy));
}

async function retryJob(settling: Settling, job: Job): Promise<Job> {
  const { sourceId, jobId, context } = settling;
  const { service, progress } = context;
  progress.info(`retrying the failed tasks of job ${jobId}`);
  const request = () => unlessMoved(service.client.retryMmsJob({ sourceId, jobId }, context.call));
  return retry(settling, job, "shows the retry", request, ({ status }) => status !== "FAILED");
}

/** Retries the tasks whose row counts differed, one by one: their job reads DONE, so it is not the job that is retried. Assumes retry-task-on-done-job, verification-retry-is-cheap. */
async function retryVerification(settling: Settling, job: Job): Promise<Job> {
  const { tracked, sourceId, jobId, context } = settling;
  const { service, progress } = context;
  progress.info(`job ${jobId} is DONE, but row counts differ; retrying those tasks`);
  const request = async () => {
    for await (const { id: taskId } of unverifiedTasks(settling)) {
      if (taskId === undefined) continue;
      await unlessMoved(service.client.retryMmsTask({ sourceId, taskId }, context.call));
    }
  };
  const isComplete = ({ taskDone = 0, taskNum = 0 }: Job) => taskDone >= taskNum;
  const isOver = (seen: Job) => (isTerminal(seen) && (seen.status !== "DONE" || isComplete(seen))) || isHeldUp(seen);
  return tracked.desired("waitFor") === "completed"
    ? retry(settling, job, "is verified", request, isOver)
    : retry(settling, job, "shows the retry", request, (seen) => seen.status !== "DONE" || isComplete(seen));
}

/**
 * Tells a failed job by its failed tasks, in the outputs and in the error. Where it should stand still it does: then that is
 * worth a warning only.
 */
async function reportFailure({ tracked, sourceId, jobId, context }: Settling): Promise<void> {
  const report = await failedTasksOf(context.service.client, sourceId, jobId, context.signal);
  const { failedTasks, failedTaskCount } = report;
  tracked.record({ failedTasks, failedTaskCount });
  const status = tracked.status ?? "FAILED";
  const failed = (next: string) =>
    new JobFailedError({ sourceId, jobId, status, failedTasks, details: `${describeFailures(report)}\n${next}` });
  if (tracked.desired("desiredState") === "stopped") {
    context.progress.warn(failed("desiredState is stopped, so nothing is retried").message);
    return;
  }
  if (tracked.desired("onFailure") === "retry" && isExhausted(tracked)) {
    const times = `${tracked.retries} ${tracked.retries === 1 ? "update has" : "updates have"}`;
    throw failed(
      `maxRetries is ${String(tracked.desired("maxRetries"))}, and ${times} retried the failed tasks, so nothing is retried: ` +
        "mend the cause and raise maxRetries, or retry the job by hand",
    );
  }
  throw failed(
    tracked.desired("onFailure") === "retry"
      ? "The next `pulumi up` retries the failed tasks and keeps what is done"
      : "onFailure is error, so nothing is retried: retry it by hand, or set onFailure: retry",
  );
}

const isExhausted = (tracked: JobRecord): boolean => isRetriedEnough(tracked.retries, tracked.desired("maxRetries"));

/** Whether failed work is to be retried. What should stand still is not set going again, however it came to stand. */
const retriesFailures = (tracked: JobRecord): boolean =>
  tracked.desired("onFailure") === "retry" && tracked.desired("desiredState") === "running" && !isExhausted(tracked);

async function repair(settling: Settling, job: Job, mayRetry: boolean): Promise<Job> {
  const { tracked } = settling;
  const wantsStop = tracked.desired("desiredState") === "stopped";
  // A job that fails with tasks under way is not there yet: it is retried once it has ended.
  const retries = job.status === "FAILED" && isTerminal(job) && mayRetry && retriesFailures(tracked);
  const observed = retries ? await retryJob(settling, job) : job;
  if (isTerminal(observed)) return observed;
  if (wantsStop && observed.stopped !== true) return stop(settling);
  if (wantsStop || observed.stopped !== true) return observed;
  settling.context.progress.info(`job ${settling.jobId} was stopped; starting it`);
  return start(settling, observed);
}

/** Whether a job stands still before its end: nothing of it moves until somebody starts it. */
const isHeldUp = (job: Job): boolean => job.stopped === true && !isTerminal(job);

const isOver = (job: Job): boolean => isTerminal(job) || isHeldUp(job);

/**
 * Waits until whatever was requested for the declaration in this run, and just before it, must have shown up, or the job has
 * ended: then one more look finds the request of a dead run that took effect late.
 */
async function unitedMeanwhile(settling: Settling): Promise<Settling> {
  const { tracked, context } = settling;
  const { clock } = context;
  const since = tracked.acceptedAt ?? (tracked.interrupted ? clock.now() : undefined);
  if (since === undefined) return settling;
  const isDue = () => clock.now() >= since + surfacesWithinMs;
  const job = await until(settling, "is finished", (seen) => isOver(seen) || isDue(), clock.now() - freshMs);
  return isHeldUp(job) ? settling : unite(settling, clock.now() - freshMs);
}

/**
 * Waits until a job has ended. One that somebody stops meanwhile is started again, as `desiredState` says, but only once:
 * whoever stops it a second time means it, and the wait ends.
 */
async function finished(settling: Settling): Promise<Job> {
  const { sourceId, jobId, context } = settling;
  const ended = (since?: number) => until(settling, "is finished", isOver, since);
  let job = await ended(context.clock.now() - freshMs);
  if (!isHeldUp(job)) return job;
  context.progress.warn(
    `job ${jobId} was stopped by somebody else; starting it again, because desiredState is running`,
  );
  await start(settling, job);
  job = await ended();
  if (isHeldUp(job)) throw new JobStoppedError(jobId, sourceId);
  return job;
}

/**
 * Repairs a job and waits as far as its program asks. `mayRetry`: whether a failure seen now is an old one, which an
 * update repairs, or the outcome of what was just started, which is reported.
 */
export async function reconcile(tracked: JobRecord, context: MmsContext, mayRetry: boolean): Promise<void> {
  const { sourceId, status: before } = tracked;
  const located = { tracked, sourceId, jobId: await resolveJobId(tracked, context), context };
  // The list in which a job just requested was found shows its duplicates too.
  const since = tracked.acceptedAt === undefined ? undefined : context.clock.now() - freshMs;
  const settling = await uniteLate(tracked.isOnlyOne ? located : await unite(located, since));
  const seen = tracked.job ?? (await until(settling, "can be read", () => true, tracked.acceptedAt));
  let job = await repair(settling, seen, mayRetry);
  if (tracked.desired("waitFor") === "completed" && tracked.desired("desiredState") === "running") {
    job = await finished(await unitedMeanwhile(settling));
  }
  tracked.job = job;
  tracked.record({ missing: undefined, duplicateJobs: undefined });
  if (job.status === "FAILED" && isTerminal(job)) return reportFailure(settling);
  if (job.status === "DONE" && (await isUnverified(settling))) {
    if (!mayRetry || !retriesFailures(tracked)) return reportFailure(settling);
    tracked.job = await retryVerification(settling, job);
    if (isHeldUp(tracked.job)) throw new JobStoppedError(settling.jobId, sourceId);
    if (await isUnverified(settling)) return reportFailure(settling);
  }
  tracked.record({ failedTasks: [], failedTaskCount: 0 });
  warnIfIdle(tracked, before, context);
}
