// What a program says against what the service shows.
import { canonicalInput, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import { canonical, shown } from "../../lifecycle/properties/value-types.js";
import { canonicalJson, isEmpty } from "../../lifecycle/properties/values.js";
import type { State } from "../../lifecycle/types.js";

/** A field on which program and service differ. */
export interface Difference {
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** Where the service shows an input again. Inputs that it never shows cannot be compared. */
export type Shows<Record> = Readonly<{ [field: string]: (record: Record) => unknown }>;

/** What is compared: inputs with a record that shows some of them. */
type Compared<Record> = readonly [table: PropertyTable, shows: Shows<Record>, inputs: State, record: Record];

/** An input as the service shows it. */
const foundIn = <Record>(field: string, ...[table, shows, , record]: Compared<Record>): unknown =>
  canonical(table[field]?.type ?? "any", shows[field]?.(record));

/** Fields in which something visibly differs from the inputs. The service may fill what the program leaves open. */
export function differencesFrom<Record>(...[table, shows, inputs, record]: Compared<Record>): Difference[] {
  return Object.keys(shows).flatMap((field) => {
    const wanted = canonicalInput(table, inputs, field);
    const found = foundIn(field, table, shows, inputs, record);
    const same = wanted === undefined || canonicalJson(wanted) === canonicalJson(found);
    return same ? [] : [{ field, wanted, found }];
  });
}

/** Of these fields, those that a program gives and something shows nothing of: nobody can compare them. */
export const notCompared = <Record>(fields: readonly string[], ...compared: Compared<Record>): string[] => {
  const [table, , inputs] = compared;
  return fields.filter(
    (field) => canonicalInput(table, inputs, field) !== undefined && foundIn(field, ...compared) === undefined,
  );
};

/** Inputs as something shows them, without what an absent value means. */
export const shownBy = <Record>(shows: Shows<Record>, record: Record): State =>
  Object.fromEntries(
    Object.entries(shows)
      .map(([field, find]) => [field, find(record)] as const)
      .filter(([, value]) => !isEmpty(value) && value !== "" && value !== false),
  );

/** A warning about what an adoption could not compare; nothing where there is nothing to say. */
export const notComparedWarning = (what: string, fields: readonly string[]): string[] =>
  fields.length === 0
    ? []
    : [
        `${what} does not show ${fields.join(", ")}, so the program's values were not compared with it; check them yourself`,
      ];

/** Inputs that narrow what is migrated: left out, they mean everything. */
const narrowing = ["tables", "partitions", "partitionFilters", "tableBlackList", "tableWhiteList"];

/**
 * Narrowing that something shows and the program does not ask for: it would migrate less than the program says. The
 * service may spell out the tables of a whole database or of partitions, and the partitions that filters take; those
 * narrow nothing.
 */
export function narrowingIn<Record extends { readonly type?: string }>(...compared: Compared<Record>): Difference[] {
  const [table, , inputs, record] = compared;
  const whole = record.type?.toLowerCase() === "database";
  const asked = (field: string) => !isEmpty(canonicalInput(table, inputs, field));
  const spelt = (field: string) =>
    (whole && ["tables", "partitions"].includes(field)) ||
    (field === "tables" && asked("partitions")) ||
    (field === "partitions" && asked("partitionFilters"));
  return narrowing.flatMap((field) => {
    const found = foundIn(field, ...compared);
    return asked(field) || spelt(field) || isEmpty(found) ? [] : [{ field, wanted: undefined, found }];
  });
}

/** Differences in words. The values of the fields in `untold` are left out. */
export const describeDifferences = (
  differences: readonly Difference[],
  untold: ReadonlySet<string> = new Set(),
): string =>
  differences
    .map(({ field, wanted, found }) => {
      if (untold.has(field)) return `${field} differs`;
      return `${field} is ${shown(found)}, the program says ${wanted === undefined ? "nothing" : shown(wanted)}`;
    })
    .join("; ");
