// Where an object of the inventory lands: what it was, what the program wants, and what that changes.
import { isEmpty } from "../../lifecycle/properties/values.js";
import { textOf } from "../base/answers.js";
import type { MmsContext } from "../base/service.js";
import type { CheckFailure, State } from "../../lifecycle/types.js";
import { withConsole } from "../../mms/config/console.js";

/** Destination fields by name; "" where the inventory has none. */
export type Destination = Readonly<Record<string, string>>;

/** Refuses a mapping that maps nothing; one that only sets finished objects back has something to do. */
export function refuseWithoutDestination(inputs: State, fields: readonly string[]): CheckFailure[] {
  if (![...fields, "resetTrigger"].every((name) => isEmpty(inputs[name]))) return [];
  const [first = ""] = fields;
  return [
    {
      property: first,
      reason: `no destination given, so nothing would be mapped; give at least one of ${fields.join(", ")}`,
    },
  ];
}

/** The destination an inventory object has now. */
export function destinationOf(fields: readonly string[], live: object): Destination {
  const values = live as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field, textOf(values[field]) ?? ""]));
}

/** What the program declares; fields it leaves out are not its business. */
export function declaredIn(fields: readonly string[], inputs: State): Destination {
  const given = fields.map((field) => [field, textOf(inputs[field])] as const);
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The values before our first change: kept once known, taken from the inventory for a field declared just now. */
export function previousOf(declared: Destination, known: Destination, live: Destination): Destination {
  const taken = Object.keys(declared).map((field) => [field, known[field] ?? live[field] ?? ""]);
  return { ...known, ...Object.fromEntries(taken) };
}

/** What has to be sent: declared values, and the previous ones of fields no longer declared, where they differ. */
export function changesTo(declared: Destination, previous: Destination, live: Destination): Destination {
  return Object.fromEntries(
    Object.entries({ ...previous, ...declared }).filter(([field, value]) => live[field] !== value),
  );
}

/** The previous values worth keeping: those of fields still declared. */
export function keptPrevious(declared: Destination, previous: Destination): Destination {
  return Object.fromEntries(Object.entries(previous).filter(([field]) => Object.hasOwn(declared, field)));
}

/**
 * Says that a deleted mapping puts nothing back, because another one declares the object. What was there before goes with
 * the deleted state: the other mapping was made while the object showed what the deleted one had set.
 */
export function warnOfLeft(
  what: string,
  holder: string,
  previous: string,
  { progress }: Pick<MmsContext, "progress">,
): void {
  const left = `left as it is, because "${holder}" declares it: ${what}`;
  if (previous === "") return progress.info(left);
  progress.warn(
    `${left}. "${holder}" does not know what was there before (${previous}), so deleting it leaves the mapping in place; ` +
      "to rename a mapping and keep what was before it, give it an alias of its previous name",
  );
}

/** Runs what reads and changes a database's mappings one after another: an object may pass from one resource to another. */
export const inTurn = <Result>(
  { sourceId, dbName }: State,
  { service }: MmsContext,
  work: () => Promise<Result>,
): Promise<Result> => service.oneAtATime(`${String(sourceId)}/dbs/${String(dbName)}`, work);

/** A change in words: `dstProjectName: "a" → "b"`. */
export function describeChange(changes: Destination, live: Destination): string {
  return Object.entries(changes)
    .map(([field, value]) => `${field}: ${JSON.stringify(live[field] ?? "")} → ${JSON.stringify(value)}`)
    .join(", ");
}

/**
 * Says of fields that were to be cleared and still show a value: nothing is gained by sending that again. Inferred: empty-text-clears,
 * and it may just as well not.
 */
export function warnIfNotCleared(
  what: string,
  changes: Destination,
  live: Destination,
  { progress, service }: Pick<MmsContext, "progress" | "service">,
): void {
  const left = Object.entries(changes).flatMap(([field, value]) =>
    value === "" && live[field] ? [`${field} ${JSON.stringify(live[field])}`] : [],
  );
  if (left.length === 0) return;
  const message =
    `${what} had no such mapping before, and the service goes on showing ${left.join(", ")}; take it out in the console, ` +
    "or map it to where it shall land";
  progress.warn(withConsole(message, service.client.config));
}
