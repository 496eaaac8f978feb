// How the service writes pages and times, and what its name filters match.

type Query = Readonly<Record<string, string>>;

/** A page of a list. Default page size 20 (observed in public usage); the largest one is inferred. */
export function page<Entity>(found: readonly Entity[], query: Query, show: (entity: Entity) => object): object {
  const pageNum = Math.max(1, Number(query["pageNum"] ?? 1));
  const pageSize = Math.min(1_000, Math.max(1, Number(query["pageSize"] ?? 20)));
  const objectList = found.slice((pageNum - 1) * pageSize, pageNum * pageSize).map(show);
  return { total: found.length, pageNum, pageSize, objectList };
}

/** SQL LIKE as a substring: `%` is any text, `_` any letter. */
export function matches(value: string | undefined, filter: string | undefined): boolean {
  if (!filter) return true;
  const pattern = filter
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/%/g, ".*")
    .replace(/_/g, ".");
  return new RegExp(pattern, "i").test(value ?? "");
}

/** A time as the service writes it: yyyy-MM-dd HH:mm:ss without a zone. */
export const wallClock = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");
