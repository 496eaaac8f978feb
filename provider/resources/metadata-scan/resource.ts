// MetadataScan: the inventory of a source is brought up to date before anything is migrated from it.
import type * as pulumi from "@pulumi/pulumi";

import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import { type MetadataScanInputs, metadataScanSchema } from "./schema.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";

/** Arguments of a {@link MetadataScan}. */
export type MetadataScanArgs = Args<MetadataScanInputs>;

/**
 * A scan of a source's metadata, which jobs and timers work on. Creating the resource scans once; changed `triggers` or
 * scope scan again, and so does a `pulumi up` when the last scan is older than `maxAge`. A scan that is already running is
 * reused, whoever started it. The service keeps no scope of a scan (inferred: scan-scope-unknown): one begun elsewhere counts as one of
 * everything where the whole source is wanted, and is not enough once `dbName` or `tableNames` narrow it. Deleting the
 * resource does nothing on the service: a scan cannot be undone.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const inventory = new mms.MetadataScan("inventory", { sourceId: "2000015", dbName: "sales", maxAge: "12h" });
 * const sales = new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales" }, { dependsOn: inventory });
 *
 * export const tablesFound = inventory.tables;
 * ```
 */
export class MetadataScan extends DynamicResource<MetadataScanArgs> {
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Id of the latest scan, as digits. Source: CreateMmsFetchMetadataJob `scanId`. */
  declare readonly scanId: pulumi.Output<string>;
  /** Id of the request that began the scan, for support. Source: CreateMmsFetchMetadataJob `requestId`. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** True where the scan was begun by somebody else, and reused or young enough; absent otherwise. */
  declare readonly reused: pulumi.Output<boolean | undefined>;
  /** Status last seen, for example SCAN_DOING. Source: GetMmsFetchMetadataJob. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Number of databases found. Source: GetMmsFetchMetadataJob `result`. */
  declare readonly databases: pulumi.Output<number | undefined>;
  /** Number of tables found. Source: GetMmsFetchMetadataJob `result`. */
  declare readonly tables: pulumi.Output<number | undefined>;
  /** Number of partitions found. Source: GetMmsFetchMetadataJob `result`. */
  declare readonly partitions: pulumi.Output<number | undefined>;
  /** Why the scan failed. Source: GetMmsFetchMetadataJob. */
  declare readonly errorMsg: pulumi.Output<string | undefined>;
  /** Begin of the scan, yyyy-MM-dd HH:mm:ss without a zone. Source: GetMmsFetchMetadataJob. */
  declare readonly startTime: pulumi.Output<string | undefined>;
  /** End of the scan, without a zone. Source: GetMmsFetchMetadataJob. */
  declare readonly endTime: pulumi.Output<string | undefined>;
  /** When the scan was seen to finish, ISO 8601; `maxAge` counts from it. */
  declare readonly finishedAt: pulumi.Output<string | undefined>;

  static readonly schema: ResourceSchema = metadataScanSchema;
}
