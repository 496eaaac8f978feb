// What a program says against what the service shows.
import type { State } from "../lifecycle/lifecycle.js";
import { canonicalInput, type PropertyTable } from "../lifecycle/properties.js";
import { canonical } from "../lifecycle/value-types.js";
import { canonicalJson } from "../lifecycle/values.js";

/** A field on which program and service differ. */
export interface Difference {
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** Where the service shows an input again. Inputs that it never shows cannot be compared. */
export type Shows<Record> = Readonly<{ [field: string]: (record: Record) => unknown }>;

/** Fields in which something visibly differs from the inputs. The service may fill what the program leaves open. */
export function differencesFrom<Record>(
  table: PropertyTable,
  shows: Shows<Record>,
  inputs: State,
  record: Record,
): Difference[] {
  return Object.entries(shows).flatMap(([field, find]) => {
    const wanted = canonicalInput(table, inputs, field);
    const found = canonical(table[field]?.type ?? "any", find(record));
    const same = wanted === undefined || canonicalJson(wanted) === canonicalJson(found);
    return same ? [] : [{ field, wanted, found }];
  });
}
