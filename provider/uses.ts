// THE TABLE of who calls what: the operations behind each function and each kind of resource. The compiler holds functions to
// their rows; ramPolicy and the reference pages read them.
import type { OperationName } from "./mms/operations.js";

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
