// How it goes, in words: tasks done, rate, time left, and when nothing moves any more.
import type { Clock } from "../../clock.js";
import { humanize } from "../../lifecycle/libraries.js";
import type { Observer } from "../base/await.js";
import type { MmsContext } from "../base/service.js";

/** What shows how far work has come: one job, or many taken together. */
export interface TaskProgress {
  readonly status?: string;
  readonly stopped?: boolean;
  readonly taskDone?: number;
  readonly taskNum?: number;
}

/** A stretch of time in words. */
export const formatDuration = (ms: number): string => humanize(ms, { largest: 2, round: true });

/** Progress on one line: tasks, rate since the first line, and when it should be done at that rate. Assumes task-done-counts. */
export class ProgressLine {
  private since: { readonly at: number; readonly done: number } | undefined;

  constructor(private readonly clock: Clock) {}

  of({ status, stopped, taskDone = 0, taskNum = 0 }: TaskProgress, more = ""): string {
    const now = this.clock.now();
    const since = (this.since ??= { at: now, done: taskDone });
    const parts = [`${stopped ? "stopped, " : ""}${status ?? "?"} ${taskDone}/${taskNum} tasks`];
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
}

/** What counts as a stall, and what follows. */
interface Stall<Seen> {
  /** Milliseconds without a change of `mark`; without it nothing is a stall. */
  readonly timeoutMs: number | undefined;
  readonly mark: (seen: Seen) => string;
  /** What stands still, in words. */
  readonly what: (stalled: string, seen: Seen) => string;
  /** Called with the warning; throws where a stall ends the wait. */
  readonly then: (message: string, seen: Seen) => void | Promise<void>;
}

/** Warns once of each stall. */
export function stallObserver<Seen>(stall: Stall<Seen>, { clock, progress }: MmsContext): Observer<Seen> {
  let last = { mark: "", since: clock.now(), warned: false };
  return async (seen) => {
    const mark = stall.mark(seen);
    const now = clock.now();
    if (mark !== last.mark) last = { mark, since: now, warned: false };
    const stillMs = now - last.since;
    if (stall.timeoutMs === undefined || stillMs < stall.timeoutMs || last.warned) return;
    last.warned = true;
    const message = stall.what(formatDuration(stillMs), seen);
    progress.warn(message);
    await stall.then(message, seen);
  };
}

/** Names in a row, at most so many: `a, b and 3 more`. `total` counts also those that are not among them. */
export function joinUpTo(names: readonly string[], most: number, total = names.length): string {
  const shown = names.slice(0, most);
  const more = total - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
