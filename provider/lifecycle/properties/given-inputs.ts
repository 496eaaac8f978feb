// The inputs of a property table as a program gives them. Pulumi compiles a program by TypeScript 3.8 where the program brings
// none of its own, so this file keeps to what that version reads: no renamed keys, no `infer` with a constraint.
import type { PropertyTable } from "./property-table.js";
import type { ByType, ValueTypeName } from "./value-types.js";

/** Where what a program may write differs from the canonical value, by the name of its type. */
type Written = Record<"ids" | "references", (string | number)[]> &
  Record<"strings" | "names", string[]> &
  Record<"stringMap" | "filters" | "destinations" | "durations", Record<string, string>> &
  Record<"anyMap", Record<string, unknown>> & { id: string | number; duration: string; sequence: unknown[] };

type Given<Row extends { readonly type: ValueTypeName }> = "value" extends keyof Row
  ? NonNullable<Row["value"]>
  : Row extends { readonly type: "string"; readonly allowed: readonly (infer Allowed)[] }
    ? Allowed
    : Row extends { readonly type: "durations"; readonly allowed: readonly (infer Key)[] }
      ? { [Name in Extract<Key, string>]?: string }
      : (Omit<ByType, keyof Written> & Written)[Row["type"]];

type RequiredNames<Table extends PropertyTable> = {
  [Name in keyof Table]: Table[Name] extends { readonly required: true } ? Name : never;
}[keyof Table];

/** Values for the rows of a table, under their names and with their docstrings. */
type Values<Table extends PropertyTable> = { -readonly [Name in keyof Table]: Given<Table[Name]> };

/** The inputs of a table as a program gives them. The docstrings of the rows are those of the arguments. */
export type GivenInputs<Table extends PropertyTable> = Values<Pick<Table, RequiredNames<Table>>> &
  Partial<Values<Omit<Table, RequiredNames<Table>>>>;
