// DatabaseMapping: the project and schema in which a source database lands.
import type * as pulumi from "@pulumi/pulumi";
import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { type DatabaseMappingInputs, databaseMappingSchema } from "./schema.js";

/** Arguments of a {@link DatabaseMapping}. */
export type DatabaseMappingArgs = Args<DatabaseMappingInputs>;

/**
 * Where a source database lands. Deleting the resource puts the mapping back as it was before. Tables that are already
 * migrated stay where they are until they are reset and migrated again; tables that land elsewhere than their database,
 * by a {@link TableMapping} or by hand, go on landing there.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const sales = new mms.DatabaseMapping("sales", {
 *   sourceId: "2000015",
 *   dbName: "sales",
 *   dstProjectName: "sales_prod",
 * });
 *
 * export const dbId = sales.dbId;
 * ```
 */
export class DatabaseMapping extends DynamicResource<DatabaseMappingArgs> {
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Name of the source database. */
  declare readonly dbName: pulumi.Output<string>;
  /** Destination project. */
  declare readonly dstProjectName: pulumi.Output<string | undefined>;
  /** Destination schema. */
  declare readonly dstName: pulumi.Output<string | undefined>;
  /** Id of the database in the inventory, as digits. Source: ListMmsDbs. */
  declare readonly dbId: pulumi.Output<string>;
  /** Migration state last seen. Source: GetMmsDb. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Number of tables in the inventory. Source: GetMmsDb. */
  declare readonly tables: pulumi.Output<number | undefined>;
  /** Number of tables already migrated. Source: GetMmsDb. */
  declare readonly tablesDone: pulumi.Output<number | undefined>;
  /** Values the mapping had before, which deleting puts back; "" where there was none. */
  declare readonly previous: pulumi.Output<Record<string, string>>;
  /** Tables, and where they land, that a change of the mapping carried along and that are not put back yet; absent as a rule. */
  declare readonly displacedTables: pulumi.Output<Record<string, Record<string, string>> | undefined>;

  static readonly schema: ResourceSchema = databaseMappingSchema;
}
