// What a MigrationJob does: made once, followed, repaired and removed as its program says.
import { isDone } from "../../mms/jobs/job-status.js";
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { JobGoneError, JobNotCreatedError } from "../base/errors.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { diffMigrationJob } from "./diff.js";
import { readJob } from "./steps/read.js";
import { deleteMigrationJob } from "./steps/delete.js";
import { isStillHeld, resume } from "./request.js";
import { checkMigrationJob } from "./check.js";
import { reconcile } from "./steps/reconcile.js";
import { outcomeOf, standingOf } from "./state.js";
import { createJob } from "./steps/create.js";
import { JobRecord } from "./record.js";
import { namedObjects } from "../base/naming.js";
import { migrationJobSchema } from "./schema.js";
import type { Existing, State } from "../../lifecycle/types.js";
import { jobScope, previewOf } from "../inventory/preview-checks.js";

/** What a {@link MigrationJob} is and does, whichever host serves it. */
export const migrationJobLifecycle: Lifecycle<MmsService> = {
  ...migrationJobSchema,
  objects: namedObjects("job", "adoptJobId"),
  // The id of a resource stays what it was before its job was there.
  identity: ({ id, state: { sourceId, jobId } }) =>
    typeof jobId === "string" ? `${String(sourceId)}/jobs/${jobId}` : id,
  check: checkMigrationJob,
  diff: diffMigrationJob,
  outcome: outcomeOf,
  standing: standingOf,

  preview: previewOf(jobScope),

  create,

  async read(existing, context) {
    return readJob(JobRecord.from(existing, existing.state), context);
  },

  async update(existing, inputs, context) {
    const record = JobRecord.from(existing, inputs);
    if (record.isHeld) return release(existing, record, context);
    try {
      await record.withPartialState(async () => {
        const arrival = record.isUnanswered ? await resume(record, context) : { record };
        await reconcile(arrival, context, true);
      });
    } catch (error) {
      // A finished job that was removed stays done, as `onMissing` says; anything else is for a refresh to find out.
      const gone = error instanceof Error && error.cause instanceof JobGoneError;
      if (!gone || !isDone(record)) throw error;
      record.record({ missing: true });
    }
    return record.state;
  },

  async delete(existing, context) {
    const record = JobRecord.from(existing, existing.state);
    if (await isStillHeld(record, context)) return;
    await guardReplacement(record, context);
    await deleteMigrationJob(record, context);
  },
};

/**
 * A replacement was compared with what the state says. Where the job has finished since, replacing it runs a finished
 * migration again: the guard looks once more, before anything is removed.
 */
async function guardReplacement(record: JobRecord, context: MmsContext): Promise<void> {
  const { replacedBy, service } = context;
  const { sourceId, jobId } = record;
  if (replacedBy === undefined || jobId === undefined || isDone(record)) return;
  const job = await service.jobs.current(sourceId, jobId, context.call);
  if (job !== undefined && isDone(job)) diffMigrationJob({ ...record.state, status: job.status }, replacedBy);
}

/** Creates the job of a held resource once its program lets it start. The resource keeps the id that it has. */
async function release({ id }: Existing, held: JobRecord, context: MmsContext): Promise<State> {
  const { inputs, sourceId, name } = held;
  if (held.desired.startWhen === false)
    return new JobRecord(inputs, sourceId, { name, adopted: false, held: true }).state;
  try {
    return (await create(inputs, context)).state;
  } catch (error) {
    if (error instanceof ResourceNotReadyError) throw new ResourceNotReadyError(id, error.state, error.cause);
    // Nothing was created: the resource is held as it was, and the next update tries again.
    throw error;
  }
}

/** Makes sure that the job exists, and counts the creations that are under way. */
async function create(inputs: State, context: MmsContext): Promise<Existing> {
  const { creations } = context.service;
  creations.inFlight += 1;
  try {
    return await createAndReconcile(inputs, context);
  } catch (error) {
    throw whereNoneExists(error, context);
  } finally {
    creations.inFlight -= 1;
  }
}

/** Makes sure that the job exists, then brings it to where the program wants it. */
async function createAndReconcile(inputs: State, context: MmsContext): Promise<Existing> {
  const arrival = await createJob(inputs, context);
  const { record, job } = arrival;
  if (record.isHeld) return record.existing;
  // A job that was found is there already, so it is brought to where it should be at once.
  const isAccepted = record.jobId === undefined && !record.isUnanswered;
  if (record.desired.waitFor === "submitted" && isAccepted) return record.existing;
  // A failure of a job found from an earlier attempt is an old one, and is repaired.
  await record.withPartialState(() => reconcile(arrival, context, job !== undefined));
  return record.existing;
}

/** When the service says that there is no job, nothing exists: a plain error lets the next update create it. Assumes async-fail-means-no-job. */
function whereNoneExists(error: unknown, { service, urn }: MmsContext): unknown {
  if (!(error instanceof ResourceNotReadyError) || !(error.cause instanceof JobNotCreatedError)) return error;
  const { sourceId, name } = error.state;
  service.submissions.forget(urn, String(sourceId), String(name));
  return error.cause;
}
