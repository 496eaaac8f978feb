// DataSource: a source system of migrations, registered with the service and running.
import type * as pulumi from "@pulumi/pulumi";

import { getDataSourceOutput } from "../../functions/data-sources.js";
import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import { type DataSourceInputs, dataSourceSchema } from "./schema.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";

/** Arguments of a {@link DataSource}. */
export type DataSourceArgs = Args<DataSourceInputs>;

/**
 * A source system: registered once however often a run is interrupted, started, and kept as the program says. Its jobs,
 * scans and timers take its `sourceId`.
 *
 * Secrets go into `secretConfig`, which is always encrypted in state; `config` refuses keys that look like secrets. Items
 * of type `file` (keytabs, key files) cannot be uploaded by any public operation: make such a source in the console and take
 * it over with `adoptSourceId`.
 *
 * Deleting a source deletes its jobs and inventory on the service, so it is refused while jobs are unfinished or timers
 * active. A replacement deletes the old source before it creates the new one.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const warehouse = new mms.DataSource("warehouse", {
 *   type: "HIVE",
 *   networklink: "vpc-2zebqp6uojhdla46677tl:cn-shanghai",
 *   config: {
 *     "mc.default.project": "lakehouse",
 *     "hive.metastore.urls": "thrift://10.0.0.5:9083",
 *     "hive.jdbc.url": "jdbc:hive2://10.0.0.5:10000/default",
 *     "hive.jdbc.username": "migration",
 *   },
 *   secretConfig: { "hive.jdbc.password": new pulumi.Config().requireSecret("hivePassword") },
 *   testConnection: true,
 * });
 *
 * export const sourceId = warehouse.sourceId;
 * ```
 */
export class DataSource extends DynamicResource<DataSourceArgs> {
  /** Id of the source, as digits: what jobs, scans and timers take. Source: CreateMmsDataSource `dataSourceId`. */
  declare readonly sourceId: pulumi.Output<string>;
  /** Name of the source, given or generated. */
  declare readonly name: pulumi.Output<string>;
  /** Kind of source. */
  declare readonly type: pulumi.Output<string>;
  /** Id of the request that made the source, for support. Source: CreateMmsDataSource `requestId`. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** True where the source was found or taken over, and not made by a request whose response we have; absent otherwise. */
  declare readonly adopted: pulumi.Output<boolean | undefined>;
  /** Status last seen: STARTED, STOPPED, START_FAILED …, or a word this version does not know. Source: GetMmsDataSource. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Why the source failed to start or stop. Source: GetMmsDataSource. */
  declare readonly errMsg: pulumi.Output<string | undefined>;
  /** `passed` once the present configuration was tested (`testConnection`). */
  declare readonly connectionTest: pulumi.Output<string | undefined>;
  /** Region of the source. Source: GetMmsDataSource. */
  declare readonly region: pulumi.Output<string | undefined>;
  /**
   * The console's list of data sources in the provider's region, the only page of the service whose address is published;
   * absent where `endpoint` is not the region's own.
   */
  declare readonly consoleUrl: pulumi.Output<string | undefined>;
  /** Whether the source's instance or agent is up. Source: GetMmsDataSource. */
  declare readonly agentIsOnline: pulumi.Output<boolean | undefined>;
  /** Default destination project. Source: GetMmsDataSource. */
  declare readonly dstProject: pulumi.Output<string | undefined>;
  /** Every destination project. Source: GetMmsDataSource. */
  declare readonly dstProjects: pulumi.Output<string[] | undefined>;
  /** Time of creation, yyyy-MM-dd HH:mm:ss without a zone. Source: GetMmsDataSource. */
  declare readonly createTime: pulumi.Output<string | undefined>;
  /** Time of the last metadata synchronisation, without a zone. Source: GetMmsDataSource. */
  declare readonly lastUpdateTime: pulumi.Output<string | undefined>;
  /** Id of the newest metadata scan. Source: GetMmsDataSource. */
  declare readonly scanId: pulumi.Output<string | undefined>;
  /** Number of known databases. Source: GetMmsDataSource. */
  declare readonly dbNum: pulumi.Output<number | undefined>;
  /** Number of known tables. Source: GetMmsDataSource. */
  declare readonly tableNum: pulumi.Output<number | undefined>;
  /** Number of known partitions. Source: GetMmsDataSource. */
  declare readonly partitionNum: pulumi.Output<number | undefined>;

  static readonly schema: ResourceSchema = dataSourceSchema;

  /**
   * Finds a source that is there already by its exact name, without managing it: its `id` is what jobs take as `sourceId`.
   * Runs in the program, also at preview. Throws LookupError where there is none or more than one. Source: ListMmsDataSources.
   */
  static lookup(name: pulumi.Input<string>, opts?: pulumi.InvokeOutputOptions): ReturnType<typeof getDataSourceOutput> {
    return getDataSourceOutput({ name }, opts);
  }
}
