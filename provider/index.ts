// FRONT DOOR, and THE REGISTRY of resources: what a user's program imports. provider/runtime.ts serves every resource
// class named here. Loads no Alibaba SDK.
export { type DataSourceArgs, DataSource } from "./resources/data-source.js";
export type { DataSourceConfig, DataSourceInputs } from "./resources/data-source/inputs.js";
export { type MigrationJobArgs, MigrationJob } from "./resources/migration-job.js";
export type { FailedTask, MigrationJobInputs, WaitFor } from "./resources/migration-job/inputs.js";
