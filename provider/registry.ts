// THE REGISTRY: every kind of resource and every function, loaded with the first use of one. Loads no @pulumi/pulumi by itself.
import { type Invocable, invocable } from "./functions/invocable.js";
import type { Lifecycle } from "./lifecycle/lifecycle.js";
import type { ResourceKind } from "./permissions/operation-uses.js";
import type { MmsService } from "./resources/base/service.js";

export type { ResourceKind };

// One row a line.
// prettier-ignore
const loaders: Readonly<Record<ResourceKind, () => Lifecycle<MmsService>>> = {
  DataSource: () => (require("./resources/data-source/lifecycle.js") as typeof import("./resources/data-source/lifecycle.js")).dataSourceLifecycle,
  MetadataScan: () => (require("./resources/metadata-scan/lifecycle.js") as typeof import("./resources/metadata-scan/lifecycle.js")).metadataScanLifecycle,
  MigrationJob: () => (require("./resources/migration-job/lifecycle.js") as typeof import("./resources/migration-job/lifecycle.js")).migrationJobLifecycle,
  MigrationTimer: () => (require("./resources/migration-timer/lifecycle.js") as typeof import("./resources/migration-timer/lifecycle.js")).migrationTimerLifecycle,
  DatabaseMapping: () => (require("./resources/database-mapping/lifecycle.js") as typeof import("./resources/database-mapping/lifecycle.js")).databaseMappingLifecycle,
  TableMapping: () => (require("./resources/table-mapping/lifecycle.js") as typeof import("./resources/table-mapping/lifecycle.js")).tableMappingLifecycle,
  MigrationGate: () => (require("./resources/migration-gate/lifecycle.js") as typeof import("./resources/migration-gate/lifecycle.js")).migrationGateLifecycle,
  WavePlan: () => (require("./resources/wave-plan/lifecycle.js") as typeof import("./resources/wave-plan/lifecycle.js")).wavePlanLifecycle,
};

/** Every kind of resource. */
export const resourceKinds = Object.keys(loaders) as readonly ResourceKind[];

export const isResourceKind = (name: string): name is ResourceKind => Object.hasOwn(loaders, name);

/** What a kind of resource is and does. */
export const lifecycleOf = (kind: ResourceKind): Lifecycle<MmsService> =>
  (
    require("./resources/inventory/unknown-source.js") as typeof import("./resources/inventory/unknown-source.js")
  ).namingItsSource(loaders[kind]());

/** One file a noun. Each is named as it is loaded, so that a bundle has it. */
const nouns: ReadonlyArray<() => unknown> = [
  () => require("./functions/async-tasks.js"),
  () => require("./functions/data-sources.js"),
  () => require("./functions/databases.js"),
  () => require("./functions/jobs.js"),
  () => require("./functions/migration-plan.js"),
  () => require("./functions/partitions.js"),
  () => require("./functions/tables.js"),
  () => require("./functions/tasks.js"),
  () => require("./functions/timers.js"),
];

/** The function of this name. */
export function functionNamed(name: string): Invocable | undefined {
  for (const load of nouns) load();
  return invocable(name);
}
