// What stays in Pulumi's state of a job: every input, and what the service showed last.
import type { State } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import type { Job } from "../../mms/models.js";
import { type FailedTask, migrationJobInputs } from "./schema.js";

/** Outputs of a job, as stored. */
export interface JobOutputs {
  readonly asyncTaskId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly requestedAt?: string | undefined;
  readonly adopted: boolean;
  readonly missing?: boolean | undefined;
  readonly surplusJobs?: readonly string[] | undefined;
  readonly status?: string | undefined;
  readonly stopped?: boolean | undefined;
  readonly failedTasks?: readonly FailedTask[] | undefined;
  readonly failedTaskCount?: number | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Outputs remembered in a state. */
export function outputsOf(state: State): JobOutputs {
  return {
    asyncTaskId: text(state["asyncTaskId"]),
    jobId: text(state["jobId"]),
    requestId: text(state["requestId"]),
    requestedAt: text(state["requestedAt"]),
    adopted: state["adopted"] === true,
    surplusJobs: state["surplusJobs"] as JobOutputs["surplusJobs"],
    status: text(state["status"]),
    stopped: state["stopped"] === true,
    failedTasks: state["failedTasks"] as JobOutputs["failedTasks"],
    failedTaskCount: Number(state["failedTaskCount"] ?? 0),
  };
}

/** What a job shows of itself. The times of a run are there only where the service sends them. */
function shownBy(job: Job & { startTime?: string; endTime?: string }): State {
  return {
    status: job.status,
    stopped: job.stopped ?? false,
    taskNum: job.taskNum,
    taskDone: job.taskDone,
    type: job.type,
    dbId: job.dbId,
    createTime: job.createTime?.trim(),
    startTime: job.startTime?.trim(),
    endTime: job.endTime?.trim(),
  };
}

/** The whole state: inputs, ids, and the job as last seen. The name is kept even where the program gives none. */
export function toState(inputs: State, name: string, outputs: JobOutputs, job?: Job): State {
  const state = { ...inputsOf(migrationJobInputs, inputs), name, ...outputs, ...(job ? shownBy(job) : {}) };
  // Of a job that is still going, that no task has failed says nothing.
  const { failedTaskCount = 0 } = state;
  return isTerminal(state) || failedTaskCount > 0
    ? state
    : { ...state, failedTasks: undefined, failedTaskCount: undefined };
}

/** What tells whether a job has ended; a job of the service and a stored state both have it. */
interface Ending {
  readonly status?: unknown;
  readonly stopped?: unknown;
  readonly openTasks?: unknown;
}

/** Whether a job can change no more by itself. FAILED while tasks still wait or run is no end. */
export const isTerminal = ({ status, openTasks }: Ending): boolean =>
  status === "DONE" || (status === "FAILED" && openTasks === undefined);

/** Whether a finished job had nothing to move: everything in its scope was DONE already, and MMS leaves that out. */
export const isIdle = (job: { status?: unknown; taskNum?: unknown }): boolean =>
  job.status === "DONE" && job.taskNum === 0;

/** What a job's row ends with: the job as last seen. */
export function outcomeOf({ jobId, asyncTaskId, status, stopped, taskDone, taskNum, missing }: State): string {
  if (jobId === undefined) return `accepted as async task ${String(asyncTaskId)}`;
  const job = `job ${String(jobId)}`;
  if (status === undefined) return job;
  const words = `${stopped === true ? "stopped, " : ""}${String(status)}`;
  const tasks = taskNum === undefined ? "" : ` ${Number(taskDone ?? 0)}/${Number(taskNum)} tasks`;
  return `${job}: ${words}${tasks}${missing === true ? "; it was removed on the service" : ""}`;
}

/** Whether a job still moves data, or may. An unknown word counts as moving. */
export const isLive = (job: Ending): boolean => !isTerminal(job) && job.stopped !== true;
