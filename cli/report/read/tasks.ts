// Tasks of the jobs in scope: all of them, or the newest and the failed ones where all would be too many pages.
import { failedStatuses } from "../../../provider/mms/jobs/job-status.js";
import type { Task } from "../../../provider/mms/models.js";
import { given } from "../given.js";
import type { Reads } from "./reads.js";
import type { Zone } from "./zone.js";

/** One task, as much of it as a report needs. */
export interface TaskFacts {
  readonly id?: string;
  readonly jobId?: string;
  readonly table: string;
  readonly partition?: string;
  readonly status: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly retries: number;
}

/** How many tasks are read in full whatever was requested. */
const fewTasks = 5_000;

/** How many of the newest are read where all would be too many. */
const newestTasks = 1_000;

/** Up to how many jobs are read one by one; the tasks of more are picked from those of the whole source. */
const readOneByOne = 3;

/** Names repeat a hundred thousand times: each is kept once. */
function interned(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => known.get(text) ?? (known.set(text, text), text);
}

/** The partition of a task. Inferred: the published task has no such field, but its list is filtered by one. */
const partitionOf = (task: Task & { partition?: string }) => task.partition || undefined;

const factsOf = (task: Task, { instantOf }: Zone, once: (text: string) => string): TaskFacts => ({
  table: once([task.srcDbName, task.srcSchemaName, task.srcTableName].filter((part) => part).join(".")),
  status: once(task.status ?? "?"),
  retries: task.retriedTimes ?? 0,
  ...given({
    id: task.id,
    jobId: task.jobId === undefined ? undefined : once(task.jobId),
    partition: partitionOf(task),
    startMs: instantOf(task.startTime),
    endMs: instantOf(task.endTime),
  }),
});

/** Which tasks to read. */
export interface TaskScope {
  readonly sourceId: string;
  /** Ids of the jobs in scope; every job of the source where absent. */
  readonly jobIds?: ReadonlySet<string>;
  /** How many tasks the jobs say they have. */
  readonly expected: number;
  readonly all: boolean;
}

/** Tasks of a scope, and whether they are all there are. */
export interface TasksRead {
  readonly tasks: readonly TaskFacts[];
  readonly complete: boolean;
}

/** Reads the tasks of a scope. Source: ListMmsTasks. */
export async function readTasks(scope: TaskScope, reads: Reads, zone: Zone): Promise<TasksRead> {
  const { sourceId, jobIds, expected, all } = scope;
  if (expected === 0) return { tasks: [], complete: true };
  const once = interned();
  const found = new Map<string, TaskFacts>();
  const read = async (query: object, most = Infinity): Promise<void> => {
    let seen = 0;
    for await (const task of reads.list("ListMmsTasks", { sourceId, query })) {
      if (jobIds === undefined || jobIds.has(task.jobId ?? ""))
        found.set(task.id ?? String(found.size), factsOf(task, zone, once));
      seen += 1;
      if (seen >= most) return;
    }
  };
  const complete = all || expected <= fewTasks;
  if (complete && jobIds !== undefined && jobIds.size <= readOneByOne) {
    for (const jobId of jobIds) await read({ jobId });
  } else if (complete) {
    await read({});
  } else {
    await read({ "sorter.startTime": "desc" }, newestTasks);
    for (const status of failedStatuses) await read({ status });
  }
  return { tasks: [...found.values()], complete };
}
