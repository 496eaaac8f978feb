// From an accepted request to a job id, and from an id to the job: a missing answer is not a missing job.
import { NotFoundError, WaitTimeoutError } from "../../mms/errors.js";
import type { AsyncTask, Job } from "../../mms/models.js";
import { endOf, textOf } from "../answers.js";
import { JobNotCreatedError } from "../errors.js";
import type { MmsContext } from "../service.js";
import { visibleDifferences } from "./identity.js";
import type { Tracked } from "./tracked.js";

/** Pauses between looks at an async task; the service's users ask every 2 to 10 seconds. */
const firstPauseMs = 2_000;
const longestPauseMs = 10_000;

type TaskOutcome =
  { kind: "running" } | { kind: "made"; jobId: string } | { kind: "failed"; reason: string } | { kind: "lost" };

/** What an async task says about the job it makes. */
export function outcomeOf(task: AsyncTask | undefined): TaskOutcome {
  if (task === undefined) return { kind: "lost" };
  const end = endOf(task);
  if (end.kind !== "done") return end;
  const jobId = textOf(task.objectId);
  return jobId !== undefined && jobId !== "0" ? { kind: "made", jobId } : { kind: "running" };
}

async function askTask(tracked: Tracked, deadline: number, { service, signal }: MmsContext): Promise<TaskOutcome> {
  const { sourceId, asyncTaskId } = tracked;
  if (asyncTaskId === undefined) return { kind: "lost" };
  try {
    const { data } = await service.client.getMmsAsyncTask({ sourceId, asyncTaskId }, { signal, deadline });
    return outcomeOf(data);
  } catch (error) {
    if (error instanceof NotFoundError) return { kind: "lost" };
    throw error;
  }
}

/** Jobs of this name that our configuration can have made. */
async function listed(tracked: Tracked, deadline: number, { service, signal }: MmsContext): Promise<Job[]> {
  const jobs = await service.jobs.named(tracked.sourceId, tracked.name, { signal, deadline });
  return jobs.filter((job) => visibleDifferences(tracked.inputs, job).length === 0);
}

/**
 * Finds the id of the job that an accepted request makes: from the list of jobs, which one call answers for many, or
 * from the async task. Throws {@link JobNotCreatedError} when the service says that there is none.
 */
export async function locate(tracked: Tracked, deadline: number, context: MmsContext): Promise<string> {
  const { clock, signal, progress } = context;
  if (tracked.jobId !== undefined) return tracked.jobId;
  const started = clock.now();
  const seen: Record<string, number> = {};
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const [job, ...more] = await listed(tracked, deadline, context);
    const only = more.length === 0 ? job : undefined;
    const outcome: TaskOutcome = only?.id
      ? { kind: "made", jobId: only.id }
      : await askTask(tracked, deadline, context);
    seen[outcome.kind] = (seen[outcome.kind] ?? 0) + 1;
    if (outcome.kind === "made") {
      tracked.learn({ jobId: outcome.jobId });
      tracked.job = only;
      return outcome.jobId;
    }
    if (outcome.kind === "failed")
      throw new JobNotCreatedError(tracked.asyncTaskId ?? "?", tracked.sourceId, outcome.reason);
    const now = clock.now();
    if (now >= deadline) {
      const waitingFor = `the id of the job "${tracked.name}" (async task ${tracked.asyncTaskId} of source ${tracked.sourceId})`;
      throw new WaitTimeoutError({ waitingFor, waitedMs: now - started, seen });
    }
    progress.status(`accepted as async task ${tracked.asyncTaskId}; the service is making the job`);
    await clock.sleep(Math.min(pauseMs, deadline - now), signal);
  }
}
