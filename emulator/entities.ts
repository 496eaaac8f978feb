// What the emulator keeps. Ids are strings of digits; times are epoch milliseconds until they are written.
import type { CreateMmsJobRequest } from "../provider/mms/models.js";

export interface SourceEntity {
  id: string;
  name: string;
  type: string;
  status: string;
}

export interface PartitionEntity {
  id: string;
  value: string;
  status: string;
}

export interface TableEntity {
  id: string;
  sourceId: string;
  dbId: string;
  dbName: string;
  name: string;
  status: string;
  numRows: number;
  size: number;
  partitions: PartitionEntity[];
}

export interface AsyncTaskEntity {
  id: string;
  sourceId: string;
  type: "TASK_CREATE" | "STOP_JOB";
  /** When it ends. */
  endsAt: number;
  createdAt: number;
  objectId: string;
  errorMsg: string | undefined;
}

export interface TaskEntity {
  id: string;
  jobId: string;
  sourceId: string;
  tableId: string;
  table: string;
  partition: string;
  status: string;
  retriedTimes: number;
  /** Time worked on the present phase. */
  workedMs: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  /** Phase in which it is to fail, and how often. */
  failsIn: string | undefined;
  failures: number;
  logs: { at: number; status: string; action: string; msg: string }[];
}

export interface JobEntity {
  id: string;
  sourceId: string;
  body: CreateMmsJobRequest;
  dbId: string;
  createdAt: number;
  /** When the async task behind the creation ends and the job appears. */
  appearsAt: number;
  stopped: boolean;
  stopsAt: number | undefined;
  deleted: boolean;
  tasks: TaskEntity[];
  /** Until when the clock was applied to the tasks. */
  appliedAt: number;
}
