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
import { asFound, describeDifferences, type Difference } from "../../base/drift.js";
import { isGeneratedName, visibleDifferences } from "../identity.js";
import { migrationJobInputs } from "../schema.js";
import { resolveJob } from "./resolve-id.js";
import { jobInWords, jobWitness, listed } from "../../jobs/deletion.js";
import type { JobRecord } from "../record.js";
import { twinsOf } from "./duplicates.js";
import { isStillHeld } from "../request.js";
import { isUnverified, warnIfIdle } from "./report.js";
import type { State } from "../../../lifecycle/types.js";
import { isDone, isIncomplete, isTerminal, readsFailed } from "../../../mms/jobs/job-status.js";

/** How long a refresh looks for a job that the service is still making. */
const locatingMs = 60_000;

/** Whether a job is there. A finished one stays what it is, deleted or not; any other needs its read and the list to agree. */
async function presenceOf(
  record: JobRecord,
  jobId: string,
  job: Job | undefined,
  context: MmsContext,
): Promise<Witness> {
  const { sourceId } = record;
  if (isDone(job)) return { says: "present" };
  if (job !== undefined) return listed({ sourceId, jobId, job }, context);
  return isDone(record) ? { says: "absent" } : jobWitness(sourceId, jobId, context);
}

function warnOfEcho({ id }: Job, differences: readonly Difference[], { progress }: MmsContext): void {
  progress.warn(
    `the service shows job ${id} otherwise than it was requested: ${describeDifferences(migrationJobInputs, differences)}. A job cannot be ` +
      "changed, so this is not drift [config-echo-verbatim]",
  );
}

/** Inputs as the service has them: where it contradicts the program, the service's value, so that drift shows. */
function drifted(record: JobRecord, job: Job, context: MmsContext): State {
  const inputs = inputsOf(migrationJobInputs, record.inputs);
  const differences = visibleDifferences(inputs, job);
  // Nobody can change a job: one that this resource requested, and that shows something else, is shown in another form.
  const isEcho = isGeneratedName(job.name ?? "", inputs);
  if (isEcho && differences.length > 0) warnOfEcho(job, differences, context);
  const desiredState = job.stopped === true ? "stopped" : "running";
  const isTurned = !isTerminal(job) && record.desired.desiredState !== desiredState;
  return { ...inputs, ...(isEcho ? {} : asFound(differences)), ...(isTurned ? { desiredState } : {}) };
}

/** The job, `undefined` where there is none, or why nothing is known of it now. */
async function findJob(record: JobRecord, context: MmsContext): Promise<Job | { unknown: string } | undefined> {
  const { service, clock } = context;
  const { sourceId, asyncTaskId } = record;
  try {
    const { jobId } = await resolveJob({ record }, withDeadline(context, clock.now() + locatingMs));
    const job = await service.jobs.current(sourceId, jobId, context.call);
    const presence = await presenceOf(record, jobId, job, context);
    if (presence.says === "absent") return undefined;
    if (job !== undefined && presence.says === "present") return job;
    return { unknown: `${doubt(jobInWords(sourceId, jobId), presence)}. The job may still move data` };
  } catch (error) {
    if (error instanceof JobNotCreatedError) return undefined;
    if (error instanceof JobUnseenError) return { unknown: error.message };
    if (error instanceof JobLostError) return void context.progress.warn(error.message);
    if (error instanceof WaitTimeoutError && record.jobId === undefined) {
      return {
        unknown: `the service is still creating the job of async task ${asyncTaskId}; nothing else is known yet`,
      };
    }
    throw error;
  }
}

/**
 * Whether a job that reads DONE may hold failed tasks. Its row counts are read as it ends, or while a task is missing:
 * afterwards it is stable, and what was found stays known until it is repaired.
 */
async function isDoubtful(
  record: JobRecord,
  job: Job,
  before: string | undefined,
  context: MmsContext,
): Promise<boolean> {
  const { jobId } = record;
  if (record.failedTaskCount > 0) return true;
  const isSettled = isDone({ status: before }) && !isIncomplete(job);
  if (isSettled || jobId === undefined) return false;
  return isUnverified({ record, jobId }, job, context);
}

/** Says what became of a job that is gone, and what follows. */
function logGone(record: JobRecord, { progress }: MmsContext): void {
  const { jobId, sourceId, name, status } = record;
  if (jobId === undefined || isDone(record)) return;
  progress.info(
    `${jobInWords(sourceId, jobId)} "${name}", last seen ${status ?? "just created"}, was deleted: no list of the ` +
      "source has it, and nothing of it moves any more [live-job-always-listed]. The next `pulumi up` creates another",
  );
}

/** Observes the job; `undefined` means gone. A finished job that was removed stays, unless `onMissing` says otherwise. */
export async function readJob(record: JobRecord, asGiven: MmsContext): Promise<Observed | undefined> {
  const service = { ...asGiven.service, jobs: asGiven.service.refreshedJobs };
  // A refresh ends by itself; how long an update may take has no bearing on it.
  const context = withDeadline({ ...asGiven, service }, Number.POSITIVE_INFINITY);
  const { progress } = context;
  if (await isStillHeld(record, context)) return record.existing;
  const job = await findJob(record, context);
  if (job !== undefined && "unknown" in job) {
    progress.warn(`${job.unknown}. The state is left as it is`);
    return record.existing;
  }
  if (job === undefined) {
    logGone(record, context);
    if (!isDone(record) || record.desired.onMissing === "recreate") return undefined;
    progress.warn("the finished job was removed on the service; it stays done here (onMissing: keep)");
    record.record({ missing: true });
    return record.existing;
  }
  const before = record.status;
  record.see(job);
  const { ours, jobs } = await twinsOf(record, context);
  record.record({ duplicateJobs: ours && jobs.length > 0 ? jobs.flatMap(({ id }) => id ?? []) : undefined });
  warnIfIdle(record, job, before, context);
  const failed = readsFailed(job) || (isDone(job) && (await isDoubtful(record, job, before, context)));
  const { failedTasks, failedTaskCount } =
    failed && record.jobId !== undefined ? await failedTasksOf(record.sourceId, record.jobId, context) : noFailures;
  record.record({ failedTasks, failedTaskCount });
  return { ...record.existing, inputs: drifted(record, job, context) };
}
