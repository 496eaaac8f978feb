// One call of each function that reaches every operation in its row, and the world the calls find something in.
import type { Emulator } from "../../emulator/index.js";
import * as mms from "../../provider/index.js";
import { type FunctionName, functionUses } from "../../provider/permissions/operation-uses.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";

/** Ids of what was arranged. */
export interface Made {
  readonly asyncTaskId: string;
  readonly timerId: string;
  readonly scanId: string;
  readonly taskId: string;
}

/** Jobs that finished, a timer that fired, a scan, all made by someone else. */
export async function arrange({ control }: Emulator, client: MmsClient): Promise<Made> {
  const body = { name: "load_sales", srcDbName: "sales", tables: ["orders", "customers"] };
  const asyncTaskId = String((await client.createMmsJob({ sourceId, body })).data.asyncTaskId);
  await client.createMmsJob({ sourceId, body: { ...body, name: "load_sales_again", tables: ["stores"] } });
  const timer = { name: "nightly", srcDbName: "archive", scheduleType: "Daily", value: "02:00" } as const;
  const timerId = String((await client.createMmsTimer({ sourceId, body: timer })).data.timerId);
  const scanId = String((await client.createMmsFetchMetadataJob({ sourceId, body: {} })).data.scanId);
  control.advance(48 * 3_600_000);
  const { data } = await client.listMmsTasks({ sourceId });
  return { asyncTaskId, timerId, scanId, taskId: String(data.objectList?.[0]?.id) };
}

export const functionCalls: Readonly<Record<FunctionName, (made: Made) => Promise<unknown>>> = {
  getAsyncTask: ({ asyncTaskId }) => mms.getAsyncTask({ sourceId, asyncTaskId }),
  getConfigItems: () => mms.getConfigItems({ sourceType: "Hive" }),
  getDatabase: () => mms.getDatabase({ sourceId, name: "sales" }),
  getDatabases: () => mms.getDatabases({ sourceId }),
  getDataSource: () => mms.getDataSource({ name: "hive_demo" }),
  getDataSources: () => mms.getDataSources({}),
  getJob: () => mms.getJob({ sourceId, name: "load_sales" }),
  getJobs: () => mms.getJobs({ sourceId }),
  getMetadataScan: ({ scanId }) => mms.getMetadataScan({ sourceId, scanId }),
  getMigrationPlan: () =>
    mms.getMigrationPlan({ sourceId, srcDbName: "sales", partitionFilters: { orders: "dt > '2026-01-02'" } }),
  getPartition: () => mms.getPartition({ sourceId, dbName: "sales", tableName: "orders", value: "dt=2026-01-01" }),
  getPartitions: () => mms.getPartitions({ sourceId }),
  getTable: () => mms.getTable({ sourceId, dbName: "sales", name: "orders" }),
  getTables: () => mms.getTables({ sourceId }),
  getTask: ({ taskId }) => mms.getTask({ sourceId, taskId }),
  getTaskLogs: ({ taskId }) => mms.getTaskLogs({ sourceId, taskId }),
  getTasks: () => mms.getTasks({ sourceId }),
  getTimer: () => mms.getTimer({ sourceId, name: "nightly" }),
  getTimerLogs: ({ timerId }) => mms.getTimerLogs({ sourceId, timerId }),
  getTimers: () => mms.getTimers({ sourceId }),
};

export const functionNames = Object.keys(functionUses) as FunctionName[];
