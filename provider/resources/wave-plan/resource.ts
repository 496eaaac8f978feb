// WavePlan: the tables of a database in waves of about the same size, decided once.
import type * as pulumi from "@pulumi/pulumi";
import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { type WavePlanInputs, wavePlanSchema } from "./schema.js";

/** Arguments of a {@link WavePlan}. */
export type WavePlanArgs = Args<WavePlanInputs>;

/**
 * Splits a database into waves by the sizes in the inventory, the smallest wave first. The split is made once and kept in
 * state: sizes change every day, and a table that moved to another wave would replace that wave's job. Changed lists move
 * no table from wave to wave: one that comes in joins the wave with the fewest bytes. A table that scans have found since
 * waits for changed `triggers`. Deleting the resource does nothing on the service.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const plan = new mms.WavePlan("plan", { sourceId: "2000015", srcDbName: "sales", waveNum: 3 });
 *
 * export const waves = plan.waves;
 * ```
 */
export class WavePlan extends DynamicResource<WavePlanArgs> {
  /** Tables of each wave. Source: ListMmsTables. */
  declare readonly waves: pulumi.Output<string[][]>;
  /** Bytes of each wave when it was planned, as digits. Source: ListMmsTables `size`. */
  declare readonly sizes: pulumi.Output<string[]>;
  /** Tables of each wave by number of waves, for the numbers there were before. */
  declare readonly previousWaves: pulumi.Output<Record<string, string[][]>>;
  /** Id of the database in the inventory, as digits. Source: ListMmsDbs. */
  declare readonly dbId: pulumi.Output<string>;

  static readonly schema: ResourceSchema = wavePlanSchema;
}
