// How fast it goes: finished tasks per hour, the time left as a range, and the curve of what was done when.
import { isDone, isFailedTask } from "../../../provider/mms/jobs/job-status.js";
import type { CurvePoint, Pace, TableRow } from "../model.js";
import type { TaskFacts } from "../read/tasks.js";

const hourMs = 3_600_000;

/** Windows that the rate is taken from, the shortest with enough finished tasks first. */
const windowsMs = [hourMs, 6 * hourMs, 24 * hourMs, 7 * 24 * hourMs];

/** Fewer finished tasks say nothing about a rate. */
const fewestTasks = 5;

/** Points of the curve at most. */
const mostPoints = 200;

const endsOf = (tasks: readonly TaskFacts[]): number[] =>
  tasks.flatMap((task) => (isDone(task) && task.endMs !== undefined ? [task.endMs] : []));

const iso = (ms: number): string => new Date(ms).toISOString();

/** Milliseconds to the end at a rate per millisecond. */
const leftMs = (remaining: number, done: number, ms: number): number => (remaining / done) * ms;

/** The rate of a window, and when `remaining` tasks should be done. The halves of the window give the range. */
export function paceOf(
  tasks: readonly TaskFacts[],
  rows: readonly TableRow[],
  remaining: number,
  now: number,
): Pace | undefined {
  const ends = endsOf(tasks);
  const started = tasks.reduce((first, { startMs = Infinity }) => Math.min(first, startMs), Infinity);
  const windowMs = windowsMs.find((ms) => ends.filter((end) => end > now - ms && end <= now).length >= fewestTasks);
  if (windowMs === undefined || !Number.isFinite(started)) return undefined;
  const from = Math.max(now - windowMs, started);
  const span = Math.max(1, now - from);
  const inWindow = ends.filter((end) => end > from && end <= now);
  const late = inWindow.filter((end) => end > from + span / 2).length;
  const done = inWindow.length;
  const bytes = rows.reduce((total, { word, endedAt, bytes: size = "0" }) => {
    return word === "done" && Date.parse(endedAt ?? "") > from ? total + BigInt(size) : total;
  }, 0n);
  const bytesPerHour = ((bytes * BigInt(hourMs)) / BigInt(Math.round(span))).toString();
  const halves = [late, done - late].filter((count) => count > 0).map((count) => leftMs(remaining, count, span / 2));
  const likely = leftMs(remaining, done, span);
  return {
    tasksPerHour: Number(((done / span) * hourMs).toPrecision(3)),
    ...(bytes > 0n ? { bytesPerHour } : {}),
    windowSeconds: Math.round(span / 1_000),
    ...(remaining > 0
      ? {
          eta: {
            early: iso(now + Math.min(...halves, likely)),
            likely: iso(now + likely),
            late: iso(now + Math.max(...halves, likely)),
          },
        }
      : {}),
  };
}

/** What happened at one time. */
interface Ended {
  readonly ms: number;
  readonly failed?: boolean;
  readonly bytes?: bigint;
}

function endings(tasks: readonly TaskFacts[], rows: readonly TableRow[]): Ended[] {
  const ended: Ended[] = [];
  for (const task of tasks) {
    if (task.endMs === undefined || !(isDone(task) || isFailedTask(task))) continue;
    ended.push({ ms: task.endMs, failed: isFailedTask(task) });
  }
  for (const { word, endedAt, bytes = "0" } of rows) {
    if (word === "done" && endedAt !== undefined) ended.push({ ms: Date.parse(endedAt), bytes: BigInt(bytes) });
  }
  return ended.sort((a, b) => a.ms - b.ms);
}

/** What was done when, in steps of equal length from the first task to the last. */
export function curveOf(tasks: readonly TaskFacts[], rows: readonly TableRow[]): CurvePoint[] {
  const ended = endings(tasks, rows);
  const first = tasks.reduce((least, { startMs = Infinity }) => Math.min(least, startMs), Infinity);
  const last = ended[ended.length - 1]?.ms;
  if (last === undefined || !Number.isFinite(first)) return [];
  const step = Math.max(1_000, Math.ceil((last - first) / mostPoints));
  const state = { tasksDone: 0, failed: 0, tablesDone: 0, bytes: 0n };
  const points: CurvePoint[] = [];
  const mark = (ms: number): void => {
    const { bytes, ...numbers } = state;
    points.push({ at: iso(ms), ...numbers, bytesOfDone: bytes.toString() });
  };
  mark(first);
  let index = 0;
  for (let ms = first + step; ms < last + step; ms += step) {
    for (let one = ended[index]; one !== undefined && one.ms <= ms; index += 1, one = ended[index]) {
      if (one.bytes === undefined) state[one.failed ? "failed" : "tasksDone"] += 1;
      else [state.tablesDone, state.bytes] = [state.tablesDone + 1, state.bytes + one.bytes];
    }
    mark(Math.min(ms, last));
  }
  return points;
}
