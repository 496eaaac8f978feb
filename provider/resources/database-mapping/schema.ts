// What a database mapping takes and gives: the types a program sees, and the tables everything else reads.
import { mapOf, type OutputTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { DisplacedTables } from "../inventory/displaced-tables.js";
import { sourceIdHint } from "../inventory/hints.js";
import { resetInputs } from "../inventory/reset.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";

export const databaseMappingInputs = {
  /** Id of the data source: digits, as text or as a whole number below 2^53. Changing it replaces the mapping. Source: UpdateMmsDb `sourceId`. */
  sourceId: { type: "id", required: true, onChange: "replace", source: "UpdateMmsDb sourceId", hint: sourceIdHint },
  /** Name of the source database, exactly. Changing it replaces the mapping. Source: ListMmsDbs `name`. */
  dbName: { type: "name", required: true, onChange: "replace", source: "ListMmsDbs name" },
  /** Destination MaxCompute project. Updated in place. Source: UpdateMmsDb `dstProjectName`. @default left as the inventory has it */
  dstProjectName: { type: "destination", onChange: "update", source: "UpdateMmsDb dstProjectName" },
  /** Destination schema, in a project with schemas. Updated in place. Source: UpdateMmsDb `dstName`. @default left as the inventory has it */
  dstName: { type: "destination", onChange: "update", source: "UpdateMmsDb dstName" },
  /**
   * Any values; a change sets a finished database back to INIT, so that the next job migrates it again. The value given at
   * creation only sets the mark. Updated in place. Source: UpdateMmsTables and UpdateMmsDb `status` (semantics inferred: init-rearms).
   */
  resetTrigger: resetInputs.resetTrigger,
  /** Whether `resetTrigger` may set finished objects back; without it a changed `resetTrigger` is refused, naming them. Updated in place. @default false */
  allowRemigration: resetInputs.allowRemigration,
} as const satisfies PropertyTable;

/** Inputs of a {@link DatabaseMapping}. */
export interface DatabaseMappingInputs extends GivenInputs<typeof databaseMappingInputs> {}

export const databaseMappingOutputs = {
  dbId: { type: "id", source: "ListMmsDbs id" },
  status: { type: "string", source: "GetMmsDb status" },
  tables: { type: "integer", source: "GetMmsDb tables" },
  tablesDone: { type: "integer", source: "GetMmsDb tablesDone" },
  previous: { type: "stringMap", source: "GetMmsDb, before the first change" },
  displacedTables: mapOf<DisplacedTables>("ListMmsTables, before a change that failed in the middle"),
} as const satisfies OutputTable;

/** The facts of a {@link DatabaseMapping}. */
export const databaseMappingSchema = {
  kind: "DatabaseMapping",
  inputs: databaseMappingInputs,
  outputs: databaseMappingOutputs,
  deletesFirst: true,
} as const satisfies ResourceSchema;
