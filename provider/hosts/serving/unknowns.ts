// Pulumi writes a value it does not know yet as one of these texts; inside our rooms it is the symbol `unknown`.
import { unknown } from "../../lifecycle/properties/values.js";

/** The sentinels of Pulumi's wire protocol, by the type of value they stand for. */
const sentinels = {
  boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
} as const;

const isSentinel = new Set<unknown>(Object.values(sentinels));

type Leaf = (value: unknown) => unknown;

function mapLeaves(value: unknown, leaf: Leaf): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, leaf));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, leaf)]));
  }
  return leaf(value);
}

/** Replaces Pulumi's sentinels by {@link unknown}, at any depth. */
export function withUnknowns<Value>(value: Value): Value {
  return mapLeaves(value, (leaf) => (isSentinel.has(leaf) ? unknown : leaf)) as Value;
}

/** Replaces {@link unknown} by Pulumi's sentinel, at any depth. */
export function withSentinels<Value>(value: Value): Value {
  return mapLeaves(value, (leaf) => (leaf === unknown ? sentinels.string : leaf)) as Value;
}

/** Whether a value on the wire is one of Pulumi's sentinels. */
export const isUnknownText = (value: unknown): boolean => isSentinel.has(value);
