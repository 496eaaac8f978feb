// Every kind of resource and every function that the native plugin serves, loaded at the first call of one: its process starts
// twice in each run of the engine.
import { type Invocable, invocable } from "../../functions/invocable.js";
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import type { MmsService } from "../../resources/service.js";

type Kind = Lifecycle<MmsService>;

// One row a line.
// prettier-ignore
const loaders = {
  DataSource: () => (require("../../resources/data-source.js") as typeof import("../../resources/data-source.js")).DataSource.lifecycle,
  DatabaseMapping: () => (require("../../resources/database-mapping.js") as typeof import("../../resources/database-mapping.js")).DatabaseMapping.lifecycle,
  MetadataScan: () => (require("../../resources/metadata-scan.js") as typeof import("../../resources/metadata-scan.js")).MetadataScan.lifecycle,
  MigrationGate: () => (require("../../resources/migration-gate.js") as typeof import("../../resources/migration-gate.js")).MigrationGate.lifecycle,
  MigrationJob: () => (require("../../resources/migration-job.js") as typeof import("../../resources/migration-job.js")).MigrationJob.lifecycle,
  MigrationTimer: () => (require("../../resources/migration-timer.js") as typeof import("../../resources/migration-timer.js")).MigrationTimer.lifecycle,
  TableMapping: () => (require("../../resources/table-mapping.js") as typeof import("../../resources/table-mapping.js")).TableMapping.lifecycle,
  WavePlan: () => (require("../../resources/wave-plan.js") as typeof import("../../resources/wave-plan.js")).WavePlan.lifecycle,
} as const satisfies Readonly<Record<string, () => Kind>>;

/** Name of a kind. */
export type KindName = keyof typeof loaders;

/** Every kind, by name. */
export const kindNames = Object.keys(loaders) as readonly KindName[];

export const isKind = (name: string): name is KindName => Object.hasOwn(loaders, name);

/** What a kind is. */
export const lifecycleOf = (name: KindName): Kind => loaders[name]();

/** The function of this name. */
export function functionNamed(name: string): Invocable | undefined {
  for (const file of [
    "async-tasks",
    "data-sources",
    "databases",
    "jobs",
    "migration-plan",
    "partitions",
    "tables",
    "tasks",
    "timers",
  ]) {
    require(`../../functions/${file}.js`);
  }
  return invocable(name);
}
