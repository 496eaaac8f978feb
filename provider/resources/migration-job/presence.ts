// Whether a job that can be read by its id is still there: a deleted one may stay readable (inferred), and then must
// neither be taken for the job nor be started again.
import type { Job } from "../../mms/models.js";
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
