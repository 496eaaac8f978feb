// FRONT DOOR: what a user's program imports. Loads no Alibaba SDK, and nothing of what the resources do.
import "./hosts/program/errors/too-old.js";
export { type DataSourceArgs, DataSource } from "./resources/data-source/resource.js";
export type { DataSourceConfig, DataSourceInputs } from "./resources/data-source/schema.js";
export { type MetadataScanArgs, MetadataScan } from "./resources/metadata-scan/resource.js";
export type { MetadataScanInputs } from "./resources/metadata-scan/schema.js";
export { type MigrationJobArgs, MigrationJob } from "./resources/migration-job/resource.js";
export type { MigrationJobInputs, WaitFor } from "./resources/migration-job/schema.js";
export { type MigrationTimerArgs, MigrationTimer } from "./resources/migration-timer/resource.js";
export type { MigrationTimerInputs, TimerRun } from "./resources/migration-timer/schema.js";
export { type DatabaseMappingArgs, DatabaseMapping } from "./resources/database-mapping/resource.js";
export { type TableMappingArgs, TableMapping } from "./resources/table-mapping/resource.js";
export type { TableDestination } from "./resources/table-mapping/schema.js";
export { type MigrationGateArgs, MigrationGate } from "./resources/migration-gate/resource.js";
export type { GateJob } from "./resources/migration-gate/schema.js";
export { type WavePlanArgs, WavePlan } from "./resources/wave-plan/resource.js";
export { type MigrationArgs, Migration } from "./resources/migration/component.js";
export type { MigrationProgress, MigrationTotals } from "./resources/migration/outputs.js";
export type { CommonJobArgs, MigrationWave, NamedWave, WaveJobArgs } from "./resources/migration/waves.js";
export {
  type AssumeRoleArgs,
  type AssumeRoleWithOidcArgs,
  Provider,
  type ProviderArgs,
} from "./hosts/program/provider.js";
export {
  type GetConfigItemsArgs,
  type GetConfigItemsResult,
  type GetDataSourceArgs,
  type GetDataSourceResult,
  type GetDataSourcesArgs,
  type GetDataSourcesResult,
  getConfigItems,
  getConfigItemsOutput,
  getDataSource,
  getDataSourceOutput,
  getDataSources,
  getDataSourcesOutput,
} from "./functions/data-sources.js";
export {
  type GetDatabaseArgs,
  type GetDatabaseResult,
  type GetDatabasesArgs,
  type GetDatabasesResult,
  getDatabase,
  getDatabaseOutput,
  getDatabases,
  getDatabasesOutput,
} from "./functions/databases.js";
export {
  type GetTableArgs,
  type GetTableResult,
  type GetTablesArgs,
  type GetTablesResult,
  getTable,
  getTableOutput,
  getTables,
  getTablesOutput,
} from "./functions/tables.js";
export {
  type GetPartitionArgs,
  type GetPartitionResult,
  type GetPartitionsArgs,
  type GetPartitionsResult,
  getPartition,
  getPartitionOutput,
  getPartitions,
  getPartitionsOutput,
} from "./functions/partitions.js";
export {
  type GetJobArgs,
  type GetJobResult,
  type GetJobsArgs,
  type GetJobsResult,
  getJob,
  getJobOutput,
  getJobs,
  getJobsOutput,
} from "./functions/jobs.js";
export {
  type GetTaskArgs,
  type GetTaskLogsResult,
  type GetTaskResult,
  type GetTasksArgs,
  type GetTasksResult,
  getTask,
  getTaskLogs,
  getTaskLogsOutput,
  getTaskOutput,
  getTasks,
  getTasksOutput,
} from "./functions/tasks.js";
export {
  type GetTimerArgs,
  type GetTimerLogsArgs,
  type GetTimerLogsResult,
  type GetTimerResult,
  type GetTimersArgs,
  type GetTimersResult,
  getTimer,
  getTimerLogs,
  getTimerLogsOutput,
  getTimerOutput,
  getTimers,
  getTimersOutput,
} from "./functions/timers.js";
export {
  type GetAsyncTaskArgs,
  type GetAsyncTaskResult,
  type GetMetadataScanArgs,
  type GetMetadataScanResult,
  getAsyncTask,
  getAsyncTaskOutput,
  getMetadataScan,
  getMetadataScanOutput,
} from "./functions/async-tasks.js";
export { ramPolicy, type RamPolicyArgs, type RamPolicyDocument, type RamStatement } from "./permissions/ram-policy.js";
export type { FunctionName, ResourceKind } from "./permissions/operation-uses.js";
export type { OperationName } from "./mms/operations.js";
export { getMigrationPlan, getMigrationPlanOutput, PlanLimitError } from "./functions/migration-plan.js";
export { type FailedTask } from "./resources/jobs/failed-tasks.js";
export {
  type GetMigrationPlanArgs,
  type GetMigrationPlanResult,
  type PlannedTable,
  type PlanTotals,
  type RefusedTable,
} from "./functions/plan.js";
