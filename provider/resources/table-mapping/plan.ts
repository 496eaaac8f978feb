// Which tables have to change, and with how few requests.
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import { canonicalJson } from "../../lifecycle/properties/values.js";
import type { Db, Table } from "../../mms/models.js";
import { fieldOfTable } from "../inventory/displaced-tables.js";
import { changesTo, declaredIn, type Destination, destinationOf, previousOf } from "../inventory/destination.js";
import type { MmsContext } from "../base/service.js";
import { tableMappingInputs } from "./schema.js";
import type { State } from "../../lifecycle/types.js";

/** Destination fields of a table. */
export const tableFields = ["dstProjectName", "dstSchemaName", "dstName"] as const;

/**
 * In place of a previous value: the table landed as its database did. Where that lands by then is where it lands again; a
 * project or schema cannot have this name.
 */
export const asDatabase = "(as the database)";

/** Where the database lands, under the fields of its tables. */
export function tableFieldsOf(db: Db | undefined): Destination {
  const live = destinationOf(Object.keys(fieldOfTable), db ?? {});
  return Object.fromEntries(Object.entries(fieldOfTable).map(([field, ofTable]) => [ofTable, live[field] ?? ""]));
}

/** Previous values by table. */
export type PreviousValues = Readonly<Record<string, Destination>>;

/** One table that has to change. */
export interface TableChange {
  readonly table: string;
  readonly tableId: string;
  readonly status: string | undefined;
  readonly live: Destination;
  readonly changes: Destination;
}

/** Names of the declared tables. */
export const tableNamesIn = ({ tableNames }: State): string[] =>
  Array.isArray(tableNames) ? tableNames.map(String).sort() : [];

/** What the program declares for one table; nothing for a table it does not name. */
export function declaredFor(inputs: State, table: string): Destination {
  const { tableNames, dstNames } = inputs;
  if (!Array.isArray(tableNames) || !tableNames.includes(table)) return {};
  const { [table]: dstName } = { ...(dstNames ?? {}) } as State;
  return declaredIn(tableFields, { ...inputs, dstName });
}

/** Previous values of every table that is, or was, ours; its database lands at `db`. */
export function previousByTable(
  inputs: State,
  known: PreviousValues,
  live: ReadonlyMap<string, Table>,
  db: Destination,
): PreviousValues {
  const inherited = (at: Destination): Destination =>
    Object.fromEntries(Object.entries(at).map(([field, value]) => [field, value === db[field] ? asDatabase : value]));
  const names = new Set([...Object.keys(known), ...tableNamesIn(inputs)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const table = live.get(name);
      if (table === undefined) return [];
      const at = inherited(destinationOf(tableFields, table));
      return [[name, previousOf(declaredFor(inputs, name), known[name] ?? {}, at)]];
    }),
  );
}

/** The tables that have to change, with the fields that differ; their database lands at `db`. */
export function changesIn(
  inputs: State,
  previousValues: PreviousValues,
  live: ReadonlyMap<string, Table>,
  db: Destination,
): TableChange[] {
  const resolved = (previous: Destination): Destination =>
    Object.fromEntries(
      Object.entries(previous).map(([field, value]) => [field, value === asDatabase ? (db[field] ?? "") : value]),
    );
  return Object.entries(previousValues).flatMap(([name, known]) => {
    const previous = resolved(known);
    const table = live.get(name);
    if (table?.id === undefined) return [];
    const now = destinationOf(tableFields, table);
    const changes = changesTo(declaredFor(inputs, name), previous, now);
    return Object.keys(changes).length > 0
      ? [{ table: name, tableId: table.id, status: table.status, live: now, changes }]
      : [];
  });
}

/** Changes that are the same for several tables, so that one request does for all of them. */
function grouped(changes: readonly TableChange[]): TableChange[][] {
  const groups = new Map<string, TableChange[]>();
  for (const change of changes) {
    // UpdateMmsTables knows no dstName, so a renamed table goes alone.
    const key = Object.hasOwn(change.changes, "dstName") ? `alone ${change.table}` : canonicalJson(change.changes);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

/** Sends changes: one UpdateMmsTables for all tables that change alike, one UpdateMmsTable for each other. Assumes update-tables-by-name, update-tables-size. */
export async function send(
  inputs: State,
  changes: readonly TableChange[],
  { service, signal }: Pick<MmsContext, "service" | "signal">,
): Promise<void> {
  const { sourceId, dbName } = readInputs(tableMappingInputs, inputs);
  for (const group of grouped(changes)) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length === 1) {
      await service.client.updateMmsTable({ sourceId, tableId: first.tableId, body: first.changes }, { signal });
    } else {
      const tableNames = group.map(({ table }) => table).sort();
      await service.client.updateMmsTables({ sourceId, body: { dbName, tableNames, ...first.changes } }, { signal });
    }
  }
}
