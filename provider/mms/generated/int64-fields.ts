// Generated from provider/mms/openapi.yaml by `npm run generate`. Do not edit.
/** Every name under which the service sends or takes an int64; a trailing [] means the elements of an array. */
export const int64Fields: ReadonlySet<string> = new Set([
  "asyncTaskId",
  "data",
  "dataSourceId",
  "dbId",
  "id",
  "jobId",
  "numRows",
  "objectId",
  "partitionId",
  "partitions[]",
  "scanId",
  "size",
  "sourceId",
  "stopped",
  "tableId",
  "tables[]",
  "taskId",
  "timerId",
]);

/** int64 fields of each operation's request body. */
export const int64Bodies: Readonly<Record<string, readonly string[]>> = {
  "UpdateMmsTables": [
    "tables"
  ],
  "CreateMmsJob": [
    "sourceId",
    "partitions"
  ],
  "CreateMmsTimer": [
    "sourceId",
    "partitions"
  ]
};
