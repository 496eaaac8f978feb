// Which tasks of a job failed, in which phase, and what they said last.
import type { MmsClient } from "../../mms/client.js";
import type { Task } from "../../mms/models.js";
import type { FailedTask } from "./inputs.js";

/** Failed statuses of a task, and the phase each one names. */
const failedStatuses = {
  SCHEMA_FAILED: "SCHEMA",
  DATA_FAILED: "DATA",
  VERIFICATION_FAILED: "VERIFICATION",
} as const;

/** How many failed tasks are told one by one; the total is always told. */
const toldOneByOne = 20;

/** The failed tasks of a job. */
export interface FailureReport {
  readonly failedTasks: readonly FailedTask[];
  readonly failedTaskCount: number;
}

const tableOf = (task: Task): string =>
  [task.srcDbName, task.srcSchemaName, task.srcTableName].filter((part) => part).join(".");

async function lastLine(client: MmsClient, sourceId: string, task: Task, signal: AbortSignal): Promise<string> {
  if (task.id === undefined) return "";
  let last = "";
  for await (const line of client.iterate("ListMmsTaskLogs", { sourceId, taskId: task.id }, { signal })) {
    last = [line.action, line.msg].filter((part) => part).join(": ") || last;
  }
  return last.slice(0, 400);
}

/** Reads the failed tasks of a job, sorted by table and partition. Source: ListMmsTasks, ListMmsTaskLogs. */
export async function failedTasksOf(
  client: MmsClient,
  sourceId: string,
  jobId: string,
  signal: AbortSignal,
): Promise<FailureReport> {
  const failed: { task: Task; phase: string }[] = [];
  for (const [status, phase] of Object.entries(failedStatuses)) {
    const query = { jobId, status: status as keyof typeof failedStatuses };
    for await (const task of client.iterate("ListMmsTasks", { sourceId, query }, { signal })) {
      failed.push({ task, phase });
    }
  }
  const key = ({ task }: { task: Task }) => `${tableOf(task)} ${partitionOf(task) ?? ""} ${task.id ?? ""}`;
  failed.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const told: FailedTask[] = [];
  for (const { task, phase } of failed.slice(0, toldOneByOne)) {
    const partition = partitionOf(task);
    told.push({
      table: tableOf(task),
      ...(partition === undefined ? {} : { partition }),
      phase,
      message: await lastLine(client, sourceId, task, signal),
    });
  }
  return { failedTasks: told, failedTaskCount: failed.length };
}

/** The partition a task moved. Inferred: the published task has no such field, but its list is filtered by one. */
function partitionOf(task: Task & { partition?: string }): string | undefined {
  return task.partition || undefined;
}

/** The report as lines of an error. */
export function describeFailures({ failedTasks, failedTaskCount }: FailureReport): string {
  if (failedTaskCount === 0) return "the service names no failed task";
  const lines = failedTasks.map(({ table, partition, phase, message }) => {
    const where = partition ? `${table} (${partition})` : table;
    return `  ${where}: ${phase} failed${message ? `: ${message}` : ""}`;
  });
  const more = failedTaskCount - failedTasks.length;
  if (more > 0) lines.push(`  and ${more} more`);
  return `${failedTaskCount} failed ${failedTaskCount === 1 ? "task" : "tasks"}:\n${lines.join("\n")}`;
}
