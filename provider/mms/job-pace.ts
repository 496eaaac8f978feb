// How long to wait between two looks at a job: short while it is young or close to its end, long while it runs for hours.
import type { Job } from "./models.js";

/** Facts of polling. Users of the service poll every 30 seconds; jobs take minutes to hours. */
export const pace = {
  leastMs: 5_000,
  mostMs: 60_000,
  /** Part of the time a job has been watched, or still needs, that may pass unseen. */
  part: 0.1,
  /** Part of an interval by which it varies, so that many programs do not ask in step. */
  jitter: 0.1,
  /** How long before a deadline the last look is placed. */
  marginMs: 1_000,
} as const;

interface History {
  readonly firstMs: number;
  readonly firstDone: number;
  state: string;
}

const stateOf = (job: Job): string => `${job.status} ${job.stopped === true} ${job.taskDone ?? 0}/${job.taskNum ?? 0}`;

/** What was seen of the jobs of one source. */
export class JobPace {
  private readonly histories = new Map<string, History>();

  /** Takes note of a job as seen; answers whether it changed since it was last seen. */
  saw(jobId: string, job: Job, now: number): boolean {
    const state = stateOf(job);
    const known = this.histories.get(jobId);
    if (known === undefined) {
      this.histories.set(jobId, { firstMs: now, firstDone: job.taskDone ?? 0, state });
      return true;
    }
    const changed = known.state !== state;
    known.state = state;
    return changed;
  }

  forget(jobId: string): void {
    this.histories.delete(jobId);
  }

  /** Milliseconds to the next look at a job. */
  intervalMs(jobId: string, now: number, job: Job | undefined): number {
    const history = this.histories.get(jobId);
    const watchedMs = history ? Math.max(0, now - history.firstMs) : 0;
    const done = (job?.taskDone ?? 0) - (history?.firstDone ?? 0);
    const open = (job?.taskNum ?? 0) - (job?.taskDone ?? 0);
    // At the speed seen so far; a job without progress says nothing about its end.
    const leftMs = done > 0 ? (open * watchedMs) / done : Number.POSITIVE_INFINITY;
    const wanted = Math.min(watchedMs, Math.max(leftMs, watchedMs / 4)) * pace.part;
    const interval = Math.min(pace.mostMs, Math.max(pace.leastMs, wanted));
    return Math.round(interval * (1 - pace.jitter * Math.random()));
  }
}

/** A wait of at most this long, with a last look just inside the deadline that ends it. */
export function withinDeadline(intervalMs: number, maxWaitMs: number): number {
  if (intervalMs < maxWaitMs - pace.marginMs) return intervalMs;
  return maxWaitMs > 2 * pace.marginMs ? maxWaitMs - pace.marginMs : Math.max(0, maxWaitMs);
}
