// Mapping a database may carry its tables along (inferred: db-mapping-carries-tables): a table with a mapping of its own keeps it.
import { canonicalJson } from "../../lifecycle/properties/values.js";
import { type ServicePlace, withConsole } from "../../mms/config/console.js";
import { isAmbiguous, MmsError } from "../../mms/errors.js";
import { sentence } from "../../mms/text/sentence.js";
import type { Table } from "../../mms/models.js";
import { tablesOf } from "./inventory.js";
import { joinUpTo } from "../jobs/progress.js";
import type { MmsContext } from "../base/service.js";
import { type Destination, destinationOf } from "./destination.js";

/** Under which field a table shows what its database shows. */
export const fieldOfTable = { dstProjectName: "dstProjectName", dstName: "dstSchemaName" } as const;

/** How many tables a line names. */
const namedTables = 20;

type DbField = keyof typeof fieldOfTable;

const dbFields = Object.keys(fieldOfTable) as DbField[];
const tableFields = Object.values(fieldOfTable);

/** Where tables land that have a mapping of their own, by table. */
export type DisplacedTables = Readonly<Record<string, Destination>>;

/** One database of a source. */
interface NamedDb {
  readonly sourceId: string;
  readonly dbName: string;
}

/** The database was mapped, and tables that it carried along could not be put back. */
class DisplacedTablesError extends MmsError {
  constructor(dbName: string, displacedTables: DisplacedTables, reason: Error, place: ServicePlace) {
    const destinations = Object.entries(displacedTables).map(
      ([name, own]) => `${name} to ${Object.values(own).join(".")}`,
    );
    const message =
      `the mapping of ${dbName} was changed, and carried tables along that land elsewhere: ${sentence(reason.message)} ` +
      `They have to land again where they did, by a TableMapping or in the console: ${joinUpTo(destinations, namedTables)}`;
    super(withConsole(message, place), { cause: reason });
  }
}

/** The value most tables show, which is what a database means that shows none; the absent one where it is as frequent. */
function usual(shown: readonly string[]): string {
  const counts = new Map<string, number>([["", 0]]);
  for (const value of shown) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Tables that land elsewhere than their database, which lands at `live`. */
async function ownedIn(
  { sourceId, dbName }: NamedDb,
  live: Destination,
  { service, signal }: MmsContext,
): Promise<DisplacedTables> {
  const tables = [...(await tablesOf(service.client, sourceId, dbName, { signal }))].map(
    ([name, table]) => [name, destinationOf(tableFields, table)] as const,
  );
  const meant = dbFields.map((field) => {
    const shown = tables.map(([, at]) => at[fieldOfTable[field]] ?? "");
    return [fieldOfTable[field], live[field] || usual(shown)] as const;
  });
  const ownOf = (at: Destination): Destination =>
    Object.fromEntries(meant.flatMap(([field, db]) => (at[field] && at[field] !== db ? [[field, at[field]]] : [])));
  return Object.fromEntries(
    tables.map(([name, at]) => [name, ownOf(at)] as const).filter(([, own]) => Object.keys(own).length > 0),
  );
}

/** Tables that a change of their database has moved, in groups that one request puts back. */
function movedOf(
  displacedTables: DisplacedTables,
  after: ReadonlyMap<string, Table>,
): { own: Destination; tableNames: string[] }[] {
  const groups = new Map<string, { own: Destination; tableNames: string[] }>();
  for (const [name, own] of Object.entries(displacedTables)) {
    const table = after.get(name);
    if (table === undefined || canonicalJson(destinationOf(Object.keys(own), table)) === canonicalJson(own)) continue;
    const group = groups.get(canonicalJson(own)) ?? { own, tableNames: [] };
    group.tableNames.push(name);
    groups.set(canonicalJson(own), group);
  }
  return [...groups.values()];
}

/** Lets tables land again where they did. Throws {@link DisplacedTablesError}, which names them. */
async function putBack(
  { sourceId, dbName }: NamedDb,
  displacedTables: DisplacedTables,
  { service, signal, progress }: MmsContext,
): Promise<void> {
  if (Object.keys(displacedTables).length === 0) return;
  try {
    const after = await tablesOf(service.client, sourceId, dbName, { signal });
    for (const { own, tableNames } of movedOf(displacedTables, after)) {
      const named = joinUpTo(tableNames.sort(), namedTables);
      progress.info(`tables of ${dbName} that land elsewhere than it go on landing there: ${named}`);
      await service.client.updateMmsTables({ sourceId, body: { dbName, tableNames, ...own } }, { signal });
    }
  } catch (error) {
    if (!(error instanceof MmsError)) throw error;
    throw new DisplacedTablesError(dbName, displacedTables, error, service.client.config);
  }
}

/**
 * Changes the mapping of a database that lands at `live`, and puts tables back that it carries along. `displacedTables` learns
 * which, from when they may have been until they are back: an attempt that fails in between must not forget them.
 */
export async function remap(
  named: NamedDb,
  live: Destination,
  change: (() => Promise<unknown>) | undefined,
  pending: DisplacedTables,
  context: MmsContext,
  displacedTables: (tables: DisplacedTables) => void,
): Promise<void> {
  let tables = pending;
  if (change !== undefined) {
    tables = { ...(await ownedIn(named, live, context)), ...pending };
    await change().catch((error: Error) => {
      if (isAmbiguous(error)) displacedTables(tables);
      throw error;
    });
    displacedTables(tables);
  }
  await putBack(named, tables, context);
  displacedTables({});
}
