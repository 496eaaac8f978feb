// Several jobs of one declaration: a run that died, or a request that took effect late, made more than one. Which of them
// stays is a rule that every run computes alike, so that no two runs end each other's job.
import { WaitTimeoutError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { byAge } from "../../../mms/jobs/list-snapshot.js";
import type { MmsContext } from "../../base/service.js";
import { isGeneratedName, showsAlike, visibleDifferences } from "../identity.js";
import { end, type Settling } from "./stop.js";
import { JobRecord } from "../record.js";
import { isLive } from "../../../mms/jobs/job-status.js";

/**
 * Pauses between looks for what a run that died has requested, in milliseconds: a minute in all. A choice: it covers what
 * the service, or the network, still had under way; what shows up later is seen by the next refresh, update or delete.
 */
const lateLooksAfterMs = [3_000, 7_000, 20_000, 30_000];

/** Further jobs of a declaration, oldest first, and whether they are its own beyond doubt. */
export interface Twins {
  readonly ours: boolean;
  readonly jobs: readonly Job[];
}

/**
 * Further jobs of the tracked one's name that `counts`. They are ours under a generated name, or where the job was requested
 * twice because the first answer was lost. Under any other name they may be anybody's, or those of an earlier program that
 * died as it asked for them, so their configuration does not matter. A list that was read `since` a moment serves.
 */
export async function twinsOf(
  tracked: JobRecord,
  context: MmsContext,
  counts: (job: Job) => boolean = isLive,
  since?: number,
): Promise<Twins> {
  const { inputs, sourceId, name } = tracked;
  const ours = isGeneratedName(name, inputs) || tracked.requestedAt !== undefined;
  const { submissions, jobs } = context.service;
  const isNew = submissions.get(context.urn, sourceId, name) !== undefined;
  if (!ours && !isNew) return { ours, jobs: [] };
  const named = await jobs.named(sourceId, name, since === undefined ? context.call : { ...context.call, since });
  // What would be ended must be ours beyond doubt, so its configuration counts too: as the program gives it, or as the
  // service shows it of the job that is followed. Assumes config-echo-verbatim.
  const own = named.find((job) => job.id === tracked.jobId);
  const isAlike = (job: Job) =>
    visibleDifferences(inputs, job).length === 0 || (own !== undefined && showsAlike(own, job));
  const { deletedJobs } = context.service;
  const isThere = ({ id = "" }: Job) => id !== tracked.jobId && !deletedJobs.has(id);
  const others = named.filter((job) => isThere(job) && counts(job) && (!ours || isAlike(job)));
  return { ours, jobs: others.sort(byAge) };
}

/**
 * The job that stays: the oldest, which every run sees as such. A finished job stays whatever its age, for nothing is to be
 * moved again; one that is gone cannot stay.
 */
function survivor(own: Job | undefined, twins: readonly Job[]): Job {
  if (own?.status === "DONE") return own;
  return [...(own ? [own] : []), ...twins].sort(byAge)[0] as Job;
}

async function endAll(jobs: readonly Job[], { tracked, ...settling }: Settling): Promise<void> {
  const { inputs, sourceId, name } = tracked;
  for (const { id: jobId } of jobs) {
    if (jobId === undefined) continue;
    await end({ ...settling, jobId, tracked: new JobRecord(inputs, sourceId, name, { jobId, adopted: true }) });
  }
}

const listOf = (jobs: readonly Job[]): string => jobs.map(({ id }) => id).join(", ");

/**
 * Leaves one job of a declaration that has several, and goes on with it: the oldest stays, the others are stopped and deleted.
 * They are read anew, unless a list that was read `since` a moment shows them.
 */
export async function unite(settling: Settling, since?: number): Promise<Settling> {
  const { tracked, sourceId, jobId, context } = settling;
  const { service, progress } = context;
  const { ours, jobs } = await twinsOf(tracked, context, isLive, since);
  if (jobs.length === 0) return settling;
  if (!ours) {
    progress.warn(
      `job ${listOf(jobs)} has the same name "${tracked.name}" and came up at the same time: a run that was interrupted ` +
        "may have asked for it, or somebody else; it is left alone, so stop it if it is not wanted",
    );
    return settling;
  }
  const own = await service.jobs.current(sourceId, jobId, context.call);
  const kept = survivor(own, jobs);
  const surplus = [...(own ? [own] : []), ...jobs].filter(({ id }) => id !== kept.id);
  progress.warn(
    `job ${listOf([kept, ...surplus])} were started for the same declaration, by runs that knew nothing of each other; following ` +
      `job ${kept.id}, stopping and deleting job ${listOf(surplus)}`,
  );
  if (kept.id !== undefined && kept.id !== jobId) {
    tracked.record({ jobId: kept.id, asyncTaskId: undefined, requestId: undefined, adopted: true });
    tracked.job = kept;
  }
  await endAll(surplus, settling);
  return { ...settling, jobId: kept.id ?? jobId };
}

/**
 * Ends every other job of a declaration that is removed. Where the job itself is deleted, so are those that have ended, or that
 * a run stopped and had no time to delete: a create takes up what it finds under a generated name, so each is one too many.
 */
export async function endTwins(settling: Settling): Promise<void> {
  const { tracked, context } = settling;
  const deletes = tracked.desired("deletePolicy") === "stopAndDelete";
  const { ours, jobs } = await twinsOf(tracked, context, deletes ? () => true : isLive);
  if (!ours || jobs.length === 0) return;
  context.progress.warn(`job ${listOf(jobs)} was started for the same declaration; stopping and deleting it as well`);
  await endAll(jobs, settling);
}

/** Looks again for what an interrupted run requested just before it died: the service takes a while to make it. */
export async function uniteLate(settling: Settling): Promise<Settling> {
  const { tracked, context } = settling;
  const { clock, signal, progress, deadline } = context;
  const started = clock.now();
  let united = settling;
  for (const pauseMs of tracked.interrupted ? lateLooksAfterMs : []) {
    if (clock.now() + pauseMs >= deadline) {
      const waitingFor = `what an interrupted run may have started besides job ${united.jobId}`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: clock.now() - started, seen: { "no time to look": 1 } });
    }
    progress.status("a run before this one was interrupted; looking for what else it may have started");
    await clock.sleep(pauseMs, signal);
    united = await unite(united);
  }
  return united;
}
