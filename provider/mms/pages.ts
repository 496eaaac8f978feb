// Lists to their end: page after page, each item once, none lost when items move between pages meanwhile.
import { AccessDeniedError, MmsApiError, NotFoundError, ThrottledError } from "./errors.js";
import type { ItemOf, Page, Params } from "./models.js";
import { type ListOperation, operationOf } from "./operations.js";
import type { CallOptions, MmsClient } from "./call.js";

/**
 * Items requested per page: many, and what any list takes where the service refuses that. Its limit is not published; it
 * may send fewer, and that is seen in its response. Assumes page-size-1000.
 */
const pageSizes = { first: 1_000, refused: 100 } as const;

/** Passes over a list that shrinks while it is read, at most. */
const mostPasses = 3;

/** One page as it came. */
export interface PageRead<Item> {
  /** Items not seen on an earlier page. */
  readonly items: readonly Item[];
  /** How many items the list has, where the response says so. */
  readonly total: number | undefined;
  /** How many pages of this size the list has, as far as is known. */
  readonly pages: number;
}

type Call = MmsClient["call"];
type AnyParams = Readonly<Record<string, unknown>> & { readonly query?: Readonly<Record<string, unknown>> };

/** What reads one list. */
interface List<Name extends ListOperation> {
  readonly call: Call;
  readonly name: Name;
  readonly params: Params<Name>;
  readonly options?: CallOptions | undefined;
}
type Pages<Name extends ListOperation> = AsyncGenerator<PageRead<ItemOf<Name>>>;

/** Clients whose service has refused pages of the first size. */
const refusing = new WeakSet<Call>();

/** Any response that says no may mean the size of the page, but for those that surely mean something else. */
const isRefusal = (error: unknown): boolean =>
  error instanceof MmsApiError &&
  ![ThrottledError, AccessDeniedError, NotFoundError].some((kind) => error instanceof kind);

/** One pass from the first page to the last, in pages as large as the service takes. */
async function* passOver<Name extends ListOperation>(list: List<Name>): Pages<Name> {
  const { call, params } = list;
  const given = (params as AnyParams).query?.["pageSize"];
  if (given !== undefined) return yield* pagesOfSize(Number(given), list);
  if (!refusing.has(call)) {
    let read = 0;
    try {
      for await (const page of pagesOfSize(pageSizes.first, list)) {
        read += 1;
        yield page;
      }
      return;
    } catch (error) {
      if (read > 0 || !isRefusal(error)) throw error;
    }
  }
  yield* pagesOfSize(pageSizes.refused, list);
  // Only now is it known that the size was what the service did not take.
  refusing.add(call);
}

async function* pagesOfSize<Name extends ListOperation>(requested: number, list: List<Name>): Pages<Name> {
  const { call, name, params, options } = list;
  const { query = {} } = params as AnyParams;
  let isTotalWrong = false;
  for (let pageNum = 1, seen = 0; ; pageNum += 1) {
    const paged = { ...(params as AnyParams), query: { ...query, pageNum, pageSize: requested } } as Params<Name>;
    const { data } = await call(name, paged, options);
    const page = data as Page<ItemOf<Name>>;
    const items = page.objectList ?? [];
    seen += items.length;
    const full = items.length >= Math.min(requested, page.pageSize ?? requested);
    // A full page that has all there is may also come of a total that counts the page alone: then the next one shows it.
    const isAlone = pageNum === 1 && items.length >= requested && page.total === items.length;
    // More came than there are: the total counts something else, or shrank.
    isTotalWrong ||= page.total !== undefined && seen > page.total;
    const last =
      items.length === 0 || (page.total === undefined || isTotalWrong ? !full : seen >= page.total && !isAlone);
    // A service that returns fewer items than requested shows its own page size by what it gives.
    const size = last ? Math.max(requested, 1) : Math.max(items.length, 1);
    const pages = last ? pageNum : Math.max(pageNum + 1, Math.ceil((page.total ?? 0) / size));
    yield { items, total: page.total, pages };
    if (last) return;
  }
}

/**
 * A list page by page, each item on the first page it was seen on; items are distinguished by their ids. When the list is
 * shorter at the end than it was in between, or fewer items came than it says it has, some may have moved to a page
 * already read: then it is read once more. One thing cannot be seen: that between two pages as many items went as came.
 * Assumes total-is-true.
 */
export async function* pagesOf<Name extends ListOperation>(list: List<Name>): Pages<Name> {
  const known = new Set<string>();
  for (let pass = 1, complete = false; !complete && pass <= mostPasses; pass += 1) {
    let [count, most] = [0, 0];
    let total: number | undefined;
    for await (const page of passOver(list)) {
      total = page.total;
      count += page.items.length;
      most = Math.max(most, total ?? 0);
      const items = page.items.filter((item) => {
        const { id } = item as { id?: string };
        if (id === undefined) return pass === 1;
        return !known.has(id) && known.add(id);
      });
      yield { ...page, items };
    }
    complete = total === undefined || (most <= total && Math.max(known.size, count) >= total);
  }
}

/** Every item of a list. */
export async function* itemsOf<Name extends ListOperation>(list: List<Name>): AsyncGenerator<ItemOf<Name>> {
  const { call, name, params, options } = list;
  if (operationOf(name).response === "array") {
    const { data } = await call(name, params, options);
    yield* data as readonly ItemOf<Name>[];
    return;
  }
  for await (const { items } of pagesOf(list)) yield* items;
}

/**
 * A name as the `name` filter of a list takes it. The filter is SQL LIKE, so it finds too much, never too little:
 * backslashes would escape, hence they are requested as "any character". Compare strictly afterwards. Assumes job-name-filter,
 * like-wildcards-only.
 */
export const nameFilter = (name: string): string => name.replaceAll("\\", "_");

/** Whether an item's name is this one, or begins with it. */
export const isNamed = (item: { readonly name?: string }, name: string, isPrefix: boolean): boolean =>
  isPrefix ? (item.name ?? "").startsWith(name) : item.name === name;

/** Operations whose items carry a name that can be filtered by. */
type NamedList = {
  [Name in ListOperation]: "name" extends keyof ItemOf<Name>
    ? Params<Name> extends { query?: { name?: string } }
      ? Name
      : never
    : never;
}[ListOperation];

/** Items of exactly this name; or, where `isPrefix`, of every name that begins with it. */
export async function itemsNamed<Name extends NamedList>(
  client: MmsClient,
  list: Name,
  params: Params<Name>,
  name: string,
  options?: CallOptions,
  isPrefix = false,
): Promise<ItemOf<Name>[]> {
  const { query = {} } = params as AnyParams;
  const filtered = { ...(params as AnyParams), query: { ...query, name: nameFilter(name) } } as Params<Name>;
  const found: ItemOf<Name>[] = [];
  for await (const item of client.iterate(list, filtered, options)) {
    if (isNamed(item as { name?: string }, name, isPrefix)) found.push(item);
  }
  return found;
}
