// FRONT DOOR, and THE REGISTRY of resources: what a user's program imports. provider/runtime.ts serves every resource
// class named here. Loads no Alibaba SDK.
export { type DataSourceArgs, DataSource } from "./resources/data-source.js";
export type { DataSourceConfig, DataSourceInputs } from "./resources/data-source/inputs.js";
export { type MetadataScanArgs, MetadataScan } from "./resources/metadata-scan.js";
export type { MetadataScanInputs } from "./resources/metadata-scan/inputs.js";
export { type MigrationJobArgs, MigrationJob } from "./resources/migration-job.js";
export type { FailedTask, MigrationJobInputs, WaitFor } from "./resources/migration-job/inputs.js";
export { type MigrationTimerArgs, MigrationTimer } from "./resources/migration-timer.js";
export type { MigrationTimerInputs, TimerRun } from "./resources/migration-timer/inputs.js";
export { type DatabaseMappingArgs, DatabaseMapping } from "./resources/database-mapping.js";
export { type TableMappingArgs, TableMapping } from "./resources/table-mapping.js";
export type { TableDestination } from "./resources/table-mapping/inputs.js";
export { type MigrationGateArgs, MigrationGate } from "./resources/migration-gate.js";
export type { GateJob } from "./resources/migration-gate/inputs.js";
export { type WavePlanArgs, WavePlan } from "./resources/wave-plan.js";
export { type MigrationArgs, type MigrationTotals, Migration } from "./resources/migration.js";
export type { MigrationWave, NamedWave, WaveJobArgs } from "./resources/migration/waves.js";
