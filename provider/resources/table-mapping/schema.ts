// What a table mapping takes and gives: the types a program sees, and the tables everything else reads.
import { mapOf, type OutputTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import type { Destination } from "../inventory/destination.js";
import { sourceIdHint } from "../inventory/hints.js";
import { resetInputs } from "../inventory/reset.js";

/** Where one table lands, and how far it is. */
export interface TableDestination {
  /** Id of the table in the inventory, as digits. */
  tableId: string;
  /** Destination project; "" where there is none. */
  dstProjectName: string;
  /** Destination schema; "" in a project without schemas. */
  dstSchemaName: string;
  /** Destination table. */
  dstName: string;
  /** Migration state last seen. */
  status: string;
}

export const tableMappingInputs = {
  /** Id of the data source: digits, as text or as a whole number below 2^53. Changing it replaces the mapping. Source: UpdateMmsTables `sourceId`. */
  sourceId: { type: "id", required: true, onChange: "replace", source: "UpdateMmsTables sourceId", hint: sourceIdHint },
  /** Name of the source database, exactly. Changing it replaces the mapping. Source: UpdateMmsTables `dbName`. */
  dbName: { type: "name", required: true, onChange: "replace", source: "UpdateMmsTables dbName" },
  /** Source tables that are mapped. Updated in place. A table taken out gets its previous mapping back. Source: UpdateMmsTables `tableNames`. */
  tableNames: { type: "names", required: true, onChange: "update", source: "UpdateMmsTables tableNames" },
  /** Destination MaxCompute project of all of them. Updated in place. Source: UpdateMmsTables `dstProjectName`. @default left as the inventory has it */
  dstProjectName: { type: "destination", onChange: "update", source: "UpdateMmsTables dstProjectName" },
  /** Destination schema of all of them. Updated in place. Source: UpdateMmsTables `dstSchemaName`. @default left as the inventory has it */
  dstSchemaName: { type: "destination", onChange: "update", source: "UpdateMmsTables dstSchemaName" },
  /** Destination table name per source table. Updated in place. Source: UpdateMmsTable `dstName`. @default left as the inventory has it */
  dstNames: { type: "destinations", onChange: "update", source: "UpdateMmsTable dstName" },
  /**
   * Any values; a change sets the finished tables back to INIT, so that the next job migrates them again. The value given at
   * creation only sets the mark. Updated in place. Source: UpdateMmsTables `status` (semantics inferred: init-rearms).
   */
  resetTrigger: resetInputs.resetTrigger,
  /** Whether `resetTrigger` may set finished tables back; without it a changed `resetTrigger` is refused, naming them. Updated in place. @default false */
  allowRemigration: resetInputs.allowRemigration,
} as const satisfies PropertyTable;

/** Inputs of a {@link TableMapping}. */
export interface TableMappingInputs extends GivenInputs<typeof tableMappingInputs> {}

export const tableMappingOutputs = {
  destinations: mapOf<Readonly<Record<string, TableDestination>>>("ListMmsTables"),
  previous: mapOf<Readonly<Record<string, Destination>>>("ListMmsTables, before the first change"),
} as const satisfies OutputTable;

/** The facts of a {@link TableMapping}. */
export const tableMappingSchema = {
  kind: "TableMapping",
  inputs: tableMappingInputs,
  outputs: tableMappingOutputs,
  deletesFirst: true,
} as const satisfies ResourceSchema;
