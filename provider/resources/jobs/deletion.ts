// Whether a job is still there. Its own read and the list of its source have to agree that it is gone: a deleted job may
// stay readable by its id (inferred: deleted-still-readable), and to a run with other credentials everything looks gone.
import { isPassing } from "../../mms/errors.js";
import { hasRunningTask } from "../../mms/jobs/open-tasks.js";
import type { Job } from "../../mms/models.js";
import type { MmsContext } from "../base/service.js";
import { UnconfirmedGoneError, type Witness, witnessIn } from "./witness.js";

/** Pauses between looks into the list, which may lag behind a job that has just appeared. */
const looksAfterMs = [2_000, 4_000, 8_000, 16_000, 30_000];

/** What the whole list of a source says of a job. No filter is used: none of them is documented to hide nothing. Assumes unfiltered-list-complete, live-job-always-listed. */
export const jobWitness = (sourceId: string, jobId: string, context: MmsContext): Promise<Witness> =>
  witnessIn(
    context.service,
    sourceId,
    context.service.client.iterate("ListMmsJobs", { sourceId }, context.call),
    jobId,
  );

/** A job in words, for what is said of one that is not found. */
export const jobInWords = (sourceId: string, jobId: string): string => `job ${jobId} of source ${sourceId}`;

/** Whether a job that can be read is still there: see {@link listed}. Throws where that cannot be known. */
export async function isListed(sourceId: string, jobId: string, job: Job, context: MmsContext): Promise<boolean> {
  const witness = await listed({ sourceId, jobId, job }, context);
  if (witness.says === "nothing") throw new UnconfirmedGoneError(jobInWords(sourceId, jobId), witness);
  return witness.says === "present";
}

/**
 * Whether a job that can be read is also listed. It is missing only when look after look says so, and the whole list at
 * last; a list that fails says nothing.
 */
export async function listed(
  { sourceId, jobId, job }: { sourceId: string; jobId: string; job: Job },
  context: MmsContext,
): Promise<Witness> {
  const { service, clock, signal, progress } = context;
  if (job.name === undefined) return { says: "present" };
  for (const pauseMs of [0, ...looksAfterMs]) {
    if (pauseMs > 0) {
      progress.status(`job ${jobId} can be read, but its source does not list it; listing again for up to a minute`);
      await clock.sleep(pauseMs, signal);
    }
    const named = await service.jobs.named(sourceId, job.name, { signal });
    if (named.some(({ id }) => id === jobId)) return { says: "present" };
  }
  const witness = await jobWitness(sourceId, jobId, context);
  if (witness.says !== "absent" || !(await isMoving(sourceId, jobId, job, context))) return witness;
  progress.warn(
    `no list shows job ${jobId} of source ${sourceId}, but it goes on; so it was not deleted [live-job-always-listed]`,
  );
  return { says: "present" };
}

/** Whether a job has moved on since it was read, or a task of it runs: a deleted one does neither. */
async function isMoving(sourceId: string, jobId: string, before: Job, context: MmsContext): Promise<boolean> {
  const { client, jobs } = context.service;
  const now = await jobs.current(sourceId, jobId, context.call);
  if (now === undefined) return false;
  const shown = ({ status, stopped, taskDone }: Job) => `${status} ${stopped === true} ${taskDone ?? 0}`;
  return shown(now) !== shown(before) || hasRunningTask(client, { sourceId, jobId }, context.call);
}

/** How long a job may show no progress before it is looked for in the list. */
const quietMs = 300_000;

/**
 * Notices a job that was deleted while it is followed: it may still be readable by its id, and then shows the same for
 * ever. Two looks into the list have to agree, since a list may lag, and the last one is into the whole list. A list that
 * was read anyway saves the looks. Assumes no-progress-then-deleted.
 */
export class DeletionWatch {
  private mark = "";
  private since = Number.NEGATIVE_INFINITY;
  private misses = 0;

  constructor(
    private readonly sourceId: string,
    private readonly jobId: string,
    private readonly context: MmsContext,
  ) {}

  /** @param mark What the job shows; as long as that changes, the job is there. */
  async isDeleted(job: Job, mark: string): Promise<boolean> {
    const { service, clock } = this.context;
    const { sourceId, jobId } = this;
    const now = clock.now();
    if (mark !== this.mark) [this.mark, this.since, this.misses] = [mark, now, 0];
    if (now - this.since < quietMs || job.name === undefined) return false;
    const wasListed = service.jobs.wasListed(sourceId, { jobId, name: job.name }, this.since);
    this.since = now;
    if (wasListed || (await this.isNamed(job.name))) this.misses = 0;
    else this.misses += 1;
    return this.misses > 1 && this.confirms();
  }

  /** Whether a job that its own read does not find is gone; where that cannot be known for the moment, it is not. */
  async confirms(): Promise<boolean> {
    const { sourceId, jobId } = this;
    const witness = await jobWitness(sourceId, jobId, this.context);
    // A witness that failed for good: waiting longer would not help.
    const isHopeless = witness.says === "nothing" && !isPassing(witness.error);
    if (isHopeless) throw new UnconfirmedGoneError(jobInWords(sourceId, jobId), witness);
    return witness.says === "absent";
  }

  /** Whether the list has it now; a list that cannot be read for the moment says nothing, so there it may be. */
  private async isNamed(name: string): Promise<boolean> {
    const { service } = this.context;
    try {
      const jobs = await service.jobs.named(this.sourceId, name, this.context.call);
      return jobs.some(({ id }) => id === this.jobId);
    } catch (error) {
      if (!isPassing(error)) throw error;
      return true;
    }
  }
}
