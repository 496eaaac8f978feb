// Watches a set of jobs until each is finished or too many have failed. One loop, whatever the number of jobs: the looks of
// one round are asked for together, and the observer answers them from shared pages.
import { ConflictError, isPassing, NotFoundError, WaitTimeoutError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { GateStallError } from "./errors.js";
import { DeletionWatch } from "../migration-job/presence.js";
import { isLive, isTerminal } from "../migration-job/state.js";
import { lasting, progressLine, StallWatch } from "../progress.js";
import type { MmsContext } from "../service.js";

/** One job as last seen. */
export interface Seen {
  readonly jobId: string;
  /** Absent once the job is gone. */
  readonly job?: Job;
  /** Epoch milliseconds at which the job was first seen finished, or gone. */
  readonly finishedMs?: number;
  /** Whether its rows differ on the two sides, as far as was asked while others were under way. */
  readonly differs?: true;
}

/** How often row counts are asked for while jobs are under way. */
const comparedEveryMs = 5 * 60_000;

/** Whether a job compares row counts. */
export const verifies = ({ job }: Seen): boolean => job?.config?.enableVerification === true;

/** A set of jobs to watch, and when to end. */
export interface Watching {
  readonly sourceId: string;
  readonly jobIds: readonly string[];
  /** Epoch milliseconds at which patience ends. */
  readonly deadline: number;
  /** How many jobs may fail. */
  readonly allowed: number;
  readonly stallMs: number | undefined;
  readonly onStall: string;
  /** Jobs known to have finished well in an earlier attempt: their removal since then is no failure. */
  readonly wasDone: ReadonlySet<string>;
  /** Which of these finished jobs have rows that differ. */
  readonly differing: (jobs: readonly Seen[]) => Promise<ReadonlySet<string>>;
  /** Called after every round with all jobs as seen so far. */
  readonly round: (seen: readonly Seen[]) => void;
}

/** The status of a seen job in a word; `GONE` for one that is no longer there. */
export const wordOf = ({ job }: Seen): string =>
  job ? `${job.status ?? "?"}${job.stopped ? ", stopped" : ""}` : "GONE";

export const isFailed = ({ job, finishedMs, differs }: Seen): boolean =>
  finishedMs !== undefined && (job?.status !== "DONE" || differs === true);

const counted = (seen: readonly Seen[]): Record<string, number> => {
  const words: Record<string, number> = {};
  for (const one of seen) words[wordOf(one)] = (words[wordOf(one)] ?? 0) + 1;
  return words;
};

const sum = (seen: readonly Seen[], field: "taskDone" | "taskNum"): number =>
  seen.reduce((total, { job }) => total + (job?.[field] ?? 0), 0);

/** All jobs as one, for the progress line. */
function together(seen: readonly Seen[]) {
  const finished = seen.filter(({ finishedMs }) => finishedMs !== undefined).length;
  const failed = seen.filter(isFailed).length;
  const status = `${finished}/${seen.length} jobs${failed > 0 ? ` (${failed} failed)` : ""},`;
  return { status, taskDone: sum(seen, "taskDone"), taskNum: sum(seen, "taskNum") };
}

/** Stops the jobs that still run. One that has just ended, or is gone, needs no stopping. */
export async function stopAll(
  sourceId: string,
  seen: readonly Seen[],
  { service, signal, progress }: MmsContext,
): Promise<void> {
  const live = seen.filter(({ job, finishedMs }) => finishedMs === undefined && job !== undefined && isLive(job));
  if (live.length > 0) progress.warn(`stopping ${live.length} jobs: ${live.map(({ jobId }) => jobId).join(", ")}`);
  await Promise.all(
    live.map(({ jobId }) =>
      service.client.stopMmsJob({ sourceId, jobId }, { signal }).catch((error: unknown) => {
        if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
      }),
    ),
  );
}

/** One round: looks at every job that is not finished yet; the first look does not wait. */
async function look(watching: Watching, before: readonly Seen[], context: MmsContext): Promise<Seen[]> {
  const { service, clock, signal } = context;
  const { sourceId, deadline, wasDone } = watching;
  const maxWaitMs = Math.max(0, deadline - clock.now());
  const options = { signal, deadline };
  const known = new Map(before.map((one) => [one.jobId, one]));
  return Promise.all(
    watching.jobIds.map(async (jobId) => {
      const earlier = known.get(jobId);
      if (earlier?.finishedMs !== undefined) return earlier;
      const job = await (earlier
        ? service.jobs.next(sourceId, jobId, { ...options, maxWaitMs })
        : service.jobs.current(sourceId, jobId, options));
      const removed: Job | undefined = wasDone.has(jobId) ? { id: jobId, status: "DONE" } : undefined;
      const shown = job ?? removed;
      if (shown === undefined) return { jobId, finishedMs: clock.now() };
      return isTerminal(shown.status) ? { jobId, job: shown, finishedMs: clock.now() } : { jobId, job: shown };
    }),
  );
}

/** What changes as long as a job makes progress. */
const markOf = (one: Seen): string => `${wordOf(one)} ${one.job?.taskDone ?? 0}`;

/** A job that was deleted counts as gone, although it may still be readable. */
async function unlessDeleted(one: Seen, watch: DeletionWatch | undefined, { clock }: MmsContext): Promise<Seen> {
  if (one.job === undefined || one.finishedMs !== undefined) return one;
  const isDeleted = await watch?.isDeleted(one.job, markOf(one));
  return isDeleted ? { jobId: one.jobId, finishedMs: clock.now() } : one;
}

/** Compares the row counts of jobs that have finished while others go on, so that differing ones are told before the end. */
class Comparison {
  private readonly compared = new Set<string>();
  private nextAt = 0;

  constructor(
    private readonly watching: Watching,
    private readonly context: MmsContext,
  ) {}

  async of(seen: readonly Seen[]): Promise<readonly Seen[]> {
    const { clock, progress } = this.context;
    const due = seen.filter((one) => one.job?.status === "DONE" && verifies(one) && !this.compared.has(one.jobId));
    const allFinished = seen.every(({ finishedMs }) => finishedMs !== undefined);
    // At the end all are compared anyway.
    if (due.length === 0 || allFinished || clock.now() < this.nextAt) return seen;
    this.nextAt = clock.now() + comparedEveryMs;
    try {
      const differing = await this.watching.differing(due);
      due.forEach(({ jobId }) => this.compared.add(jobId));
      return seen.map((one) => (differing.has(one.jobId) ? { ...one, differs: true } : one));
    } catch (error) {
      // Asked again in a while; an outage must not end the wait.
      if (!isPassing(error)) throw error;
      progress.info(`row counts could not be read: ${(error as Error).message}`);
      return seen;
    }
  }
}

/**
 * Watches jobs until all are finished, or more have failed than may. Patience that ends throws {@link WaitTimeoutError}
 * and changes nothing on the service.
 */
export async function watch(watching: Watching, context: MmsContext): Promise<readonly Seen[]> {
  const { clock, progress } = context;
  const { deadline, allowed, onStall, sourceId } = watching;
  const started = clock.now();
  const stall = new StallWatch(watching.stallMs, started);
  const deletions = new Map(
    watching.jobIds.map((jobId) => [jobId, new DeletionWatch(sourceId, jobId, deadline, context)]),
  );
  const comparison = new Comparison(watching, context);
  let since: { at: number; done: number } | undefined;
  let seen: readonly Seen[] = [];
  for (;;) {
    const looked = await look(watching, seen, context);
    seen = await comparison.of(
      await Promise.all(looked.map((one) => unlessDeleted(one, deletions.get(one.jobId), context))),
    );
    watching.round(seen);
    const open = seen.filter(({ finishedMs }) => finishedMs === undefined);
    if (open.length === 0 || seen.filter(isFailed).length > allowed) return seen;
    const now = clock.now();
    const all = together(seen);
    since ??= { at: now, done: all.taskDone };
    progress.status(progressLine(all, since, now));
    const stalledMs = stall.stalledFor(seen.map(markOf).join("|"), now);
    if (stalledMs !== undefined) {
      const message = `no progress of any job for ${lasting(stalledMs)}: ${progressLine(all, since, now)}`;
      progress.warn(message);
      if (onStall === "stop") await stopAll(sourceId, seen, context);
      if (onStall !== "warn")
        throw new GateStallError(
          sourceId,
          open.map(({ jobId }) => jobId),
          message,
        );
    }
    if (now >= deadline) {
      const waitingFor = `${open.length} of ${seen.length} jobs of source ${sourceId} to finish`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: now - started, seen: counted(seen) });
    }
  }
}
