// What a wave plan takes and gives: the types a program sees, and the tables everything else reads.
import { mapOf, type OutputTable, type PropertyTable, sequenceOf } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { ValueTypeName } from "../../lifecycle/properties/value-types.js";
import { sourceIdHint } from "../inventory/hints.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";

const planned = <Type extends ValueTypeName>(type: Type, source: string) =>
  ({ type, onChange: "update", source }) as const;

export const wavePlanInputs = {
  /** Id of the data source: digits, as text or as a whole number below 2^53. Changing it creates a new plan. Source: ListMmsTables `sourceId`. */
  sourceId: { type: "id", required: true, onChange: "replace", source: "ListMmsTables sourceId", hint: sourceIdHint },
  /** Source database, exactly. Changing it creates a new plan. Source: ListMmsTables `dbName`. */
  srcDbName: { type: "name", required: true, onChange: "replace", source: "ListMmsTables dbName" },
  /** Number of waves, 1 or more. Changing it plans anew, in place; changing it back restores the earlier split. */
  waveNum: { ...planned("integer", "plan"), required: true },
  /** Tables to leave out. Changed in place: tables that stay in the plan stay in their waves. */
  tableBlackList: planned("names", "plan"),
  /** The only tables to take. Changed in place: tables that stay in the plan stay in their waves. */
  tableWhiteList: planned("names", "plan"),
  /** Any values; a change plans anew, in place. */
  triggers: planned("sequence", "plan"),
} as const satisfies PropertyTable;

/** Inputs of a {@link WavePlan}. */
export interface WavePlanInputs extends GivenInputs<typeof wavePlanInputs> {}

export const wavePlanOutputs = {
  waves: sequenceOf<readonly string[]>("ListMmsTables"),
  sizes: { type: "ids", source: "ListMmsTables size" },
  previousWaves: mapOf<Readonly<Record<string, readonly (readonly string[])[]>>>("plan"),
  dbId: { type: "id", source: "ListMmsDbs id" },
} as const satisfies OutputTable;

/** The facts of a {@link WavePlan}. */
export const wavePlanSchema = {
  kind: "WavePlan",
  inputs: wavePlanInputs,
  outputs: wavePlanOutputs,
} as const satisfies ResourceSchema;
