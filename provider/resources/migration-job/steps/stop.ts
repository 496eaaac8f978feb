// Stops a job, and waits until nothing of it moves any more.
import { AccessDeniedError, ConflictError, MmsApiError, NotFoundError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { JobGoneError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import { follow } from "../../jobs/wait-for-job.js";
import type { JobRecord } from "../record.js";
import { isTerminal } from "../../../mms/jobs/job-status.js";

/** One job on its way to where it should be. */
export interface Settling {
  readonly tracked: JobRecord;
  readonly sourceId: string;
  readonly jobId: string;
  readonly context: MmsContext;
}

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
export async function stop(settling: Settling): Promise<Job> {
  const { sourceId, jobId, context } = settling;
  const { service, progress } = context;
  progress.status(`stopping job ${jobId}`);
  try {
    await unlessMoved(service.client.stopMmsJob({ sourceId, jobId }, context.call));
  } catch (error) {
    // Whatever the refusal is called: a job that is stopped or has ended needs no stop.
    const job = isRefusal(error) ? await service.jobs.current(sourceId, jobId, context.call) : undefined;
    if (job === undefined || (job.stopped !== true && !isTerminal(job))) throw error;
  }
  return awaitRest(settling);
}

/** Waits until a job is stopped or ended, and no task of it runs any more. */
export function awaitRest({ tracked, context, ...rest }: Settling): Promise<Job> {
  const reached = (job: Job) => job.stopped === true || isTerminal(job);
  const seen = (job: Job) => void (tracked.job = job);
  return follow({ ...rest, goal: "is stopped", reached, atRest: true, seen }, context);
}

/** Deletes a job, and keeps in mind that it is gone whatever a list shows. */
export async function remove(sourceId: string, jobId: string, { service, call }: MmsContext): Promise<void> {
  await service.client.deleteMmsJob({ sourceId, jobId }, call);
  service.deletedJobs.add(jobId);
}

/** Stops and deletes a job: none is deleted while it runs (assumes delete-while-running). One that is gone by then was ended by somebody else, or by a request whose answer was lost. */
export async function end(settling: Settling): Promise<void> {
  const { sourceId, jobId, context } = settling;
  try {
    await stop(settling);
    await remove(sourceId, jobId, context);
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof JobGoneError)) throw error;
  }
}
