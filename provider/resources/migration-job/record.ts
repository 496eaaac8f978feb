// One job in the hands of a verb: what is known of it so far, ready to be stored at any moment.
import { canonicalInput, inputsOf } from "../../lifecycle/properties/property-table.js";
import type { Job } from "../../mms/models.js";
import { asyncPulumiId, jobPulumiId, namedPulumiId, parseId } from "./identity.js";
import { migrationJobInputs } from "./schema.js";
/** Outputs of a job, as stored. */
export interface JobOutputs {
  readonly asyncTaskId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly requestedAt?: string | undefined;
  readonly held?: boolean | undefined;
  readonly retries?: number | undefined;
  readonly adopted: boolean;
  readonly missing?: boolean | undefined;
  readonly duplicateJobs?: readonly string[] | undefined;
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
    held: state["held"] === true ? true : undefined,
    retries: state["retries"] === undefined ? undefined : Number(state["retries"]),
    adopted: state["adopted"] === true,
    duplicateJobs: state["duplicateJobs"] as JobOutputs["duplicateJobs"],
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

import type { Existing, State } from "../../lifecycle/types.js";
import type { FailedTask } from "../jobs/failed-tasks.js";
import { isTerminal } from "../../mms/jobs/job-status.js";

/** What is known of a job. `id` is the Pulumi id once one was given; it never changes afterwards. */
export class JobRecord {
  job?: Job | undefined;
  /** Whether the job was found from an attempt that was interrupted: there may be more of it, still to show up. */
  interrupted = false;
  /** Epoch milliseconds at which this process saw the request accepted. */
  acceptedAt?: number;
  /** Whether a list read after the job was made shows no other of its name. */
  isOnlyOne = false;

  constructor(
    readonly inputs: State,
    readonly sourceId: string,
    /** As it was sent, or as the service shows it. */
    public name: string,
    private outputs: JobOutputs,
    private readonly givenId?: string,
  ) {}

  /** Takes up a job where a stored state left it. */
  static from({ id, state }: Existing, inputs: State): JobRecord {
    const parsed = parseId(id);
    const stored = outputsOf(state);
    const outputs = {
      ...stored,
      asyncTaskId: stored.asyncTaskId ?? parsed.asyncTaskId,
      jobId: stored.jobId ?? parsed.jobId,
      taskNum: state["taskNum"],
      taskDone: state["taskDone"],
      type: state["type"],
      dbId: state["dbId"],
      createTime: state["createTime"],
    };
    return new JobRecord(inputs, parsed.sourceId, String(state["name"] ?? ""), outputs, id);
  }

  get asyncTaskId(): string | undefined {
    return this.outputs.asyncTaskId;
  }

  get jobId(): string | undefined {
    return this.outputs.jobId;
  }

  /** Epoch milliseconds at which the job was requested, where the answer to that was lost. */
  get requestedAt(): number | undefined {
    const { requestedAt } = this.outputs;
    return requestedAt === undefined ? undefined : Date.parse(requestedAt);
  }

  /** Whether a request was sent and nothing is known of what became of it. */
  get isUnanswered(): boolean {
    const { jobId, asyncTaskId } = this.outputs;
    return jobId === undefined && asyncTaskId === undefined && this.requestedAt !== undefined;
  }

  /** Whether nothing was requested yet, because the program does not let the job start. */
  get isHeld(): boolean {
    return this.outputs.held === true && this.outputs.jobId === undefined;
  }

  /** How many updates retried failed tasks. */
  get retries(): number {
    return this.outputs.retries ?? 0;
  }

  /** Status last seen, from the service or from the stored state. */
  get status(): string | undefined {
    return this.job?.status ?? this.outputs.status;
  }

  /** Failed tasks last seen. */
  get failedTaskCount(): number {
    return this.outputs.failedTaskCount ?? 0;
  }

  get id(): string {
    if (this.givenId !== undefined) return this.givenId;
    const { jobId, asyncTaskId } = this.outputs;
    if (jobId !== undefined) return jobPulumiId(this.sourceId, jobId);
    return asyncTaskId === undefined
      ? namedPulumiId(this.sourceId, this.name)
      : asyncPulumiId(this.sourceId, asyncTaskId);
  }

  get state(): State {
    return toState(this.inputs, this.name || (this.job?.name ?? ""), this.outputs, this.job);
  }

  get existing(): Existing {
    return { id: this.id, state: this.state };
  }

  record(news: Partial<JobOutputs>): void {
    this.outputs = { ...this.outputs, ...news };
  }

  /** An input's value, its default where it is absent. */
  desired(name: keyof typeof migrationJobInputs): unknown {
    return canonicalInput(migrationJobInputs, this.inputs, name);
  }
}
