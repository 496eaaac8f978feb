// The language of `partitionFilters`, and what a filter says about a partition.
import { parse } from "./generated/partition-filter-parser.js";

/** A literal: a text in quotes, or a number. */
export type FilterValue = string | { readonly number: string };

/** A parsed filter. */
export type FilterExpression =
  | { readonly kind: "and" | "or"; readonly terms: readonly FilterExpression[] }
  | { readonly kind: "compare"; readonly column: string; readonly operator: string; readonly value: FilterValue }
  | { readonly kind: "in"; readonly column: string; readonly values: readonly FilterValue[] };

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
    return parse(text) as FilterExpression;
  } catch (error) {
    const { message, location } = error as SyntaxProblem;
    const expected = message.replace(/^Expected/, "expected").replace(/\.$/, "");
    throw new PartitionFilterError(`not a partition filter: at column ${location.start.column}, ${expected}`, {
      cause: error,
    });
  }
}

const numeric = /^(tiny|small|big)?int$|^integer$/i;

function compare(left: string, right: FilterValue, isNumeric: boolean): number {
  const text = typeof right === "string" ? right : right.number;
  if (isNumeric) return Number(left) - Number(text);
  return left < text ? -1 : left > text ? 1 : 0;
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
 * partition does not have makes its condition false (inferred from the self-hosted predecessor).
 */
export function matchesPartition(
  filter: FilterExpression,
  values: Readonly<Record<string, string>>,
  types: Readonly<Record<string, string>>,
): boolean {
  switch (filter.kind) {
    case "and":
      return filter.terms.every((term) => matchesPartition(term, values, types));
    case "or":
      return filter.terms.some((term) => matchesPartition(term, values, types));
    case "compare": {
      const value = values[filter.column];
      const isNumeric = numeric.test(types[filter.column] ?? "");
      return value !== undefined && (holds[filter.operator]?.(compare(value, filter.value, isNumeric)) ?? false);
    }
    case "in": {
      const value = values[filter.column];
      const isNumeric = numeric.test(types[filter.column] ?? "");
      return value !== undefined && filter.values.some((one) => compare(value, one, isNumeric) === 0);
    }
  }
}
