// THE TABLE: one row an operation. The client, the emulator's router, ramPolicy and the contract test all read it.

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** How the response is shaped in `data`: one value, a page of `objectList`, or a bare array. */
export type ResponseShape = "one" | "pages" | "array";

const accessLevels = ["create", "get", "list", "update", "delete"] as const;
type Access = (typeof accessLevels)[number];

/** One public operation of MMS, API version 2022-01-04. */
export interface Operation {
  readonly method: Method;
  /** Path below {@link apiPrefix}, path parameters in braces. */
  readonly path: string;
  readonly response: ResponseShape;
  /** Whether a call changes anything on the service. */
  readonly mutates: boolean;
  /** Whether a call whose response was lost may be sent again. The service takes no client token, so what creates is not resent. */
  readonly resend: boolean;
  /** RAM access level. */
  readonly access: Access;
  /** What the RAM action `odps:<Operation>` is granted on: the data source's ARN, or everything. */
  readonly ramResource: "source" | "*";
  /** Whether the RAM facts of this row are published or inferred: ram-names. */
  readonly ram: "documented" | "inferred";
}

/** Version sent as `x-acs-version`. */
export const apiVersion = "2022-01-04";

/** Common prefix of every path. */
export const apiPrefix = "/api/v1/mms";

const requests = {
  CreateMmsDataSource: "POST /datasources",
  ListMmsDataSources: "GET /datasources",
  GetMmsDataSource: "GET /datasources/{sourceId}",
  UpdateMmsDataSource: "PUT /datasources/{sourceId}",
  DeleteMmsDataSource: "DELETE /datasources/{sourceId}",
  ListMmsDataSourceConfigItems: "GET /configItems",
  CreateMmsFetchMetadataJob: "POST /datasources/{sourceId}/scans",
  GetMmsFetchMetadataJob: "GET /datasources/{sourceId}/scans/{scanId}",
  ListMmsDbs: "GET /datasources/{sourceId}/dbs",
  GetMmsDb: "GET /datasources/{sourceId}/dbs/{dbId}",
  UpdateMmsDb: "PUT /datasources/{sourceId}/dbs/{dbId}",
  ListMmsTables: "GET /datasources/{sourceId}/tables",
  UpdateMmsTables: "PUT /datasources/{sourceId}/tables",
  GetMmsTable: "GET /datasources/{sourceId}/tables/{tableId}",
  UpdateMmsTable: "PUT /datasources/{sourceId}/tables/{tableId}",
  ListMmsPartitions: "GET /datasources/{sourceId}/partitions",
  GetMmsPartition: "GET /datasources/{sourceId}/partitions/{partitionId}",
  CreateMmsJob: "POST /datasources/{sourceId}/jobs",
  ListMmsJobs: "GET /datasources/{sourceId}/jobs",
  GetMmsJob: "GET /datasources/{sourceId}/jobs/{jobId}",
  DeleteMmsJob: "POST /datasources/{sourceId}/jobs/{jobId}",
  StartMmsJob: "POST /datasources/{sourceId}/jobs/{jobId}/start",
  StopMmsJob: "POST /datasources/{sourceId}/jobs/{jobId}/stop",
  RetryMmsJob: "POST /datasources/{sourceId}/jobs/{jobId}/retry",
  GetMmsAsyncTask: "GET /datasources/{sourceId}/asyncTasks/{asyncTaskId}",
  ListMmsTasks: "GET /datasources/{sourceId}/tasks",
  GetMmsTask: "GET /datasources/{sourceId}/tasks/{taskId}",
  ListMmsTaskLogs: "GET /datasources/{sourceId}/tasks/{taskId}/logs",
  RetryMmsTask: "POST /datasources/{sourceId}/tasks/{taskId}/retry",
  CreateMmsTimer: "POST /datasources/{sourceId}/timers",
  ListMmsTimers: "GET /datasources/{sourceId}/timers",
  GetMmsTimer: "GET /datasources/{sourceId}/timers/{timerId}",
  UpdateMmsTimer: "PUT /datasources/{sourceId}/timers/{timerId}",
  DeleteMmsTimer: "DELETE /datasources/{sourceId}/timers/{timerId}",
  TriggerMmsTimer: "POST /datasources/{sourceId}/timers/{timerId}/trigger",
  ListMmsTimerLogs: "GET /datasources/{sourceId}/timers/{timerId}/logs",
} as const satisfies Record<string, `${Method} /${string}`>;

/** Name of a public operation, exactly as the service spells it. */
export type OperationName = keyof typeof requests;

/** Operations that return a list. */
export type ListOperation = Extract<OperationName, `List${string}`>;

export const operationNames = Object.keys(requests) as OperationName[];

/** Lists that come whole, without pages. */
const unpaged: ReadonlySet<OperationName> = new Set(["ListMmsDataSourceConfigItems", "ListMmsTaskLogs"]);

/** Operations whose RAM facts no published page states. */
const inferredRam: ReadonlySet<OperationName> = new Set([
  "ListMmsDataSourceConfigItems",
  "UpdateMmsDb",
  "UpdateMmsTables",
  "UpdateMmsTable",
  "RetryMmsTask",
  "GetMmsTimer",
  "TriggerMmsTimer",
]);

/** What an operation's name and request say about it; contract.test.ts compares the result with openapi.yaml. */
function derive(name: OperationName): Operation {
  const [method, path] = requests[name].split(" ") as [Method, string];
  const verb = /^[A-Z][a-z]+/.exec(name)?.[0].toLowerCase();
  const mutates = method !== "GET";
  return {
    method,
    path,
    response: verb !== "list" ? "one" : unpaged.has(name) ? "array" : "pages",
    mutates,
    // A timer that is triggered twice runs twice.
    resend: verb !== "create" && verb !== "trigger",
    access: accessLevels.find((level) => level === verb) ?? "update",
    ramResource: path.includes("{sourceId}") ? "source" : "*",
    ram: inferredRam.has(name) ? "inferred" : "documented",
  };
}

export const operations = Object.fromEntries(operationNames.map((name) => [name, derive(name)])) as Readonly<
  Record<OperationName, Operation>
>;

export const operationOf = (name: OperationName): Operation => operations[name];
