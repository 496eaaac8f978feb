// What the emulator keeps. Ids are strings of digits; times are epoch milliseconds until they are written.
import type { CreateMmsJobRequest } from "../provider/mms/models.js";

export interface SourceEntity {
  readonly id: string;
  name: string;
  readonly type: string;
  readonly networklink: string | undefined;
  status: "STARTING" | "STARTED" | "START_FAILED" | "STOPPING" | "STOPPED" | "STOP_FAILED";
  errMsg: string | undefined;
  /** When a start or stop under way ends. */
  settlesAt: number | undefined;
  config: Record<string, unknown>;
  scanId: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

export interface DbEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly name: string;
  dstProjectName: string;
  dstName: string | undefined;
  status: MigrationStatus;
  /** Whether a scan has brought it into the inventory. */
  scanned: boolean;
}

export type MigrationStatus = "INIT" | "DOING" | "DONE" | "FAILED" | "PART_DONE";

export interface PartitionEntity {
  readonly id: string;
  /** For example `dt=2026-01-01/hour=3`. */
  readonly value: string;
  status: MigrationStatus;
  /** Whether it changed since it was migrated. */
  updated: boolean;
  readonly numRows: number;
  readonly size: number;
}

export interface TableEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly dbId: string;
  readonly dbName: string;
  readonly name: string;
  readonly partitionColumns: readonly { readonly name: string; readonly type: string }[];
  readonly partitions: PartitionEntity[];
  dstProjectName: string;
  dstSchemaName: string | undefined;
  dstName: string;
  status: MigrationStatus;
  updated: boolean;
  scanned: boolean;
  readonly numRows: number;
  readonly size: number;
}

export interface AsyncTaskEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly type: "TASK_CREATE" | "STOP_JOB";
  readonly createdAt: number;
  readonly endsAt: number;
  readonly objectId: string;
  readonly errorMsg: string | undefined;
}

export interface ScanEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly dbName: string | undefined;
  readonly tableNames: readonly string[] | undefined;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly errorMsg: string | undefined;
  applied: boolean;
}

export interface TaskEntity {
  readonly id: string;
  readonly job: JobEntity;
  readonly table: TableEntity;
  /** The partitions of this task; none for a table without partitions. */
  readonly partitions: readonly PartitionEntity[];
  status: string;
  retriedTimes: number;
  /** Time worked on the present phase. */
  workedMs: number;
  /** Phases done. */
  readonly done: Set<string>;
  startedAt: number | undefined;
  endedAt: number | undefined;
  readonly logs: {
    readonly id: string;
    readonly at: number;
    readonly status: string;
    readonly action: string;
    readonly msg: string;
  }[];
}

export interface JobEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly body: CreateMmsJobRequest;
  readonly dbId: string;
  readonly timerId: string | undefined;
  readonly createdAt: number;
  /** When the async task behind the creation ends and the job appears. */
  readonly appearsAt: number;
  stopped: boolean;
  /** When a stop under way takes effect. */
  stopsAt: number | undefined;
  deleted: boolean;
  readonly tasks: TaskEntity[];
  /** Until when the clock was applied to the tasks. */
  appliedAt: number;
  status: "INIT" | "DOING" | "DONE" | "FAILED";
  taskDone: number;
}

export interface TimerEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly body: CreateMmsJobRequest;
  readonly dbId: string;
  scheduleType: "Daily" | "Hourly";
  value: string;
  stopped: boolean;
  tableBlackList: string[] | undefined;
  tableWhiteList: string[] | undefined;
  readonly createdAt: number;
  updatedAt: number;
  /** Until when firings were looked for. */
  firedUntil: number;
  readonly logs: {
    readonly id: string;
    readonly at: number;
    readonly status: string;
    readonly action: string;
    readonly msg: string;
  }[];
}
