// Mapping a database may carry its tables along (inferred): a table with a mapping of its own keeps it.
import { canonicalJson } from "../../lifecycle/values.js";
import type { Table } from "../../mms/models.js";
import { tablesOf } from "../inventory.js";
import type { MmsContext } from "../service.js";
import { type Destination, destinationOf } from "./destination.js";

/** Under which field a table shows what its database shows. */
const fieldOfTable = { dstProjectName: "dstProjectName", dstName: "dstSchemaName" } as const;

/** How many tables a line names. */
const namedTables = 20;

type DbField = keyof typeof fieldOfTable;

/** One database of a source, and where it lands now. */
export interface MappedDb {
  readonly sourceId: string;
  readonly dbName: string;
  readonly live: Destination;
}

/** Where a table lands other than its database. What neither has set yet is no mapping of its own. */
function ownOf({ live }: MappedDb, table: Table): Destination {
  const fields = Object.keys(fieldOfTable).filter((field) => live[field]) as DbField[];
  const shown = destinationOf(Object.values(fieldOfTable), table);
  const own = fields.map((field) => [fieldOfTable[field], shown[fieldOfTable[field]], live[field]] as const);
  return Object.fromEntries(own.flatMap(([field, at, db]) => (at && at !== db ? [[field, at]] : [])));
}

/** Runs a change of a database's mapping, and puts back what it took from tables that were mapped by themselves. */
export async function keepingTables(
  db: MappedDb,
  { service, signal, progress }: MmsContext,
  change: () => Promise<unknown>,
): Promise<void> {
  const { sourceId, dbName } = db;
  const read = () => tablesOf(service.client, sourceId, dbName, { signal });
  const owned = [...(await read())].flatMap(([name, table]) => {
    const own = ownOf(db, table);
    return Object.keys(own).length > 0 ? [{ name, own }] : [];
  });
  await change();
  if (owned.length === 0) return;
  const after = await read();
  const groups = new Map<string, { own: Destination; tableNames: string[] }>();
  for (const { name, own } of owned) {
    const now = destinationOf(Object.keys(own), after.get(name) ?? {});
    if (!after.has(name) || canonicalJson(now) === canonicalJson(own)) continue;
    const group = groups.get(canonicalJson(own)) ?? { own, tableNames: [] };
    group.tableNames.push(name);
    groups.set(canonicalJson(own), group);
  }
  for (const { own, tableNames } of groups.values()) {
    const named = tableNames.sort().slice(0, namedTables).join(", ");
    const more = tableNames.length > namedTables ? ` and ${tableNames.length - namedTables} more` : "";
    progress.info(`tables of ${dbName} that land elsewhere than it go on landing there: ${named}${more}`);
    await service.client.updateMmsTables({ sourceId, body: { dbName, tableNames, ...own } }, { signal });
  }
}
