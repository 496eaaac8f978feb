// A table of many thousand rows: searched, sorted, and drawn only where it is looked at.
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";

import { number } from "../status/words.js";

/** One column. */
export interface Column<Row> {
  readonly name: string;
  /** What rows are sorted by; unknown values come last. */
  readonly by: (row: Row) => string | number | undefined;
  readonly show: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
}

interface BigTableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What the search looks in. */
  readonly textOf: (row: Row) => string;
  /** Values to filter by. */
  readonly stateOf: (row: Row) => string;
}

const rowHeight = 33;
const collator = new Intl.Collator("en", { numeric: true });

type Options = VirtualizerOptions<HTMLDivElement, HTMLTableRowElement>;

type Rows = Virtualizer<HTMLDivElement, HTMLTableRowElement>;

/** Which rows are in sight. */
function useVirtual(count: number, scroller: { current: HTMLDivElement | null }) {
  const [, draw] = useReducer((turn: number) => turn + 1, 0);
  const options: Options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw(0),
  };
  const [virtual] = useState<Rows>(() => new Virtualizer(options));
  virtual.setOptions(options);
  useEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}

interface Order {
  readonly column: number;
  readonly down: boolean;
}

function sorted<Row>(rows: readonly Row[], by: Column<Row>["by"], down: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, key: by(row) }));
  const compare = (a: string | number, b: string | number): number =>
    typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined);
    return compare(a.key, b.key) * (down ? -1 : 1);
  });
  return keyed.map(({ row }) => row);
}

function Heads<Row>(props: { columns: readonly Column<Row>[]; order: Order; setOrder: (order: Order) => void }) {
  const { columns, order, setOrder } = props;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ name, isNumber }, index) => {
          const own = order.column === index;
          return (
            <th
              key={name}
              scope="col"
              class={isNumber ? "number" : ""}
              aria-sort={own ? (order.down ? "descending" : "ascending") : "none"}
            >
              <button
                type="button"
                onClick={() => setOrder({ column: index, down: own ? !order.down : isNumber === true })}
              >
                {name}
                <span aria-hidden="true">{own ? (order.down ? " ▼" : " ▲") : ""}</span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** Keeps the place of rows that are out of sight. */
const Gap = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    <tr class="gap-row" style={{ height: `${height}px` }}>
      <td colSpan={span} />
    </tr>
  ) : null;

interface ToolsProps {
  readonly search: string;
  readonly setSearch: (text: string) => void;
  readonly state: string;
  readonly setState: (state: string) => void;
  readonly states: readonly string[];
  readonly found: number;
  readonly total: number;
}

function Tools({ search, setSearch, state, setState, states, found, total }: ToolsProps) {
  return (
    <div class="tools">
      <label>
        Search
        <input type="search" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
      </label>
      <label>
        State
        <select value={state} onChange={({ currentTarget }) => setState(currentTarget.value)}>
          <option value="">all</option>
          {states.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <output>
        {number(found)} of {number(total)}
      </output>
    </div>
  );
}

/** The rows in sight, and the place of the others. */
function Body<Row>({ found, virtual, ...props }: BigTableProps<Row> & { found: readonly Row[]; virtual: Rows }) {
  const { columns, keyOf, stateOf } = props;
  const items = virtual.getVirtualItems();
  const below = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <tbody>
      <Gap height={items[0]?.start ?? 0} span={columns.length} />
      {items.map(({ index }) => {
        const row = found[index];
        if (row === undefined) return null;
        return (
          <tr key={keyOf(row)} aria-rowindex={index + 2} class={`state-${stateOf(row)}`}>
            {columns.map(({ name, show, isNumber }) => (
              <td key={name} class={isNumber ? "number" : ""}>
                {show(row)}
              </td>
            ))}
          </tr>
        );
      })}
      <Gap height={below} span={columns.length} />
    </tbody>
  );
}

/** The rows that the search and the filter leave, in their order. */
function useFound<Row>(
  { rows, columns, textOf, stateOf }: BigTableProps<Row>,
  search: string,
  state: string,
  order: Order,
) {
  const texts = useMemo(() => new Map(rows.map((row) => [row, textOf(row).toLowerCase()])), [rows]);
  return useMemo(() => {
    const wanted = search.trim().toLowerCase();
    const kept = rows.filter((row) => (state === "" || stateOf(row) === state) && texts.get(row)?.includes(wanted));
    const column = columns[order.column];
    return column === undefined ? kept : sorted(kept, column.by, order.down);
  }, [rows, columns, search, state, order]);
}

/** The table with its search and its filter. */
export function BigTable<Row>(props: BigTableProps<Row>) {
  const { caption, rows, columns, stateOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const [state, setState] = useState("");
  const [order, setOrder] = useState<Order>({ column: 0, down: false });
  const states = useMemo(() => [...new Set(rows.map(stateOf))].sort(), [rows]);
  const found = useFound(props, search, state, order);
  const virtual = useVirtual(found.length, scroller);
  return (
    <section aria-label={caption}>
      <h2>
        {caption} <small>{number(rows.length)}</small>
      </h2>
      <Tools {...{ search, setSearch, state, setState, states, found: found.length, total: rows.length }} />
      <div class="scroller" ref={scroller} tabIndex={0} role="region" aria-label={`Rows of ${caption.toLowerCase()}`}>
        <table aria-rowcount={found.length + 1}>
          <caption class="hidden">{caption}</caption>
          <Heads columns={columns} order={order} setOrder={setOrder} />
          <Body {...props} found={found} virtual={virtual} />
        </table>
      </div>
    </section>
  );
}
