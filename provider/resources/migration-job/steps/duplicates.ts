// Several jobs of one declaration: a run that died, or a request that took effect late, made more than one. Which of them
// stays is a rule that every run computes alike, so that no two runs end each other's job.
import { WaitTimeoutError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { byAge } from "../../../mms/jobs/list-snapshot.js";
import type { MmsContext } from "../../base/service.js";
import { isGeneratedName, showsAlike, visibleDifferences } from "../identity.js";
import { end } from "./stop.js";
import { JobRecord, type Located } from "../record.js";
import { isDone, isLive } from "../../../mms/jobs/job-status.js";

/**
 * Pauses between looks for what a run that died has requested, in milliseconds: a minute in all. A choice: it covers what
 * the service, or the network, still had under way; what shows up later is seen by the next refresh, update or delete.
 */
const lateLooksAfterMs = [3_000, 7_000, 20_000, 30_000];

/** How long ago what nothing has changed since may have been read, in milliseconds. */
export const freshMs = 1_000;

/** Further jobs of a declaration, oldest first, and whether they are its own beyond doubt. */
export interface Twins {
  readonly ours: boolean;
  readonly jobs: readonly Job[];
}

/**
 * Further jobs of the job's name that `counts`. They are ours under a generated name, or where the job was requested
 * twice because the first response was lost. Under any other name they may be anybody's, or those of an earlier program that
 * died as it requested them, so their configuration does not matter. A list that was read `since` a moment serves.
 */
export async function twinsOf(
  record: JobRecord,
  context: MmsContext,
  counts: (job: Job) => boolean = isLive,
  since?: number,
): Promise<Twins> {
  const { inputs, sourceId, name } = record;
  const ours = isGeneratedName(name, inputs) || record.requestedAt !== undefined;
  const { submissions, jobs } = context.service;
  const isNew = submissions.get(context.urn, sourceId, name) !== undefined;
  if (!ours && !isNew) return { ours, jobs: [] };
  const named = await jobs.named(sourceId, name, since === undefined ? context.call : { ...context.call, since });
  // What would be ended must be ours beyond doubt, so its configuration counts too: as the program gives it, or as the
  // service shows it of the job that is followed. Assumes config-echo-verbatim.
  const own = named.find((job) => job.id === record.jobId);
  const isAlike = (job: Job) =>
    visibleDifferences(inputs, job).length === 0 || (own !== undefined && showsAlike(own, job));
  const { deletedJobs } = context.service;
  const isThere = ({ id = "" }: Job) => id !== record.jobId && !deletedJobs.has(id);
  const others = named.filter((job) => isThere(job) && counts(job) && (!ours || isAlike(job)));
  return { ours, jobs: others.sort(byAge) };
}

/**
 * The job that stays: the oldest, which every run sees as such. A finished job stays whatever its age, for nothing is to be
 * moved again; one that is gone cannot stay.
 */
function survivor(own: Job | undefined, twins: readonly Job[]): Job {
  if (own !== undefined && isDone(own)) return own;
  return [...(own ? [own] : []), ...twins].sort(byAge)[0] as Job;
}

async function endAll(jobs: readonly Job[], { inputs, sourceId, name }: JobRecord, context: MmsContext) {
  for (const { id: jobId } of jobs) {
    if (jobId === undefined) continue;
    await end({ jobId, record: new JobRecord(inputs, sourceId, { name, jobId, adopted: true }) }, context);
  }
}

const listOf = (jobs: readonly Job[]): string => jobs.map(({ id }) => id).join(", ");

/**
 * Leaves one job of a declaration that has several, and goes on with it: the oldest stays, the others are stopped and deleted.
 * They are read anew, unless a list that was read `since` a moment shows them.
 */
export async function unite(located: Located, context: MmsContext, since?: number): Promise<Located> {
  const { record, jobId } = located;
  const { service, progress, call } = context;
  const { ours, jobs } = await twinsOf(record, context, isLive, since);
  if (jobs.length === 0) return located;
  if (!ours) {
    progress.warn(
      `job ${listOf(jobs)} has the same name "${record.name}" and came up at the same time: a run that was interrupted ` +
        "may have requested it, or another person; it is left alone, so stop it if it is not wanted",
    );
    return located;
  }
  const own = await service.jobs.current(record.sourceId, jobId, call);
  const kept = survivor(own, jobs);
  const surplus = [...(own ? [own] : []), ...jobs].filter(({ id }) => id !== kept.id);
  progress.warn(
    `job ${listOf([kept, ...surplus])} were started for the same declaration, by runs that knew nothing of each other; following ` +
      `job ${kept.id}, stopping and deleting job ${listOf(surplus)}`,
  );
  const isOther = kept.id !== undefined && kept.id !== jobId;
  if (isOther) {
    record.record({ jobId: kept.id, asyncTaskId: undefined, requestId: undefined, adopted: true });
    record.see(kept);
  }
  await endAll(surplus, record, context);
  return isOther ? { ...located, jobId: kept.id ?? jobId, job: kept } : located;
}

/**
 * Ends every other job of a declaration that is removed. Where the job itself is deleted, so are those that have ended, or that
 * a run stopped and had no time to delete: a create takes up what it finds under a generated name, so each is one too many.
 */
export async function endTwins(record: JobRecord, context: MmsContext): Promise<void> {
  const deletes = record.desired.deletePolicy === "stopAndDelete";
  const { ours, jobs } = await twinsOf(record, context, deletes ? () => true : isLive);
  if (!ours || jobs.length === 0) return;
  context.progress.warn(`job ${listOf(jobs)} was started for the same declaration; stopping and deleting it as well`);
  await endAll(jobs, record, context);
}

/**
 * Leaves one job of a declaration: of those that are there, and of those that an interrupted run requested just before it died,
 * since the service takes a while to make them.
 */
export async function deduplicate(located: Located, context: MmsContext): Promise<Located> {
  const { clock, signal, progress, deadline } = context;
  // The list in which a job just requested was found shows its duplicates too.
  const since = located.acceptedAt === undefined ? undefined : clock.now() - freshMs;
  let united = located.isOnlyOne ? located : await unite(located, context, since);
  const started = clock.now();
  for (const pauseMs of located.isInterrupted ? lateLooksAfterMs : []) {
    if (clock.now() + pauseMs >= deadline) {
      const waitingFor = `what an interrupted run may have started besides job ${united.jobId}`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: clock.now() - started, seen: { "no time to look": 1 } });
    }
    progress.status("a run before this one was interrupted; looking for what else it may have started");
    await clock.sleep(pauseMs, signal);
    united = await unite(united, context);
  }
  return united;
}
