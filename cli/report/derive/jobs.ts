// Rows of jobs and waves.
import { isDone, isFailedTask, readsFailed } from "../../../provider/mms/jobs/job-status.js";
import type { Job } from "../../../provider/mms/models.js";
import { given } from "../given.js";
import type { JobRow, WaveRow } from "../model.js";
import type { SourceFacts } from "../read/source.js";
import type { TaskFacts } from "../read/tasks.js";
import { gone as goneStatus } from "../states.js";
import { coverage } from "./tables.js";
import { jobCounts } from "./totals.js";

/** What a stack knows of its jobs and gates. */
export interface StackJobs {
  /** Names of resources by job id. */
  readonly resources: ReadonlyMap<string, string>;
  /** Ids of the jobs that it has as done. */
  readonly done: ReadonlySet<string>;
  readonly gates: readonly Omit<WaveRow, "jobs">[];
}

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined || !Number.isFinite(ms) ? undefined : new Date(ms).toISOString();

interface JobTasks {
  failed: number;
  startMs: number;
  endMs: number;
}

function tasksByJob(tasks: readonly TaskFacts[]): Map<string, JobTasks> {
  const byJob = new Map<string, JobTasks>();
  for (const task of tasks) {
    const { jobId = "", startMs = Infinity, endMs = -Infinity } = task;
    const known = byJob.get(jobId) ?? { failed: 0, startMs: Infinity, endMs: -Infinity };
    known.failed += isFailedTask(task) ? 1 : 0;
    known.startMs = Math.min(known.startMs, startMs);
    known.endMs = Math.max(known.endMs, endMs);
    byJob.set(jobId, known);
  }
  return byJob;
}

const isOver = (job: Job): boolean => (isDone(job) || readsFailed(job)) && job.stopped !== true;

/** Rows of the jobs of a source, oldest first, those that are gone at the end. */
export function jobRows(facts: SourceFacts, { resources, done }: Pick<StackJobs, "resources" | "done">): JobRow[] {
  const { scope, jobs, gone, zone, tasks } = facts;
  const byJob = tasksByJob(tasks.tasks);
  const covered = coverage(facts);
  const rows = jobs.map((job): JobRow => {
    const { id = "?", taskNum = 0, taskDone = 0, config, status = "?" } = job;
    const seen = byJob.get(id);
    return {
      id,
      sourceId: scope.sourceId,
      status,
      tasks: { total: taskNum, done: taskDone, failed: seen?.failed ?? 0 },
      verification: config?.enableVerification === true,
      ...given({
        name: job.name,
        database: job.srcDbName,
        stopped: job.stopped === true && !isDone(job) ? true : undefined,
        tables: covered.get(id)?.length,
        createdAt: iso(zone.instantOf(job.createTime)),
        startedAt: iso(seen?.startMs),
        endedAt: isOver(job) ? iso(seen?.endMs) : undefined,
        timerId: scope.timerId,
        resource: resources.get(id),
      }),
    };
  });
  const lost = gone.map((id): JobRow => {
    const known = given({ resource: resources.get(id), wasDone: done.has(id) ? (true as const) : undefined });
    const tasks = { total: 0, done: 0, failed: 0 };
    return { id, sourceId: scope.sourceId, status: goneStatus, tasks, verification: false, ...known };
  });
  const byId = (a: JobRow, b: JobRow) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
  return [...rows.sort(byId), ...lost.sort(byId)];
}

/** Waves: what each gate of the stack waits for. */
export function waveRows({ gates }: Pick<StackJobs, "gates">, jobs: readonly JobRow[]): WaveRow[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return gates.map((gate) => {
    const own = gate.jobIds.flatMap((id) => byId.get(id) ?? []);
    return { ...gate, jobs: jobCounts(own) };
  });
}
