// The kinds of value a property can hold: what is accepted, and what it means.

import { dayjs } from "../libraries.js";
import { durationMs } from "./duration.js";
import { isEmpty, unknown } from "./values.js";

/** One refused value: where below the property, and why. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

/** TypeScript's type of a canonical value, by the name of its type. */
export type ByType = Record<"text" | "string" | "name" | "destination" | "id" | "date", string> &
  Record<"integer" | "ratio" | "duration", number> &
  Record<"ids" | "references" | "strings" | "names", readonly string[]> &
  Record<"stringMap" | "filters" | "destinations", Readonly<Record<string, string>>> &
  Record<"durations", Readonly<Record<string, number>>> &
  Record<"anyMap", Readonly<Record<string, unknown>>> & {
    any: unknown;
    boolean: boolean;
    sequence: readonly unknown[];
  };

export type ValueTypeName = keyof ByType;

/** How values of one type are checked and compared. */
interface ValueType {
  /** What to say when the value is something else. */
  readonly expected: string;
  /** Whether a scalar is acceptable; containers use `items`. */
  accepts(value: unknown): boolean;
  /** Type of what a list or map holds. */
  readonly items?: ValueTypeName;
  /** Whether the order of a list carries no meaning. */
  readonly unordered?: boolean;
  /** Whether a list may hold nothing twice. */
  readonly unique?: boolean;
  /** The one way to write a value, for comparison. */
  canonical?(value: unknown): unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
/** One line, with nothing around it: a blank or a line break at an end makes another name that looks the same. */
const isTrimmed = (value: unknown): value is string =>
  isText(value) && value === value.trim() && !/[\u0000-\u001f\u007f]/.test(value);
/** Names in the inventory are compared exactly: a pattern or a path would find nothing. */
const isName = (value: unknown): boolean => isTrimmed(value) && !/[*/]/.test(value);
/** Names in MaxCompute; stricter only about what no release of it takes. */
const isDestination = (value: unknown): boolean => isTrimmed(value) && !/[\s./\\'"`*%]/.test(value);
const isId = (value: unknown): boolean =>
  typeof value === "number" ? Number.isSafeInteger(value) && value > 0 : isText(value) && /^[1-9]\d{0,18}$/.test(value);

const scalar = (
  expected: string,
  accepts: (value: unknown) => boolean,
  canonical?: (value: unknown) => unknown,
): ValueType => (canonical ? { expected, accepts, canonical } : { expected, accepts });
const list = (items: ValueTypeName, order: Pick<ValueType, "unordered" | "unique">): ValueType => ({
  expected: "a list",
  accepts: Array.isArray,
  items,
  ...order,
});
const set = (items: ValueTypeName): ValueType => list(items, { unordered: true, unique: true });
const map = (items: ValueTypeName): ValueType => ({ expected: "a map", accepts: isRecord, items });

export const valueTypes: Readonly<Record<ValueTypeName, ValueType>> = {
  any: scalar("a value", () => true),
  text: scalar("a text that is not empty", isText),
  string: scalar("a text that is not empty, on one line, without white space at its ends", isTrimmed),
  name: scalar("an exact name: not empty, no white space at its ends, no * or /", isName),
  destination: scalar("a name in MaxCompute: not empty, no white space, quotes, dots, slashes, * or %", isDestination),
  boolean: scalar("true or false", (value) => typeof value === "boolean"),
  integer: scalar("a whole number, 0 or more", (value) => Number.isSafeInteger(value) && (value as number) >= 0),
  ratio: scalar("a number from 0 to 1", (value) => typeof value === "number" && value >= 0 && value <= 1),
  id: scalar("an id: digits, as text or as a whole number below 2^53", isId, String),
  date: scalar(
    "a date that exists, as yyyy-MM-dd",
    (value) => isText(value) && dayjs(value, "YYYY-MM-DD", true).isValid(),
  ),
  duration: scalar(
    'a duration such as "90s", "30m" or "1h30m"',
    (value) => isText(value) && durationMs(value) !== undefined,
    (value) => durationMs(value as string),
  ),
  ids: set("id"),
  // Outputs of several resources may well name one object.
  references: list("id", { unordered: true }),
  strings: set("string"),
  names: set("name"),
  sequence: list("any", {}),
  stringMap: map("string"),
  filters: map("text"),
  destinations: map("destination"),
  durations: map("duration"),
  anyMap: map("any"),
};

/** A value as an error message shows it: short, and never more than its beginning. */
export function shown(value: unknown): string {
  // JSON writes NaN and Infinity as null.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What helps with a number that JavaScript, JSON and YAML may have rounded before it came here. */
export const roundedHint = (value: unknown): string =>
  typeof value === "number" && Number.isInteger(value) && value > Number.MAX_SAFE_INTEGER
    ? "; a number this large may have lost digits, so write the id as text"
    : "";

/** Refuses a value that is not of its type, naming the place inside it. Unknown values pass. */
export function refuse(typeName: ValueTypeName, value: unknown, path: string, secret = false): Refusal[] {
  const type = valueTypes[typeName];
  if (value === unknown) return [];
  if (!type.accepts(value)) {
    return [
      {
        path,
        reason: `expected ${type.expected}, got ${secret ? "a secret value of another type" : `${shown(value)}${typeName === "id" ? roundedHint(value) : ""}`}`,
      },
    ];
  }
  const { items } = type;
  if (items === undefined) return [];
  if (!Array.isArray(value)) {
    return Object.entries(value as object).flatMap(([key, item]) =>
      isTrimmed(key)
        ? refuse(items, item, `${path}.${key}`, secret)
        : [
            {
              path: `${path}[${shown(key)}]`,
              reason: `expected a key that is ${valueTypes.string.expected}, got ${shown(key)}`,
            },
          ],
    );
  }
  const refused = value.flatMap((item, index) => refuse(items, item, `${path}[${index}]`, secret));
  // What is refused already is not compared.
  return type.unique ? [...refused, ...refuseTwice(items, acceptedPart(typeName, value) as unknown[], path)] : refused;
}

/** A list or map with what it refuses as unknown; `undefined` where the value as a whole is of another type. */
export function acceptedPart(typeName: ValueTypeName, value: unknown): unknown {
  const { items, accepts } = valueTypes[typeName];
  if (items === undefined || !accepts(value)) return undefined;
  const part = (item: unknown): unknown => (refuse(items, item, "").length > 0 ? unknown : item);
  if (Array.isArray(value)) return value.map(part);
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, part(item)]));
}

/** Refuses what a list holds twice. */
function refuseTwice(items: ValueTypeName, value: readonly unknown[], path: string): Refusal[] {
  const first = new Map<unknown, number>();
  return value.flatMap((item, index) => {
    const written = canonical(items, item);
    const at = first.get(written);
    if (at === undefined) first.set(written, index);
    if (at === undefined || item === unknown) return [];
    return [
      { path: `${path}[${index}]`, reason: `${shown(item)} is in the list twice, first at ${path}[${at}]; remove one` },
    ];
  });
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
