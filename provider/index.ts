// FRONT DOOR: what a user's program imports. Loads no Alibaba SDK.
export { type MigrationJobArgs, MigrationJob } from "./resources/migration-job.js";
export type { FailedTask, MigrationJobInputs, WaitFor } from "./resources/migration-job/inputs.js";
