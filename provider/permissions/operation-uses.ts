// THE TABLE of who calls what: the operations behind each function and each kind of resource. The compiler holds functions to
// their rows; ramPolicy and the reference pages read them.
import type { OperationName } from "../mms/operations.js";

type Uses = Readonly<Record<string, readonly OperationName[]>>;

/** Operations behind each function. */
export const functionUses = {
  getAsyncTask: ["GetMmsAsyncTask"],
  getConfigItems: ["ListMmsDataSourceConfigItems"],
  getDatabase: ["GetMmsDb", "ListMmsDbs"],
  getDatabases: ["ListMmsDbs"],
  getDataSource: ["GetMmsDataSource", "ListMmsDataSources"],
  getDataSources: ["ListMmsDataSources"],
  getJob: ["GetMmsJob", "ListMmsJobs"],
  getJobs: ["ListMmsJobs"],
  getMetadataScan: ["GetMmsFetchMetadataJob"],
  getMigrationPlan: ["ListMmsPartitions", "ListMmsTables"],
  getPartition: ["GetMmsPartition", "ListMmsPartitions"],
  getPartitions: ["ListMmsPartitions"],
  getTable: ["GetMmsTable", "ListMmsTables"],
  getTables: ["ListMmsTables"],
  getTask: ["GetMmsTask"],
  getTaskLogs: ["ListMmsTaskLogs"],
  getTasks: ["ListMmsTasks"],
  getTimer: ["GetMmsTimer", "ListMmsTimers"],
  getTimerLogs: ["ListMmsTimerLogs"],
  getTimers: ["ListMmsTimers"],
} as const satisfies Uses;

/** Name of a function. */
export type FunctionName = keyof typeof functionUses;

/** Operations behind each kind of resource, over its whole life: made, read, changed, repaired and removed. */
export const resourceUses = {
  DatabaseMapping: ["GetMmsDb", "ListMmsDbs", "ListMmsTables", "UpdateMmsDb", "UpdateMmsTables"],
  DataSource: [
    "CreateMmsDataSource",
    "DeleteMmsDataSource",
    "GetMmsAsyncTask",
    "GetMmsDataSource",
    "GetMmsJob",
    "ListMmsDataSourceConfigItems",
    "ListMmsDataSources",
    "ListMmsJobs",
    "ListMmsTasks",
    "ListMmsTimers",
    "StopMmsJob",
    "UpdateMmsDataSource",
    "UpdateMmsTimer",
  ],
  MetadataScan: ["CreateMmsFetchMetadataJob", "GetMmsDataSource", "GetMmsFetchMetadataJob", "ListMmsDataSources"],
  MigrationGate: ["GetMmsJob", "ListMmsJobs", "ListMmsTables", "ListMmsTaskLogs", "ListMmsTasks", "StopMmsJob"],
  MigrationJob: [
    "CreateMmsJob",
    "DeleteMmsJob",
    "GetMmsAsyncTask",
    "GetMmsJob",
    "ListMmsDbs",
    "ListMmsJobs",
    "ListMmsTables",
    "ListMmsTaskLogs",
    "ListMmsTasks",
    "RetryMmsJob",
    "RetryMmsTask",
    "StartMmsJob",
    "StopMmsJob",
  ],
  MigrationTimer: [
    "CreateMmsTimer",
    "DeleteMmsTimer",
    "GetMmsTimer",
    "ListMmsDbs",
    "ListMmsJobs",
    "ListMmsTables",
    "ListMmsTasks",
    "ListMmsTimerLogs",
    "ListMmsTimers",
    "TriggerMmsTimer",
    "UpdateMmsTimer",
  ],
  TableMapping: ["ListMmsDbs", "ListMmsTables", "UpdateMmsTable", "UpdateMmsTables"],
  WavePlan: ["ListMmsDbs", "ListMmsTables"],
} as const satisfies Uses;

/** Kinds of resource that call the service. */
export type ResourceKind = keyof typeof resourceUses;
