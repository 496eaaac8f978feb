// Rows of tables: the inventory's word, corrected by tasks that failed, and times from the tasks.
import { isDiffering, isDone, isFailedTask } from "../../../provider/mms/jobs/job-status.js";
import type { Job } from "../../../provider/mms/models.js";
import { coveredBy } from "../../../provider/resources/migration-gate/steps/report.js";
import { given } from "../given.js";
import type { TableRow, TableWord } from "../model.js";
import type { SourceFacts } from "../read/source.js";
import type { TableFacts } from "../read/tables.js";
import type { TaskFacts } from "../read/tasks.js";

const words: Readonly<Record<string, TableWord>> = {
  DONE: "done",
  DOING: "doing",
  FAILED: "failed",
  PART_DONE: "partly",
  INIT: "open",
};

const isWholeSource = ({ scope }: SourceFacts): boolean => scope.jobIds === undefined && scope.timerId === undefined;

/** What was seen of one table's tasks. */
interface TaskTimes {
  startMs: number;
  endMs: number;
  retries: number;
  open: boolean;
}

function timesOf(tasks: readonly TaskFacts[]): Map<string, TaskTimes> {
  const times = new Map<string, TaskTimes>();
  for (const { table, startMs = Infinity, endMs, retries } of tasks) {
    const known = times.get(table) ?? { startMs: Infinity, endMs: -Infinity, retries: 0, open: false };
    known.startMs = Math.min(known.startMs, startMs);
    known.endMs = Math.max(known.endMs, endMs ?? -Infinity);
    known.retries += retries;
    known.open ||= endMs === undefined;
    times.set(table, known);
  }
  return times;
}

/** Tables that jobs cover, by job; a job whose scope is partitions covers the tables of its tasks. */
export function coverage(facts: SourceFacts): Map<string, readonly TableFacts[]> {
  const { jobs, tables, tasks } = facts;
  const byTask = new Map<string, Set<string>>();
  for (const { jobId = "", table } of tasks.tasks) {
    const own = byTask.get(jobId) ?? new Set();
    byTask.set(jobId, own.add(table));
  }
  const known = new Map([...tables.values()].flatMap((own) => [...own.values()].map((one) => [one.table, one])));
  const covered = ({ id = "", srcDbName = "", ...job }: Job): readonly TableFacts[] =>
    coveredBy<TableFacts>(job, tables.get(srcDbName) ?? new Map()) ??
    [...(byTask.get(id) ?? [])].flatMap((table) => known.get(table) ?? []);
  return new Map(jobs.map((job) => [job.id ?? "", covered(job)]));
}

/** Tables in scope: every one of a whole source, else those that the jobs cover. */
function inScope(facts: SourceFacts, covered: ReadonlyMap<string, readonly TableFacts[]>): TableFacts[] {
  if (isWholeSource(facts)) return [...facts.tables.values()].flatMap((own) => [...own.values()]);
  return [...new Set([...covered.values()].flat())];
}

/** Tables whose rows were to be compared: those of jobs that verify. */
function verifiedTables(facts: SourceFacts, covered: ReadonlyMap<string, readonly TableFacts[]>): Set<string> {
  const verifying = facts.jobs.filter(({ config }) => config?.enableVerification === true);
  return new Set(verifying.flatMap(({ id = "" }) => (covered.get(id) ?? []).map(({ table }) => table)));
}

/** Failed tasks that still count: what was migrated since, or compared again, does not. */
export function standingFailures(facts: SourceFacts, rows: ReadonlyMap<string, TableFacts>): TaskFacts[] {
  const lastDone = new Map<string, number>();
  for (const task of facts.tasks.tasks) {
    const { table, endMs = 0 } = task;
    if (isDone(task)) lastDone.set(table, Math.max(endMs, lastDone.get(table) ?? 0));
  }
  return facts.tasks.tasks.filter((task) => {
    if (!isFailedTask(task)) return false;
    const since = lastDone.get(task.table) ?? 0;
    return !(isDone(rows.get(task.table)) && (!isDiffering(task) || since > (task.endMs ?? 0)));
  });
}

const isoOf = (ms: number): string | undefined => (Number.isFinite(ms) ? new Date(ms).toISOString() : undefined);

function rowOf(
  facts: TableFacts,
  sourceId: string,
  times: TaskTimes | undefined,
  failed: ReadonlySet<string>,
): TableRow {
  const { table, hasPartitions, partitions, partitionsDone, rows, bytes, updated } = facts;
  const word = failed.has(table) ? "failed" : (words[facts.status] ?? "doing");
  const ended = times !== undefined && !times.open && Number.isFinite(times.endMs) && Number.isFinite(times.startMs);
  return {
    sourceId,
    table,
    word,
    ...given({
      destination: facts.destination,
      partitions: hasPartitions ? partitions : undefined,
      partitionsDone: hasPartitions ? partitionsDone : undefined,
      rows: rows?.toString(),
      bytes: bytes?.toString(),
      startedAt: times && isoOf(times.startMs),
      endedAt: ended ? isoOf(times.endMs) : undefined,
      seconds: ended ? Math.round((times.endMs - times.startMs) / 1_000) : undefined,
      retries: times?.retries,
      changedSince: word === "done" && updated ? true : undefined,
    }),
  };
}

/** Rows of the tables in scope, and the failed tasks that count. */
export function tablesOf(facts: SourceFacts): { rows: TableRow[]; scope: TableFacts[]; standing: TaskFacts[] } {
  const covered = coverage(facts);
  const scope = inScope(facts, covered);
  const standing = standingFailures(facts, new Map(scope.map((one) => [one.table, one])));
  const failed = new Set(standing.map(({ table }) => table));
  const differing = new Set(standing.filter(isDiffering).map(({ table }) => table));
  const compared = verifiedTables(facts, covered);
  const times = timesOf(facts.tasks.tasks);
  const rows = scope.map((one) => {
    const row = rowOf(one, facts.scope.sourceId, times.get(one.table), failed);
    if (differing.has(one.table)) row.verified = false;
    else if (compared.has(one.table) && row.word === "done") row.verified = true;
    return row;
  });
  return { rows, scope, standing };
}
