// Watches a set of jobs until each is finished or too many have failed. One loop, whatever the number of jobs: the looks of
// one round are requested together, and the observer serves them from shared pages.
import { ConflictError, isPassing, NotFoundError } from "../../../mms/errors.js";
import type { Clock } from "../../../clock.js";
import type { Job } from "../../../mms/models.js";
import { type Budget, isSurelyBreached, isUncounted } from "../budget.js";
import { GateStallError, GateStoppedError, stoppedWarning } from "../errors.js";
import { FailingWatch } from "../../jobs/failing.js";
import { DeletionWatch } from "../../jobs/deletion.js";
import { ProgressLine, stallObserver } from "../../jobs/progress.js";
import { awaitCondition, type Observer } from "../../base/await.js";
import type { MmsContext } from "../../base/service.js";
import { type Tally, type Seen, verifies, wordOf, isFailed, isHeldUp } from "../watched-job.js";
import { isDone, isLive, isTerminal } from "../../../mms/jobs/job-status.js";

/** How often row counts are read while jobs are under way. */
const comparedEveryMs = 5 * 60_000;

/** A set of jobs to watch, and when to end. */
export interface Watching {
  readonly sourceId: string;
  readonly jobIds: readonly string[];
  /** What may fail. */
  readonly budget: Budget;
  readonly stallTimeoutMs: number | undefined;
  readonly onStall: string;
  /** Whether one look is all, finished or not. */
  readonly once: boolean;
  /** Jobs known to have finished well in an earlier attempt: their removal since then is no failure. */
  readonly wasDone: ReadonlySet<string>;
  /** Failures of these finished jobs, as their tasks show. */
  readonly count: (jobs: readonly Seen[]) => Promise<ReadonlyMap<string, Tally>>;
  /** Called after every round with all jobs as seen so far. */
  readonly round: (seen: readonly Seen[]) => void;
}

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
  const stopped = seen.filter(isHeldUp).length;
  const apart = [...(failed > 0 ? [`${failed} failed`] : []), ...(stopped > 0 ? [`${stopped} stopped`] : [])];
  const status = `${finished}/${seen.length} jobs${apart.length > 0 ? ` (${apart.join(", ")})` : ""},`;
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

/** What watches each job beside its status. */
interface Watches {
  readonly deletion: DeletionWatch;
  readonly failing: FailingWatch;
}

/** One round: looks at every job that is not finished yet; the first look does not wait. */
async function look(
  watching: Watching,
  before: readonly Seen[],
  watches: ReadonlyMap<string, Watches>,
  context: MmsContext,
): Promise<Seen[]> {
  const { service, clock, deadline, call } = context;
  const { sourceId, wasDone } = watching;
  const maxWaitMs = Math.max(0, deadline - clock.now());
  const known = new Map(before.map((one) => [one.jobId, one]));
  return Promise.all(
    watching.jobIds.map(async (jobId) => {
      const earlier = known.get(jobId);
      if (earlier?.finishedMs !== undefined) return earlier;
      const job = await (earlier
        ? service.jobs.next(sourceId, jobId, { ...call, maxWaitMs })
        : service.jobs.current(sourceId, jobId, call));
      const removed: Job | undefined = wasDone.has(jobId) ? { id: jobId, status: "DONE" } : undefined;
      const shown = job ?? removed;
      const watch = watches.get(jobId);
      if (shown === undefined) {
        // What is not found is gone only when the list says so too.
        if ((await watch?.deletion.confirms()) === false) return earlier ?? { jobId };
        return { jobId, last: earlier?.job, finishedMs: clock.now() };
      }
      const judged = watch?.failing.judged(shown) ?? shown;
      return isTerminal(judged) ? { jobId, job: judged, finishedMs: clock.now() } : { jobId, job: judged };
    }),
  );
}

/** What changes as long as a job makes progress. */
const markOf = (one: Seen): string => `${wordOf(one)} ${one.job?.taskDone ?? 0}`;

const goneSince = ({ jobId, job }: Seen, clock: Clock): Seen => ({ jobId, last: job, finishedMs: clock.now() });

/** A job that was deleted counts as gone, although it may still be readable. */
async function unlessDeleted(one: Seen, watch: DeletionWatch | undefined, { clock }: MmsContext): Promise<Seen> {
  if (one.job === undefined || one.finishedMs !== undefined) return one;
  return (await watch?.isDeleted(one.job, markOf(one))) ? goneSince(one, clock) : one;
}

/** A job that stands still counts as gone when the list does not have it. */
async function unlessGone(one: Seen, watch: DeletionWatch | undefined, { clock }: MmsContext): Promise<Seen> {
  return isHeldUp(one) && (await watch?.confirms()) ? goneSince(one, clock) : one;
}

/** Counts failures of jobs that have finished while others go on, so that too many are noticed before the end. */
class FailureCount {
  private nextAt = 0;

  constructor(
    private readonly watching: Watching,
    private readonly context: MmsContext,
  ) {}

  async of(seen: readonly Seen[]): Promise<readonly Seen[]> {
    const due = this.due(seen);
    if (due.length === 0) return seen;
    try {
      const counted = await this.watching.count(due);
      const read = new Set(due.map(({ jobId }) => jobId));
      const none = { tasks: 0, verification: 0 };
      return seen.map((one) => (read.has(one.jobId) ? { ...one, counted: counted.get(one.jobId) ?? none } : one));
    } catch (error) {
      // Read again in a while; an outage must not end the wait.
      if (!isPassing(error)) throw error;
      this.context.progress.info(`failed tasks could not be read: ${(error as Error).message}`);
      return seen;
    }
  }

  /** Jobs whose tasks to read now; none at the end, where all are read anyway, or where the outcome is certain. */
  private due(seen: readonly Seen[]): Seen[] {
    const now = this.context.clock.now();
    const allFinished = seen.every(({ finishedMs }) => finishedMs !== undefined);
    if (allFinished || isSurelyBreached(seen, this.watching.budget)) return [];
    const failed = seen.filter(isUncounted);
    const done = seen.filter((one) => isDone(one.job) && verifies(one) && one.counted === undefined);
    if (done.length === 0 || now < this.nextAt) return failed;
    this.nextAt = now + comparedEveryMs;
    return [...failed, ...done];
  }
}

/** Says at once which jobs stand still, and notices when nothing else is left. */
class StoppedWatch {
  private named: ReadonlySet<string> = new Set();
  private rounds = 0;

  /** `warn` is given the stopped jobs that were not named yet. */
  constructor(private readonly warn: (stopped: readonly Seen[]) => void) {}

  /** Whether every open job stands still, one look after the other: a user who is about to start one has that long. */
  isAllStopped(open: readonly Seen[]): boolean {
    const stopped = open.filter(isHeldUp);
    const fresh = stopped.filter(({ jobId }) => !this.named.has(jobId));
    if (fresh.length > 0) this.warn(fresh);
    this.named = new Set(stopped.map(({ jobId }) => jobId));
    this.rounds = stopped.length === open.length ? this.rounds + 1 : 0;
    return this.rounds > 1;
  }
}

/** Jobs that have not finished yet. */
const openAmong = (seen: readonly Seen[]): Seen[] => seen.filter(({ finishedMs }) => finishedMs === undefined);

/**
 * Watches jobs until all are finished, or more have failed than may. The deadline ends the wait with
 * an error, and changes nothing on the service.
 */
export async function watch(watching: Watching, context: MmsContext): Promise<readonly Seen[]> {
  const { clock, service, progress } = context;
  const { budget, onStall, sourceId } = watching;
  const watches = new Map(
    watching.jobIds.map((jobId): [string, Watches] => [
      jobId,
      { deletion: new DeletionWatch(sourceId, jobId, context), failing: new FailingWatch(context) },
    ]),
  );
  const deletionOf = (one: Seen) => watches.get(one.jobId)?.deletion;
  const failures = new FailureCount(watching, context);
  const standing = new StoppedWatch((jobs) => progress.warn(stoppedWarning(sourceId, jobs, service.client.config)));
  const progressLine = new ProgressLine(clock);
  const line = (all: readonly Seen[]) => progressLine.of(together(all));
  let seen: readonly Seen[] = [];
  const stall: Observer<readonly Seen[]> = stallObserver(
    {
      timeoutMs: watching.stallTimeoutMs,
      mark: (all) => all.map(markOf).join("|"),
      what: (stalled, all) => `no progress of any job for ${stalled}: ${line(all)}`,
      then: async (message, all) => {
        if (onStall === "stop") await stopAll(sourceId, all, context);
        const open = openAmong(all).map(({ jobId }) => jobId);
        if (onStall !== "warn") throw new GateStallError(sourceId, open, message, service.client.config);
      },
    },
    context,
  );
  return awaitCondition<readonly Seen[], readonly Seen[]>(
    {
      waitingFor: (all) => `${openAmong(all).length} of ${all.length} jobs of source ${sourceId} to finish`,
      isPaced: true,
      read: async () => {
        const looked = await look(watching, seen, watches, context);
        seen = await failures.of(await Promise.all(looked.map((one) => unlessDeleted(one, deletionOf(one), context))));
        watching.round(seen);
        return seen;
      },
      word: () => "under way",
      seenAtLast: counted,
      reached: (all) =>
        openAmong(all).length === 0 || watching.once || isSurelyBreached(all, budget) ? all : undefined,
      line,
      observers: [
        async (all) => {
          const open = openAmong(all);
          if (!standing.isAllStopped(open)) return;
          // One that was deleted after it was stopped may still be readable.
          seen = await Promise.all(all.map((one) => unlessGone(one, deletionOf(one), context)));
          if (seen.filter(isHeldUp).length === open.length) {
            throw new GateStoppedError(sourceId, open, service.client.config);
          }
          watching.round(seen);
        },
        stall,
      ],
    },
    context,
  );
}
