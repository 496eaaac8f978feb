// How the service writes pages and times, what its filters match, and how it sorts.
import { badParameter } from "../http/errors.js";
import type { RequestContext } from "./handlers.js";

type Query = Readonly<Record<string, string>>;

/** Default page size (observed in public usage), and the largest one (inferred; no limit is published). */
const defaultPageSize = 20;
const largestPageSize = 1_000;

/** A page of a list. */
export function page<Entity>(
  found: readonly Entity[],
  query: Query,
  show: (entity: Entity) => object,
  whole = defaultPageSize,
): object {
  const pageNum = Math.max(1, Number(query["pageNum"] ?? 1));
  const pageSize = Math.min(largestPageSize, Math.max(1, Number(query["pageSize"] ?? whole)));
  const objectList = found.slice((pageNum - 1) * pageSize, pageNum * pageSize).map(show);
  return { total: found.length, pageNum, pageSize, objectList };
}

/** First place from a position at which a piece of a LIKE pattern fits; `_` is any letter. */
function placeOf(piece: string, text: string, from: number): number | undefined {
  for (let at = from; at + piece.length <= text.length; at += 1) {
    let fits = 0;
    while (fits < piece.length && (piece[fits] === "_" || piece[fits] === text[at + fits])) fits += 1;
    if (fits === piece.length) return at;
  }
  return undefined;
}

/**
 * SQL LIKE around the filter: `%` is any text, `_` any letter; letter case does not count (inferred). Piece by piece, since
 * a regular expression made of a filter can take for ever.
 */
export function matches(value: string | undefined, filter: string | undefined): boolean {
  if (!filter) return true;
  const text = (value ?? "").toLowerCase();
  let from = 0;
  for (const piece of filter.toLowerCase().split("%")) {
    const at = placeOf(piece, text, from);
    if (at === undefined) return false;
    from = at + piece.length;
  }
  return true;
}

export const equals = (value: unknown, filter: string | undefined): boolean => !filter || String(value) === filter;

/** `status` of tables and partitions: one JSON array string; a bare word is taken too. */
export function oneOf(value: string, filter: string | undefined): boolean {
  if (!filter) return true;
  const wanted: unknown = filter.startsWith("[") ? JSON.parse(filter) : [filter];
  return Array.isArray(wanted) && wanted.includes(value);
}

/** Sorts by `sorter.<field>=asc|desc`, by the first one given and then by the next. */
export function sorted<Entity>(
  found: Entity[],
  query: Query,
  fields: Readonly<Record<string, (entity: Entity) => number | string>>,
): Entity[] {
  const orders = Object.entries(query).flatMap(([name, direction]) => {
    const valueOf = fields[name.replace(/^sorter\./, "")];
    if (valueOf === undefined || !name.startsWith("sorter.") || !direction) return [];
    return { valueOf, sign: direction.toLowerCase() === "desc" ? -1 : 1 };
  });
  return found.sort((one, other) => {
    for (const { valueOf, sign } of orders) {
      if (valueOf(one) !== valueOf(other)) return valueOf(one) < valueOf(other) ? -sign : sign;
    }
    return 0;
  });
}

/** Form in which times are written, and read in filters. */
const wallClockForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** Keeps what last changed between `lastDdlTimeStart` and `lastDdlTimeEnd`; both count (inferred). */
export function changedWithin(
  query: Query,
  context: Pick<RequestContext, "store">,
): (changed: { ddlAt: number }) => boolean {
  const { lastDdlTimeStart: start, lastDdlTimeEnd: end } = query;
  for (const [name, time] of Object.entries({ lastDdlTimeStart: start, lastDdlTimeEnd: end })) {
    if (time && !wallClockForm.test(time)) throw badParameter(`${name} must be yyyy-MM-dd HH:mm:ss.`);
  }
  return ({ ddlAt }) => {
    const time = wallClock(ddlAt, context);
    return (!start || time >= start) && (!end || time <= end);
  };
}

/** A time as the service writes it: yyyy-MM-dd HH:mm:ss on the clock of the emulated zone, which it does not name. */
export const wallClock = (at: number, { store }: Pick<RequestContext, "store">): string =>
  new Date(at + store.zoneMs).toISOString().slice(0, 19).replace("T", " ");

/** A response without some of its fields. */
export function without(record: object, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
