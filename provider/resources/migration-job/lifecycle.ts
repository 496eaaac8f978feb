// What a MigrationJob does: made once, followed, repaired and removed as its program says.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { callOptions } from "../base/answers.js";
import { JobGoneError, JobNotCreatedError } from "../base/errors.js";
import { patienceMs } from "../base/timeouts.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { diffMigrationJob } from "./diff.js";
import { observe } from "./steps/read.js";
import { remove } from "./steps/delete.js";
import { resume } from "./request.js";
import { checkMigrationJob } from "./check.js";
import { settle } from "./steps/reconcile.js";
import { outcomeOf } from "./state.js";
import { submit } from "./steps/create.js";
import { Tracked } from "./record.js";
import { namedObjects } from "../base/naming.js";
import { migrationJobSchema } from "./schema.js";
import { type Existing, type State } from "../../lifecycle/types.js";

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

  async create(inputs, context) {
    const { creations, submissions } = context.service;
    creations.inFlight += 1;
    try {
      return await create(inputs, context);
    } catch (error) {
      throw whereNoneExists(error, ({ sourceId, name }) => submissions.forget(context.urn, sourceId, name));
    } finally {
      creations.inFlight -= 1;
    }
  },

  async read(existing, context) {
    return observe(Tracked.from(existing, existing.state), context);
  },

  async update(existing, inputs, context) {
    const tracked = Tracked.from(existing, inputs);
    const deadline = context.clock.now() + patienceMs(inputs, "update");
    try {
      await tracked.keeping(async () => {
        if (tracked.isUnanswered) await resume(tracked, deadline, context);
        await settle(tracked, deadline, context, true);
      });
    } catch (error) {
      // A finished job that was removed stays done, as `onMissing` says; anything else is for a refresh to find out.
      const gone = error instanceof Error && error.cause instanceof JobGoneError;
      if (!gone || tracked.status !== "DONE") throw error;
      tracked.learn({ missing: true });
    }
    return tracked.state;
  },

  async delete(existing, context) {
    const tracked = Tracked.from(existing, existing.state);
    const deadline = context.clock.now() + patienceMs(existing.state, "delete");
    await guardReplacement(tracked, deadline, context);
    await remove(tracked, deadline, context);
  },
};

/**
 * A replacement was compared with what the state says. Where the job has finished since, replacing it runs a finished
 * migration again: the guard looks once more, before anything is removed.
 */
async function guardReplacement(tracked: Tracked, deadline: number, context: MmsContext): Promise<void> {
  const { replacedBy, service } = context;
  const { sourceId, jobId } = tracked;
  if (replacedBy === undefined || jobId === undefined || tracked.status === "DONE") return;
  const job = await service.jobs.current(sourceId, jobId, callOptions(context, deadline));
  if (job?.status === "DONE") diffMigrationJob({ ...tracked.state, status: job.status }, replacedBy);
}

/** Makes sure that the job exists, then brings it to where the program wants it. */
async function create(inputs: State, context: MmsContext): Promise<Existing> {
  const deadline = context.clock.now() + patienceMs(inputs, "create");
  const tracked = await submit(inputs, deadline, context);
  // A job that was found is there already, so it is brought to where it should be at once.
  const isAccepted = tracked.jobId === undefined && !tracked.isUnanswered;
  if (tracked.wants("waitFor") === "submitted" && isAccepted) return tracked.existing;
  // A failure of a job found from an earlier attempt is an old one, and is repaired.
  await tracked.keeping(() => settle(tracked, deadline, context, tracked.job !== undefined));
  return tracked.existing;
}

/** When the service says that there is no job, nothing exists: a plain error lets the next update create it. */
function whereNoneExists(error: unknown, forget: (submission: { sourceId: string; name: string }) => void): unknown {
  if (!(error instanceof ResourceNotReadyError) || !(error.cause instanceof JobNotCreatedError)) return error;
  forget({ sourceId: String(error.state["sourceId"]), name: String(error.state["name"]) });
  return error.cause;
}
