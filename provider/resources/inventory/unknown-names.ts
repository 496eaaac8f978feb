// Names a program gives that the inventory of the source does not have: a typo among them moves too much, or nothing.
import { didYouMean, nearest } from "../../lifecycle/did-you-mean.js";
import { hasUnknown, isEmpty } from "../../lifecycle/properties/values.js";
import { MmsError } from "../../mms/errors.js";
import type { Table } from "../../mms/models.js";
import { columnsOf, parsePartitionFilter } from "../../mms/partition-filter.js";
import { phrase } from "../../mms/text/sentence.js";
import { databaseNames, findDatabase, tableNames, tablesOf } from "./inventory.js";
import type { MmsContext } from "../base/service.js";
import type { State } from "../../lifecycle/types.js";

/** How many names are looked up one by one. */
const lookedUp = 20;

/** A name that is not in the inventory, and what was probably meant. */
interface UnknownName {
  readonly path: string;
  /** In words: what is not there, and what is like it. */
  readonly problem: string;
  /** Whether it certainly is a mistake: what was meant differs in letter case alone, or the name can match nothing. */
  readonly certain: boolean;
}

/** Where a program names tables, with the path of each: in a list, or as keys of an object. What is unknown yet names none. */
export function namedTables(inputs: State, properties: readonly string[]): [path: string, name: string][] {
  return properties.flatMap((property): [string, string][] => {
    const value = inputs[property];
    if (hasUnknown(value)) return [];
    if (Array.isArray(value)) return value.map((name, index) => [`${property}[${index}]`, String(name)]);
    return Object.keys((value ?? {}) as object).map((name) => [`${property}.${name}`, name]);
  });
}

/** That a database has no such table, and what was probably meant. */
export const unknownTable = (name: string, dbName: string, names: readonly string[]): string =>
  `table "${name}" is not in the inventory of database "${dbName}"${didYouMean(name, names)}`;

/** Partition columns that a filter names and its table does not have. */
function unknownColumns(path: string, filter: unknown, table: Table): UnknownName[] {
  const columns = (table.schema?.partitions ?? []).flatMap(({ name }) => name ?? []);
  if (typeof filter !== "string" || columns.length === 0) return [];
  return columnsOf(parsePartitionFilter(filter))
    .filter((column) => !columns.includes(column))
    .map((column) => ({
      path,
      problem:
        `"${column}" is not a partition column of table "${table.name}", which has ${columns.join(", ")}` +
        didYouMean(column, columns),
      certain: true,
    }));
}

/** What these inputs name and the inventory does not have. Throws what a look throws. */
async function namesMissing(inputs: State, properties: readonly string[], context: MmsContext): Promise<UnknownName[]> {
  const options = context.call;
  const { sourceId: source, srcDbName, partitionFilters } = inputs;
  const [sourceId, dbName] = [String(source), String(srcDbName)];
  const { client } = context.service;
  if ((await findDatabase(client, sourceId, dbName, options)) === undefined) {
    const names = await databaseNames(client, sourceId, options);
    const problem = `database "${dbName}" is not in the inventory of source ${sourceId}${didYouMean(dbName, names)}`;
    return [{ path: "srcDbName", problem, certain: nearest(dbName, names)?.toLowerCase() === dbName.toLowerCase() }];
  }
  const named = namedTables(inputs, properties).slice(0, lookedUp);
  const wanted = new Set(named.map(([, name]) => name));
  const found = new Map<string, Table>();
  for (const name of wanted) {
    for (const [key, table] of await tablesOf(client, sourceId, dbName, options, new Set([name])))
      found.set(key, table);
  }
  const names = found.size < wanted.size ? await tableNames(client, sourceId, dbName, options) : [];
  const filters = (partitionFilters ?? {}) as Readonly<Record<string, unknown>>;
  return named.flatMap(([path, name]): UnknownName[] => {
    const table = found.get(name);
    if (table !== undefined)
      return path.startsWith("partitionFilters.") ? unknownColumns(path, filters[name], table) : [];
    const problem = unknownTable(name, dbName, names);
    return [{ path, problem, certain: nearest(name, names)?.toLowerCase() === name.toLowerCase() }];
  });
}

/** Where a job or a timer names tables. A name in `tables` that is not there fails the job itself. */
const selecting = ["tableBlackList", "tableWhiteList", "partitionFilters", "tableMapping"] as const;

const describeUnknown = ({ path, problem }: UnknownName): string => `${path}: ${problem}`;

/** A name in the program matches nothing, and would move too much or nothing; nothing was started. */
export class UnknownNameError extends MmsError {
  constructor(unknown: readonly UnknownName[]) {
    super(`nothing was started: ${unknown.map(describeUnknown).join("; ")}`);
  }
}

/**
 * Refuses names that certainly are mistakes, and warns of others, before a job or timer is created: the service takes a list
 * or filter that matches nothing, and then moves what should stay, or nothing. An inventory that cannot be read checks nothing.
 */
export async function refuseUnknownNames(inputs: State, context: MmsContext): Promise<void> {
  const { srcDbName } = inputs;
  if (selecting.every((name) => isEmpty(inputs[name])) || isEmpty(srcDbName)) return;
  const missing = await readable(namesMissing(inputs, selecting, context), context);
  const certain = missing.filter((one) => one.certain);
  if (certain.length > 0) throw new UnknownNameError(certain);
  missing.forEach((one) => context.progress.warn(describeUnknown(one)));
}

/** What is probably wrong with the names of a job that the service could not create, in words; "" where nothing is found. */
export async function unknownNamesOf(inputs: State, context: MmsContext): Promise<string> {
  const { srcDbName } = inputs;
  if (isEmpty(srcDbName)) return "";
  return (await readable(namesMissing(inputs, ["tables", ...selecting], context), context))
    .map(describeUnknown)
    .join("; ");
}

/** Nothing where the inventory cannot be read: the caller may not be allowed to, or the service is not there. */
async function readable(looking: Promise<UnknownName[]>, { progress }: MmsContext): Promise<UnknownName[]> {
  try {
    return await looking;
  } catch (error) {
    if (!(error instanceof MmsError)) throw error;
    progress.info(`names were not checked against the inventory: ${phrase(error.message)}`);
    return [];
  }
}
