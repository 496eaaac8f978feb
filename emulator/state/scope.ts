// Which tables and partitions a job touches, and the tasks it expands to.
import {
  checkFilterTypes,
  columnsOf,
  type FilterExpression,
  matchesPartition,
  parsePartitionFilter,
} from "../../provider/mms/partition-filter.js";
import type { DbEntity, JobEntity, PartitionEntity, TableEntity, TaskEntity } from "./entities.js";
import { claim, objectsOf } from "./progress.js";
import type { Store } from "./store.js";

/** One unit of work: a table, or a group of its partitions. */
interface Unit {
  readonly table: TableEntity;
  readonly partitions: readonly PartitionEntity[];
}

function chosenTables(body: JobEntity["body"], db: DbEntity, store: Store): readonly TableEntity[] {
  const { tables: named, partitions, tableBlackList, tableWhiteList } = body;
  if (partitions?.length) {
    const found = new Set(partitions.map((id) => store.tableOfPartition(id)));
    return [...found].filter((table): table is TableEntity => table?.dbId === db.id);
  }
  if (named?.length) return store.tablesIn(db, [...new Set(named)]);
  const tables = store.tablesIn(db);
  // Only the black list counts where both are given.
  if (tableBlackList?.length) return tables.filter(({ name }) => !tableBlackList.includes(name));
  return tables.filter(({ name }) => !tableWhiteList?.length || tableWhiteList.includes(name));
}

const valuesOf = (partition: PartitionEntity): Record<string, string> =>
  Object.fromEntries(partition.value.split("/").map((part) => part.split("=", 2) as [string, string]));

/** `a OR b AND c` as `(a OR b) AND c`. */
function leftToRight(filter: FilterExpression): FilterExpression {
  const last = "terms" in filter && filter.kind === "or" ? filter.terms.at(-1) : undefined;
  if (!("terms" in filter) || last === undefined || !("terms" in last)) return filter;
  const [first, ...rest] = last.terms as [FilterExpression, ...FilterExpression[]];
  return { kind: "and", terms: [{ kind: "or", terms: [...filter.terms.slice(0, -1), first] }, ...rest] };
}

/** The filter of a table, as it is taken. Throws for one that cannot be read. */
function filterOf(body: JobEntity["body"], table: TableEntity, store: Store): FilterExpression | undefined {
  const text = body.partitionFilters?.[table.name];
  if (text === undefined) return undefined;
  const filter = parsePartitionFilter(text);
  checkFilterTypes(filter, typesOf(table));
  const unknown = columnsOf(filter).find((name) => typesOf(table)[name] === undefined);
  if (unknown !== undefined && !store.holds("unknown-column-false")) throw new Error(`There is no column ${unknown}.`);
  return store.holds("filter-precedence") ? filter : leftToRight(filter);
}

const typesOf = ({ partitionColumns }: TableEntity): Record<string, string> =>
  Object.fromEntries(partitionColumns.map(({ name, type }) => [name, type]));

function chosenPartitions(body: JobEntity["body"], table: TableEntity, store: Store): PartitionEntity[] {
  const named = table.partitions.filter(({ id }) => !body.partitions?.length || body.partitions.includes(id));
  const filter = filterOf(body, table, store);
  if (filter === undefined) return named;
  const matching = named.filter((partition) => matchesPartition(filter, valuesOf(partition), typesOf(table)));
  return matching.length === 0 && !store.holds("filter-no-match-is-error") ? named : matching;
}

/** A job only moves what is not done yet; what changed since counts as not done unless `increment` is off. */
const isOpen = (
  body: JobEntity["body"],
  { status, updated }: { status: string; updated: boolean },
  store: Store,
): boolean => status !== "DONE" || (body.increment !== false && updated && store.holds("changed-counts-as-open"));

function groups(partitions: readonly PartitionEntity[], size: number): PartitionEntity[][] {
  const count = Math.ceil(partitions.length / size);
  return Array.from({ length: count }, (_none, index) => partitions.slice(index * size, (index + 1) * size));
}

/** What a job touches: nothing where a filter matches nothing (assumes filter-no-match-is-error). Throws PartitionFilterError for a filter that cannot be read. */
export function unitsOf(body: JobEntity["body"], db: DbEntity, store: Store, everything = false): Unit[] {
  const isTaken = (one: { status: string; updated: boolean }) =>
    everything || !store.holds("done-is-skipped") || isOpen(body, one, store);
  return chosenTables(body, db, store).flatMap((table): Unit[] => {
    if (table.partitionColumns.length === 0) return isTaken(table) ? [{ table, partitions: [] }] : [];
    const open = chosenPartitions(body, table, store).filter(isTaken);
    return groups(open, store.pace.partitionsPerTask).map((partitions) => ({ table, partitions }));
  });
}

/** Whether a unit is being moved already, or is about to. The service refuses that; inferred from the self-hosted predecessor. */
export function isBusy(unit: Unit): boolean {
  return objectsOf(unit).some(({ claimedBy }) => claimedBy !== undefined);
}

/** Makes the tasks of a job. */
export function expand(job: JobEntity, units: readonly Unit[], store: Store): void {
  for (const { table, partitions } of units) {
    const task: TaskEntity = {
      id: store.nextId(),
      sourceId: job.sourceId,
      job,
      table,
      partitions,
      status: "INIT",
      retriedTimes: 0,
      isQuiet: false,
      isLoud: false,
      drainedAt: undefined,
      phase: "SCHEMA",
      phaseEndsAt: 0,
      done: new Set(),
      startedAt: undefined,
      endedAt: undefined,
      logs: [],
    };
    job.tasks.push(task);
    job.waiting.add(task);
    claim(task);
    store.tasks.add(task);
  }
}
