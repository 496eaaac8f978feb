// Lookups of the short tasks behind asynchronous calls, and of metadata scans.
import type { AsyncTask, Scan } from "../mms/models.js";
import { type Id, type Identified, identified, idOf } from "./arguments.js";
import { lookup } from "./lookup.js";

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
export const [getAsyncTask, getAsyncTaskOutput] = lookup(
  "getAsyncTask",
  async (args: GetAsyncTaskArgs, service): Promise<GetAsyncTaskResult> => {
    const asyncTaskId = idOf(args.asyncTaskId, "getAsyncTask: asyncTaskId");
    const sourceId = idOf(args.sourceId, "getAsyncTask: sourceId");
    return identified(`async task ${asyncTaskId}`, await service.get("GetMmsAsyncTask", { sourceId, asyncTaskId }));
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
export const [getMetadataScan, getMetadataScanOutput] = lookup(
  "getMetadataScan",
  async (args: GetMetadataScanArgs, service): Promise<GetMetadataScanResult> => {
    const scanId = idOf(args.scanId, "getMetadataScan: scanId");
    const sourceId = idOf(args.sourceId, "getMetadataScan: sourceId");
    return identified(`scan ${scanId}`, await service.get("GetMmsFetchMetadataJob", { sourceId, scanId }));
  },
);
