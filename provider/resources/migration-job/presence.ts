// Whether a job that can be read by its id is still there: a deleted one may stay readable (inferred), and then must
// neither be taken for the job nor be started again.
import { isPassing } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { callOptions } from "../answers.js";
import type { MmsContext } from "../service.js";

/** Pauses between looks into the list, which may lag behind a job that has just appeared. */
const looksAfterMs = [2_000, 4_000, 8_000, 16_000, 30_000];

/** Whether the list has a job. It is missing only when look after look says so. */
export async function isListed(sourceId: string, jobId: string, job: Job, context: MmsContext): Promise<boolean> {
  const { service, clock, signal } = context;
  if (job.name === undefined) return true;
  for (const pauseMs of [0, ...looksAfterMs]) {
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    const named = await service.jobs.named(sourceId, job.name, { signal });
    if (named.some(({ id }) => id === jobId)) return true;
  }
  return false;
}

/** How long a job may show no progress before it is looked for in the list. */
const quietMs = 120_000;

/**
 * Notices a job that was deleted while it is followed: it may still be readable by its id, and then shows the same for
 * ever. Two looks into the list have to agree, since a list may lag. A list that was read anyway saves the looks.
 */
export class DeletionWatch {
  private mark = "";
  private since = Number.NEGATIVE_INFINITY;
  private misses = 0;

  constructor(
    private readonly sourceId: string,
    private readonly jobId: string,
    private readonly deadline: number,
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
    return this.misses > 1;
  }

  /** Whether the list has it now; a list that cannot be read for the moment says nothing, so there it may be. */
  private async isNamed(name: string): Promise<boolean> {
    const { service } = this.context;
    try {
      const jobs = await service.jobs.named(this.sourceId, name, callOptions(this.context, this.deadline));
      return jobs.some(({ id }) => id === this.jobId);
    } catch (error) {
      if (!isPassing(error)) throw error;
      return true;
    }
  }
}
