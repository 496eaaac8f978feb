// The failed tasks of a report, those listed first with their last log lines.
import { MmsError } from "../../../provider/mms/errors.js";
import { phaseOf } from "../../../provider/mms/jobs/job-status.js";
import type { TaskLog } from "../../../provider/mms/models.js";
import { asWritten } from "../../../provider/resources/jobs/failed-tasks.js";
import { cleanText } from "../clean.js";
import { given } from "../given.js";
import type { Failure } from "../model.js";
import type { Reads } from "./reads.js";
import type { TaskFacts } from "./tasks.js";

/** Last lines of a log that are kept, and letters of each. */
const keptLines = 3;
const keptLetters = 400;

/** Last lines of a task's log. One that cannot be read says so in its place. Source: ListMmsTaskLogs. */
async function lastLines(sourceId: string, taskId: string, reads: Reads): Promise<string[]> {
  const lines: TaskLog[] = [];
  try {
    for await (const line of reads.list("ListMmsTaskLogs", { sourceId, taskId })) lines.push(line);
  } catch (error) {
    if (!(error instanceof MmsError)) throw error;
    return [`its log could not be read: ${error.message}`];
  }
  // Cleaned before it is cut: half a secret would not be known as one.
  const texts = lines
    .sort(asWritten)
    .map(({ action, msg }) => cleanText([action, msg].filter((part) => part).join(": ")));
  return texts
    .filter((text) => text !== "")
    .slice(-keptLines)
    .map((text) => text.slice(0, keptLetters));
}

/** Each table first in each phase, then what else failed. */
function toldFirst(failed: readonly TaskFacts[]): TaskFacts[] {
  const firsts = new Map<string, TaskFacts>();
  for (const task of failed) {
    const key = `${task.table} ${task.status}`;
    if (!firsts.has(key)) firsts.set(key, task);
  }
  return [...new Set([...firsts.values(), ...failed])];
}

/** Failed tasks as rows, by table; of the first `logs` of them the log is read. */
export async function readFailures(
  sourceId: string,
  failed: readonly TaskFacts[],
  logs: number,
  reads: Reads,
  known: Map<string, string[]>,
): Promise<Failure[]> {
  const sorted = [...failed].sort((a, b) => a.table.localeCompare(b.table) || Number(a.startMs) - Number(b.startMs));
  for (const { id } of toldFirst(sorted).slice(0, logs)) {
    if (id !== undefined && !known.has(id)) known.set(id, await lastLines(sourceId, id, reads));
  }
  return sorted.map((task) => ({
    sourceId,
    table: task.table,
    phase: phaseOf(task.status),
    retries: task.retries,
    ...given({
      partition: task.partition,
      jobId: task.jobId,
      taskId: task.id,
      at: task.endMs === undefined ? undefined : new Date(task.endMs).toISOString(),
      log: known.get(task.id ?? ""),
    }),
  }));
}
