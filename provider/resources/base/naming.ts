// Names for what a program leaves unnamed: readable, and the same in every attempt to create it.
import { createHash } from "node:crypto";

import type { HeldObject } from "../../lifecycle/lifecycle.js";
import { canonicalInput, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import { canonicalJson, hasUnknown, isEmpty } from "../../lifecycle/properties/values.js";
import type { Naming, State } from "../../lifecycle/types.js";

const hashOf = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 8);

/** How every name begins that is generated for a resource, whatever its configuration is or was. */
export function generatedPrefix(urn: string, fallback: string): string {
  const resource = urn.split("::").at(-1) ?? "";
  const readable = resource.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40) || fallback;
  return `${readable}-${hashOf(urn)}-`;
}

/**
 * Name of a resource whose program gives none: the resource's own name, a hash of its URN, and a hash of every input a
 * change of which creates a new resource. An interrupted create finds what it created under it, and no one else chooses it.
 * Assumes name-kept-verbatim.
 */
export const generatedName = (table: PropertyTable, urn: string, inputs: State, fallback: string): string =>
  generatedPrefix(urn, fallback) + configurationHash(table, inputs);

function configurationHash(table: PropertyTable, inputs: State): string {
  // A state keeps the name among its inputs, so it counts for nothing here.
  const counts = (name: string) =>
    name !== "name" && table[name]?.onChange === "replace" && isGiven(table, inputs, name);
  const replacing = Object.keys(table).filter(counts);
  return hashOf(Object.fromEntries(replacing.map((name) => [name, canonicalInput(table, inputs, name)])));
}

/** Whether an input has a value: an absent one leaves no trace in the hash, so it need not be brought into its canonical form. */
const isGiven = (table: PropertyTable, inputs: State, name: string): boolean =>
  table[name]?.default !== undefined || !isEmpty(inputs[name]);

/** Whether a name has the form of a generated one. */
export const hasGeneratedName = (name: string): boolean => /-[0-9a-f]{8}-[0-9a-f]{8}$/.test(name);

/**
 * Whether a name was generated for this configuration, under whatever URN: a resource that was renamed or moved keeps the
 * name of its first one.
 */
export const isGeneratedName = (table: PropertyTable, name: string, inputs: State): boolean =>
  hasGeneratedName(name) && name.endsWith(configurationHash(table, inputs));

/** The name a program gives, if it gives one. */
export function givenName(inputs: State): string | undefined {
  const { name } = inputs;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** How a kind names what its programs leave unnamed; `adoptedBy` is the input that names what is taken over. */
export const namingOf = (table: PropertyTable, fallback: string, adoptedBy: string): Naming => ({
  generate: (urn, inputs) => generatedName(table, urn, inputs, fallback),
  adoptedBy,
});

/** The objects that a program names by itself: by a name of its choice, or by the id of what it takes over. */
export const namedObjects =
  (what: string, adoptedBy: string) =>
  (inputs: State): HeldObject[] => {
    const { sourceId } = inputs;
    const place = sourceId === undefined ? "" : ` of source ${String(sourceId)}`;
    return ["name", adoptedBy].flatMap((property) => {
      const value = inputs[property];
      if (isEmpty(value) || value === "" || hasUnknown([value, sourceId])) return [];
      const object = `${what} ${property === "name" ? `named "${String(value)}"` : String(value)}${place}`;
      return [{ property, object }];
    });
  };
