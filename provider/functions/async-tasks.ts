// Lookups of the short tasks behind asynchronous calls, and of metadata scans.
import type { AsyncTask, Scan } from "../mms/models.js";
import { type Id, type Identified, identified, idsOf } from "./arguments.js";
import { defineFunction } from "./define-function.js";

/** Arguments of {@link getAsyncTask}. */
export interface GetAsyncTaskArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the async task, for example `asyncTaskId` of a MigrationJob. */
  asyncTaskId: Id;
}

/** What {@link getAsyncTask} finds. */
export type GetAsyncTaskResult = Identified<AsyncTask>;

/** The task behind an asynchronous call; `objectId` is the job once it is made. The service lists no such tasks. */
export const [getAsyncTask, getAsyncTaskOutput] = defineFunction(
  "getAsyncTask",
  { sourceId: true, asyncTaskId: true },
  async (args: GetAsyncTaskArgs, service, caller): Promise<GetAsyncTaskResult> => {
    const ids = idsOf("asyncTaskId", args, caller);
    return identified(`async task ${ids.asyncTaskId}`, await service.get("GetMmsAsyncTask", ids));
  },
);

/** Arguments of {@link getMetadataScan}. */
export interface GetMetadataScanArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the scan; a data source's `scanId` is its newest. */
  scanId: Id;
}

/** What {@link getMetadataScan} finds. */
export type GetMetadataScanResult = Identified<Scan>;

/** One metadata scan: its progress, and what it found. The service lists no scans. */
export const [getMetadataScan, getMetadataScanOutput] = defineFunction(
  "getMetadataScan",
  { sourceId: true, scanId: true },
  async (args: GetMetadataScanArgs, service, caller): Promise<GetMetadataScanResult> => {
    const ids = idsOf("scanId", args, caller);
    return identified(`scan ${ids.scanId}`, await service.get("GetMmsFetchMetadataJob", ids));
  },
);
