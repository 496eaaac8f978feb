// Waits for a job, and stops one: until nothing of it moves any more.
import { AccessDeniedError, ConflictError, MmsApiError, NotFoundError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { JobGoneError, StallError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import { waitForJob } from "../../jobs/wait-for-job.js";
import type { Located } from "../record.js";
import { standingOf } from "../state.js";
import { isTerminal } from "../../../mms/jobs/job-status.js";

/** A call that may meet a job that has just moved on by itself; what counts is how the job is seen afterwards. */
export async function unlessMoved(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof ConflictError)) throw error;
  });
}

/** A refusal that may be about the state of the job, under a code that does not say so. */
const isRefusal = (error: unknown): boolean =>
  error instanceof MmsApiError && ![AccessDeniedError, NotFoundError].some((kind) => error instanceof kind);

/** Stops a job and waits until the service shows it stopped or ended. Source: StopMmsJob; stopping is asynchronous. Assumes stop-any-state. */
export async function stop(located: Located, context: MmsContext): Promise<Job> {
  const { jobId, record } = located;
  const { sourceId } = record;
  const { service, progress, call } = context;
  progress.status(`stopping job ${jobId}`);
  try {
    await unlessMoved(service.client.stopMmsJob({ sourceId, jobId }, call));
  } catch (error) {
    // Whatever the refusal is called: a job that is stopped or has ended needs no stop.
    const job = isRefusal(error) ? await service.jobs.current(sourceId, jobId, call) : undefined;
    if (job === undefined || (job.stopped !== true && !isTerminal(job))) throw error;
  }
  return awaitRest(located, context);
}

/** Waits until a job is stopped or ended, and no task of it runs any more. */
export function awaitRest({ record, jobId }: Located, context: MmsContext): Promise<Job> {
  const reached = (job: Job) => job.stopped === true || isTerminal(job);
  const seen = (job: Job) => record.see(job);
  return waitForJob({ sourceId: record.sourceId, jobId, goal: "is stopped", reached, atRest: true, seen }, context);
}

/** Waits for a job; what a stall does, its program says. What was read `since` a moment shows how the job begins. */
export function waitUntil(
  located: Located,
  goal: string,
  reached: (job: Job) => boolean,
  context: MmsContext,
  since?: number,
): Promise<Job> {
  const { record, jobId } = located;
  const { onStall, stallTimeoutMs } = record.desired;
  const { sourceId } = record;
  const stalled = async (message: string): Promise<void> => {
    if (onStall === "warn") return;
    if (onStall === "stop") await stop(located, context);
    throw new StallError(jobId, sourceId, message, context.service.client.config);
  };
  const seen = (job: Job) => {
    record.see(job);
    context.progress.report(standingOf(record.state));
  };
  return waitForJob({ sourceId, jobId, goal, reached, since, seen, stallTimeoutMs, onStall: stalled }, context);
}

/** Deletes a job, and keeps in mind that it is gone whatever a list shows. */
export async function remove(sourceId: string, jobId: string, { service, call }: MmsContext): Promise<void> {
  await service.client.deleteMmsJob({ sourceId, jobId }, call);
  service.deletedJobs.add(jobId);
}

/**
 * Stops and deletes a job: none is deleted while it runs (assumes delete-while-running). One that is gone by then was ended by
 * somebody else, or by a request whose response was lost.
 */
export async function end(located: Located, context: MmsContext): Promise<void> {
  const { jobId, record } = located;
  try {
    await stop(located, context);
    await remove(record.sourceId, jobId, context);
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof JobGoneError)) throw error;
  }
}
