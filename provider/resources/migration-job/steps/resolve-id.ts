// From an accepted request to a job id, and from an id to the job: a missing response is not a missing job.
import { NotFoundError } from "../../../mms/errors.js";
import type { AsyncTask, Job } from "../../../mms/models.js";
import { asyncTaskResult, textOf } from "../../base/answers.js";
import { awaitCondition } from "../../base/await.js";
import { JobLostError, JobNotCreatedError } from "../../base/errors.js";
import { formatDuration } from "../../jobs/progress.js";
import type { MmsContext } from "../../base/service.js";
import { unknownNamesOf } from "../../inventory/unknown-names.js";
import { fits, isGeneratedName } from "../identity.js";
import { surfaced, surfacesWithinMs } from "../request.js";
import type { Arrival, JobRecord, Located } from "../record.js";

/** Creations under way at once from which a list of jobs is cheaper than a read for each. */
const burstOf = 4;

/** How long neither the async task nor its job may be known, read after read, before they count as gone, in milliseconds. */
export const lostAfterMs = 60_000;

/** Why there is no job although its async task is done. */
const noJob =
  "it is done and names no job, and none of the name is listed: the service has created none, perhaps because everything in " +
  "its scope is DONE already [empty-scope-makes-a-job]";

/** What became of a request. */
type TaskOutcome =
  | { readonly kind: "running" }
  | ({ readonly kind: "made"; readonly jobId: string } & Pick<Located, "job" | "isInterrupted" | "isOnlyOne">)
  | { readonly kind: "failed"; readonly reason: string }
  /** Nothing is known of it; or it is done and names no job. */
  | { readonly kind: "lost" | "unnamed" };

/** What an async task says about the job it creates. Assumes async-object-is-job, empty-scope-makes-a-job. */
function outcomeOf(task: AsyncTask | undefined): TaskOutcome {
  if (task === undefined) return { kind: "lost" };
  const end = asyncTaskResult(task);
  if (end.kind !== "done") return end;
  const jobId = textOf(task.objectId);
  return jobId !== undefined && jobId !== "0" ? { kind: "made", jobId } : { kind: "unnamed" };
}

async function readTask({ sourceId, asyncTaskId }: JobRecord, { service, call }: MmsContext): Promise<TaskOutcome> {
  if (asyncTaskId === undefined) return { kind: "lost" };
  try {
    return outcomeOf((await service.client.getMmsAsyncTask({ sourceId, asyncTaskId }, call)).data);
  } catch (error) {
    if (error instanceof NotFoundError) return { kind: "lost" };
    throw error;
  }
}

/** Jobs of this name that can be ours. */
async function listed({ inputs, sourceId, name }: JobRecord, { service, call }: MmsContext): Promise<Job[]> {
  return (await service.jobs.named(sourceId, name, call)).filter(fits(inputs, name));
}

/**
 * Whether what the async task says has to be held against the list: always, where it names no job; where it is said to run,
 * once it has run for longer than the service needs.
 */
function isDoubtful(outcome: TaskOutcome, acceptedAt: number | undefined, { clock }: MmsContext): boolean {
  if (outcome.kind === "running") return acceptedAt === undefined || clock.now() - acceptedAt >= lostAfterMs;
  return outcome.kind !== "made";
}

/** Keeps the name of a job as the service shows it: it is found by that one from now on. */
function noteAlteredName(record: JobRecord, { id, name }: Job, { progress }: MmsContext): void {
  if (name === undefined || name === record.name) return;
  progress.warn(
    `the service shows job ${id} as "${name}", not as "${record.name}": it alters names, so a job whose request gets no ` +
      "response may not be found again [name-kept-verbatim]",
  );
  record.record({ name });
}

/**
 * What the async task says; where it says nothing of use, or names a job that cannot be read, a job of our name and
 * configuration is taken.
 */
async function readAsyncTask({ record, acceptedAt }: Arrival, context: MmsContext): Promise<TaskOutcome> {
  const { service, progress, call } = context;
  const { sourceId, asyncTaskId } = record;
  const outcome = await readTask(record, context);
  if (outcome.kind === "made") {
    const job = await service.jobs.current(sourceId, outcome.jobId, call);
    if (job !== undefined) {
      noteAlteredName(record, job, context);
      return { ...outcome, job };
    }
  } else if (!isDoubtful(outcome, acceptedAt, context)) return outcome;
  // No job had the name before the request; but another user may have taken it since, and that refused the request.
  const mayBeTaken = outcome.kind !== "failed" || isGeneratedName(record.name, record.inputs);
  const [job] = mayBeTaken ? await listed(record, context) : [];
  if (job?.id === undefined) return outcome;
  if (outcome.kind === "made" || outcome.kind === "running") {
    const id = outcome.kind === "made" ? "async-object-is-job" : "async-end";
    progress.warn(
      `async task ${asyncTaskId} does not lead to job ${job.id}, which has the name "${record.name}"; following that job [${id}]`,
    );
  }
  // The service refuses a second job for the same tables: the first one is ours too, from an earlier attempt. Assumes
  // overlap-refused, name-not-unique-or-refused.
  if (outcome.kind === "failed") record.record({ asyncTaskId: undefined, adopted: true });
  // Nothing says whether this request made it, or an earlier one: there may be another, still to show up.
  return { kind: "made", jobId: job.id, isInterrupted: true };
}

/**
 * What became of the request. The async task knows best: a job of our name may be one of an earlier attempt, whose
 * response was lost with the run that sent it. In a burst of creations one list serves many instead, for jobs whose
 * time of creation shows that they cannot be older than the request.
 */
async function readOutcome(arrival: Arrival, shown: readonly Job[], context: MmsContext): Promise<TaskOutcome> {
  const { record, acceptedAt } = arrival;
  const { service, clock } = context;
  const { asyncTaskId, inputs, name, sourceId } = record;
  const isInList = shown.length > 0 || service.creations.inFlight > burstOf || service.jobs.isBusy(sourceId);
  if (asyncTaskId !== undefined && !(isInList && isGeneratedName(name, inputs))) return readAsyncTask(arrival, context);
  const [job, ...more] = shown.length > 0 ? shown : await listed(record, context);
  const sinceMs = acceptedAt === undefined ? Number.POSITIVE_INFINITY : clock.now() - acceptedAt;
  // It is too early for a list that does not show the job to mean anything.
  if (job === undefined && sinceMs < service.appearance.doubtAfterMs) return { kind: "running" };
  if (job?.id === undefined || more.length > 0) return readAsyncTask(arrival, context);
  const { id: jobId } = job;
  const fromList = (): TaskOutcome | undefined =>
    asyncTaskId === undefined || service.appearance.canBeFrom(job, acceptedAt)
      ? { kind: "made", jobId, job, isOnlyOne: true }
      : undefined;
  const fromTask = async (): Promise<TaskOutcome> => {
    const outcome = await readAsyncTask(arrival, context);
    if (outcome.kind === "made" && outcome.jobId === jobId) service.appearance.knows(job, acceptedAt);
    return outcome;
  };
  // One after another: what the first response teaches spares the others theirs.
  const learning = `${sourceId}: times of creation`;
  return fromList() ?? service.oneAtATime(learning, async () => fromList() ?? fromTask());
}

/** Waits for the job that an accepted request creates: until it is time to look, or a list read for another caller shows it. */
async function awaitJob(arrival: Arrival, context: MmsContext) {
  const { record, acceptedAt } = arrival;
  const { inputs, sourceId, asyncTaskId = "?" } = record;
  const { clock, signal, service, deadline } = context;
  const { appearance } = service;
  const shownBefore = async (at: number, since: number): Promise<Job[]> => {
    const maxWaitMs = Math.min(at, deadline) - clock.now();
    if (maxWaitMs <= 0) return [];
    const { name } = record;
    return service.jobs.shown(sourceId, { name, fits: fits(inputs, name), since, maxWaitMs, signal });
  };
  const started = clock.now();
  let wasKnown = false;
  let unnamedSince: number | undefined;
  const line = `accepted as async task ${record.asyncTaskId}; the service is creating the job`;
  return awaitCondition(
    {
      waitingFor: `the id of the job "${record.name}" (async task ${record.asyncTaskId} of source ${sourceId})`,
      isPaced: true,
      read: async (reads) => {
        const now = clock.now();
        if (reads > 1)
          return readOutcome(arrival, await shownBefore(appearance.nextLookAt(now, reads - 1), now), context);
        const shown = acceptedAt === undefined ? [] : await shownBefore(appearance.firstLookAt(acceptedAt), acceptedAt);
        return readOutcome(arrival, shown, context);
      },
      word: ({ kind }) => kind,
      reached: (outcome, reads) => {
        if (outcome.kind !== "made") return undefined;
        if (acceptedAt !== undefined) appearance.saw({ acceptedAt, foundAt: clock.now(), missed: reads > 1 });
        return outcome;
      },
      line: () => line,
      observers: [
        async (outcome) => {
          const now = clock.now();
          wasKnown ||= outcome.kind !== "lost";
          unnamedSince = outcome.kind === "unnamed" ? (unnamedSince ?? now) : undefined;
          if (outcome.kind === "failed") {
            const found = await unknownNamesOf(inputs, context);
            throw new JobNotCreatedError(asyncTaskId, sourceId, outcome.reason, found);
          }
          if (unnamedSince !== undefined && now - unnamedSince >= lostAfterMs) {
            throw new JobNotCreatedError(asyncTaskId, sourceId, noJob, "");
          }
          if (!wasKnown && now - started >= lostAfterMs) {
            throw new JobLostError(asyncTaskId, sourceId, record.name, formatDuration(now - started));
          }
        },
      ],
    },
    context,
  );
}

/**
 * Finds the job that an accepted request creates. Throws {@link JobNotCreatedError} when the service says that
 * there is none, {@link JobLostError} when it has known nothing of it for a minute.
 */
export async function resolveJob(arrival: Arrival, context: MmsContext): Promise<Located> {
  const { record } = arrival;
  if (record.jobId !== undefined) return { ...arrival, jobId: record.jobId };
  if (record.isUnanswered) {
    const until = Math.min(context.deadline, (record.requestedAt ?? 0) + surfacesWithinMs);
    const found = await surfaced(record, until, context);
    return { ...found, jobId: record.jobId ?? "" };
  }
  const { jobId, job, isInterrupted, isOnlyOne } = await awaitJob(arrival, context);
  record.record({ jobId });
  if (job !== undefined) record.see(job);
  return { ...arrival, jobId, job, isInterrupted: isInterrupted ?? arrival.isInterrupted, isOnlyOne };
}
