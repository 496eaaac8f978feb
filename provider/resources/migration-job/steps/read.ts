// Reads a job back for refresh: what is there, what drifted, and whether "not found" means gone.
import type { Observed } from "../../../lifecycle/lifecycle.js";
import { inputsOf } from "../../../lifecycle/properties/property-table.js";
import { WaitTimeoutError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { withDeadline } from "../../../lifecycle/deadline.js";
import { JobLostError, JobNotCreatedError, JobUnseenError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import { doubt, type Witness } from "../../jobs/witness.js";
import { failedTasksOf, noFailures } from "../../jobs/failed-tasks.js";
import { describeDifferences, type Difference } from "../../base/drift.js";
import { isGeneratedName, visibleDifferences } from "../identity.js";
import { migrationJobInputs } from "../schema.js";
import { resolveJobId } from "./resolve-id.js";
import { jobInWords, jobWitness, listed } from "../../jobs/deletion.js";
import type { JobRecord } from "../record.js";
import { twinsOf } from "./duplicates.js";
import { isStillHeld } from "./hold.js";
import { isUnverified, warnIfIdle } from "./verification.js";
import type { State } from "../../../lifecycle/types.js";
import { isTerminal } from "../../../mms/jobs/job-status.js";

/** How long a refresh looks for a job that the service is still making. */
const locatingMs = 60_000;

/** Whether a job is there. A finished one stays what it is, deleted or not; any other needs its read and the list to agree. */
async function presenceOf(
  tracked: JobRecord,
  jobId: string,
  job: Job | undefined,
  context: MmsContext,
): Promise<Witness> {
  const { sourceId, status } = tracked;
  if (job?.status === "DONE") return { says: "present" };
  if (job !== undefined) return listed({ sourceId, jobId, job }, context);
  return status === "DONE" ? { says: "absent" } : jobWitness(sourceId, jobId, context);
}

function warnOfEcho({ id }: Job, differences: readonly Difference[], { progress }: MmsContext): void {
  progress.warn(
    `the service shows job ${id} otherwise than it was requested: ${describeDifferences(differences)}. A job cannot be ` +
      "changed, so this is no drift [config-echo-verbatim]",
  );
}

/** Inputs as the service has them: where it contradicts the program, the service's value, so that drift shows. */
function drifted(tracked: JobRecord, job: Job, context: MmsContext): State {
  const inputs = inputsOf(migrationJobInputs, tracked.inputs);
  const differences = visibleDifferences(inputs, job);
  // Nobody can change a job: one that this resource requested, and that shows something else, is shown in another form.
  if (isGeneratedName(job.name ?? "", inputs) && differences.length > 0) warnOfEcho(job, differences, context);
  else for (const { field, found } of differences) inputs[field] = found;
  const stopped = job.stopped === true ? "stopped" : "running";
  if (!isTerminal(job) && tracked.desired("desiredState") !== stopped) inputs["desiredState"] = stopped;
  return inputs;
}

/** The job, `undefined` where there is none, or why nothing is known of it now. */
async function findJob(tracked: JobRecord, context: MmsContext): Promise<Job | { unknown: string } | undefined> {
  const { service, clock } = context;
  const { sourceId, asyncTaskId } = tracked;
  try {
    const jobId = await resolveJobId(tracked, withDeadline(context, clock.now() + locatingMs));
    const job = await service.jobs.current(sourceId, jobId, context.call);
    const presence = await presenceOf(tracked, jobId, job, context);
    if (presence.says === "absent") return undefined;
    if (job !== undefined && presence.says === "present") return job;
    return { unknown: `${doubt(jobInWords(sourceId, jobId), presence)}. The job may still move data` };
  } catch (error) {
    if (error instanceof JobNotCreatedError) return undefined;
    if (error instanceof JobUnseenError) return { unknown: error.message };
    if (error instanceof JobLostError) return void context.progress.warn(error.message);
    if (error instanceof WaitTimeoutError && tracked.jobId === undefined) {
      return { unknown: `the service is still making the job of async task ${asyncTaskId}; nothing else is known yet` };
    }
    throw error;
  }
}

/**
 * Whether a job that reads DONE may hold failed tasks. Its row counts are asked about as it ends, or while a task is missing:
 * afterwards it is stable, and what was found stays known until it is repaired.
 */
async function isDoubtful(tracked: JobRecord, before: string | undefined, context: MmsContext): Promise<boolean> {
  const { sourceId, jobId, job } = tracked;
  if (tracked.failedTaskCount > 0) return true;
  const isSettled = before === "DONE" && (job?.taskDone ?? 0) >= (job?.taskNum ?? 0);
  if (isSettled || jobId === undefined) return false;
  return isUnverified({ tracked, sourceId, jobId, context });
}

/** Says what became of a job that is gone, and what follows. */
function logGone(tracked: JobRecord, { progress }: MmsContext): void {
  const { jobId, sourceId, name, status } = tracked;
  if (jobId === undefined || status === "DONE") return;
  progress.info(
    `${jobInWords(sourceId, jobId)} "${name}", last seen ${status ?? "just made"}, was deleted: no list of the ` +
      "source has it, and nothing of it moves any more [live-job-always-listed]. The next `pulumi up` makes another",
  );
}

/** Observes the job; `undefined` means gone. A finished job that was removed stays, unless `onMissing` says otherwise. */
export async function readJob(tracked: JobRecord, asGiven: MmsContext): Promise<Observed | undefined> {
  const service = { ...asGiven.service, jobs: asGiven.service.refreshedJobs };
  // A refresh ends by itself; how long an update may take has no bearing on it.
  const context = withDeadline({ ...asGiven, service }, Number.POSITIVE_INFINITY);
  const { progress, signal } = context;
  if (await isStillHeld(tracked, context)) return tracked.existing;
  const job = await findJob(tracked, context);
  if (job !== undefined && "unknown" in job) {
    progress.warn(`${job.unknown}. The state is left as it is`);
    return tracked.existing;
  }
  if (job === undefined) {
    logGone(tracked, context);
    if (tracked.status !== "DONE" || tracked.desired("onMissing") === "recreate") return undefined;
    progress.warn("the finished job was removed on the service; it stays done here (onMissing: keep)");
    tracked.record({ missing: true });
    return tracked.existing;
  }
  const before = tracked.status;
  tracked.job = job;
  const { ours, jobs } = await twinsOf(tracked, context);
  tracked.record({ duplicateJobs: ours && jobs.length > 0 ? jobs.flatMap(({ id }) => id ?? []) : undefined });
  warnIfIdle(tracked, before, context);
  const failed = job.status === "FAILED" || (job.status === "DONE" && (await isDoubtful(tracked, before, context)));
  const { failedTasks, failedTaskCount } =
    failed && tracked.jobId !== undefined
      ? await failedTasksOf(service.client, tracked.sourceId, tracked.jobId, signal)
      : noFailures;
  tracked.record({ failedTasks, failedTaskCount });
  return { ...tracked.existing, inputs: drifted(tracked, job, context) };
}
