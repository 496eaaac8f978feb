// Which tables and partitions a job touches, and the tasks it expands to.
import { checkFilterTypes, matchesPartition, parsePartitionFilter } from "../../provider/mms/partition-filter.js";
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

function chosenPartitions(body: JobEntity["body"], table: TableEntity): PartitionEntity[] {
  const filter = body.partitionFilters?.[table.name];
  const types = Object.fromEntries(table.partitionColumns.map(({ name, type }) => [name, type]));
  const expression = filter === undefined ? undefined : parsePartitionFilter(filter);
  if (expression) checkFilterTypes(expression, types);
  return table.partitions
    .filter(({ id }) => !body.partitions?.length || body.partitions.includes(id))
    .filter((partition) => !expression || matchesPartition(expression, valuesOf(partition), types));
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
    const open = chosenPartitions(body, table).filter(isTaken);
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
