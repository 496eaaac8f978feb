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
