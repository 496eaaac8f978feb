// Sums: jobs, tables, partitions and tasks by state, rows and bytes of what is done.
import type { Counts, JobRow, TableRow, Volume } from "../model.js";
import type { TableFacts } from "../read/tables.js";
import { hasDone, hasFailed, isMoving } from "../states.js";

const counts = (total: number, done: number, doing: number, failed: number): Counts => ({
  total,
  done,
  doing,
  failed,
  open: Math.max(0, total - done - doing - failed),
});

const countIf = <Item>(items: readonly Item[], meets: (item: Item) => boolean): number =>
  items.reduce((total, item) => total + (meets(item) ? 1 : 0), 0);

export const tableCounts = (rows: readonly TableRow[]): Counts =>
  counts(
    rows.length,
    countIf(rows, ({ word }) => word === "done"),
    countIf(rows, ({ word }) => word === "doing"),
    countIf(rows, ({ word }) => word === "failed"),
  );

export const jobCounts = (jobs: readonly JobRow[]): Counts =>
  counts(jobs.length, countIf(jobs, hasDone), countIf(jobs, isMoving), countIf(jobs, hasFailed));

export function partitionCounts(tables: readonly TableFacts[]): Counts {
  const sum = (field: "partitions" | "partitionsDone" | "partitionsDoing" | "partitionsFailed") =>
    tables.reduce((total, one) => total + (one.hasPartitions ? one[field] : 0), 0);
  return counts(sum("partitions"), sum("partitionsDone"), sum("partitionsDoing"), sum("partitionsFailed"));
}

/** Tasks as the jobs count them; how many run only the tasks say. */
export function taskCounts(jobs: readonly JobRow[], doing: number): Counts {
  const sum = (field: "total" | "done" | "failed") => jobs.reduce((total, { tasks }) => total + tasks[field], 0);
  return counts(sum("total"), sum("done"), doing, sum("failed"));
}

/** A share of a whole, to the digit. */
const share = (whole: bigint, part: number, of: number): bigint =>
  of === 0 ? 0n : (whole * BigInt(part)) / BigInt(of);

/** Rows or bytes of the tables in scope. */
export function volumeOf(tables: readonly TableFacts[], rows: readonly TableRow[], field: "rows" | "bytes"): Volume {
  const volume = { total: 0n, ofDone: 0n, estimated: false, unknownFor: 0 };
  tables.forEach((table, index) => {
    const value = table[field];
    if (value === undefined) return void (volume.unknownFor += 1);
    volume.total += value;
    if (rows[index]?.word === "done") return void (volume.ofDone += value);
    if (table.partitionsDone === 0) return;
    volume.ofDone += share(value, table.partitionsDone, table.partitions);
    volume.estimated = true;
  });
  return { ...volume, total: volume.total.toString(), ofDone: volume.ofDone.toString() };
}
