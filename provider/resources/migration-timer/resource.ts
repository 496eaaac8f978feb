// MigrationTimer: a recurring migration, declared.
import type * as pulumi from "@pulumi/pulumi";

import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import { type MigrationTimerInputs, migrationTimerSchema, type TimerRun } from "./schema.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";

/** Arguments of a {@link MigrationTimer}. */
export type MigrationTimerArgs = Args<MigrationTimerInputs>;

/**
 * A timer that creates migration jobs every day or every hour, of what is new since. The inventory must know what is new, so
 * let a metadata scan run before it. A timer is paused with `stopped` and fired at once with `runNow`. Jobs it has made stay
 * when it is deleted.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const nightly = new mms.MigrationTimer("nightly", {
 *   sourceId: "2000015",
 *   srcDbName: "sales",
 *   scheduleType: "Daily",
 *   value: "02:30",
 *   tableBlackList: ["campaigns"],
 * });
 *
 * export const jobsSoFar = nightly.jobIds;
 * ```
 */
export class MigrationTimer extends DynamicResource<MigrationTimerArgs> {
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Id of the timer, as digits. Source: CreateMmsTimer `timerId`. */
  declare readonly timerId: pulumi.Output<string>;
  /** Name of the timer, given or generated. */
  declare readonly name: pulumi.Output<string>;
  /** Id of the request that made the timer, for support. Source: CreateMmsTimer `requestId`. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** True where the timer was found or taken over, and not made by a request whose response we have; absent otherwise. */
  declare readonly adopted: pulumi.Output<boolean | undefined>;
  /** Whether the timer is paused. */
  declare readonly stopped: pulumi.Output<boolean | undefined>;
  /** Id of the source database, as digits. Source: GetMmsTimer. */
  declare readonly dbId: pulumi.Output<string | undefined>;
  /** Scope of the jobs: Database, Tables or Partitions, in the service's letter case. Source: GetMmsTimer. */
  declare readonly type: pulumi.Output<string | undefined>;
  /** Time of creation, as the service writes it: Unix milliseconds. Source: GetMmsTimer. */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /** What the timer did last, as of the last update or refresh. Source: ListMmsTimerLogs. */
  declare readonly lastLog: pulumi.Output<TimerRun | undefined>;
  /** Ids of the jobs it made, newest first, at most 100; `jobNum` has the total. Source: ListMmsJobs. */
  declare readonly jobIds: pulumi.Output<string[]>;
  /** Number of jobs it made. Source: ListMmsJobs. */
  declare readonly jobNum: pulumi.Output<number>;
  /** Status of its newest job. Source: ListMmsJobs. */
  declare readonly lastJobStatus: pulumi.Output<string | undefined>;

  static readonly schema: ResourceSchema = migrationTimerSchema;
}
