// What the emulator keeps. Ids are strings of digits; times are epoch milliseconds until they are written.
import type { CreateMmsJobRequest } from "../../provider/mms/models.js";
export const phases = ["SCHEMA", "DATA", "VERIFICATION"] as const;

export type Phase = (typeof phases)[number];

import type { Entry } from "./agenda.js";

export interface SourceEntity {
  readonly id: string;
  name: string;
  readonly type: string;
  readonly networklink: string | undefined;
  status: "STARTING" | "STARTED" | "START_FAILED" | "STOPPING" | "STOPPED" | "STOP_FAILED";
  errMsg: string | undefined;
  /** A start or stop under way. */
  settling: Entry | undefined;
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
  readonly createdAt: number;
  updatedAt: number;
}

export type MigrationStatus = "INIT" | "DOING" | "DONE" | "FAILED" | "PART_DONE";

export interface PartitionEntity {
  readonly id: string;
  /** For example `dt=2026-01-01/hour=3`. */
  readonly value: string;
  status: MigrationStatus;
  /** Whether it changed since it was migrated. */
  updated: boolean;
  /** The task that moves it, or is about to. */
  claimedBy: TaskEntity | undefined;
  /** When it last changed at the source. */
  ddlAt: number;
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
  /** The task that moves it, or is about to; for a table without partitions. */
  claimedBy: TaskEntity | undefined;
  scanned: boolean;
  /** When it last changed at the source. */
  ddlAt: number;
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
}

/** One line of a log of a task or timer. */
export interface LogLine {
  readonly id: string;
  readonly at: number;
  readonly status: string;
  readonly action: string;
  readonly msg: string;
}

export interface TaskEntity {
  readonly id: string;
  readonly sourceId: string;
  readonly job: JobEntity;
  readonly table: TableEntity;
  /** The partitions of this task; none for a table without partitions. */
  readonly partitions: readonly PartitionEntity[];
  status: string;
  /** Whether its failure leaves the job reading DONE. */
  isQuiet: boolean;
  /** Whether its failure lets the job read FAILED at once. */
  isLoud: boolean;
  /** Until when it still runs although its job reads stopped. */
  drainedAt: number | undefined;
  retriedTimes: number;
  /** The present phase, or the last one. */
  phase: Phase;
  phaseEndsAt: number;
  /** Phases done. */
  readonly done: Set<string>;
  startedAt: number | undefined;
  endedAt: number | undefined;
  readonly logs: LogLine[];
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
  /** When it was deleted. */
  deletedAt?: number;
  /** When its first task may begin. */
  startsAt: number;
  readonly tasks: TaskEntity[];
  /** Tasks not begun, first in line first. */
  readonly waiting: Set<TaskEntity>;
  readonly running: Set<TaskEntity>;
  taskDone: number;
  taskFailed: number;
  /** Failed tasks that do not make the job read FAILED. */
  taskQuiet: number;
  /** How many of the failed ones let the job read FAILED at once. */
  taskLoud: number;
  /** Its next move on the agenda. */
  next: Entry | undefined;
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
  /** Its next firing on the agenda. */
  next: Entry | undefined;
  readonly logs: LogLine[];
}
