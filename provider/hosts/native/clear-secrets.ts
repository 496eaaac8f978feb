// Secrets in free settings that a program gives in clear. The engine says here which values are secret, so a check can refuse them.
import type { PropertyTable } from "../../lifecycle/properties/property-table.js";
import { inClear, isSecretKey } from "../../secret-keys.js";
import { hasUnknown } from "../../lifecycle/properties/values.js";
import type { Path, Received } from "./protocol/wire.js";
import type { CheckFailure } from "../../lifecycle/types.js";

function clearKeys(value: unknown, path: Path, isSecret: (path: Path) => boolean): Path[] {
  if (value === null || typeof value !== "object" || Array.isArray(value) || isSecret(path)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, key];
    if (!isSecretKey(key)) return clearKeys(inner, at, isSecret);
    const isNothing = inner === undefined || inner === null || inner === "" || hasUnknown(inner);
    return isNothing || isSecret(at) ? [] : [at];
  });
}

/** Refuses plain values under keys of free settings that look like secrets. */
export function clearSecrets(table: PropertyTable, { values, secrets }: Received): CheckFailure[] {
  const known = new Set(secrets.map((path) => path.join("\0")));
  const isSecret = (path: Path) => known.has(path.join("\0"));
  return Object.keys(table)
    .filter((name) => table[name]?.freeSettings)
    .flatMap((name) => clearKeys(values[name], [name], isSecret))
    .map((path) => ({ property: path.join("."), reason: inClear(path.join(".")) }));
}

/** Where free settings hold what looks like a secret, for what the service shows in clear. */
export const freeSecrets = (table: PropertyTable, values: Received["values"]): Path[] =>
  Object.keys(table)
    .filter((name) => table[name]?.freeSettings)
    .flatMap((name) => clearKeys(values[name], [name], () => false));
