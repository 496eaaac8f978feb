// Follows one job until it is where it should be, telling how it goes. The only waiting loop for jobs.
import humanize from "humanize-duration";

import { WaitTimeoutError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { JobGoneError, StallError } from "../errors.js";
import type { MmsContext } from "../service.js";

/** One job to follow, and when to stop. */
export interface Following {
  readonly sourceId: string;
  readonly jobId: string;
  /** What is waited for, in words: "is finished". */
  readonly goal: string;
  readonly reached: (job: Job) => boolean;
  /** Epoch milliseconds at which patience ends. */
  readonly deadline: number;
  /** Called with every job seen. */
  readonly seen?: (job: Job) => void;
  /** Milliseconds without task progress that count as a stall. */
  readonly stallMs?: number | undefined;
  /** What a stall does besides a warning: end the wait with an error, after `stalled` ran. */
  readonly stallEnds?: boolean;
}

const lasting = (ms: number): string => humanize(ms, { largest: 2, round: true });

/** A job's progress on one line: tasks, rate, and when it should be done at that rate. */
export function progressLine(job: Job, since: { at: number; done: number }, now: number): string {
  const { taskDone = 0, taskNum = 0 } = job;
  const parts = [`${job.stopped ? "stopped, " : ""}${job.status ?? "?"} ${taskDone}/${taskNum} tasks`];
  const minutes = (now - since.at) / 60_000;
  const gained = taskDone - since.done;
  if (gained > 0 && minutes > 0 && taskNum > taskDone) {
    const perMinute = gained / minutes;
    parts.push(`${perMinute.toPrecision(2)} tasks/min`);
    parts.push(`about ${lasting(((taskNum - taskDone) / perMinute) * 60_000)} left`);
  }
  return parts.join(" · ");
}

/** Watches for a stall: no change of status or of tasks done for too long. */
class StallWatch {
  private mark = "";
  private since: number;
  private warned = false;

  constructor(
    private readonly stallMs: number | undefined,
    now: number,
  ) {
    this.since = now;
  }

  /** Milliseconds without progress once they are too many; each stall is told once. */
  stalledFor(job: Job, now: number): number | undefined {
    const mark = `${job.status}/${job.taskDone}/${job.stopped}`;
    if (mark !== this.mark) {
      this.mark = mark;
      this.since = now;
      this.warned = false;
    }
    const still = now - this.since;
    if (this.stallMs === undefined || still < this.stallMs || this.warned) return undefined;
    this.warned = true;
    return still;
  }
}

/**
 * Follows a job until `reached`. Patience that ends throws {@link WaitTimeoutError} and changes nothing on the service;
 * a job that is gone throws {@link JobGoneError}. A status this version does not know counts as still going.
 */
export async function follow(following: Following, context: MmsContext): Promise<Job> {
  const { service, clock, progress, signal } = context;
  const { sourceId, jobId, deadline } = following;
  const started = clock.now();
  const seen: Record<string, number> = {};
  const stall = new StallWatch(following.stallMs, started);
  const options = {
    signal,
    deadline,
    onRetry: ({ reason, waitMs }: { reason: string; waitMs: number }) =>
      progress.status(`waiting ${lasting(waitMs)} before asking again: ${reason}`),
  };
  let since: { at: number; done: number } | undefined;
  let job = await service.jobs.current(sourceId, jobId, options);
  for (;;) {
    if (job === undefined) throw new JobGoneError(jobId, sourceId, following.goal);
    following.seen?.(job);
    const word = `${job.status ?? "?"}${job.stopped ? ", stopped" : ""}`;
    seen[word] = (seen[word] ?? 0) + 1;
    if (following.reached(job)) return job;
    const now = clock.now();
    since ??= { at: now, done: job.taskDone ?? 0 };
    progress.status(progressLine(job, since, now));
    const stalledMs = stall.stalledFor(job, now);
    if (stalledMs !== undefined) {
      const message = `no progress for ${lasting(stalledMs)}: ${progressLine(job, since, now)}`;
      progress.warn(message);
      if (following.stallEnds) throw new StallError(jobId, sourceId, message);
    }
    if (now >= deadline) {
      throw new WaitTimeoutError({
        waitingFor: `job ${jobId} of source ${sourceId} ${following.goal}`,
        waitedMs: now - started,
        seen,
      });
    }
    job = await service.jobs.next(sourceId, jobId, { ...options, maxWaitMs: deadline - now });
  }
}
