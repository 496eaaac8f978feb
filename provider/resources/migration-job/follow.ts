// Follows one job until it is where it should be, telling how it goes. The only waiting loop for jobs.
import type { Progress } from "../../lifecycle/lifecycle.js";
import { WaitTimeoutError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { callOptions } from "../answers.js";
import { JobGoneError, StallError } from "../errors.js";
import { lasting, progressLine, StallWatch } from "../progress.js";
import { PhaseCount } from "./phases.js";
import { DeletionWatch } from "./presence.js";
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

/**
 * Follows a job until `reached`. Patience that ends throws {@link WaitTimeoutError} and changes nothing on the service;
 * a job that is gone throws {@link JobGoneError}. A status this version does not know counts as still going.
 */
export async function follow(following: Following, context: MmsContext): Promise<Job> {
  const { followed } = context.service;
  followed.inFlight += 1;
  try {
    return await watch(following, context);
  } finally {
    followed.inFlight -= 1;
  }
}

async function watch(following: Following, context: MmsContext): Promise<Job> {
  const { service, clock, progress } = context;
  const { sourceId, jobId, deadline, goal } = following;
  const started = clock.now();
  const seen: Record<string, number> = {};
  const stall = new StallWatch(following.stallMs, started);
  const deletion = new DeletionWatch(sourceId, jobId, deadline, context);
  const phases = new PhaseCount(sourceId, jobId, context);
  const options = callOptions(context, deadline);
  let since: { at: number; done: number } | undefined;
  let job = await service.jobs.current(sourceId, jobId, options);
  for (;;) {
    if (job === undefined) throw new JobGoneError(jobId, sourceId, goal);
    following.seen?.(job);
    const word = `${job.status ?? "?"}${job.stopped ? ", stopped" : ""}`;
    seen[word] = (seen[word] ?? 0) + 1;
    const now = clock.now();
    since ??= { at: now, done: job.taskDone ?? 0 };
    const last = following.reached(job);
    const line = progressLine(job, since, now, last ? "" : await phases.words(job.status));
    progress.status(line, { last });
    if (last) return job;
    const mark = `${job.status}/${job.taskDone}/${job.stopped}`;
    warnOfStall(stall.stalledFor(mark, now), line, following, progress);
    if (now >= deadline) {
      const waitingFor = `job ${jobId} of source ${sourceId} ${goal}`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: now - started, seen });
    }
    if (await deletion.isDeleted(job, mark)) throw new JobGoneError(jobId, sourceId, goal);
    job = await service.jobs.next(sourceId, jobId, { ...options, maxWaitMs: deadline - now });
  }
}

function warnOfStall(stalledMs: number | undefined, line: string, following: Following, progress: Progress): void {
  if (stalledMs === undefined) return;
  const message = `no progress for ${lasting(stalledMs)}: ${line}`;
  progress.warn(message);
  if (following.stallEnds) throw new StallError(following.jobId, following.sourceId, message);
}
