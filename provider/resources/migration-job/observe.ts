// Reads a job back for refresh: what is there, what drifted, and whether "not found" means gone.
import type { Observed, State } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties.js";
import { WaitTimeoutError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { callOptions } from "../answers.js";
import { JobLostError, JobNotCreatedError } from "../errors.js";
import type { MmsContext } from "../service.js";
import { failedTasksOf, noFailures } from "../failed-tasks.js";
import { visibleDifferences } from "./identity.js";
import { migrationJobInputs } from "./inputs.js";
import { locate, surplusOf } from "./locate.js";
import { isListed } from "./presence.js";
import { isTerminal } from "./state.js";
import type { Tracked } from "./tracked.js";
import { tellVanished } from "./vanished.js";
import { isUnverified, tellIdle } from "./verification.js";

/** How long a refresh looks for a job that the service is still making. */
const locatingMs = 60_000;

/** A finished job stays what it is, deleted or not; any other must also be in the list. */
const isThere = async (tracked: Tracked, jobId: string, job: Job, context: MmsContext): Promise<boolean> =>
  job.status === "DONE" || isListed(tracked.sourceId, jobId, job, context);

/** Inputs as the service has them: where it contradicts the program, the service's value, so that drift shows. */
function drifted(tracked: Tracked, job: Job): State {
  const inputs = inputsOf(migrationJobInputs, tracked.inputs);
  for (const { field, found } of visibleDifferences(inputs, job)) inputs[field] = found;
  const stopped = job.stopped === true ? "stopped" : "running";
  if (!isTerminal(job.status) && tracked.wants("desiredState") !== stopped) inputs["desiredState"] = stopped;
  return inputs;
}

/** The job, `undefined` where there is none, or that the service has not made it yet. */
async function findJob(tracked: Tracked, context: MmsContext): Promise<Job | "notYet" | undefined> {
  const { service, clock } = context;
  try {
    const jobId = await locate(tracked, clock.now() + locatingMs, context);
    const options = callOptions(context, Number.POSITIVE_INFINITY);
    const job = await service.jobs.current(tracked.sourceId, jobId, options);
    return job && (await isThere(tracked, jobId, job, context)) ? job : undefined;
  } catch (error) {
    if (error instanceof JobNotCreatedError) return undefined;
    if (error instanceof JobLostError) return void context.progress.warn(error.message);
    if (error instanceof WaitTimeoutError && tracked.jobId === undefined) return "notYet";
    throw error;
  }
}

/**
 * Whether a job that reads DONE may hold failed tasks. Its row counts are asked about as it ends, or while a task is missing:
 * afterwards it is stable, and what was found stays known until it is repaired.
 */
async function isDoubtful(tracked: Tracked, before: string | undefined, context: MmsContext): Promise<boolean> {
  const { sourceId, jobId, job } = tracked;
  if (tracked.failedTaskCount > 0) return true;
  const isSettled = before === "DONE" && (job?.taskDone ?? 0) >= (job?.taskNum ?? 0);
  if (isSettled || jobId === undefined) return false;
  return isUnverified({ tracked, sourceId, jobId, deadline: Number.POSITIVE_INFINITY, context });
}

/** Observes the job; `undefined` means gone. A finished job that was removed stays, unless `onMissing` says otherwise. */
export async function observe(tracked: Tracked, asGiven: MmsContext): Promise<Observed | undefined> {
  const service = { ...asGiven.service, jobs: asGiven.service.refreshedJobs };
  const context = { ...asGiven, service };
  const { progress, signal } = context;
  const job = await findJob(tracked, context);
  if (job === "notYet") {
    progress.warn(
      `the service is still making the job of async task ${tracked.asyncTaskId}; nothing else is known yet`,
    );
    return tracked.existing;
  }
  if (job === undefined) {
    await tellVanished(tracked, context);
    if (tracked.status !== "DONE" || tracked.wants("onMissing") === "recreate") return undefined;
    progress.warn("the finished job was removed on the service; it stays done here (onMissing: keep)");
    tracked.learn({ missing: true });
    return tracked.existing;
  }
  const before = tracked.status;
  tracked.job = job;
  const { ours, jobIds } = await surplusOf(tracked, Number.POSITIVE_INFINITY, context);
  tracked.learn({ surplusJobs: ours && jobIds.length > 0 ? jobIds : undefined });
  tellIdle(tracked, before, context);
  const failed = job.status === "FAILED" || (job.status === "DONE" && (await isDoubtful(tracked, before, context)));
  const { failedTasks, failedTaskCount } =
    failed && tracked.jobId !== undefined
      ? await failedTasksOf(service.client, tracked.sourceId, tracked.jobId, signal)
      : noFailures;
  tracked.learn({ failedTasks, failedTaskCount });
  return { ...tracked.existing, inputs: drifted(tracked, job) };
}
