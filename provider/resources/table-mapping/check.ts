// What a table mapping refuses, and what differs between program, state and inventory. Pure.
import { changesOf, diffOf, inputsOf } from "../../lifecycle/properties/property-table.js";
import { readOutputs } from "../../lifecycle/properties/typed-values.js";
import { hasUnknown } from "../../lifecycle/properties/values.js";
import type { Table } from "../../mms/models.js";
import { describeChange, destinationOf, refuseWithoutDestination } from "../inventory/destination.js";
import { guardReset, resetIsDue } from "../inventory/reset.js";
import { refuseMerged, refuseQualified, refuseStrangers } from "../inventory/table-names.js";
import { type TableDestination, tableMappingInputs, tableMappingOutputs } from "./schema.js";
import { declaredFor, type PreviousValues, tableFields, tableNamesIn } from "./plan.js";
import type { CheckFailure, Diff, State } from "../../lifecycle/types.js";
import { isFinished } from "../../mms/jobs/job-status.js";

export type Live = ReadonlyMap<string, Table>;

type TableFacts = Readonly<Partial<Record<"name" | "id" | "status", string | undefined>>>;

export type Destinations = Readonly<Record<string, TableDestination>>;

export const previousIn = (state: State): PreviousValues => readOutputs(tableMappingOutputs, state).previous ?? {};

const destinationsIn = (state: State): Destinations => readOutputs(tableMappingOutputs, state).destinations ?? {};

export const whereOf = ({ dbName, sourceId }: State): string => `${String(dbName)} of source ${String(sourceId)}`;

export function destinationsOf(inputs: State, live: Live): Destinations {
  return Object.fromEntries(
    tableNamesIn(inputs).flatMap((name) => {
      const table = live.get(name);
      if (table === undefined) return [];
      const facts = { tableId: table.id ?? "", status: table.status ?? "" };
      return [[name, { ...facts, ...destinationOf(tableFields, table) } as TableDestination]];
    }),
  );
}

export const finishedIn = (inputs: State, tables: readonly TableFacts[]): TableFacts[] =>
  tables.filter(({ name, status }) => tableNamesIn(inputs).includes(name ?? "") && isFinished(status));

/** Refuses to set finished tables back, unless the program allows it. */
export function guardTables(inputs: State, where: string, tables: readonly TableFacts[]): void {
  guardReset(
    inputs,
    where,
    finishedIn(inputs, tables).map(({ name }) => `${name}`),
  );
}

/** What differs between the tables as last seen and the program, in words. */
function driftOf(state: State, inputs: State): string[] {
  const seen = destinationsIn(state);
  return tableNamesIn(inputs).flatMap((name) => {
    const table = seen[name];
    if (table === undefined) return [`${name} is not mapped yet, or no longer in the inventory`];
    const live = destinationOf(tableFields, table);
    const declared = declaredFor(inputs, name);
    const changes = Object.entries(declared).filter(([field, value]) => !hasUnknown(value) && live[field] !== value);
    return changes.length > 0 ? [`${name} ${describeChange(Object.fromEntries(changes), live)}`] : [];
  });
}

/** What an update that failed in the middle left mapped; a refresh takes its error away, and not what it left. */
function leftIn(state: State, inputs: State): string[] {
  if (hasUnknown(inputs)) return [];
  return Object.entries(previousIn(state)).flatMap(([name, previous]) => {
    const declared = declaredFor(inputs, name);
    const left = Object.keys(previous).filter((field) => !Object.hasOwn(declared, field));
    return left.length > 0
      ? [`${name} is not mapped any more (${left.join(", ")}); the next \`pulumi up\` puts it back`]
      : [];
  });
}

export function diffTableMapping(state: State, inputs: State): Diff {
  const changes = changesOf(tableMappingInputs, state, inputs);
  const diff = diffOf(changes);
  const { tableNames } = inputs;
  if (diff.replaces.length > 0 || hasUnknown(tableNames)) return diff;
  if (resetIsDue(state, inputs)) {
    const seen = Object.entries(destinationsIn(state)).map(([name, { status }]) => ({ name, status }));
    guardTables(inputs, whereOf(state), seen);
  }
  return diffOf(changes, [...driftOf(state, inputs), ...leftIn(state, inputs)]);
}

export function checkTableMapping(inputs: State): CheckFailure[] {
  const { tableNames, dstNames, dbName } = inputs;
  const none: CheckFailure[] =
    Array.isArray(tableNames) && tableNames.length === 0
      ? [{ property: "tableNames", reason: "tableNames is empty; name at least one table" }]
      : [];
  return [
    ...none,
    ...refuseWithoutDestination(inputs, ["dstProjectName", "dstSchemaName", "dstNames"]),
    ...refuseStrangers("dstNames", dstNames, "tableNames", tableNames),
    ...refuseMerged("dstNames", dstNames, tableNames),
    ...refuseQualified(inputs, dbName, ["tableNames", "dstNames"]),
  ];
}

/** Inputs as the inventory has them: one that every table contradicts, or some do, shows the first other value. */
export function drifted(state: State, seen: Destinations): State {
  const { dstNames, ...inputs } = inputsOf(tableMappingInputs, state);
  const found: Record<string, string | undefined> = {};
  const names: Record<string, string | undefined> = {};
  for (const [name, table] of Object.entries(seen)) {
    const live = destinationOf(tableFields, table);
    for (const [field, value] of Object.entries(declaredFor(state, name))) {
      if (live[field] === value) continue;
      if (field === "dstName") names[name] = live[field];
      else found[field] = live[field];
    }
  }
  const named = dstNames === undefined ? {} : { dstNames: { ...dstNames, ...names } };
  return { ...inputs, ...named, ...found, tableNames: Object.keys(seen) };
}
