// Every kind of resource and every function that the native plugin serves, loaded at the first call of one: its process starts
// twice in each run of the engine.
import { type Invocable, invocable } from "./functions/invocable.js";
import type { Lifecycle } from "./lifecycle/lifecycle.js";
import type { MmsService } from "./resources/base/service.js";

type Kind = Lifecycle<MmsService>;

// One row a line.
// prettier-ignore
const loaders = {
  DataSource: () => (require("./resources/data-source/resource.js") as typeof import("./resources/data-source/resource.js")).DataSource.lifecycle,
  DatabaseMapping: () => (require("./resources/database-mapping/resource.js") as typeof import("./resources/database-mapping/resource.js")).DatabaseMapping.lifecycle,
  MetadataScan: () => (require("./resources/metadata-scan/resource.js") as typeof import("./resources/metadata-scan/resource.js")).MetadataScan.lifecycle,
  MigrationGate: () => (require("./resources/migration-gate/resource.js") as typeof import("./resources/migration-gate/resource.js")).MigrationGate.lifecycle,
  MigrationJob: () => (require("./resources/migration-job/resource.js") as typeof import("./resources/migration-job/resource.js")).MigrationJob.lifecycle,
  MigrationTimer: () => (require("./resources/migration-timer/resource.js") as typeof import("./resources/migration-timer/resource.js")).MigrationTimer.lifecycle,
  TableMapping: () => (require("./resources/table-mapping/resource.js") as typeof import("./resources/table-mapping/resource.js")).TableMapping.lifecycle,
  WavePlan: () => (require("./resources/wave-plan/resource.js") as typeof import("./resources/wave-plan/resource.js")).WavePlan.lifecycle,
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
