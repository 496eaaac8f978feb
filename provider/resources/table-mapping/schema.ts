// What a table mapping takes and gives: the types a program sees, and the tables everything else reads.
import { mapOf, type OutputTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import type { Destination } from "../inventory/destination.js";
import { sourceIdHint } from "../inventory/hints.js";
import { resetInputs } from "../inventory/reset.js";

/** Inputs of a {@link TableMapping}. */
export interface TableMappingInputs {
  /** Id of the data source, as digits. Changing it replaces the mapping. Source: UpdateMmsTables `sourceId`. */
  sourceId: string | number;
  /** Name of the source database, exactly. Changing it replaces the mapping. Source: UpdateMmsTables `dbName`. */
  dbName: string;
  /** Source tables that are mapped. Updated in place. A table taken out gets its previous mapping back. Source: UpdateMmsTables `tableNames`. */
  tableNames: string[];
  /** Destination MaxCompute project of all of them. Updated in place. Source: UpdateMmsTables `dstProjectName`. @default left as the inventory has it */
  dstProjectName?: string;
  /** Destination schema of all of them. Updated in place. Source: UpdateMmsTables `dstSchemaName`. @default left as the inventory has it */
  dstSchemaName?: string;
  /** Destination table name per source table. Updated in place. Source: UpdateMmsTable `dstName`. @default left as the inventory has it */
  dstNames?: Record<string, string>;
  /**
   * Any values; a change sets the finished tables back to INIT, so that the next job migrates them again. The value given at
   * creation only sets the mark. Updated in place. Source: UpdateMmsTables `status` (semantics inferred: init-rearms).
   */
  resetTrigger?: unknown[];
  /** Whether `resetTrigger` may set finished tables back; without it a changed `resetTrigger` is refused, naming them. Updated in place. @default false */
  allowRemigration?: boolean;
}

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
  sourceId: { type: "id", required: true, onChange: "replace", source: "UpdateMmsTables sourceId", hint: sourceIdHint },
  dbName: { type: "name", required: true, onChange: "replace", source: "UpdateMmsTables dbName" },
  tableNames: { type: "names", required: true, onChange: "update", source: "UpdateMmsTables tableNames" },
  dstProjectName: { type: "destination", onChange: "update", source: "UpdateMmsTables dstProjectName" },
  dstSchemaName: { type: "destination", onChange: "update", source: "UpdateMmsTables dstSchemaName" },
  dstNames: { type: "destinations", onChange: "update", source: "UpdateMmsTable dstName" },
  ...resetInputs,
} as const satisfies PropertyTable;

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
