// The kinds of value a property can hold: what is accepted, and what it means.

import { dayjs } from "./libraries.js";
import { durationMs } from "./duration.js";
import { isEmpty, unknown } from "./values.js";

/** One refused value: where below the property, and why. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

/** How values of one type are checked and compared. */
interface ValueType {
  /** What to say when the value is something else. */
  readonly expected: string;
  /** Whether a scalar is acceptable; containers use `items`. */
  accepts(value: unknown): boolean;
  /** Type of what a list or map holds. */
  readonly items?: keyof typeof valueTypes;
  /** Whether the order of a list carries no meaning. */
  readonly unordered?: boolean;
  /** The one way to write a value, for comparison. */
  canonical?(value: unknown): unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isId = (value: unknown): boolean =>
  typeof value === "number" ? Number.isSafeInteger(value) && value >= 0 : isText(value) && /^\d{1,19}$/.test(value);

const scalar = (
  expected: string,
  accepts: (value: unknown) => boolean,
  canonical?: (value: unknown) => unknown,
): ValueType => (canonical ? { expected, accepts, canonical } : { expected, accepts });
const list = (items: keyof typeof valueTypes, unordered: boolean): ValueType => ({
  expected: "a list",
  accepts: Array.isArray,
  items,
  unordered,
});
const map = (items: keyof typeof valueTypes): ValueType => ({ expected: "a map", accepts: isRecord, items });

export const valueTypes = {
  any: scalar("a value", () => true),
  string: scalar("a text that is not empty", isText),
  boolean: scalar("true or false", (value) => typeof value === "boolean"),
  integer: scalar("a whole number, 0 or more", (value) => Number.isSafeInteger(value) && (value as number) >= 0),
  ratio: scalar("a number from 0 to 1", (value) => typeof value === "number" && value >= 0 && value <= 1),
  id: scalar("an id: digits, as text or as a whole number up to 2^53 (write larger ids as text)", isId, String),
  date: scalar(
    "a date that exists, as yyyy-MM-dd",
    (value) => isText(value) && dayjs(value, "YYYY-MM-DD", true).isValid(),
  ),
  duration: scalar(
    'a duration such as "90s", "30m" or "1h30m"',
    (value) => isText(value) && durationMs(value) !== undefined,
    (value) => durationMs(value as string),
  ),
  ids: list("id", true),
  strings: list("string", true),
  sequence: list("any", false),
  stringMap: map("string"),
  durations: map("duration"),
  anyMap: map("any"),
} as const satisfies Record<string, ValueType> as Record<
  | "any"
  | "string"
  | "boolean"
  | "integer"
  | "ratio"
  | "id"
  | "date"
  | "duration"
  | "ids"
  | "strings"
  | "sequence"
  | "stringMap"
  | "durations"
  | "anyMap",
  ValueType
>;

export type ValueTypeName = keyof typeof valueTypes;

/** A value as an error message shows it: short, and never more than its beginning. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Refuses a value that is not of its type, naming the place inside it. Unknown values pass. */
export function refuse(typeName: ValueTypeName, value: unknown, path: string, secret = false): Refusal[] {
  const type = valueTypes[typeName];
  if (value === unknown) return [];
  if (!type.accepts(value)) {
    return [
      { path, reason: `expected ${type.expected}, got ${secret ? "a secret value of another type" : shown(value)}` },
    ];
  }
  const { items } = type;
  if (items === undefined) return [];
  return Array.isArray(value)
    ? value.flatMap((item, index) => refuse(items, item, `${path}[${index}]`, secret))
    : Object.entries(value as object).flatMap(([key, item]) => refuse(items, item, `${path}.${key}`, secret));
}

/** The one way to write a value: equal results mean equal values. Absent and empty are the same. */
export function canonical(typeName: ValueTypeName, value: unknown): unknown {
  if (isEmpty(value)) return undefined;
  if (value === unknown) return unknown;
  const type = valueTypes[typeName];
  const { items } = type;
  if (items === undefined) return type.canonical && type.accepts(value) ? type.canonical(value) : value;
  if (Array.isArray(value)) {
    const written = value.map((item) => canonical(items, item));
    return type.unordered ? written.sort((a, b) => (String(a) < String(b) ? -1 : 1)) : written;
  }
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, canonical(items, item)]));
}
