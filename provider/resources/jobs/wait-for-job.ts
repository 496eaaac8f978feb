// Follows one job until it is where it should be, telling how it goes. The only waiting loop for jobs.
import type { Progress } from "../../lifecycle/lifecycle.js";
import { isPassing, WaitTimeoutError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { hasRunningTask } from "../../mms/jobs/open-tasks.js";
import { JobGoneError, StallError } from "../base/errors.js";
import { formatDuration, progressLine, StallWatch } from "./progress.js";
import { FailingWatch } from "./failing.js";
import { DeletionWatch } from "./deletion.js";
import type { MmsContext } from "../base/service.js";

/** One job to follow, and when to stop. */
export interface Following {
  readonly sourceId: string;
  readonly jobId: string;
  /** What is waited for, in words: "is finished". */
  readonly goal: string;
  readonly reached: (job: Job) => boolean;
  /** Whether a stopped job must have come to rest as well: no task of it may say that it still runs. */
  readonly atRest?: boolean;
  /** Epoch milliseconds: what was read since then shows how the job begins; where absent, it is read anew. */
  readonly since?: number | undefined;
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
  const { service, clock, progress, deadline, call } = context;
  const { sourceId, jobId, goal } = following;
  const started = clock.now();
  const seen: Record<string, number> = {};
  const stall = new StallWatch(following.stallMs, started);
  const deletion = new DeletionWatch(sourceId, jobId, context);
  const failing = new FailingWatch(context);
  const next = () => service.jobs.next(sourceId, jobId, { ...call, maxWaitMs: deadline - clock.now() });
  const throwIfLate = () => {
    if (clock.now() < deadline) return;
    const waitingFor = `job ${jobId} of source ${sourceId} ${goal}`;
    throw new WaitTimeoutError({ waitingFor, waitedMs: clock.now() - started, seen });
  };
  let since: { at: number; done: number } | undefined;
  const known = following.since === undefined ? {} : { since: following.since };
  let read = await service.jobs.current(sourceId, jobId, { ...call, ...known });
  for (;;) {
    if (read === undefined) {
      if (await deletion.confirms()) throw new JobGoneError(jobId, sourceId, goal);
      seen["not found"] = (seen["not found"] ?? 0) + 1;
      throwIfLate();
      read = await next();
      continue;
    }
    const job = failing.judged(read);
    following.seen?.(job);
    const word = `${job.status ?? "?"}${job.stopped ? ", stopped" : ""}`;
    seen[word] = (seen[word] ?? 0) + 1;
    const now = clock.now();
    since ??= { at: now, done: job.taskDone ?? 0 };
    const draining = following.atRest === true && job.stopped === true && (await isDraining(following, context));
    const last = following.reached(job) && !draining;
    if (last) return job;
    const line = progressLine(job, since, now, draining ? "tasks still running" : "");
    progress.status(line);
    const mark = `${job.status}/${job.taskDone}/${job.stopped}`;
    warnOfStall(stall.stalledFor(mark, now), line, following, progress);
    throwIfLate();
    if (await deletion.isDeleted(job, mark)) throw new JobGoneError(jobId, sourceId, goal);
    read = await next();
  }
}

/** Whether tasks of a stopped job still run; a list that cannot be read for the moment does not say that they do not. */
async function isDraining({ sourceId, jobId }: Following, context: MmsContext): Promise<boolean> {
  try {
    return await hasRunningTask(context.service.client, { sourceId, jobId }, context.call);
  } catch (error) {
    if (!isPassing(error)) throw error;
    return true;
  }
}

function warnOfStall(stalledMs: number | undefined, line: string, following: Following, progress: Progress): void {
  if (stalledMs === undefined) return;
  const message = `no progress for ${formatDuration(stalledMs)}: ${line}`;
  progress.warn(message);
  if (following.stallEnds) throw new StallError(following.jobId, following.sourceId, message);
}
