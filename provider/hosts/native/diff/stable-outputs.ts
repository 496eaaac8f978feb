// Outputs that no update changes: a preview of an update shows their values, and what depends on them alone stays as it is.

/** By kind. An output that a resource does not have yet is unknown all the same. */
export const stableOutputs: Readonly<Record<string, readonly string[]>> = {
  DataSource: ["sourceId", "requestId", "adopted", "region", "createTime"],
  DatabaseMapping: ["dbId", "previous"],
  MetadataScan: [],
  MigrationGate: [],
  MigrationJob: ["asyncTaskId", "jobId", "adopted"],
  MigrationTimer: ["timerId", "requestId", "adopted", "createTime"],
  TableMapping: [],
  WavePlan: ["dbId"],
};
