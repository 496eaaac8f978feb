// The values of a property table as one typed object that is read once, in their canonical form, defaults filled in, with units
// in names.
import { canonicalInput, type OutputTable, type Property, type PropertyTable } from "./property-table.js";
import { type ByType, valueTypes, type ValueTypeName } from "./value-types.js";
import type { State } from "../types.js";

type Value<Row extends { readonly type: ValueTypeName }> = "value" extends keyof Row
  ? NonNullable<Row["value"]>
  : Row extends { readonly type: "string"; readonly allowed: readonly (infer Allowed)[] }
    ? Allowed
    : ByType[Row["type"]];

type IsThere<Row> = Row extends { readonly required: true } | { readonly default: unknown } ? true : false;

type NameOf<Name extends string, Row> = Row extends { readonly type: "duration" | "durations" } ? `${Name}Ms` : Name;

/** The inputs of a table; durations in milliseconds, under names that say so. */
export type InputsOf<Table extends PropertyTable> = {
  readonly [Name in keyof Table & string as NameOf<Name, Table[Name]>]:
    Value<Table[Name]> | (IsThere<Table[Name]> extends true ? never : undefined);
};

/** The outputs of a table; what is not known yet is absent. */
export type OutputsOf<Table extends OutputTable> = {
  readonly [Name in keyof Table]?: Value<Table[Name]> | undefined;
};

const isDuration = ({ type }: Property): boolean => type === "duration" || valueTypes[type].items === "duration";

/** Reads the inputs among arguments or a state that passed its check. The one place that believes a table's types. */
export function readInputs<Table extends PropertyTable>(table: Table, values: State): InputsOf<Table> {
  const read = Object.entries(table).map(([name, property]) => [
    isDuration(property) ? `${name}Ms` : name,
    canonicalInput(table, values, name),
  ]);
  return Object.fromEntries(read) as InputsOf<Table>;
}

/** Reads the outputs of a stored state. */
export const readOutputs = <Table extends OutputTable>(table: Table, state: State): OutputsOf<Table> =>
  Object.fromEntries(
    Object.keys(table).flatMap((name) =>
      state[name] === undefined || state[name] === null ? [] : [[name, state[name]]],
    ),
  ) as OutputsOf<Table>;
