// Lists to their end: page after page, each item once, none lost when items move between pages meanwhile.
import type { CallOptions, MmsClient } from "./client.js";
import type { ItemOf, ListOperation, Page, Params } from "./models.js";
import { operationOf } from "./operations.js";

/** Items asked for per page. The service's limit is not published; it may send fewer, and that is seen in its answer. */
export const pageSize = 100;

/** Passes over a list that shrinks while it is read, at most. */
const mostPasses = 3;

/** One page as it came, with what says whether there is another. */
export interface PageRead<Item> {
  readonly items: readonly Item[];
  readonly total: number | undefined;
  readonly last: boolean;
}

type Call = MmsClient["call"];
type AnyParams = Readonly<Record<string, unknown>> & { readonly query?: Readonly<Record<string, unknown>> };

/** Pages of a list, from the first to the last. */
export async function* pagesOf<Name extends ListOperation>(
  call: Call,
  name: Name,
  params: Params<Name>,
  options?: CallOptions,
): AsyncGenerator<PageRead<ItemOf<Name>>> {
  const { query = {} } = params as AnyParams;
  const asked = Number(query["pageSize"] ?? pageSize);
  for (let pageNum = 1, seen = 0; ; pageNum += 1) {
    const paged = { ...(params as AnyParams), query: { ...query, pageNum, pageSize: asked } } as Params<Name>;
    const { data } = await call(name, paged, options);
    const page = data as Page<ItemOf<Name>>;
    const items = page.objectList ?? [];
    seen += items.length;
    const full = items.length >= Math.min(asked, page.pageSize ?? asked);
    const last = items.length === 0 || (page.total === undefined ? !full : seen >= page.total);
    yield { items, total: page.total, last };
    if (last) return;
  }
}

/**
 * Every item of a list. Items are told apart by their ids. When the list is shorter at the end than it was in between,
 * or fewer items came than it says it has, some may have moved to a page already read: then it is read once more.
 */
export async function* itemsOf<Name extends ListOperation>(
  call: Call,
  name: Name,
  params: Params<Name>,
  options?: CallOptions,
): AsyncGenerator<ItemOf<Name>> {
  if (operationOf(name).answer === "array") {
    const { data } = await call(name, params, options);
    yield* data as readonly ItemOf<Name>[];
    return;
  }
  const known = new Set<string>();
  for (let pass = 1, complete = false; !complete && pass <= mostPasses; pass += 1) {
    let count = 0;
    let most = 0;
    let total: number | undefined;
    for await (const page of pagesOf(call, name, params, options)) {
      total = page.total;
      most = Math.max(most, total ?? 0);
      for (const item of page.items) {
        const { id } = item as { id?: string };
        count += 1;
        if (id !== undefined && known.has(id)) continue;
        if (id !== undefined) known.add(id);
        else if (pass > 1) continue;
        yield item;
      }
    }
    complete = total === undefined || (most <= total && Math.max(known.size, count) >= total);
  }
}

/**
 * A name as the `name` filter of a list takes it. The filter is SQL LIKE, so it finds too much, never too little:
 * backslashes would escape, hence they are asked for as "any character". Compare strictly afterwards.
 */
export const nameFilter = (name: string): string => name.replaceAll("\\", "_");

/** Operations whose items carry a name that can be asked for. */
type NamedList = {
  [Name in ListOperation]: "name" extends keyof ItemOf<Name>
    ? Params<Name> extends { query?: { name?: string } }
      ? Name
      : never
    : never;
}[ListOperation];

/** Items of exactly this name. */
export async function itemsNamed<Name extends NamedList>(
  client: MmsClient,
  list: Name,
  params: Params<Name>,
  name: string,
  options?: CallOptions,
): Promise<ItemOf<Name>[]> {
  const { query = {} } = params as AnyParams;
  const filtered = { ...(params as AnyParams), query: { ...query, name: nameFilter(name) } } as Params<Name>;
  const found: ItemOf<Name>[] = [];
  for await (const item of client.iterate(list, filtered, options)) {
    if ((item as { name?: string }).name === name) found.push(item);
  }
  return found;
}
