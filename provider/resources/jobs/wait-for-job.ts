// Waits for one job: with its stalls, its deletion and failures of single tasks observed.
import { isPassing } from "../../mms/errors.js";
import { hasRunningTask } from "../../mms/jobs/open-tasks.js";
import type { Job } from "../../mms/models.js";
import { awaitCondition, type Observer } from "../base/await.js";
import { JobGoneError } from "../base/errors.js";
import type { MmsContext } from "../base/service.js";
import { DeletionWatch } from "./deletion.js";
import { FailingWatch } from "./failing.js";
import { ProgressLine, stallObserver } from "./progress.js";

/** One job to wait for, and when to stop. */
export interface JobWait {
  readonly sourceId: string;
  readonly jobId: string;
  /** What is waited for, in words: "is finished". */
  readonly goal: string;
  readonly reached: (job: Job) => boolean;
  /** Whether a stopped job must have come to rest as well: no task of it may report that it still runs. */
  readonly atRest?: boolean;
  /** Epoch milliseconds: what was read since then shows how the job begins; where absent, it is read anew. */
  readonly since?: number | undefined;
  /** Called with every job read. */
  readonly seen?: (job: Job) => void;
  /** Milliseconds without task progress that count as a stall. */
  readonly stallTimeoutMs?: number | undefined;
  /** What follows a stall besides a warning; it may end the wait. */
  readonly onStall?: (message: string) => void | Promise<void>;
}

/** One read of a job: absent while it is not found, draining while tasks of it still run after it was stopped. */
interface Seen {
  readonly job?: Job;
  readonly isDraining?: boolean;
}

const wordOf = ({ job }: Seen): string =>
  job === undefined ? "not found" : `${job.status ?? "?"}${job.stopped ? ", stopped" : ""}`;

/** What changes as long as a job makes progress. */
const markOf = ({ status, taskDone, stopped }: Job): string => `${status}/${taskDone}/${stopped}`;

/** Whether tasks of a stopped job still run; a list that cannot be read for the moment does not say that they do not. */
async function hasTaskRunning({ sourceId, jobId }: JobWait, { service, call }: MmsContext): Promise<boolean> {
  try {
    return await hasRunningTask(service.client, { sourceId, jobId }, call);
  } catch (error) {
    if (!isPassing(error)) throw error;
    return true;
  }
}

/**
 * Waits for a job until `reached`. A job that is gone throws {@link JobGoneError}. A status this version does not know counts
 * as still going.
 */
export async function waitForJob(wait: JobWait, context: MmsContext): Promise<Job> {
  const { service, clock, deadline, call } = context;
  const { sourceId, jobId, goal } = wait;
  const deletion = new DeletionWatch(sourceId, jobId, context);
  const failing = new FailingWatch(context);
  const progressLine = new ProgressLine(clock);
  const lineOf = ({ job, isDraining }: Seen): string | undefined =>
    job && progressLine.of(job, isDraining ? "tasks still running" : "");
  const next = () => service.jobs.next(sourceId, jobId, { ...call, maxWaitMs: deadline - clock.now() });
  const known = wait.since === undefined ? {} : { since: wait.since };
  const stall: Observer<Job> = stallObserver(
    {
      timeoutMs: wait.stallTimeoutMs,
      mark: markOf,
      what: (stalled, one) => `no progress for ${stalled}: ${progressLine.of(one)}`,
      then: (message) => wait.onStall?.(message),
    },
    context,
  );
  return awaitCondition<Seen, Job>(
    {
      waitingFor: `job ${jobId} of source ${sourceId} ${goal}`,
      isPaced: true,
      read: async (reads) => {
        const read = await (reads === 1 ? service.jobs.current(sourceId, jobId, { ...call, ...known }) : next());
        if (read === undefined) return {};
        const one = failing.judged(read);
        wait.seen?.(one);
        return {
          job: one,
          isDraining: wait.atRest === true && one.stopped === true && (await hasTaskRunning(wait, context)),
        };
      },
      word: wordOf,
      reached: ({ job, isDraining }) => (job && wait.reached(job) && !isDraining ? job : undefined),
      line: lineOf,
      observers: [
        ({ job: one }) => (one ? stall(one) : undefined),
        async ({ job: one }) => {
          const isGone = one ? deletion.isDeleted(one, markOf(one)) : deletion.confirms();
          if (await isGone) throw new JobGoneError(jobId, sourceId, goal);
        },
      ],
    },
    context,
  );
}
