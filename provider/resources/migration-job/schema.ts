// What a migration job takes and gives: the types a program sees, and the tables everything else reads.
import { type OutputTable, type PropertyTable, sequenceOf } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { ValueTypeName } from "../../lifecycle/properties/value-types.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { namingOf } from "../base/naming.js";
import type { FailedTask } from "../jobs/failed-tasks.js";
import { idHint, sourceIdHint } from "../inventory/hints.js";

/** How far `create` and `update` go before they call the job ready. */
export type WaitFor = "submitted" | "created" | "completed";

const field = (name: string) => `CreateMmsJob ${name}`;
const api = <Type extends ValueTypeName>(type: Type, name: string) =>
  ({ type, onChange: "replace", source: field(name) }) as const;
const control = <Type extends ValueTypeName>(type: Type, source: string) =>
  ({ type, onChange: "update", source }) as const;

/** Every input: the body of CreateMmsJob under its own names, then how the job is run. */
export const migrationJobInputs = {
  /** Id of the data source: digits, as text or as a whole number below 2^53. Changing it replaces the job. Source: CreateMmsJob `sourceId` (path and body). */
  sourceId: { ...api("id", "sourceId"), required: true, hint: sourceIdHint },
  /** Name of the data source. Changing it replaces the job. Source: CreateMmsJob `sourceName`. */
  sourceName: api("string", "sourceName"),
  /**
   * Name of the job. Changing it replaces the job. Source: CreateMmsJob `name`.
   * @default the resource's name and a hash of its URN and configuration, which lets an interrupted create find its job again
   */
  name: { ...api("string", "name"), computed: true },
  /** Source database; required unless `adoptJobId` names a job. Changing it replaces the job. Source: CreateMmsJob `srcDbName`. */
  srcDbName: api("name", "srcDbName"),
  /** Source schema of a three-level source. Changing it replaces the job. Source: CreateMmsJob `srcSchemaName`. */
  srcSchemaName: api("name", "srcSchemaName"),
  /** Destination MaxCompute project. The service may ignore it in favour of the inventory's mapping (inferred: job-dst-ignored). Changing it replaces the job. Source: CreateMmsJob `dstDbName`. */
  dstDbName: api("destination", "dstDbName"),
  /** Destination MaxCompute schema. The service may ignore it in favour of the inventory's mapping. Changing it replaces the job. Source: CreateMmsJob `dstSchemaName`. */
  dstSchemaName: api("destination", "dstSchemaName"),
  /** How the data is moved, for example `HIVE` or `BIGQUERY`; any text. Changing it replaces the job. Source: CreateMmsJob `taskType`. @default the service's choice for the source */
  taskType: api("string", "taskType"),
  /** Tables to migrate. Changing the set replaces the job. Source: CreateMmsJob `tables`. @default every table of the database */
  tables: api("names", "tables"),
  /** Ids of inventory partitions to migrate. Changing the set replaces the job. Source: CreateMmsJob `partitions`. */
  partitions: api("ids", "partitions"),
  /** Tables to leave out of a whole-database job. Changing it replaces the job. Source: CreateMmsJob `tableBlackList`. */
  tableBlackList: api("names", "tableBlackList"),
  /** The only tables to take in a whole-database job. Changing it replaces the job. Source: CreateMmsJob `tableWhiteList`. */
  tableWhiteList: api("names", "tableWhiteList"),
  /** Partition filter per table, for example `{ orders: "dt >= '2026-01-01'" }`. Changing it replaces the job. Source: CreateMmsJob `partitionFilters`. */
  partitionFilters: api("filters", "partitionFilters"),
  /** Destination table per source table. Changing it replaces the job. Source: CreateMmsJob `tableMapping`. */
  tableMapping: api("destinations", "tableMapping"),
  /** Destination column per source column. Changing it replaces the job. Source: CreateMmsJob `columnMapping`. */
  columnMapping: api("destinations", "columnMapping"),
  /** Only definitions. Deprecated by the service: use `enableDataMigration: false`. Changing it replaces the job. Source: CreateMmsJob `schemaOnly`. */
  schemaOnly: api("boolean", "schemaOnly"),
  /** Only new or changed partitions. Changing it replaces the job. Source: CreateMmsJob `increment`. */
  increment: api("boolean", "increment"),
  /** Migrate table definitions. Changing it replaces the job. Source: CreateMmsJob `enableSchemaMigration`. @default true, by the service */
  enableSchemaMigration: api("boolean", "enableSchemaMigration"),
  /** Migrate rows. Changing it replaces the job. Source: CreateMmsJob `enableDataMigration`. @default true, by the service */
  enableDataMigration: api("boolean", "enableDataMigration"),
  /** Compare row counts on both sides afterwards; costs compute on both. Changing it replaces the job. Source: CreateMmsJob `enableVerification`. */
  enableVerification: api("boolean", "enableVerification"),
  /** Further settings, for example `{ "spark.executor.mem": "2g" }`; a key that looks like a secret takes a secret value only. Changing it replaces the job. Source: CreateMmsJob `others`. */
  others: { ...api("anyMap", "others"), freeSettings: true },
  /** Wanted completion date, yyyy-MM-dd; earlier means higher priority. Changing it replaces the job. Source: CreateMmsJob `eta`. */
  eta: api("date", "eta"),
  /**
   * How far to wait: until the request is `submitted`, the job is `created`, or the migration is `completed`. Updated in
   * place. A longer wait continues on the same job.
   * @default created
   */
  waitFor: { ...control("string", "wait"), default: "created", allowed: ["submitted", "created", "completed"] },
  /** Whether the job should run. Updated in place. Source: StartMmsJob, StopMmsJob. @default running */
  desiredState: {
    ...control("string", "StartMmsJob, StopMmsJob"),
    default: "running",
    drifts: true,
    allowed: ["running", "stopped"],
  },
  /**
   * Whether the job may be created. While it is false the resource is declared and nothing is requested; once a job was
   * requested it has no effect. Meant for the `passed` of a gate that does not wait. Updated in place. Source: CreateMmsJob.
   * @default true
   */
  startWhen: { ...control("boolean", "CreateMmsJob"), default: true },
  /** What an update does with a failed job: `retry` its failed tasks, end in an `error`, or `warn` and leave the verdict to the gate (`maxFailures`, `maxVerificationFailures`). A table that failed as it was copied or compared may be emptied and copied again (assumes retry-keeps-done-work, verification-retry-is-cheap). Updated in place. Source: RetryMmsJob. @default retry */
  onFailure: { ...control("string", "RetryMmsJob"), default: "retry", allowed: ["retry", "error", "warn"] },
  /** How many times updates retry the failed tasks of the job; then they end in an error. Updated in place. Source: RetryMmsJob. @default no limit */
  maxRetries: control("integer", "RetryMmsJob"),
  /** Whether a finished job that was removed on the service is kept as done, or made again. Updated in place. @default keep */
  onMissing: { ...control("string", "GetMmsJob"), default: "keep", allowed: ["keep", "recreate"] },
  /** What deleting the resource does on the service. Updated in place. Source: StopMmsJob, DeleteMmsJob. @default stopAndDelete */
  deletePolicy: {
    ...control("string", "StopMmsJob, DeleteMmsJob"),
    default: "stopAndDelete",
    allowed: ["stopAndDelete", "deleteIfFinished", "stop", "abandon"],
  },
  /**
   * Any values; a change creates a new job, which is the deliberate way to migrate again. MMS leaves out tables and partitions
   * that are DONE; `resetTrigger` of a TableMapping or DatabaseMapping sets them back.
   */
  triggers: { type: "sequence", onChange: "replace", source: "a new job" },
  /** Refuse a change that would run a finished migration again, unless `triggers` change. Updated in place. @default true */
  protectRemigration: { ...control("boolean", "diff"), default: true },
  /** Id of a job created elsewhere, taken over in place of creating one. Changing it to another job replaces the resource. */
  adoptJobId: {
    type: "id",
    onChange: "replace",
    computed: true,
    source: "GetMmsJob",
    hint: idHint("job", "getJobOutput"),
  },
  /** How long without any task progress counts as a stall, for example `30m`. Updated in place. @default stalls are not looked for */
  stallTimeout: control("duration", "ListMmsTasks"),
  /** What a stall does: a `warn`ing, end the wait with an error (`fail`), or stop the job and end the wait (`stop`). Updated in place. @default warn */
  onStall: { ...control("string", "StopMmsJob"), default: "warn", allowed: ["warn", "fail", "stop"] },
  /**
   * Timeout per operation, for example `{ create: "2h" }`; also taken from `opts.customTimeouts`. Updated in place.
   * @default 20m; 24h for create and update when `waitFor` is `completed`
   */
  timeouts: { ...control("durations", "wait"), allowed: ["create", "update", "delete"] },
} as const satisfies PropertyTable;

/** Inputs of a {@link MigrationJob}. */
export interface MigrationJobInputs extends GivenInputs<typeof migrationJobInputs> {}

/** Every output besides the inputs. */
export const migrationJobOutputs = {
  asyncTaskId: { type: "id", source: "CreateMmsJob data.asyncTaskId" },
  jobId: { type: "id", source: "GetMmsAsyncTask data.objectId" },
  requestId: { type: "string", source: "CreateMmsJob requestId, until jobId is known" },
  requestedAt: { type: "string", source: "the time of a CreateMmsJob whose response was lost" },
  status: { type: "string", source: "GetMmsJob status" },
  stopped: { type: "boolean", flag: true, source: "GetMmsJob stopped" },
  taskNum: { type: "integer", source: "GetMmsJob taskNum" },
  taskDone: { type: "integer", source: "GetMmsJob taskDone" },
  held: { type: "boolean", source: "startWhen: no job was requested yet" },
  retries: { type: "integer", source: "RetryMmsJob: updates that retried failed tasks" },
  adopted: { type: "boolean", flag: true, source: "lookup by name, or adoptJobId" },
  missing: { type: "boolean", source: "GetMmsJob: a finished job that was removed" },
  duplicateJobs: { type: "ids", source: "ListMmsJobs: live jobs of this declaration besides jobId" },
  startTime: { type: "string", source: "GetMmsJob startTime" },
  endTime: { type: "string", source: "GetMmsJob endTime" },
  failedTasks: sequenceOf<FailedTask>("ListMmsTasks, ListMmsTaskLogs"),
  failedTaskCount: { type: "integer", source: "ListMmsTasks total" },
} as const satisfies OutputTable;

/** The facts of a {@link MigrationJob}. */
export const migrationJobSchema = {
  kind: "MigrationJob",
  inputs: migrationJobInputs,
  outputs: migrationJobOutputs,
  naming: namingOf(migrationJobInputs, "migration", "adoptJobId"),
  deletesFirst: true,
  waitsForMigration: ({ waitFor }) => waitFor === "completed",
} as const satisfies ResourceSchema;
