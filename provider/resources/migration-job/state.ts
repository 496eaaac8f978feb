// What stays in Pulumi's state of a job: every input, and what the service showed last.
import type { Standing } from "../../lifecycle/lifecycle.js";
import { plain } from "../../lifecycle/properties/values.js";
import type { InputsOf } from "../../lifecycle/properties/typed-values.js";
import type { State } from "../../lifecycle/types.js";
import type { migrationJobInputs } from "./schema.js";

/** What a program wants of a job, as typed values. */
type DesiredJob = Pick<InputsOf<typeof migrationJobInputs>, "desiredState" | "onFailure" | "maxRetries">;

/** What decides on the failed work of a job: that it should stand still, that it only warns, that it is an error, or its limit. */
export type RetryRule = "stopped" | "warn" | "error" | "exhausted" | "retry";

/** What an update does about failed work. What should stand still is not set going again, however it came to stand. */
export function retryRule({ desiredState, onFailure, maxRetries = Infinity }: DesiredJob, retries = 0): RetryRule {
  if (desiredState === "stopped") return "stopped";
  if (onFailure !== "retry") return onFailure;
  return retries >= maxRetries ? "exhausted" : "retry";
}

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
  const { sourceId, jobId, asyncTaskId, requestId, held, status, stopped, taskNum, taskDone, failedTaskCount } = state;
  const phase = held === true ? "held" : jobId === undefined ? "requested" : stopped === true ? "stopped" : status;
  const tasks =
    taskNum === undefined
      ? undefined
      : { total: Number(taskNum), done: Number(taskDone ?? 0), failed: Number(failedTaskCount ?? 0) };
  return plain({ sourceId, jobId, asyncTaskId, requestId, phase, tasks }) as Standing;
}
