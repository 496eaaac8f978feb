// Which tasks of one job, or of many, failed, in which phase, and what they said last.
import type { CallOptions, MmsClient } from "../../mms/call.js";
import { AccessDeniedError, MmsError } from "../../mms/errors.js";
import { type FailedStatus, failedStatuses, phaseOf } from "../../mms/jobs/job-status.js";
import type { Task, TaskLog } from "../../mms/models.js";
import type { MmsService } from "../base/service.js";
import { joinUpTo } from "./progress.js";

/** One failed task of a job. */
export interface FailedTask {
  /** Id of its job, as digits, where several jobs are reported together. */
  jobId?: string;
  /** Source table, with its database. */
  table: string;
  /** Partition, where the task moved one. */
  partition?: string;
  /** Phase that failed: `SCHEMA`, `DATA` or `VERIFICATION`. */
  phase: string;
  /** Last log line of the task. */
  message: string;
}

/** How many failed tasks are listed one by one; the total is always reported. */
const listedOneByOne = 20;

/** How many tables an error names beside the tasks it lists. */
const namedTables = 100;

/** The failed tasks of a job. */
export interface FailureReport {
  readonly failedTasks: readonly FailedTask[];
  readonly failedTaskCount: number;
  /** Every table with a failed task, sorted. */
  readonly failedTables: readonly string[];
}

export const noFailures: FailureReport = { failedTasks: [], failedTaskCount: 0, failedTables: [] };

const tableOf = (task: Task): string =>
  [task.srcDbName, task.srcSchemaName, task.srcTableName].filter((part) => part).join(".");

/** The order in which log lines were written: by time, within one second by id; the list has no known order. Assumes task-logs-oldest-first, failed-line-is-last. */
export function asWritten(line: TaskLog, other: TaskLog): number {
  const [time, otherTime] = [line.createTime ?? "", other.createTime ?? ""];
  if (time !== otherTime) return time > otherTime ? 1 : -1;
  const [id, otherId] = [BigInt(line.id ?? 0), BigInt(other.id ?? 0)];
  return id === otherId ? 0 : id > otherId ? 1 : -1;
}

/** What reads a report. */
interface Reading {
  readonly service: Pick<MmsService, "client">;
  readonly signal: AbortSignal;
}

async function lastLine(sourceId: string, task: Task, { service, signal }: Reading): Promise<string> {
  if (task.id === undefined) return "";
  let last = "";
  let newest: TaskLog = {};
  try {
    for await (const line of service.client.iterate("ListMmsTaskLogs", { sourceId, taskId: task.id }, { signal })) {
      const text = [line.action, line.msg].filter((part) => part).join(": ");
      if (text && asWritten(line, newest) >= 0) [last, newest] = [text, line];
    }
  } catch (error) {
    // What failed is reported nevertheless; a missing right is for the person to grant.
    if (!(error instanceof MmsError) || error instanceof AccessDeniedError) throw error;
    last = `its log could not be read: ${error.message}`;
  }
  return last.slice(0, 400);
}

/** Up to how many jobs the tasks are requested job by job; the tasks of more are picked from those of the whole source. */
const requestedOneByOne = 3;

/** One failed task, and the phase it failed in. */
export interface Failure {
  readonly task: Task;
  readonly phase: ReturnType<typeof phaseOf>;
}

/** Whose failures are read. */
export interface Suspects {
  readonly jobIds: readonly string[];
  /** Statuses that count. Default: all three that a failed task may have. */
  readonly statuses?: readonly FailedStatus[];
  /** Jobs that have tasks which are not done: where the filter by status finds none of them, all their tasks are read. */
  readonly unfinished?: readonly string[];
}

type Query = { readonly jobId?: string; readonly status?: FailedStatus };

/** Reads the failed tasks of jobs of one source, sorted by table and partition. Source: ListMmsTasks. Assumes task-filters-exact, verification-shows-in-tasks. */
export async function failuresOf(
  client: MmsClient,
  sourceId: string,
  { jobIds, statuses = failedStatuses, unfinished = [] }: Suspects,
  call: CallOptions,
): Promise<Failure[]> {
  const wanted = new Set(jobIds);
  const failed: Failure[] = [];
  const read = async (query: Query, counting: readonly FailedStatus[]) => {
    for await (const task of client.iterate("ListMmsTasks", { sourceId, query }, call)) {
      const status = counting.find((one) => one === task.status);
      if (status !== undefined && wanted.has(task.jobId ?? "")) failed.push({ task, phase: phaseOf(status) });
    }
  };
  const jobs = wanted.size <= requestedOneByOne ? [...wanted].map((jobId) => ({ jobId })) : [{}];
  for (const status of statuses) for (const job of jobs) await read({ ...job, status }, [status]);
  const found = new Set(failed.map(({ task }) => task.jobId));
  for (const jobId of unfinished) if (!found.has(jobId)) await read({ jobId }, statuses);
  const key = ({ task }: Failure) => `${tableOf(task)} ${partitionOf(task) ?? ""} ${task.id ?? ""}`;
  return failed.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The failures that are listed one by one: each table first in each phase and job, however many of its partitions failed. */
function listedOf(failed: readonly Failure[]): Failure[] {
  const firsts = new Map<string, Failure>();
  for (const failure of failed) {
    const { task, phase } = failure;
    const key = `${task.jobId} ${tableOf(task)} ${phase}`;
    if (!firsts.has(key)) firsts.set(key, failure);
  }
  const chosen = new Set([...new Set([...firsts.values(), ...failed])].slice(0, listedOneByOne));
  return failed.filter((failure) => chosen.has(failure));
}

/** Failures one by one, with their last log lines, as far as they are listed. Source: ListMmsTaskLogs. */
export async function reportOf(sourceId: string, failed: readonly Failure[], reading: Reading): Promise<FailureReport> {
  const several = new Set(failed.map(({ task }) => task.jobId)).size > 1;
  const failedTasks: FailedTask[] = [];
  for (const { task, phase } of listedOf(failed)) {
    const partition = partitionOf(task);
    failedTasks.push({
      ...(several && task.jobId !== undefined ? { jobId: task.jobId } : {}),
      table: tableOf(task),
      ...(partition === undefined ? {} : { partition }),
      phase,
      message: await lastLine(sourceId, task, reading),
    });
  }
  const failedTables = [...new Set(failed.map(({ task }) => tableOf(task)))].sort();
  return { failedTasks, failedTaskCount: failed.length, failedTables };
}

/** The report of one job that has failed tasks. */
export async function failedTasksOf(sourceId: string, jobId: string, reading: Reading): Promise<FailureReport> {
  const { service, signal } = reading;
  const failed = await failuresOf(service.client, sourceId, { jobIds: [jobId], unfinished: [jobId] }, { signal });
  return reportOf(sourceId, failed, reading);
}

/** The partition a task moved. Inferred: task-shows-partition, since the published task has no such field, but its list is filtered by one. */
function partitionOf(task: Task & { partition?: string }): string | undefined {
  return task.partition || undefined;
}

/** The report as lines of an error. */
export function describeFailures({ failedTasks, failedTaskCount, failedTables }: FailureReport): string {
  if (failedTaskCount === 0) return "the service names no failed task";
  const lines = failedTasks.map(({ table, partition, phase, message }) => {
    const where = partition ? `${table} (${partition})` : table;
    return `  ${where}: ${phase} failed${message ? `: ${message}` : ""}`;
  });
  const more = failedTaskCount - failedTasks.length;
  if (more > 0) lines.push(`  and ${more} more`);
  if (failedTables.length > new Set(failedTasks.map(({ table }) => table)).size) {
    lines.push(`  all ${failedTables.length} failed tables: ${joinUpTo(failedTables, namedTables)}`);
  }
  return `${failedTaskCount} failed ${failedTaskCount === 1 ? "task" : "tasks"}:\n${lines.join("\n")}`;
}
