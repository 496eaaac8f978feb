// What a timer takes and gives: the types a program sees, and the tables everything else reads.
import { mapOf, type OutputTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import type { ValueTypeName } from "../../lifecycle/properties/value-types.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { namingOf } from "../base/naming.js";
import { idHint, sourceIdHint } from "../inventory/hints.js";

/** Inputs of a {@link MigrationTimer}. */
export interface MigrationTimerInputs {
  /** Id of the data source, as digits. Changing it replaces the timer. Source: CreateMmsTimer `sourceId` (path and body). */
  sourceId: string | number;
  /**
   * Name of the timer. Changing it replaces the timer. Source: CreateMmsTimer `name`.
   * @default the resource's name and a hash of its URN and configuration, which lets an interrupted create find its timer again
   */
  name?: string;
  /** Source database. Changing it replaces the timer. Source: CreateMmsTimer `srcDbName`. */
  srcDbName: string;
  /** How often it fires. Updated in place. Source: CreateMmsTimer `scheduleType`, UpdateMmsTimer. */
  scheduleType: "Daily" | "Hourly";
  /** When it fires: `HH:MM` where Daily, the minute `MM` where Hourly; the service's time zone is not published (inferred: timer-zone). Updated in place. Source: CreateMmsTimer `value`, UpdateMmsTimer. */
  value: string;
  /** Tables to migrate. Changing the set replaces the timer. Source: CreateMmsTimer `tables`. @default every table of the database */
  tables?: string[];
  /** Ids of inventory partitions to migrate. Changing the set replaces the timer. Source: CreateMmsTimer `partitions`. */
  partitions?: (string | number)[];
  /** Tables to leave out of whole-database runs. Updated in place. Source: CreateMmsTimer `tableBlackList`, UpdateMmsTimer. */
  tableBlackList?: string[];
  /** The only tables to take in whole-database runs. Updated in place. Source: CreateMmsTimer `tableWhiteList`, UpdateMmsTimer. */
  tableWhiteList?: string[];
  /** Partition filter per table, for example `{ orders: "dt >= '2026-01-01'" }`. Changing it replaces the timer. Source: CreateMmsTimer `partitionFilters`. */
  partitionFilters?: Record<string, string>;
  /** Destination table per source table. Changing it replaces the timer. Source: CreateMmsTimer `tableMapping`. */
  tableMapping?: Record<string, string>;
  /** Destination column per source column. Changing it replaces the timer. Source: CreateMmsTimer `columnMapping`. */
  columnMapping?: Record<string, string>;
  /** Compare row counts on both sides after each run; costs compute on both. Changing it replaces the timer. Source: CreateMmsTimer `enableVerification`. */
  enableVerification?: boolean;
  /** Further settings, for example `{ "spark.executor.mem": "2g" }`; a key that looks like a secret takes a secret value only. Changing it replaces the timer. Source: CreateMmsTimer `others`. */
  others?: Record<string, unknown>;
  /** Migrate table definitions. Changing it replaces the timer. Source: CreateMmsTimer `enableSchemaMigration`. @default true, by the service */
  enableSchemaMigration?: boolean;
  /** Migrate rows. Changing it replaces the timer. Source: CreateMmsTimer `enableDataMigration`. @default true, by the service */
  enableDataMigration?: boolean;
  /** Whether the timer is paused. Updated in place. Source: UpdateMmsTimer `stopped`. @default false */
  stopped?: boolean;
  /**
   * Any value; giving one, or another one, fires the timer once, now; so does a replacement, whose timer is a new one. A
   * lost answer is looked into and not sent again, and while a job of the timer is under way that job counts as the run.
   * What cannot be told: whether a process that was killed had fired the timer, once the job of that run has ended. Source: TriggerMmsTimer.
   */
  runNow?: string | number | boolean;
  /**
   * Id of a timer made elsewhere, taken over in place of making one. From then on it is the stack's, and a destroy deletes
   * it; the option `retainOnDelete` keeps it. Changing it to another timer replaces the resource. Source: GetMmsTimer.
   */
  adoptTimerId?: string | number;
  /** Timeout per operation, for example `{ create: "5m" }`; also taken from `opts.customTimeouts`. Updated in place. @default 20m */
  timeouts?: { create?: string; update?: string; delete?: string };
}

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
  sourceId: { ...fixed("id", "sourceId"), required: true, hint: sourceIdHint },
  name: { ...fixed("string", "name"), computed: true },
  srcDbName: { ...fixed("name", "srcDbName"), required: true },
  scheduleType: {
    ...inPlace("string", "CreateMmsTimer, UpdateMmsTimer scheduleType"),
    required: true,
    allowed: ["Daily", "Hourly"],
  },
  value: { ...inPlace("string", "CreateMmsTimer, UpdateMmsTimer value"), required: true },
  tables: fixed("names", "tables"),
  partitions: fixed("ids", "partitions"),
  tableBlackList: inPlace("names", "CreateMmsTimer, UpdateMmsTimer tableBlackList"),
  tableWhiteList: inPlace("names", "CreateMmsTimer, UpdateMmsTimer tableWhiteList"),
  partitionFilters: fixed("filters", "partitionFilters"),
  tableMapping: fixed("destinations", "tableMapping"),
  columnMapping: fixed("destinations", "columnMapping"),
  enableVerification: fixed("boolean", "enableVerification"),
  others: { ...fixed("anyMap", "others"), freeSettings: true },
  enableSchemaMigration: fixed("boolean", "enableSchemaMigration"),
  enableDataMigration: fixed("boolean", "enableDataMigration"),
  stopped: { ...inPlace("boolean", "UpdateMmsTimer stopped"), default: false, drifts: true },
  runNow: inPlace("any", "TriggerMmsTimer"),
  adoptTimerId: {
    type: "id",
    onChange: "replace",
    computed: true,
    source: "GetMmsTimer",
    hint: idHint("timer", "getTimerOutput"),
  },
  timeouts: { ...inPlace("durations", "wait"), allowed: ["create", "update", "delete"] },
} as const satisfies PropertyTable;

/** Every output besides the inputs. */
export const migrationTimerOutputs = {
  timerId: { type: "id", source: "CreateMmsTimer data.timerId" },
  requestId: { type: "string", source: "CreateMmsTimer requestId" },
  adopted: { type: "boolean", source: "lookup by name, or adoptTimerId" },
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
