// What is known of one job while a verb works on it, and how steps hand it on.
import { isTerminal } from "../../mms/jobs/job-status.js";
import type { Job } from "../../mms/models.js";
import { type RecordedOutputs, ResourceRecord, storedOutputs } from "../base/record.js";
import { asyncPulumiId, jobPulumiId, namedPulumiId, parseId } from "./identity.js";
import { migrationJobSchema as schema } from "./schema.js";
import type { Existing, State } from "../../lifecycle/types.js";

type Outputs = RecordedOutputs<typeof schema>;

/** What is known of a job. Its Pulumi id never changes once one was given. */
export class JobRecord extends ResourceRecord<typeof schema> {
  constructor(
    inputs: State,
    readonly sourceId: string,
    outputs: Outputs,
    private readonly givenId?: string,
  ) {
    super(schema, inputs, outputs);
  }

  /** Takes up a job where a stored state left it. */
  static from({ id, state }: Existing, inputs: State): JobRecord {
    const { sourceId, ...ids } = parseId(id);
    const stored = storedOutputs(schema, state);
    const { adopted = false, stopped = false, failedTaskCount = 0 } = stored;
    return new JobRecord(
      inputs,
      sourceId,
      { ...ids, ...stored, adopted, stopped, failedTaskCount, missing: undefined },
      id,
    );
  }

  get asyncTaskId(): string | undefined {
    return this.outputs.asyncTaskId;
  }

  get jobId(): string | undefined {
    return this.outputs.jobId;
  }

  /** Epoch milliseconds at which the job was requested, where the response to that was lost. */
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
    return this.outputs.status;
  }

  /** Failed tasks last seen. */
  get failedTaskCount(): number {
    return this.outputs.failedTaskCount ?? 0;
  }

  /** Further jobs of the declaration, as a refresh has seen them. */
  get duplicateJobs(): readonly string[] {
    return this.outputs.duplicateJobs ?? [];
  }

  get id(): string {
    if (this.givenId !== undefined) return this.givenId;
    const { jobId, asyncTaskId } = this.outputs;
    if (jobId !== undefined) return jobPulumiId(this.sourceId, jobId);
    return asyncTaskId === undefined
      ? namedPulumiId(this.sourceId, this.name)
      : asyncPulumiId(this.sourceId, asyncTaskId);
  }

  override get state(): State {
    // Who looks for a job that has not shown up needs the request; a job that is known is looked up by its id.
    const { requestId } = this.outputs;
    const state = { ...super.state, name: this.name, requestId: this.jobId === undefined ? requestId : undefined };
    // Of a job that is still going, that no task has failed says nothing.
    return isTerminal(this.outputs) || this.failedTaskCount > 0
      ? state
      : { ...state, failedTasks: undefined, failedTaskCount: undefined };
  }

  /** Records what a job shows of itself. The times of a run are there only where the service sends them. */
  see(job: Job & { startTime?: string; endTime?: string }): void {
    this.record({
      name: this.name || (job.name ?? ""),
      status: job.status,
      stopped: job.stopped ?? false,
      taskNum: job.taskNum,
      taskDone: job.taskDone,
      startTime: job.startTime?.trim(),
      endTime: job.endTime?.trim(),
    });
  }
}

/** A job as one step of a verb hands it to the next. */
export interface Arrival {
  readonly record: JobRecord;
  /** The job as last read, where it was. */
  readonly job?: Job | undefined;
  /** Whether an interrupted run requested the job: there may be more of it, still to show up. */
  readonly isInterrupted?: boolean | undefined;
  /** Epoch milliseconds at which this process saw the request accepted. */
  readonly acceptedAt?: number | undefined;
}

/** A job whose id is known. */
export interface Located extends Arrival {
  readonly jobId: string;
  /** Whether a list read after the job was created shows no other of its name. */
  readonly isOnlyOne?: boolean | undefined;
}
