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
interface Compared<Record> {
  readonly table: PropertyTable;
  readonly shows: Shows<Record>;
  readonly inputs: State;
  readonly record: Record;
}

/** An input as the service shows it. */
const foundIn = <Record>(field: string, { table, shows, record }: Compared<Record>): unknown =>
  canonical(table[field]?.type ?? "any", shows[field]?.(record));

/** Fields in which something visibly differs from the inputs. The service may fill what the program leaves open. */
export function differencesFrom<Record>(compared: Compared<Record>): Difference[] {
  const { table, shows, inputs } = compared;
  return Object.keys(shows).flatMap((field) => {
    const wanted = canonicalInput(table, inputs, field);
    const found = foundIn(field, compared);
    const same = wanted === undefined || canonicalJson(wanted) === canonicalJson(found);
    return same ? [] : [{ field, wanted, found }];
  });
}

/** Inputs that differ, as the service has them: a refresh writes these, so that drift shows. */
export const asFound = (differences: readonly Difference[]): State =>
  Object.fromEntries(differences.map(({ field, found }) => [field, found]));

/** Of these fields, those that a program gives and something shows nothing of: they cannot be compared. */
export const notCompared = <Record>(fields: readonly string[], compared: Compared<Record>): string[] =>
  fields.filter(
    (field) =>
      canonicalInput(compared.table, compared.inputs, field) !== undefined && foundIn(field, compared) === undefined,
  );

/** Inputs as something shows them, without what an absent value means. */
export const shownBy = <Record>(shows: Shows<Record>, record: Record): State =>
  Object.fromEntries(
    Object.entries(shows)
      .map(([field, find]) => [field, find(record)] as const)
      .filter(([, value]) => !isEmpty(value) && value !== "" && value !== false),
  );

/** Inputs that narrow what is migrated: left out, they mean everything. */
const narrowing = ["tables", "partitions", "partitionFilters", "tableBlackList", "tableWhiteList"];

/**
 * Narrowing that something shows and the program does not give: it would migrate less than the program says. The
 * service may spell out the tables of a whole database or of partitions, and the partitions that filters take; those
 * narrow nothing.
 */
export function narrowingIn<Record extends { readonly type?: string }>(compared: Compared<Record>): Difference[] {
  const { table, inputs, record } = compared;
  const whole = record.type?.toLowerCase() === "database";
  const isGiven = (field: string) => !isEmpty(canonicalInput(table, inputs, field));
  const isSpeltOut = (field: string) =>
    (whole && ["tables", "partitions"].includes(field)) ||
    (field === "tables" && isGiven("partitions")) ||
    (field === "partitions" && isGiven("partitionFilters"));
  return narrowing.flatMap((field) => {
    const found = foundIn(field, compared);
    return isGiven(field) || isSpeltOut(field) || isEmpty(found) ? [] : [{ field, wanted: undefined, found }];
  });
}

/** Whether messages leave the values of an input out: free settings may hold secrets, which reach a plugin in clear. */
export const isHidden = (table: PropertyTable, field: string): boolean =>
  table[field]?.secret === true || table[field]?.type === "anyMap";

/** Differences in words. */
export const describeDifferences = (table: PropertyTable, differences: readonly Difference[]): string =>
  differences
    .map(({ field, wanted, found }) => {
      if (isHidden(table, field)) return `${field} differs`;
      return `${field} is ${shown(found)}, the program says ${wanted === undefined ? "nothing" : shown(wanted)}`;
    })
    .join("; ");
