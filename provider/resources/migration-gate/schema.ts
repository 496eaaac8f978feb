// What a gate takes and gives: the types a program sees, and the tables everything else reads.
import { type OutputTable, type PropertyTable, sequenceOf, typed } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { InputsOf, OutputsOf } from "../../lifecycle/properties/typed-values.js";
import type { ValueTypeName } from "../../lifecycle/properties/value-types.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { idHint, sourceIdHint } from "../inventory/hints.js";
import type { FailedTask } from "../jobs/failed-tasks.js";

/** What a gate saw of one job. */
export interface GateJob {
  /** Id of the job, as digits. */
  jobId: string;
  /** Name of the job. */
  name?: string;
  /** Status last seen; `GONE` for a job that was deleted before it was seen finished. */
  status: string;
  /** Whether it was stopped before its end, and moves nothing; absent otherwise. */
  stopped?: boolean;
  /** Number of tasks. */
  taskNum?: number;
  /** Number of finished tasks. */
  taskDone?: number;
  /** Number of failed tasks. */
  failedTaskCount?: number;
  /** Number of tables the job covers, where the inventory shows it; 0 for a job that had nothing to move. */
  tables?: number;
  /** Rows of these tables in the source, as digits, where the inventory shows it. */
  numRows?: string;
  /** Bytes of these tables in the source, as digits, where the inventory shows it. */
  size?: string;
  /** Whether the row counts of both sides agreed; absent where verification was not enabled or not reached, or nothing was moved. */
  verified?: boolean;
  /** When the gate saw it finished, ISO 8601. */
  finishedAt?: string;
  /** Seconds from the gate's beginning until it saw the job finished. */
  waitedSeconds?: number;
}

const control = <Type extends ValueTypeName>(type: Type, source: string) =>
  ({ type, onChange: "update", source }) as const;

export const migrationGateInputs = {
  /** Id of the data source of all jobs, as digits. Changing it creates a new gate. Source: ListMmsJobs `sourceId`. */
  sourceId: { type: "id", required: true, onChange: "replace", source: "ListMmsJobs sourceId", hint: sourceIdHint },
  /**
   * Whether a run waits until the jobs are finished. With false a run looks once, keeps what it saw and ends well; each later
   * `pulumi up` looks again, and `passed` says when the jobs are finished. Updated in place. @default true
   */
  wait: { ...control("boolean", "wait"), default: true },
  /** Whether the gate looks at its jobs at all, for a gate whose jobs have a `startWhen` too. Updated in place. @default true */
  startWhen: { ...control("boolean", "wait"), default: true },
  /** Ids of the jobs to wait for. A change waits for the new set. Source: ListMmsJobs. */
  jobIds: { ...control("references", "ListMmsJobs"), hint: idHint("job", "getJobOutput") },
  /** Waits for every job the timer has made so far, including ones that failed long ago. Updated in place. Source: ListMmsJobs `timerId`. */
  timerId: { ...control("id", "ListMmsJobs timerId"), hint: idHint("timer", "getTimerOutput") },
  /** Waits for the jobs that are there when the gate begins and whose names the service finds with this filter (a part of the name). Updated in place. Source: ListMmsJobs `name`. */
  nameFilter: control("string", "ListMmsJobs name"),
  /**
   * How many tasks of all jobs may fail. What a job that failed or was deleted did not finish counts. Updated in place.
   * @default 0, unless maxFailureRatio is given
   */
  maxFailures: control("integer", "ListMmsTasks status"),
  /** Which part of all tasks may fail, from 0 to 1; beside maxFailures the stricter of both counts. Updated in place. */
  maxFailureRatio: control("ratio", "ListMmsTasks status, ListMmsJobs taskNum"),
  /** How many tasks may end with row counts that differ; they count apart from other failures. Updated in place. @default 0 */
  maxVerificationFailures: { ...control("integer", "ListMmsTasks status VERIFICATION_FAILED"), default: 0 },
  /** Stop the jobs still running once more has failed than may. Updated in place. Source: StopMmsJob. @default false */
  stopOnBreach: { ...control("boolean", "StopMmsJob"), default: false },
  /** How long without progress of any job counts as a stall, for example `30m`. Updated in place. @default stalls are not looked for */
  stallTimeout: control("duration", "ListMmsJobs taskDone"),
  /** What a stall does: a `warn`ing, end the wait with an error (`fail`), or stop the jobs still running and end the wait (`stop`). Updated in place. @default warn */
  onStall: { ...control("string", "StopMmsJob"), default: "warn", allowed: ["warn", "fail", "stop"] },
  /** Any values; a change waits again. Updated in place. */
  triggers: control("sequence", "waits again"),
  /** Timeout per operation, for example `{ create: "2h" }`; also taken from `opts.customTimeouts`. Updated in place. @default 24h */
  timeouts: {
    ...control("durations", "wait"),
    ...typed<{ create?: string; update?: string }>(),
    allowed: ["create", "update", "delete"],
  },
} as const satisfies PropertyTable;

/** Inputs of a {@link MigrationGate}. */
export interface MigrationGateInputs extends GivenInputs<typeof migrationGateInputs> {}

export const migrationGateOutputs = {
  passed: { type: "boolean", source: "every job finished, and no more tasks failed than may" },
  phase: { type: "string", source: "startWhen, passed" },
  lastProgressAt: { type: "string", source: "clock: when a job or task was last seen to change" },
  jobs: sequenceOf<GateJob>("ListMmsJobs, ListMmsTables"),
  jobNum: { type: "integer", source: "ListMmsJobs" },
  jobDone: { type: "integer", source: "ListMmsJobs status" },
  jobFailed: { type: "integer", source: "ListMmsJobs status" },
  jobStopped: { type: "integer", source: "ListMmsJobs stopped" },
  taskNum: { type: "integer", source: "ListMmsJobs taskNum" },
  taskDone: { type: "integer", source: "ListMmsJobs taskDone" },
  tables: { type: "integer", source: "ListMmsTables" },
  numRows: { type: "id", source: "ListMmsTables numRows" },
  size: { type: "id", source: "ListMmsTables size" },
  verified: { type: "boolean", source: "ListMmsTasks status VERIFICATION_FAILED" },
  startedAt: { type: "string", source: "clock" },
  finishedAt: { type: "string", source: "clock" },
  waitedSeconds: { type: "integer", source: "clock" },
  failedTasks: sequenceOf<FailedTask>("ListMmsTasks, ListMmsTaskLogs"),
  failedTaskCount: { type: "integer", source: "ListMmsTasks" },
  failedTables: { type: "strings", source: "ListMmsTasks" },
} as const satisfies OutputTable;

/** What a program wants of a gate, as typed values. */
export type DesiredGate = InputsOf<typeof migrationGateInputs>;

/** What a state says of a gate, as typed values. */
export type GateOutputs = OutputsOf<typeof migrationGateOutputs>;

/** The facts of a {@link MigrationGate}. */
export const migrationGateSchema = {
  kind: "MigrationGate",
  inputs: migrationGateInputs,
  outputs: migrationGateOutputs,
  waitsForMigration: () => true,
} as const satisfies ResourceSchema;
