// Secrets in free settings, which a provider sees in clear: only the program knows whether a value is one.
import * as pulumi from "@pulumi/pulumi";

import type { PropertyTable } from "../../../lifecycle/properties/property-table.js";
import { Refusal } from "../errors/refusal.js";
import { inClear, isSecretKey } from "../../../secret-keys.js";

/** A secret among free settings would be kept in clear in the stack's state. */
class ClearSecretError extends Refusal {
  constructor(resource: string, path: string) {
    super(`${resource}: ${inClear(path)}: \`config.requireSecret(...)\` or \`pulumi.secret(...)\``);
  }
}

const isLater = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/** Refuses plain values under keys that look like secrets, and makes secrets of those that come later. */
function guarded(resource: string, path: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value) || isLater(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const at = `${path}.${key}`;
      if (!isSecretKey(key)) return [key, guarded(resource, at, inner)];
      if (isLater(inner)) return [key, pulumi.secret(inner)];
      if (inner === undefined || inner === null || inner === "") return [key, inner];
      throw new ClearSecretError(resource, at);
    }),
  );
}

/** Arguments without secrets in clear, as far as names show them. Throws where the program gives one. */
export function withoutClearSecrets(
  resource: string,
  inputs: PropertyTable,
  args: Record<string, unknown>,
): Record<string, unknown> {
  const free = Object.keys(inputs).filter((name) => inputs[name]?.freeSettings && args[name] !== undefined);
  return { ...args, ...Object.fromEntries(free.map((name) => [name, guarded(resource, name, args[name])])) };
}
