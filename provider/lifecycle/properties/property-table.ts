// Property tables: what a resource takes and gives. check, diff and the reference pages are read from them.
import { didYouMean } from "../did-you-mean.js";
import { canonical, refuse, shown, type ValueTypeName } from "./value-types.js";
import { canonicalJson, hasUnknown, isEmpty, unknown } from "./values.js";
import type { CheckFailure, Diff, State } from "../types.js";

/** One input of a resource. */
export interface Property {
  readonly type: ValueTypeName;
  readonly required?: true;
  /** Meaning of an absent value. */
  readonly default?: string | number | boolean;
  /** Whether an absent value is left as it is: the service, or the first create, filled it. */
  readonly computed?: true;
  /** Whether a refresh may write another value than the default; from then on the default is written out too. */
  readonly drifts?: true;
  /** The only values accepted; of a map, the only keys. */
  readonly allowed?: readonly string[];
  /** What a changed value does: creates a new resource, changes this one, or nothing at once. */
  readonly onChange: "replace" | "update" | "none";
  /** Whether the value is a secret: kept encrypted in state, never shown. */
  readonly secret?: true;
  /** Whether the map holds settings of any name, a secret only where the program gives it as one. */
  readonly freeSettings?: true;
  /** What helps where the value is missing or of another type: where to get one. */
  readonly hint?: string;
  /** Where the fact comes from: an operation's field, or a document. */
  readonly source: string;
}

/** An input whose values have a type of their own in TypeScript, for a row to spread. `value` is never set. */
export const typed = <Value>(): { readonly value?: Value } => ({});

export type PropertyTable = Readonly<Record<string, Property>>;

/** One output of a resource. */
export interface OutputProperty {
  readonly type: ValueTypeName;
  readonly secret?: true;
  /** Whether it is stored only where it is true: the engine writes the whole state at every step, so what says nothing is left out. */
  readonly flag?: true;
  readonly source: string;
}

/** A list whose items have a type of their own in TypeScript; in Pulumi it is a sequence like any other. `value` is never set. */
export const sequenceOf = <Item>(source: string): OutputProperty & { readonly value?: readonly Item[] } => ({
  type: "sequence",
  source,
});

/** A map with a type of its own in TypeScript. */
export const mapOf = <Value>(source: string): OutputProperty & { readonly value?: Value } => ({
  type: "anyMap",
  source,
});

export type OutputTable = Readonly<Record<string, OutputProperty>>;

/** One changed input. */
export interface Change {
  readonly property: string;
  readonly onChange: Property["onChange"];
  readonly from: unknown;
  readonly to: unknown;
}

function misspelt(name: string, known: readonly string[]): CheckFailure {
  const hint = didYouMean(name, known) || `; known properties: ${known.join(", ")}`;
  return { property: name, reason: `unknown property "${name}"${hint}` };
}

function checkOne(name: string, property: Property, value: unknown): CheckFailure[] {
  const hint = property.hint === undefined ? "" : `; ${property.hint}`;
  if (value === undefined || value === null) {
    return property.required ? [{ property: name, reason: `"${name}" is required (${property.source})${hint}` }] : [];
  }
  const refusals = refuse(property.type, value, name, property.secret);
  const failures = refusals.map(({ path, reason }) => ({ property: path, reason: `${reason}${hint}` }));
  // Of a map both its values and its keys may be wrong; a scalar that is of another type is among no values.
  const isMap = typeof value === "object" && !Array.isArray(value);
  return failures.length > 0 && !isMap ? failures : [...failures, ...checkAllowed(name, property, value)];
}

/** The allowed values of a scalar, or the allowed keys of a map. */
function checkAllowed(name: string, { allowed, secret }: Property, value: unknown): CheckFailure[] {
  if (allowed === undefined || value === unknown) return [];
  const given = typeof value === "object" && value !== null ? Object.keys(value) : [value];
  return given
    .filter((one) => one !== unknown && !allowed.includes(String(one)))
    .map((one) => ({
      property: typeof value === "object" ? `${name}.${String(one)}` : name,
      reason: `expected one of ${allowed.join(", ")}; got ${secret ? "another value" : shown(one) + didYouMean(String(one), allowed)}`,
    }));
}

/** Refuses what the table refuses: unknown names, missing values, wrong types. Pure; unknown values pass. */
export function checkTable(table: PropertyTable, inputs: State): CheckFailure[] {
  const known = Object.keys(table);
  const strangers = Object.keys(inputs).filter((name) => !Object.hasOwn(table, name));
  return [
    ...strangers.map((name) => misspelt(name, known)),
    ...Object.entries(table).flatMap(([name, property]) => checkOne(name, property, inputs[name])),
  ];
}

/** A property's value in its one way of writing, its default in place of an absent one. */
export function canonicalInput(table: PropertyTable, inputs: State, name: string): unknown {
  const property = table[name];
  if (property === undefined) return undefined;
  const value = inputs[name];
  return canonical(property.type, isEmpty(value) ? property.default : value);
}

/** Some inputs in canonical form, without absent ones: what the body of a request says of them. */
export const bodyOf = (table: PropertyTable, inputs: State, fields: readonly string[]): State =>
  Object.fromEntries(
    fields.map((field) => [field, canonicalInput(table, inputs, field)]).filter(([, value]) => value !== undefined),
  );

/** The inputs among a state or among arguments: what the table names, without absent values. */
export function inputsOf(table: PropertyTable, values: State): State {
  return Object.fromEntries(
    Object.keys(table).flatMap((name) => (isEmpty(values[name]) ? [] : [[name, values[name]]])),
  );
}

/** The inputs with the defaults that a refresh has contradicted, so that a diff shows the value on both sides. */
export function withDriftedDefaults(table: PropertyTable, olds: State, inputs: State): State {
  const absent = Object.entries(table).filter(
    ([name, { drifts }]) => drifts && isEmpty(inputs[name]) && !isEmpty(olds[name]),
  );
  return { ...inputs, ...Object.fromEntries(absent.map(([name, property]) => [name, property.default])) };
}

/** Changed inputs, in the order of the table. A value that is not known yet counts as changed. */
export function changesOf(table: PropertyTable, state: State, inputs: State): Change[] {
  return Object.entries(table).flatMap(([name, property]) => {
    const from = canonicalInput(table, state, name);
    const to = canonicalInput(table, inputs, name);
    const kept = property.computed && to === undefined;
    const same = kept || (!hasUnknown(to) && canonicalJson(from) === canonicalJson(to));
    return same ? [] : [{ property: name, onChange: property.onChange, from, to }];
  });
}

/** The changes that need a replacement. Only a known new value decides on one. */
export const replacingAmong = (changes: readonly Change[]): Change[] =>
  changes.filter(({ onChange, to }) => onChange === "replace" && !hasUnknown(to));

/** What changes amount to; `reasons` for an update that come on top of them are a change too. */
export const diffOf = (changes: readonly Change[], reasons: readonly string[] = []): Diff => ({
  changes: changes.length + reasons.length > 0,
  replaces: replacingAmong(changes).map(({ property }) => property),
  reasons,
});
