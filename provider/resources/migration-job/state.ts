// What stays in Pulumi's state of a job: every input, and what the service showed last.
import type { Standing } from "../../lifecycle/lifecycle.js";
import { plain } from "../../lifecycle/properties/values.js";
import type { State } from "../../lifecycle/types.js";

/** Whether updates have retried a job's failed tasks as often as they may; without a limit they never have. */
export const isRetriedEnough = (retries: unknown, maxRetries: unknown): boolean =>
  Number(retries ?? 0) >= Number(maxRetries ?? Infinity);

/** What a job's row ends with: the job as last seen. */
export function outcomeOf({ held, jobId, asyncTaskId, status, stopped, taskDone, taskNum, missing }: State): string {
  if (held === true) return "not started: startWhen is false";
  if (jobId === undefined) return `accepted as async task ${String(asyncTaskId)}`;
  const job = `job ${String(jobId)}`;
  if (status === undefined) return job;
  const words = `${stopped === true ? "stopped, " : ""}${String(status)}`;
  const tasks = taskNum === undefined ? "" : ` ${Number(taskDone ?? 0)}/${Number(taskNum)} tasks`;
  return `${job}: ${words}${tasks}${missing === true ? "; it was removed on the service" : ""}`;
}

/** How far a job is. */
export function standingOf(state: State): Standing {
  const { sourceId, jobId, asyncTaskId, held, status, stopped, taskNum, taskDone, failedTaskCount } = state;
  const phase = held === true ? "held" : jobId === undefined ? "requested" : stopped === true ? "stopped" : status;
  const tasks =
    taskNum === undefined
      ? undefined
      : { total: Number(taskNum), done: Number(taskDone ?? 0), failed: Number(failedTaskCount ?? 0) };
  return plain({ sourceId, jobId, asyncTaskId, phase, tasks }) as Standing;
}
