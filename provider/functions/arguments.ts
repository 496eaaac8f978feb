// What functions take: the service's own filters, with ids as digits or whole numbers, and lists as lists.
import { didYouMean } from "../lifecycle/did-you-mean.js";
import { roundedHint, shown } from "../lifecycle/properties/value-types.js";
import { MmsError } from "../mms/errors.js";
import type { Params } from "../mms/models.js";
import type { ListOperation } from "../mms/operations.js";

/** A function was given something it cannot work with, or found nothing, or too much. */
export class LookupError extends MmsError {}

/** Arguments of a function at run time: `true`, or of a map the only keys it takes. The compiler holds them to the type. */
export type KnownArguments<Given> = { readonly [Key in keyof Required<Given>]: true | readonly string[] };

/** Refuses what a program in plain JavaScript may give: a misspelt argument would be left out, and more be found than meant. */
export function refuseArguments(
  caller: string,
  args: object,
  known: Readonly<Record<string, true | readonly string[]>>,
) {
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(args)) {
    const keys = known[name];
    if (keys === undefined) throw new LookupError(`${caller}: unknown argument "${name}"${meantBy(name, names, args)}`);
    if (typeof value === "string" && value.trim() === "") {
      throw new LookupError(`${caller}: ${name} is ${shown(value)}; give a text that is not blank, or leave it out`);
    }
    if (keys === true || value === undefined) continue;
    const strange = Object.keys(value as object).find((key) => !keys.includes(key));
    if (strange === undefined) continue;
    const hint = didYouMean(strange, keys);
    throw new LookupError(`${caller}: ${name}.${strange} is not among ${keys.join(", ")}${hint}`);
  }
}

/** What was meant by an unknown argument: one that is like it or ends in it, such as `jobId` for `id`, and is not given. */
function meantBy(name: string, names: readonly string[], args: object): string {
  const free = names.filter((one) => !Object.hasOwn(args, one));
  const longer = free.find((one) => one.toLowerCase().endsWith(name.toLowerCase()));
  const hint = longer === undefined ? didYouMean(name, free) : `; did you mean "${longer}"?`;
  return hint || `; known arguments: ${names.join(", ")}`;
}

/** An id: digits, or a whole number below 2^53. */
export type Id = string | number;

type QueryOf<Name extends ListOperation> = Params<Name> extends { query?: infer Query } ? NonNullable<Query> : never;
type Paging = "pageNum" | "pageSize";
type Shaped = "sorter" | "status" | "stopped" | `sorter.${string}`;

type WithIds<Query> = { [Key in keyof Query]: Key extends `${string}Id` ? Id : Query[Key] };

/** The service's filters of a list, under their own names. */
export type Filters<Name extends ListOperation> = WithIds<Omit<QueryOf<Name>, Paging | Shaped>>;

/** Sort order of a list: fields, and the direction of each. */
export type Sorter<Name extends ListOperation> = {
  [Key in keyof QueryOf<Name> as Key extends `sorter.${infer Field}` ? Field : never]?: "asc" | "desc";
};

/** A record that the service knows by an id, as every record read from it is. */
export type Identified<Item> = Item & { readonly id: string };

/** What a list function gives: the records under their noun, and their ids in the same order. */
export type Listed<Noun extends string, Item> = { readonly [Key in Noun]: Identified<Item>[] } & {
  /** Ids of the records, in their order. */
  readonly ids: string[];
};

/** An id as digits. Throws {@link LookupError}. */
export function idOf(value: unknown, path: string): string {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === "string" && /^[1-9]\d{0,18}$/.test(text)) return text;
  const given = value === undefined ? "it is missing" : `got ${shown(value)}${roundedHint(value)}`;
  const hint = path.endsWith("sourceId") ? "; to look a source up by name: getDataSource({ name })" : "";
  throw new LookupError(`${path} must be an id: digits, as text or as a whole number below 2^53; ${given}${hint}`);
}

/** The ids of a record and of its source, as digits. Throws {@link LookupError}. */
export function idsOf<Key extends string>(
  key: Key,
  args: { readonly [Name in Key | "sourceId"]: Id },
  caller: string,
): Record<Key | "sourceId", string> {
  const id = idOf(args[key], `${caller}: ${key}`);
  // Errors name them in this order.
  return { sourceId: idOf(args.sourceId, `${caller}: sourceId`), [key]: id } as Record<Key | "sourceId", string>;
}

interface Shapes {
  readonly status?: unknown;
  readonly sorter?: Readonly<Record<string, unknown>>;
}

/** Filters as the query of a list: sort fields get their dotted names, ids become digits. */
export function queryOf<Name extends ListOperation>({ sorter = {}, ...filters }: Shapes & object): QueryOf<Name> {
  const sorted = Object.entries(sorter).map(([field, direction]) => [`sorter.${field}`, direction]);
  const written = Object.entries(filters).map(([name, value]) => [
    name,
    name.endsWith("Id") && value !== undefined ? idOf(value, name) : value,
  ]);
  return Object.fromEntries([...written, ...sorted]) as QueryOf<Name>;
}

/** Filters of a list of one source's records as its parameters. Throws {@link LookupError}. */
export function scoped<Name extends ListOperation>({ sourceId, ...filters }: { sourceId: Id }, caller: string) {
  const query = queryOf<Name>(filters);
  return { query, sourceId: idOf(sourceId, `${caller}: sourceId`) };
}

/** Records under their noun. */
export function listed<Noun extends string, Item extends { id?: string }>(
  noun: Noun,
  items: readonly Item[],
): Listed<Noun, Item> {
  const known = items.filter((item): item is Identified<Item> => item.id !== undefined);
  return { [noun]: known, ids: known.map(({ id }) => id) } as Listed<Noun, Item>;
}

/** A record as it was read. Throws {@link LookupError} for one without an id, which nothing could refer to. */
export function identified<Item extends { id?: string }>(what: string, item: Item): Identified<Item> {
  if (item.id === undefined) throw new LookupError(`the service's response about ${what} has no id`);
  return { ...item, id: item.id };
}
