// What jobs look like now.
import type { Clock } from "../clock.js";
import type { CallOptions, MmsClient } from "./client.js";
import { NotFoundError } from "./errors.js";
import type { Job } from "./models.js";

/** Reads of jobs. */
export interface JobObserver {
  /** The job as it is now; `undefined` means gone. */
  current(sourceId: string, jobId: string, options?: CallOptions): Promise<Job | undefined>;
  /** Jobs of exactly this name, newest last. */
  named(sourceId: string, name: string, options?: CallOptions): Promise<Job[]>;
  /** Waits one poll interval, then is like {@link current}. */
  next(sourceId: string, jobId: string, options?: CallOptions & { maxWaitMs?: number }): Promise<Job | undefined>;
}

const pollMs = 5_000;

export function createJobObserver(client: MmsClient, clock: Clock): JobObserver {
  const current: JobObserver["current"] = async (sourceId, jobId, options) => {
    try {
      return (await client.getMmsJob({ sourceId, jobId }, options)).data;
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  };
  return {
    current,
    async named(sourceId, name, options) {
      const found: Job[] = [];
      for await (const job of client.iterate("ListMmsJobs", { sourceId, query: { name } }, options)) {
        if (job.name === name) found.push(job);
      }
      return found.sort((a, b) => (BigInt(a.id ?? 0) < BigInt(b.id ?? 0) ? -1 : 1));
    },
    async next(sourceId, jobId, { maxWaitMs = pollMs, ...options } = {}) {
      await clock.sleep(Math.min(pollMs, Math.max(maxWaitMs, 0)), options.signal);
      return current(sourceId, jobId, options);
    },
  };
}
