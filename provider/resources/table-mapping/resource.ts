// TableMapping: the project, schema and name under which source tables land.
import type * as pulumi from "@pulumi/pulumi";
import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import { type TableDestination, type TableMappingInputs, tableMappingSchema } from "./schema.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";

/** Arguments of a {@link TableMapping}. */
export type TableMappingArgs = Args<TableMappingInputs>;

/**
 * Where tables of one source database land: one resource for one table or for many, which then change in one request.
 * Deleting the resource puts each table's mapping back as it was before; a table that landed as its database lands as that
 * does by then. Beside a {@link DatabaseMapping} of the same database it needs `dependsOn`: mapping a database may carry
 * its tables along (inferred: db-mapping-carries-tables).
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const orders = new mms.TableMapping("orders", {
 *   sourceId: "2000015",
 *   dbName: "sales",
 *   tableNames: ["orders", "customers"],
 *   dstProjectName: "sales_prod",
 *   dstNames: { orders: "ods_orders" },
 * });
 *
 * export const destinations = orders.destinations;
 * ```
 */
export class TableMapping extends DynamicResource<TableMappingArgs> {
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Name of the source database. */
  declare readonly dbName: pulumi.Output<string>;
  /** Mapped source tables. */
  declare readonly tableNames: pulumi.Output<string[]>;
  /** Where each table lands, and its migration state last seen. Source: ListMmsTables. */
  declare readonly destinations: pulumi.Output<Record<string, TableDestination>>;
  /** Values each table's mapping had before, which deleting puts back; "" where there was none, "(as the database)" where it landed as its database. */
  declare readonly previous: pulumi.Output<Record<string, Record<string, string>>>;

  static readonly schema: ResourceSchema = tableMappingSchema;
}
