// What a timer takes and gives: the types a program sees, and the tables everything else reads.
import { mapOf, type OutputTable, type PropertyTable, typed } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { ValueTypeName } from "../../lifecycle/properties/value-types.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { namingOf } from "../base/naming.js";
import { idHint, sourceIdHint } from "../inventory/hints.js";

/** What a timer did last. */
export interface TimerRun {
  /** State at that moment, for example DOING. */
  status?: string;
  /** What the timer did. */
  action?: string;
  /** What came of it. */
  msg?: string;
  /** When, yyyy-MM-dd HH:mm:ss without a zone. */
  createTime?: string;
}

const fixed = <Type extends ValueTypeName>(type: Type, name: string) =>
  ({ type, onChange: "replace", source: `CreateMmsTimer ${name}` }) as const;
const inPlace = <Type extends ValueTypeName>(type: Type, source: string) =>
  ({ type, onChange: "update", source }) as const;

/** Every input: the body of CreateMmsTimer under its own names, then how the timer is run. */
export const migrationTimerInputs = {
  /** Id of the data source: digits, as text or as a whole number below 2^53. Changing it replaces the timer. Source: CreateMmsTimer `sourceId` (path and body). */
  sourceId: { ...fixed("id", "sourceId"), required: true, hint: sourceIdHint },
  /**
   * Name of the timer. Changing it replaces the timer. Source: CreateMmsTimer `name`.
   * @default the resource's name and a hash of its URN and configuration, which lets an interrupted create find its timer again
   */
  name: { ...fixed("string", "name"), computed: true },
  /** Source database. Changing it replaces the timer. Source: CreateMmsTimer `srcDbName`. */
  srcDbName: { ...fixed("name", "srcDbName"), required: true },
  /** How often it fires. Updated in place. Source: CreateMmsTimer `scheduleType`, UpdateMmsTimer. */
  scheduleType: {
    ...inPlace("string", "CreateMmsTimer, UpdateMmsTimer scheduleType"),
    required: true,
    allowed: ["Daily", "Hourly"],
  },
  /** When it fires: `HH:MM` where Daily, the minute `MM` where Hourly; the service's time zone is not published (inferred: timer-zone). Updated in place. Source: CreateMmsTimer `value`, UpdateMmsTimer. */
  value: { ...inPlace("string", "CreateMmsTimer, UpdateMmsTimer value"), required: true },
  /** Tables to migrate. Changing the set replaces the timer. Source: CreateMmsTimer `tables`. @default every table of the database */
  tables: fixed("names", "tables"),
  /** Ids of inventory partitions to migrate. Changing the set replaces the timer. Source: CreateMmsTimer `partitions`. */
  partitions: fixed("ids", "partitions"),
  /** Tables to leave out of whole-database runs. Updated in place. Source: CreateMmsTimer `tableBlackList`, UpdateMmsTimer. */
  tableBlackList: inPlace("names", "CreateMmsTimer, UpdateMmsTimer tableBlackList"),
  /** The only tables to take in whole-database runs. Updated in place. Source: CreateMmsTimer `tableWhiteList`, UpdateMmsTimer. */
  tableWhiteList: inPlace("names", "CreateMmsTimer, UpdateMmsTimer tableWhiteList"),
  /** Partition filter per table, for example `{ orders: "dt >= '2026-01-01'" }`. Changing it replaces the timer. Source: CreateMmsTimer `partitionFilters`. */
  partitionFilters: fixed("filters", "partitionFilters"),
  /** Destination table per source table. Changing it replaces the timer. Source: CreateMmsTimer `tableMapping`. */
  tableMapping: fixed("destinations", "tableMapping"),
  /** Destination column per source column. Changing it replaces the timer. Source: CreateMmsTimer `columnMapping`. */
  columnMapping: fixed("destinations", "columnMapping"),
  /** Compare row counts on both sides after each run; costs compute on both. Changing it replaces the timer. Source: CreateMmsTimer `enableVerification`. */
  enableVerification: fixed("boolean", "enableVerification"),
  /** Further settings, for example `{ "spark.executor.mem": "2g" }`; a key that looks like a secret takes a secret value only. Changing it replaces the timer. Source: CreateMmsTimer `others`. */
  others: { ...fixed("anyMap", "others"), freeSettings: true },
  /** Migrate table definitions. Changing it replaces the timer. Source: CreateMmsTimer `enableSchemaMigration`. @default true, by the service */
  enableSchemaMigration: fixed("boolean", "enableSchemaMigration"),
  /** Migrate rows. Changing it replaces the timer. Source: CreateMmsTimer `enableDataMigration`. @default true, by the service */
  enableDataMigration: fixed("boolean", "enableDataMigration"),
  /** Whether the timer is paused. Updated in place. Source: UpdateMmsTimer `stopped`. @default false */
  stopped: { ...inPlace("boolean", "UpdateMmsTimer stopped"), default: false, drifts: true },
  /**
   * Any value; giving one, or another one, fires the timer once, now; so does a replacement, whose timer is a new one. A
   * lost response is looked into and not sent again, and while a job of the timer is under way that job counts as the run.
   * What cannot be known: whether a process that was killed had fired the timer, once the job of that run has ended. Source: TriggerMmsTimer.
   */
  runNow: { ...inPlace("any", "TriggerMmsTimer"), ...typed<string | number | boolean>() },
  /**
   * Id of a timer created elsewhere, taken over in place of creating one. From then on it is the stack's, and a destroy deletes
   * it; the option `retainOnDelete` keeps it. Changing it to another timer replaces the resource. Source: GetMmsTimer.
   */
  adoptTimerId: {
    type: "id",
    onChange: "replace",
    computed: true,
    source: "GetMmsTimer",
    hint: idHint("timer", "getTimerOutput"),
  },
  /** Timeout per operation, for example `{ create: "5m" }`; also taken from `opts.customTimeouts`. Updated in place. @default 20m */
  timeouts: { ...inPlace("durations", "wait"), allowed: ["create", "update", "delete"] },
} as const satisfies PropertyTable;

/** Inputs of a {@link MigrationTimer}. */
export interface MigrationTimerInputs extends GivenInputs<typeof migrationTimerInputs> {}

/** Every output besides the inputs. */
export const migrationTimerOutputs = {
  timerId: { type: "id", source: "CreateMmsTimer data.timerId" },
  requestId: { type: "string", source: "CreateMmsTimer requestId" },
  adopted: { type: "boolean", flag: true, source: "lookup by name, or adoptTimerId" },
  dbId: { type: "id", source: "GetMmsTimer dbId" },
  type: { type: "string", source: "GetMmsTimer type" },
  createTime: { type: "string", source: "GetMmsTimer createTime" },
  lastLog: mapOf<TimerRun>("ListMmsTimerLogs"),
  jobIds: { type: "ids", source: "ListMmsJobs timerId" },
  jobNum: { type: "integer", source: "ListMmsJobs timerId" },
  lastJobStatus: { type: "string", source: "ListMmsJobs timerId" },
} as const satisfies OutputTable;

/** The facts of a {@link MigrationTimer}. */
export const migrationTimerSchema = {
  kind: "MigrationTimer",
  inputs: migrationTimerInputs,
  outputs: migrationTimerOutputs,
  naming: namingOf(migrationTimerInputs, "timer", "adoptTimerId"),
  deletesFirst: true,
} as const satisfies ResourceSchema;
