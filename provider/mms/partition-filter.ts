// The language of `partitionFilters`, and what a filter says about a partition.
// Loaded at the first filter: importing the package into a program must not cost the parser.
const parser = () =>
  require("./generated/partition-filter-parser.js") as typeof import("./generated/partition-filter-parser.js");

/** A literal: a text in quotes, or a number. */
export type FilterValue = string | { readonly number: string };

/** One condition of a filter. */
type Condition =
  | { readonly kind: "compare"; readonly column: string; readonly operator: string; readonly value: FilterValue }
  | { readonly kind: "in"; readonly column: string; readonly values: readonly FilterValue[] };

/** A parsed filter. */
export type FilterExpression = Condition | { readonly kind: "and" | "or"; readonly terms: readonly FilterExpression[] };

/** A filter that cannot be read. */
export class PartitionFilterError extends Error {
  override readonly name = "PartitionFilterError";
}

interface SyntaxProblem {
  readonly message: string;
  readonly location: { readonly start: { readonly column: number; readonly line: number } };
}

/** Reads a filter such as `dt >= '2026-01-01' and (hour = 1 or hour = 2)`. Throws {@link PartitionFilterError}. */
export function parsePartitionFilter(text: string): FilterExpression {
  try {
    return parser().parse(text) as FilterExpression;
  } catch (error) {
    const { message, location } = error as SyntaxProblem;
    const expected = message.replace(/^Expected/, "expected").replace(/\.$/, "");
    throw new PartitionFilterError(`not a partition filter: at column ${location.start.column}, ${expected}`, {
      cause: error,
    });
  }
}

/** Columns that a filter names, each once. */
export function columnsOf(filter: FilterExpression): string[] {
  return "terms" in filter ? [...new Set(filter.terms.flatMap(columnsOf))] : [filter.column];
}

const integer = /^(tiny|small|big)?int$|^integer$/i;

/** Partition columns by name, with their types; names compare as the service writes them. */
export type ColumnTypes = Readonly<Record<string, string>>;

const valuesOf = (filter: Condition): readonly FilterValue[] => (filter.kind === "in" ? filter.values : [filter.value]);

/**
 * Throws {@link PartitionFilterError} where a number is compared with a column that is not an integer: those take texts
 * only. Source: CreateMmsTimer page. Columns that are not known are left alone.
 */
export function checkFilterTypes(filter: FilterExpression, types: ColumnTypes): void {
  if ("terms" in filter) {
    for (const term of filter.terms) checkFilterTypes(term, types);
    return;
  }
  const type = types[filter.column];
  if (type === undefined || integer.test(type)) return;
  const number = valuesOf(filter).find((value) => typeof value !== "string");
  if (number === undefined || typeof number === "string") return;
  throw new PartitionFilterError(
    `not a partition filter: column ${filter.column} is ${type}, so write '${number.number}' in quotes`,
  );
}

const wholeNumber = /^-?\d+$/;

/** Difference of two texts: as integers of any size where both are, as texts or other numbers otherwise. */
function compare(left: string, right: FilterValue, isInteger: boolean): number {
  const text = typeof right === "string" ? right : right.number;
  if (!isInteger) return left < text ? -1 : Number(left > text);
  if (!wholeNumber.test(left) || !wholeNumber.test(text)) return Number(left) - Number(text);
  const difference = BigInt(left) - BigInt(text);
  return difference < 0n ? -1 : Number(difference > 0n);
}

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/**
 * Whether a filter takes a partition. Integer columns compare as numbers, all others as texts; a column that the
 * partition does not have makes its condition false (inferred: unknown-column-false, from the self-hosted predecessor).
 */
export function matchesPartition(
  filter: FilterExpression,
  values: Readonly<Record<string, string>>,
  types: ColumnTypes,
): boolean {
  if ("terms" in filter) {
    const matches = (term: FilterExpression) => matchesPartition(term, values, types);
    return filter.kind === "and" ? filter.terms.every(matches) : filter.terms.some(matches);
  }
  const value = values[filter.column];
  if (value === undefined) return false;
  const isInteger = integer.test(types[filter.column] ?? "");
  const operator = filter.kind === "in" ? "=" : filter.operator;
  return valuesOf(filter).some((one) => holds[operator]?.(compare(value, one, isInteger)) ?? false);
}
