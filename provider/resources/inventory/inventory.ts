// Looks things up in the inventory of a source, where the service's name filters match more than they are given.
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import { MmsError } from "../../mms/errors.js";
import type { Db, ItemOf, Table } from "../../mms/models.js";
import { itemsNamed, nameFilter } from "../../mms/pages.js";
import { sentence } from "../../mms/text/sentence.js";
import { listWitness, type Witness } from "../jobs/witness.js";
import type { CallOptions, MmsClient } from "../../mms/call.js";

export type ListedDb = ItemOf<"ListMmsDbs">;

/** What a program names is not in the inventory, which only scans fill. */
export class NotInInventoryError extends MmsError {
  /** `hint` begins with a semicolon, or is empty. */
  constructor(path: string, what: string, sourceId: string, hint: string) {
    super(
      sentence(`${path}: ${what} is not in the inventory of source ${sourceId}${hint}`) +
        " Check the name, or scan the source first (MetadataScan); a program that does both needs dependsOn on the scan",
    );
  }
}

/** How many names are read at most, to find one that is like another or is not there. */
export const mostNames = 5_000;

async function namesIn(items: AsyncIterable<{ readonly name?: string | undefined }>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of items) {
    if (name !== undefined) names.push(name);
    if (names.length >= mostNames) break;
  }
  return names;
}

/** Names of the databases of a source, the first thousands. Source: ListMmsDbs. */
export const databaseNames = (client: MmsClient, sourceId: string, options: CallOptions): Promise<string[]> =>
  namesIn(client.iterate("ListMmsDbs", { sourceId }, options));

/** Names of the tables of a database, the first thousands. Source: ListMmsTables. */
export const tableNames = (
  client: MmsClient,
  sourceId: string,
  dbName: string,
  options: CallOptions,
): Promise<string[]> =>
  namesIn(client.iterate("ListMmsTables", { sourceId, query: { dbName: nameFilter(dbName) } }, options));

/** The database of exactly this name. Source: ListMmsDbs. Assumes names-compare-by-case, deleted-db-flag. */
export async function findDatabase(
  client: MmsClient,
  sourceId: string,
  dbName: string,
  options: CallOptions,
): Promise<ListedDb | undefined> {
  const named = await itemsNamed(client, "ListMmsDbs", { sourceId }, dbName, options);
  return named.find(({ deleted }) => deleted !== true);
}

/** Like {@link findDatabase}; a database that is not there is an error, which names the input that gives it. */
export async function requireDatabase(
  client: MmsClient,
  sourceId: string,
  [path, dbName]: readonly [path: string, dbName: string],
  options: CallOptions,
): Promise<Db & { id: string }> {
  const db = await findDatabase(client, sourceId, dbName, options);
  if (db?.id === undefined) {
    const near = didYouMean(dbName, await databaseNames(client, sourceId, options));
    throw new NotInInventoryError(path, `database "${dbName}"`, sourceId, near);
  }
  return { ...db, id: db.id } as Db & { id: string };
}

/** What the list of a source's databases says of one that its own read does not find. Source: ListMmsDbs. */
export function databaseWitness(
  client: MmsClient,
  { sourceId, dbId }: { sourceId: string; dbId: string },
  { signal }: CallOptions,
): Promise<Witness> {
  const listed = client.iterate("ListMmsDbs", { sourceId }, signal ? { signal } : {});
  const present = async function* () {
    for await (const db of listed) if (db.deleted !== true) yield db;
  };
  return listWitness(present(), dbId);
}

/** Tables of exactly this database, by name: all of them, or those named. Source: ListMmsTables. */
export async function tablesOf(
  client: MmsClient,
  sourceId: string,
  dbName: string,
  options: CallOptions,
  only?: ReadonlySet<string>,
): Promise<Map<string, Table>> {
  const [single, ...others] = only ?? [];
  const oneName = single !== undefined && others.length === 0 ? { name: nameFilter(single) } : {};
  const query = { dbName: nameFilter(dbName), ...oneName };
  const found = new Map<string, Table>();
  for await (const table of client.iterate("ListMmsTables", { sourceId, query }, options)) {
    const { name } = table;
    if (name === undefined || table.dbName !== dbName || (only && !only.has(name))) continue;
    found.set(name, table);
  }
  return found;
}
