// What a data source takes and gives: the types a program sees, and the tables everything else reads.
import { type OutputTable, type PropertyTable, typed } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { namingOf } from "../base/naming.js";
import { sourceIdHint } from "../inventory/hints.js";

/**
 * Plain configuration of a source: the published keys, and any other key the source's type takes
 * (ListMmsDataSourceConfigItems names them). Secrets belong in `secretConfig`.
 */
export interface DataSourceConfig {
  /** MaxCompute project that data goes to by default. Source: GetMmsDataSource. */
  "mc.default.project"?: string;
  /** SQL hints of the service's MaxCompute queries, for example `{ "odps.sql.decimal.odps2": true }`. Source: UpdateMmsDataSource. */
  "mc.sql.hints"?: Record<string, unknown>;
  /** Project of a BigQuery source. Source: CreateMmsDataSource. */
  "bigquery.project.id"?: string;
  /** What becomes of BigQuery's range partitions. Source: GetMmsDataSource. */
  "bigquery.range.partition.migrate.type"?: "Cluster" | "Partition";
  [key: string]: unknown;
}

/** Every input, under the service's own names first. */
export const dataSourceInputs = {
  /**
   * Name of the source. A changed one renames it in place. Source: CreateMmsDataSource `name`, UpdateMmsDataSource RENAME.
   * @default the resource's name and a hash of its URN and type, which lets an interrupted create find its source again
   */
  name: { type: "string", onChange: "update", computed: true, source: "CreateMmsDataSource name" },
  /** Kind of source, for example `HIVE`, `BIGQUERY`, `DATABRICKS`; letter case does not matter. Changing it replaces the source. Source: CreateMmsDataSource `type`. */
  type: { type: "string", required: true, onChange: "replace", source: "CreateMmsDataSource type" },
  /**
   * Network connection to the source, `<vpc id>:<region>`; it must exist. Changing it replaces the source; taking it out
   * changes nothing. Source: CreateMmsDataSource `networklink`.
   */
  networklink: { type: "string", onChange: "replace", computed: true, source: "CreateMmsDataSource networklink" },
  /**
   * Configuration by key, stored in clear: a key that looks like a secret is refused, also inside a value. Updated in place.
   * Only the keys given here are compared with the service. An update sends them together with the other keys that the
   * service shows, so that those stay, and with them a key that was taken out of the program (whether UPDATE_CONFIG merges
   * or replaces is not published; keys whose values the service masks are warned of).
   * Source: CreateMmsDataSource `config`, UpdateMmsDataSource UPDATE_CONFIG.
   */
  config: { ...typed<DataSourceConfig>(), type: "anyMap", onChange: "update", source: "CreateMmsDataSource config" },
  /** Configuration by key that is always a secret in Pulumi's state: passwords, tokens, access ids and keys. Updated in place. Source: as `config`. */
  secretConfig: { type: "anyMap", onChange: "update", secret: true, source: "CreateMmsDataSource config" },
  /** Whether the source's instance should run. Updated in place. Source: UpdateMmsDataSource START, STOP. @default started */
  desiredState: {
    type: "string",
    onChange: "update",
    default: "started",
    allowed: ["started", "stopped"],
    source: "UpdateMmsDataSource START, STOP",
  },
  /**
   * Test the configuration against the source, at creation and before a changed one is applied. A test that fails is an error.
   * Source: UpdateMmsDataSource `test`. @default false
   */
  testConnection: { type: "boolean", onChange: "update", default: false, source: "UpdateMmsDataSource test" },
  /**
   * Delete the source although it has unfinished jobs or active timers: timers are paused, jobs stopped, and the service
   * deletes a source's jobs and inventory with it; Alibaba does not document what happens to its timers. Run `pulumi up` with it
   * before destroying. Source: DeleteMmsDataSource. @default false
   */
  forceDestroy: { type: "boolean", onChange: "update", default: false, source: "DeleteMmsDataSource" },
  /**
   * Id of a source created elsewhere, taken over in place of creating one. From then on it is the stack's, and a destroy deletes
   * it with its inventory and jobs; the option `retainOnDelete` keeps it. Changing it to another source replaces the
   * resource. Source: GetMmsDataSource.
   */
  adoptSourceId: {
    type: "id",
    onChange: "replace",
    computed: true,
    source: "GetMmsDataSource",
    hint: sourceIdHint,
  },
  /** Timeout per operation, for example `{ create: "30m" }`; also taken from `opts.customTimeouts`. Updated in place. @default 20m */
  timeouts: { type: "durations", onChange: "update", allowed: ["create", "update", "delete"], source: "wait" },
} as const satisfies PropertyTable;

/** Inputs of a {@link DataSource}. */
export interface DataSourceInputs extends GivenInputs<typeof dataSourceInputs> {}

/** Every output besides the inputs. */
export const dataSourceOutputs = {
  sourceId: { type: "id", source: "CreateMmsDataSource data.dataSourceId" },
  requestId: { type: "string", source: "CreateMmsDataSource requestId" },
  adopted: { type: "boolean", flag: true, source: "lookup by name, or adoptSourceId" },
  status: { type: "string", source: "GetMmsDataSource status" },
  errMsg: { type: "string", source: "GetMmsDataSource errMsg" },
  connectionTest: { type: "string", source: "UpdateMmsDataSource test, GetMmsAsyncTask" },
  region: { type: "string", source: "GetMmsDataSource region" },
  consoleUrl: { type: "string", source: "region and endpoint of the provider" },
  agentIsOnline: { type: "boolean", source: "GetMmsDataSource agentIsOnline" },
  dstProject: { type: "string", source: "GetMmsDataSource dstProject" },
  dstProjects: { type: "strings", source: "GetMmsDataSource dstProjects" },
  createTime: { type: "string", source: "GetMmsDataSource createTime" },
  lastUpdateTime: { type: "string", source: "GetMmsDataSource lastUpdateTime" },
  scanId: { type: "id", source: "GetMmsDataSource scanId" },
  dbNum: { type: "integer", source: "GetMmsDataSource dbNum" },
  tableNum: { type: "integer", source: "GetMmsDataSource tableNum" },
  partitionNum: { type: "integer", source: "GetMmsDataSource partitionNum" },
} as const satisfies OutputTable;

/** The facts of a {@link DataSource}. */
export const dataSourceSchema = {
  kind: "DataSource",
  inputs: dataSourceInputs,
  outputs: dataSourceOutputs,
  naming: namingOf(dataSourceInputs, "source", "adoptSourceId"),
  // A generated name survives a replacement: the new one must not find the old.
  deletesFirst: true,
} as const satisfies ResourceSchema;
