// THE TABLE: one row an operation. The client, the emulator's router, ramPolicy and the contract test all read it.

/** How the service's answer is shaped in `data`: one value, a page of `objectList`, or a bare array. */
export type AnswerShape = "one" | "pages" | "array";

/** One public operation of MMS, API version 2022-01-04. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path below {@link apiPrefix}, path parameters in braces. */
  readonly path: string;
  readonly answer: AnswerShape;
  /** Whether a call changes anything on the service. */
  readonly mutates: boolean;
  /** Whether a call whose answer was lost may be sent again. The service takes no client token, so whatever makes something never is. */
  readonly resend: boolean;
  /** RAM access level. */
  readonly access: "create" | "get" | "list" | "update" | "delete";
  /** What the RAM action `odps:<Operation>` is granted on: the data source's ARN, or everything. */
  readonly ramResource: "source" | "*";
  /** Whether the RAM facts of this row are published or inferred: ram-names. */
  readonly ram: "documented" | "inferred";
}

/** Version sent as `x-acs-version`. */
export const apiVersion = "2022-01-04";

/** Common prefix of every path. */
export const apiPrefix = "/api/v1/mms";

// One row a line, so that rows compare at a glance.
// prettier-ignore
export const operations = {
  CreateMmsDataSource: { method: "POST", path: "/datasources", answer: "one", mutates: true, resend: false, access: "create", ramResource: "*", ram: "documented" },
  ListMmsDataSources: { method: "GET", path: "/datasources", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "*", ram: "documented" },
  GetMmsDataSource: { method: "GET", path: "/datasources/{sourceId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  UpdateMmsDataSource: { method: "PUT", path: "/datasources/{sourceId}", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "documented" },
  DeleteMmsDataSource: { method: "DELETE", path: "/datasources/{sourceId}", answer: "one", mutates: true, resend: true, access: "delete", ramResource: "source", ram: "documented" },
  ListMmsDataSourceConfigItems: { method: "GET", path: "/configItems", answer: "array", mutates: false, resend: true, access: "list", ramResource: "*", ram: "inferred" },
  CreateMmsFetchMetadataJob: { method: "POST", path: "/datasources/{sourceId}/scans", answer: "one", mutates: true, resend: false, access: "create", ramResource: "source", ram: "documented" },
  GetMmsFetchMetadataJob: { method: "GET", path: "/datasources/{sourceId}/scans/{scanId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  ListMmsDbs: { method: "GET", path: "/datasources/{sourceId}/dbs", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  GetMmsDb: { method: "GET", path: "/datasources/{sourceId}/dbs/{dbId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  UpdateMmsDb: { method: "PUT", path: "/datasources/{sourceId}/dbs/{dbId}", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "inferred" },
  ListMmsTables: { method: "GET", path: "/datasources/{sourceId}/tables", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  UpdateMmsTables: { method: "PUT", path: "/datasources/{sourceId}/tables", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "inferred" },
  GetMmsTable: { method: "GET", path: "/datasources/{sourceId}/tables/{tableId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  UpdateMmsTable: { method: "PUT", path: "/datasources/{sourceId}/tables/{tableId}", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "inferred" },
  ListMmsPartitions: { method: "GET", path: "/datasources/{sourceId}/partitions", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  GetMmsPartition: { method: "GET", path: "/datasources/{sourceId}/partitions/{partitionId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  CreateMmsJob: { method: "POST", path: "/datasources/{sourceId}/jobs", answer: "one", mutates: true, resend: false, access: "create", ramResource: "source", ram: "documented" },
  ListMmsJobs: { method: "GET", path: "/datasources/{sourceId}/jobs", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  GetMmsJob: { method: "GET", path: "/datasources/{sourceId}/jobs/{jobId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  DeleteMmsJob: { method: "POST", path: "/datasources/{sourceId}/jobs/{jobId}", answer: "one", mutates: true, resend: true, access: "delete", ramResource: "source", ram: "documented" },
  StartMmsJob: { method: "POST", path: "/datasources/{sourceId}/jobs/{jobId}/start", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "documented" },
  StopMmsJob: { method: "POST", path: "/datasources/{sourceId}/jobs/{jobId}/stop", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "documented" },
  RetryMmsJob: { method: "POST", path: "/datasources/{sourceId}/jobs/{jobId}/retry", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "documented" },
  GetMmsAsyncTask: { method: "GET", path: "/datasources/{sourceId}/asyncTasks/{asyncTaskId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  ListMmsTasks: { method: "GET", path: "/datasources/{sourceId}/tasks", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  GetMmsTask: { method: "GET", path: "/datasources/{sourceId}/tasks/{taskId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "documented" },
  ListMmsTaskLogs: { method: "GET", path: "/datasources/{sourceId}/tasks/{taskId}/logs", answer: "array", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  RetryMmsTask: { method: "POST", path: "/datasources/{sourceId}/tasks/{taskId}/retry", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "inferred" },
  CreateMmsTimer: { method: "POST", path: "/datasources/{sourceId}/timers", answer: "one", mutates: true, resend: false, access: "create", ramResource: "source", ram: "documented" },
  ListMmsTimers: { method: "GET", path: "/datasources/{sourceId}/timers", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
  GetMmsTimer: { method: "GET", path: "/datasources/{sourceId}/timers/{timerId}", answer: "one", mutates: false, resend: true, access: "get", ramResource: "source", ram: "inferred" },
  UpdateMmsTimer: { method: "PUT", path: "/datasources/{sourceId}/timers/{timerId}", answer: "one", mutates: true, resend: true, access: "update", ramResource: "source", ram: "documented" },
  DeleteMmsTimer: { method: "DELETE", path: "/datasources/{sourceId}/timers/{timerId}", answer: "one", mutates: true, resend: true, access: "delete", ramResource: "source", ram: "documented" },
  TriggerMmsTimer: { method: "POST", path: "/datasources/{sourceId}/timers/{timerId}/trigger", answer: "one", mutates: true, resend: false, access: "update", ramResource: "source", ram: "inferred" },
  ListMmsTimerLogs: { method: "GET", path: "/datasources/{sourceId}/timers/{timerId}/logs", answer: "pages", mutates: false, resend: true, access: "list", ramResource: "source", ram: "documented" },
} as const satisfies Record<string, Operation>;

/** Name of a public operation, exactly as the service spells it. */
export type OperationName = keyof typeof operations;

export const operationNames = Object.keys(operations) as OperationName[];

/** The row of an operation, widened to {@link Operation}. */
export function operationOf(name: OperationName): Operation {
  return operations[name];
}
