// Brings an existing job to what the program wants: repairs it, then waits as far as asked. Never makes a job.
import { ConflictError, JobFailedError, NotFoundError, WaitTimeoutError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { callOptions } from "../answers.js";
import type { MmsContext } from "../service.js";
import { JobGoneError, JobStoppedError, StallError } from "../errors.js";
import { describeFailures, failedTasksOf } from "../failed-tasks.js";
import { follow } from "./follow.js";
import { locate, surplusOf } from "./locate.js";
import { isListed } from "./presence.js";
import { isTerminal } from "./state.js";
import { Tracked } from "./tracked.js";
import { isUnverified, tellIdle, unverifiedTasks } from "./verification.js";

/** How long FAILED may still be shown after a retry was accepted; the service's own status may lag. Inferred. */
const retryShowsWithinMs = 60_000;

/** Pauses between looks for jobs that an interrupted run has asked for. */
const lateLooksAfterMs = [3_000, 7_000];

interface Settling {
  readonly tracked: Tracked;
  readonly sourceId: string;
  readonly jobId: string;
  readonly deadline: number;
  readonly context: MmsContext;
}

/** A call that may meet a job that has just moved on by itself; what counts is how the job is seen afterwards. */
async function unlessMoved(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof ConflictError)) throw error;
  });
}

async function until(
  { tracked, context, ...rest }: Settling,
  goal: string,
  reached: (job: Job) => boolean,
): Promise<Job> {
  const stallMs = tracked.wants("stallTimeout") as number | undefined;
  const onStall = tracked.wants("onStall");
  const seen = (job: Job) => void (tracked.job = job);
  try {
    return await follow({ ...rest, goal, reached, seen, stallMs, stallEnds: onStall !== "warn" }, context);
  } catch (error) {
    if (error instanceof StallError && onStall === "stop") {
      await stop({ tracked, context, ...rest });
    }
    throw error;
  }
}

/** Stops a job and waits until the service shows it stopped or ended. Source: StopMmsJob; stopping is asynchronous. */
export async function stop(settling: Settling): Promise<Job> {
  const { sourceId, jobId, deadline, context } = settling;
  const { service, progress } = context;
  progress.status(`stopping job ${jobId}`);
  await unlessMoved(service.client.stopMmsJob({ sourceId, jobId }, callOptions(context, deadline)));
  return awaitRest(settling);
}

/** Waits until a job is stopped or ended, and no task of it runs any more. */
export function awaitRest({ tracked, context, ...rest }: Settling): Promise<Job> {
  const reached = (job: Job) => job.stopped === true || isTerminal(job);
  const seen = (job: Job) => void (tracked.job = job);
  return follow({ ...rest, goal: "is stopped", reached, atRest: true, seen }, context);
}

/** Stops and deletes a job. One that is gone by then was ended by somebody else, or by a request whose answer was lost. */
async function end(settling: Settling): Promise<void> {
  const { sourceId, jobId, deadline, context } = settling;
  try {
    await stop(settling);
    await context.service.client.deleteMmsJob({ sourceId, jobId }, callOptions(context, deadline));
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof JobGoneError)) throw error;
  }
}

/** Ends what an earlier attempt started a second time: one declaration is one job. */
export async function retireSurplus({ tracked, context, ...settling }: Settling): Promise<void> {
  const { progress } = context;
  const { sourceId, deadline } = settling;
  const { ours, jobIds } = await surplusOf(tracked, deadline, context);
  if (!ours && jobIds.length > 0) {
    progress.warn(
      `job ${jobIds.join(", ")} has the same name "${tracked.name}" and came up at the same time: a run that was interrupted ` +
        "may have asked for it, or somebody else; it is left alone, so stop it if it is not wanted",
    );
    return;
  }
  for (const jobId of jobIds) {
    progress.warn(`job ${jobId} was started by an earlier attempt for the same declaration; stopping and deleting it`);
    const other = new Tracked(tracked.inputs, sourceId, tracked.name, { jobId, adopted: true });
    await end({ ...settling, tracked: other, jobId, context });
  }
}

/** What is deleted must not be set going again, even where the service would do it. */
async function mustBeThere({ sourceId, jobId, context }: Settling, job: Job, goal: string): Promise<void> {
  if (!(await isListed(sourceId, jobId, job, context))) throw new JobGoneError(jobId, sourceId, goal);
}

/** Looks again for what an interrupted run asked for just before it died: the service takes some seconds to make it. */
async function retireLateSurplus(settling: Settling): Promise<void> {
  const { tracked, context, deadline } = settling;
  if (!tracked.interrupted) return;
  const { clock, signal, progress } = context;
  const started = clock.now();
  for (const pauseMs of lateLooksAfterMs) {
    if (clock.now() + pauseMs >= deadline) {
      const waitingFor = `what an interrupted run may have started besides job ${tracked.jobId}`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: clock.now() - started, seen: { "no time to look": 1 } });
    }
    progress.status("a run before this one was interrupted; looking for what else it may have started");
    await clock.sleep(pauseMs, signal);
    await retireSurplus(settling);
  }
}

async function start(settling: Settling, job: Job): Promise<Job> {
  const { sourceId, jobId, deadline, context } = settling;
  const { service, progress } = context;
  await mustBeThere(settling, job, "runs");
  progress.status(`starting job ${jobId}`);
  await unlessMoved(service.client.startMmsJob({ sourceId, jobId }, callOptions(context, deadline)));
  return until(settling, "runs", (job) => job.stopped !== true || isTerminal(job));
}

/**
 * Puts failed work of a job back to work and waits until that shows: its status may lag. Source: RetryMmsJob, RetryMmsTask
 * (that finished tables are not moved again is inferred).
 */
async function retry(
  settling: Settling,
  job: Job,
  goal: string,
  request: () => Promise<unknown>,
  isShown: (job: Job) => boolean,
): Promise<Job> {
  await mustBeThere(settling, job, goal);
  await request();
  const { clock } = settling.context;
  const shownBy = clock.now() + retryShowsWithinMs;
  return until(settling, goal, (seen) => isShown(seen) || (isTerminal(seen) && clock.now() >= shownBy));
}

async function retryJob(settling: Settling, job: Job): Promise<Job> {
  const { sourceId, jobId, deadline, context } = settling;
  const { service, progress } = context;
  progress.info(`retrying the failed tasks of job ${jobId}`);
  const request = () => unlessMoved(service.client.retryMmsJob({ sourceId, jobId }, callOptions(context, deadline)));
  return retry(settling, job, "shows the retry", request, ({ status }) => status !== "FAILED");
}

/** Retries the tasks whose row counts differed, one by one: their job reads DONE, so it is not the job that is retried. */
async function retryVerification(settling: Settling, job: Job): Promise<Job> {
  const { tracked, sourceId, jobId, deadline, context } = settling;
  const { service, progress } = context;
  progress.info(`job ${jobId} is DONE, but row counts differ; retrying those tasks`);
  const request = async () => {
    for await (const { id: taskId } of unverifiedTasks(settling)) {
      if (taskId === undefined) continue;
      await unlessMoved(service.client.retryMmsTask({ sourceId, taskId }, callOptions(context, deadline)));
    }
  };
  const isComplete = ({ taskDone = 0, taskNum = 0 }: Job) => taskDone >= taskNum;
  const isOver = (seen: Job) => (isTerminal(seen) && (seen.status !== "DONE" || isComplete(seen))) || isHeldUp(seen);
  return tracked.wants("waitFor") === "completed"
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
  tracked.learn({ failedTasks, failedTaskCount });
  const status = tracked.status ?? "FAILED";
  const failed = (next: string) =>
    new JobFailedError({ sourceId, jobId, status, failedTasks, details: `${describeFailures(report)}\n${next}` });
  if (tracked.wants("desiredState") === "stopped") {
    context.progress.warn(failed("desiredState is stopped, so nothing is retried").message);
    return;
  }
  throw failed(
    tracked.wants("onFailure") === "retry"
      ? "The next `pulumi up` retries the failed tasks and keeps what is done"
      : "onFailure is error, so nothing is retried: retry it by hand, or set onFailure: retry",
  );
}

/** Whether failed work is to be retried. What should stand still is not set going again, however it came to stand. */
const retriesFailures = (tracked: Tracked): boolean =>
  tracked.wants("onFailure") === "retry" && tracked.wants("desiredState") === "running";

async function repair(settling: Settling, job: Job, mayRetry: boolean): Promise<Job> {
  const { tracked } = settling;
  const wantsStop = tracked.wants("desiredState") === "stopped";
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

/**
 * Waits until a job has ended. One that somebody stops meanwhile is started again, as `desiredState` says, but only once:
 * whoever stops it a second time means it, and the wait ends.
 */
async function finished(settling: Settling): Promise<Job> {
  const { sourceId, jobId, context } = settling;
  const ended = () => until(settling, "is finished", (job) => isTerminal(job) || isHeldUp(job));
  let job = await ended();
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
export async function settle(
  tracked: Tracked,
  deadline: number,
  context: MmsContext,
  mayRetry: boolean,
): Promise<void> {
  const { sourceId, status: before } = tracked;
  const jobId = await locate(tracked, deadline, context);
  const settling: Settling = { tracked, sourceId, jobId, deadline, context };
  if (!tracked.isAlone) await retireSurplus(settling);
  await retireLateSurplus(settling);
  const seen = tracked.job ?? (await until(settling, "can be read", () => true));
  let job = await repair(settling, seen, mayRetry);
  if (tracked.wants("waitFor") === "completed" && tracked.wants("desiredState") === "running") {
    job = await finished(settling);
  }
  tracked.job = job;
  tracked.learn({ missing: undefined, surplusJobs: undefined });
  if (job.status === "FAILED" && isTerminal(job)) return reportFailure(settling);
  if (job.status === "DONE" && (await isUnverified(settling))) {
    if (!mayRetry || !retriesFailures(tracked)) return reportFailure(settling);
    tracked.job = await retryVerification(settling, job);
    if (isHeldUp(tracked.job)) throw new JobStoppedError(jobId, sourceId);
    if (await isUnverified(settling)) return reportFailure(settling);
  }
  tracked.learn({ failedTasks: [], failedTaskCount: 0 });
  tellIdle(tracked, before, context);
}
