// A job that reads FAILED while other tasks of it still wait or run: it is followed on, until they have ended too.
import type { Job } from "../../mms/models.js";
import { formatDuration } from "./progress.js";
import type { MmsContext } from "../base/service.js";

/**
 * How long nothing of a failed job may change, and none of its tasks run, before tasks that wait count as left behind.
 * A choice: whether the service ever takes them up again is not published.
 */
const leftBehindMs = 30 * 60_000;

/** Watches one job that may be failing. */
export class FailingWatch {
  private mark = "";
  private since = 0;
  private warned = false;

  constructor(private readonly context: MmsContext) {}

  /** The job as it counts: without its open tasks once they have waited too long. Warns when the job begins to fail. */
  judged(job: Job): Job {
    const { openTasks, ...ended } = job;
    const { status, taskDone, id } = job;
    const { clock, progress } = this.context;
    const now = clock.now();
    const mark = `${status} ${taskDone ?? 0} ${openTasks ?? ""}`;
    if (mark !== this.mark) [this.mark, this.since] = [mark, now];
    if (openTasks === undefined) return job;
    if (openTasks === "waiting" && now - this.since >= leftBehindMs) {
      progress.warn(
        `job ${id} is FAILED; tasks of it still wait, and none has run for ${formatDuration(now - this.since)}`,
      );
      return ended;
    }
    if (!this.warned) {
      this.warned = true;
      progress.warn(
        `job ${id} reads FAILED, but other tasks of it still wait or run; waiting until they have ended too`,
      );
    }
    return job;
  }
}
