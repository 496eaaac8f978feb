// From an accepted request to a job id, and from an id to the job: a missing answer is not a missing job.
import { NotFoundError, WaitTimeoutError } from "../../../mms/errors.js";
import type { AsyncTask, Job } from "../../../mms/models.js";
import { asyncTaskResult, textOf } from "../../base/answers.js";
import { JobLostError, JobNotCreatedError } from "../../base/errors.js";
import { formatDuration } from "../../jobs/progress.js";
import type { MmsContext } from "../../base/service.js";
import { unknownNamesOf } from "../../inventory/unknown-names.js";
import { isGeneratedName } from "../identity.js";
import { fits, surfaced, surfacesWithinMs } from "../request.js";
import type { JobRecord } from "../record.js";

/** Creations under way at once from which a list of jobs is cheaper than asking for each. */
const burstOf = 4;

/** How long neither the async task nor its job may be known, look after look, before they count as gone, in milliseconds. */
export const lostAfterMs = 60_000;

/** Why there is no job although its async task is done. */
const noJob =
  "it is done and names no job, and none of the name is listed: the service has made none, perhaps because everything in " +
  "its scope is DONE already [empty-scope-makes-a-job]";

type TaskOutcome =
  | { kind: "running" }
  | { kind: "made"; jobId: string }
  | { kind: "failed"; reason: string }
  /** Nothing is known of it; or it is done and names no job. */
  | { kind: "lost" | "unnamed" };

/** What an async task says about the job it makes. Assumes async-object-is-job, empty-scope-makes-a-job. */
export function outcomeOf(task: AsyncTask | undefined): TaskOutcome {
  if (task === undefined) return { kind: "lost" };
  const end = asyncTaskResult(task);
  if (end.kind !== "done") return end;
  const jobId = textOf(task.objectId);
  return jobId !== undefined && jobId !== "0" ? { kind: "made", jobId } : { kind: "unnamed" };
}

async function askTask(tracked: JobRecord, context: MmsContext): Promise<TaskOutcome> {
  const { sourceId, asyncTaskId } = tracked;
  if (asyncTaskId === undefined) return { kind: "lost" };
  try {
    const options = context.call;
    const { data } = await context.service.client.getMmsAsyncTask({ sourceId, asyncTaskId }, options);
    return outcomeOf(data);
  } catch (error) {
    if (error instanceof NotFoundError) return { kind: "lost" };
    throw error;
  }
}

const namesakes = (tracked: JobRecord, context: MmsContext): Promise<Job[]> =>
  context.service.jobs.named(tracked.sourceId, tracked.name, context.call);

/** Whether the job's name is one that was generated for its declaration, which nobody else would choose. */
const isGenerated = ({ inputs, name }: JobRecord): boolean => isGeneratedName(name, inputs);

/** Jobs of this name that can be ours. */
const listed = async (tracked: JobRecord, context: MmsContext): Promise<Job[]> =>
  (await namesakes(tracked, context)).filter(fits(tracked));

/** Whether it is too early for a list that does not show the job to mean anything. */
const mayStillAppear = ({ acceptedAt }: JobRecord, { service, clock }: MmsContext): boolean =>
  acceptedAt !== undefined && clock.now() - acceptedAt < service.appearance.doubtAfterMs;

/**
 * Whether what the async task says has to be held against the list: always, where it names no job; where it is said to run,
 * once it has run for longer than the service needs; where it names a job that cannot be read.
 */
async function isDoubtful(told: TaskOutcome, tracked: JobRecord, context: MmsContext): Promise<boolean> {
  const { sourceId, acceptedAt } = tracked;
  const { clock, service, call } = context;
  if (told.kind === "running") return acceptedAt === undefined || clock.now() - acceptedAt >= lostAfterMs;
  if (told.kind !== "made") return true;
  const job = await service.jobs.current(sourceId, told.jobId, call);
  if (job === undefined) return true;
  tracked.job = job;
  if (job.name === undefined || job.name === tracked.name) return false;
  context.progress.warn(
    `the service shows job ${job.id} as "${job.name}", not as "${tracked.name}": it alters names, so a job whose request is not ` +
      "answered may not be found again [name-kept-verbatim]",
  );
  tracked.name = job.name;
  return false;
}

/** What the async task says; where it says nothing of use, a job of our name and configuration is taken. */
async function readAsyncTask(tracked: JobRecord, context: MmsContext): Promise<TaskOutcome> {
  const told = await askTask(tracked, context);
  if (!(await isDoubtful(told, tracked, context))) return told;
  // No job had the name before the request; but whoever chose it may have taken it since, and that refused the request.
  const mayBeTaken = isGenerated(tracked) || told.kind !== "failed";
  const [job] = mayBeTaken ? await listed(tracked, context) : [];
  if (job?.id === undefined) return told;
  if (told.kind === "made" || told.kind === "running") {
    const id = told.kind === "made" ? "async-object-is-job" : "async-end";
    context.progress.warn(
      `async task ${tracked.asyncTaskId} does not lead to job ${job.id}, which has the name "${tracked.name}"; ` +
        `following that job [${id}]`,
    );
  }
  // The service refuses a second job for the same tables: the first one is ours too, from an earlier attempt. Assumes
  // overlap-refused, name-not-unique-or-refused.
  if (told.kind === "failed") tracked.record({ asyncTaskId: undefined, adopted: true });
  // Nothing says whether this request made it, or an earlier one: there may be another, still to show up.
  tracked.interrupted = true;
  return { kind: "made", jobId: job.id };
}

/** Asks about the job that a list shows, and learns from the answer which jobs need not be asked about. */
async function isTaskKnown(job: Job, tracked: JobRecord, context: MmsContext): Promise<TaskOutcome> {
  const told = await readAsyncTask(tracked, context);
  if (told.kind === "made" && told.jobId === job.id) context.service.appearance.knows(job, tracked.acceptedAt);
  return told;
}

/**
 * What became of the request. The async task knows best: a job of our name may be one of an earlier attempt, whose
 * answer was lost with the run that made it. In a burst of creations one list answers for many instead, for jobs whose
 * time of creation shows that they cannot be older than the request.
 */
async function outcome(tracked: JobRecord, shown: readonly Job[], context: MmsContext): Promise<TaskOutcome> {
  const { service } = context;
  const isBurst = service.creations.inFlight > burstOf || service.jobs.isBusy(tracked.sourceId);
  const isInList = shown.length > 0 || isBurst;
  if (tracked.asyncTaskId !== undefined && !(isInList && isGenerated(tracked))) {
    return readAsyncTask(tracked, context);
  }
  const [job, ...more] = shown.length > 0 ? shown : await listed(tracked, context);
  if (job === undefined && mayStillAppear(tracked, context)) return { kind: "running" };
  if (job?.id === undefined || more.length > 0) return readAsyncTask(tracked, context);
  const fromList = (): TaskOutcome | undefined => {
    if (tracked.asyncTaskId !== undefined && !service.appearance.canBeFrom(job, tracked.acceptedAt)) return undefined;
    tracked.job = job;
    tracked.isOnlyOne = true;
    return { kind: "made", jobId: job.id ?? "" };
  };
  // One after another: what the first answer teaches spares the others theirs.
  const learning = `${tracked.sourceId}: times of creation`;
  return fromList() ?? service.oneAtATime(learning, async () => fromList() ?? isTaskKnown(job, tracked, context));
}

/** Waits until it is time to look, or until a list that somebody else has asked for since shows the job. */
async function shownBefore(at: number, since: number, tracked: JobRecord, context: MmsContext): Promise<Job[]> {
  const { clock, signal, service, deadline } = context;
  const maxWaitMs = Math.min(at, deadline) - clock.now();
  if (maxWaitMs <= 0) return [];
  return service.jobs.shown(tracked.sourceId, {
    name: tracked.name,
    fits: fits(tracked),
    since,
    maxWaitMs,
    signal,
  });
}

/**
 * Finds the id of the job that an accepted request makes. Throws {@link JobNotCreatedError} when the service says that
 * there is none, {@link JobLostError} when it has known nothing of it for a minute.
 */
export async function resolveJobId(tracked: JobRecord, context: MmsContext): Promise<string> {
  const { clock, progress, service, deadline } = context;
  const { acceptedAt } = tracked;
  if (tracked.jobId !== undefined) return tracked.jobId;
  if (tracked.isUnanswered) {
    return surfaced(tracked, Math.min(context.deadline, (tracked.requestedAt ?? 0) + surfacesWithinMs), context);
  }
  const started = clock.now();
  const seen: Record<string, number> = {};
  let doneSince: number | undefined;
  const { appearance } = service;
  const wait = (at: number, since: number) => shownBefore(at, since, tracked, context);
  let shown = acceptedAt === undefined ? [] : await wait(appearance.firstLookAt(acceptedAt), acceptedAt);
  for (let looks = 1; ; looks += 1) {
    const told = await outcome(tracked, shown, context);
    seen[told.kind] = (seen[told.kind] ?? 0) + 1;
    const now = clock.now();
    if (told.kind === "made") {
      if (acceptedAt !== undefined) appearance.saw({ acceptedAt, foundAt: now, missed: looks > 1 });
      tracked.record({ jobId: told.jobId });
      return told.jobId;
    }
    if (told.kind === "failed") {
      const found = await unknownNamesOf(tracked.inputs, context);
      throw new JobNotCreatedError(tracked.asyncTaskId ?? "?", tracked.sourceId, told.reason, found);
    }
    if (told.kind !== "unnamed") doneSince = undefined;
    else if (now - (doneSince ??= now) >= lostAfterMs) {
      throw new JobNotCreatedError(tracked.asyncTaskId ?? "?", tracked.sourceId, noJob, "");
    }
    if (seen["lost"] === looks && now - started >= lostAfterMs) {
      throw new JobLostError(tracked.asyncTaskId ?? "?", tracked.sourceId, tracked.name, formatDuration(now - started));
    }
    if (now >= deadline) {
      const waitingFor = `the id of the job "${tracked.name}" (async task ${tracked.asyncTaskId} of source ${tracked.sourceId})`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: now - started, seen });
    }
    progress.status(`accepted as async task ${tracked.asyncTaskId}; the service is making the job`);
    shown = await wait(appearance.nextLookAt(now, looks), now);
  }
}
