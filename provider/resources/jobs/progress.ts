// How it goes, in words: tasks done, rate, time left, and when nothing moves any more.
import { humanize } from "../../lifecycle/libraries.js";

/** What shows how far work has come: one job, or many taken together. */
export interface TaskProgress {
  readonly status?: string;
  readonly stopped?: boolean;
  readonly taskDone?: number;
  readonly taskNum?: number;
}

/** A stretch of time in words. */
export const formatDuration = (ms: number): string => humanize(ms, { largest: 2, round: true });

/** A job's progress on one line: tasks, rate, and when it should be done at that rate. Assumes task-done-counts. */
export function progressLine(job: TaskProgress, since: { at: number; done: number }, now: number, more = ""): string {
  const { taskDone = 0, taskNum = 0 } = job;
  const parts = [`${job.stopped ? "stopped, " : ""}${job.status ?? "?"} ${taskDone}/${taskNum} tasks`];
  if (more) parts.push(more);
  const minutes = (now - since.at) / 60_000;
  const gained = taskDone - since.done;
  if (gained > 0 && minutes > 0 && taskNum > taskDone) {
    const perMinute = gained / minutes;
    parts.push(`${perMinute.toPrecision(2)} tasks/min`);
    parts.push(`about ${formatDuration(((taskNum - taskDone) / perMinute) * 60_000)} left`);
  }
  return parts.join(" · ");
}

/** Watches for a stall: nothing that shows progress has changed for too long. */
export class StallWatch {
  private mark = "";
  private since: number;
  private warned = false;

  constructor(
    private readonly stallMs: number | undefined,
    now: number,
  ) {
    this.since = now;
  }

  /** Milliseconds without a change of `mark` once they are too many; each stall is told once. */
  stalledFor(mark: string, now: number): number | undefined {
    if (mark !== this.mark) {
      this.mark = mark;
      this.since = now;
      this.warned = false;
    }
    const still = now - this.since;
    if (this.stallMs === undefined || still < this.stallMs || this.warned) return undefined;
    this.warned = true;
    return still;
  }
}

/** Names in a row, as many as may be told: `a, b and 3 more`. `total` counts also those that are not among them. */
export function joinUpTo(names: readonly string[], most: number, total = names.length): string {
  const told = names.slice(0, most);
  const more = total - told.length;
  return `${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
