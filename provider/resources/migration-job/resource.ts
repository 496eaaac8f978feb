// MigrationJob: one migration of databases, tables or partitions to MaxCompute, declared.
import type * as pulumi from "@pulumi/pulumi";

import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import { type MigrationJobInputs, migrationJobSchema } from "./schema.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import type { FailedTask } from "../jobs/failed-tasks.js";

/** Arguments of a {@link MigrationJob}. */
export type MigrationJobArgs = Args<MigrationJobInputs>;

/**
 * A migration job of MaxCompute Migration Service. It starts by itself once created, is started at most once however often
 * a run is interrupted, and is followed, repaired and removed as the program says.
 *
 * The service cannot change a job, so a changed scope or setting replaces it, which migrates again; a finished migration
 * is protected from that (`protectRemigration`).
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const sales = new mms.MigrationJob("sales", {
 *   sourceId: "2000015",
 *   srcDbName: "sales",
 *   tables: ["orders", "customers"],
 * });
 *
 * export const asyncTaskId = sales.asyncTaskId;
 * ```
 */
export class MigrationJob extends DynamicResource<MigrationJobArgs> {
  /** Id of the async task behind the creation, as digits; absent for a job that was found or adopted. Source: CreateMmsJob. */
  declare readonly asyncTaskId: pulumi.Output<string | undefined>;
  /** Id of the job, as digits; absent while `waitFor` is `submitted` and it is not known. Source: GetMmsAsyncTask `objectId`. */
  declare readonly jobId: pulumi.Output<string | undefined>;
  /** Id of the request for the job, for support; absent once `jobId` is known. Source: CreateMmsJob `requestId`. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Name of the job, given or generated. */
  declare readonly name: pulumi.Output<string>;
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Status last seen: INIT, DOING, DONE, FAILED, or a word this version does not know. Source: GetMmsJob. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** True where the job was stopped, absent otherwise. Source: GetMmsJob. */
  declare readonly stopped: pulumi.Output<boolean | undefined>;
  /** Number of tasks. Source: GetMmsJob. */
  declare readonly taskNum: pulumi.Output<number | undefined>;
  /** Number of finished tasks. Source: GetMmsJob. */
  declare readonly taskDone: pulumi.Output<number | undefined>;
  /** Whether no job was requested yet, because `startWhen` is false; absent otherwise. */
  declare readonly held: pulumi.Output<boolean | undefined>;
  /** How many updates retried failed tasks; absent where none did. Source: RetryMmsJob. */
  declare readonly retries: pulumi.Output<number | undefined>;
  /** True where the job was found or taken over, and not made by a request whose response we have; absent otherwise. */
  declare readonly adopted: pulumi.Output<boolean | undefined>;
  /**
   * When CreateMmsJob was sent and its response lost, ISO 8601. While nothing has shown up, the resource is not ready and its id
   * is `<sourceId>/named/<name>`. Absent otherwise; it stays where the request had to be sent a second time.
   */
  declare readonly requestedAt: pulumi.Output<string | undefined>;
  /** Whether a finished job was removed on the service and is kept here (`onMissing: keep`). */
  declare readonly missing: pulumi.Output<boolean | undefined>;
  /**
   * Ids of further live jobs of this declaration, seen by a refresh: an interrupted run started them. The next update
   * stops and deletes them. Source: ListMmsJobs.
   */
  declare readonly duplicateJobs: pulumi.Output<string[] | undefined>;
  /** Time of the start, where the service sends it. Source: GetMmsJob. */
  declare readonly startTime: pulumi.Output<string | undefined>;
  /** Time of the end, where the service sends it. Source: GetMmsJob. */
  declare readonly endTime: pulumi.Output<string | undefined>;
  /** Failed tasks, sorted, at most 20; `failedTaskCount` has the total. Absent until the job has ended. Source: ListMmsTasks, ListMmsTaskLogs. */
  declare readonly failedTasks: pulumi.Output<FailedTask[] | undefined>;
  /** Number of failed tasks. Absent until the job has ended. Source: ListMmsTasks. */
  declare readonly failedTaskCount: pulumi.Output<number | undefined>;

  static readonly schema: ResourceSchema = migrationJobSchema;
}
