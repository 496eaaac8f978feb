// Which tables and partitions a job touches, and the tasks it expands to.
import { matchesPartition, parsePartitionFilter } from "../provider/mms/partition-filter.js";
import type { JobEntity, PartitionEntity, TableEntity, TaskEntity } from "./entities.js";
import type { Store } from "./store.js";

/** One unit of work: a table, or a group of its partitions. */
interface Unit {
  readonly table: TableEntity;
  readonly partitions: readonly PartitionEntity[];
}

function chosenTables(body: JobEntity["body"], tables: readonly TableEntity[]): TableEntity[] {
  const { tables: named, partitions, tableBlackList, tableWhiteList } = body;
  if (partitions?.length) return tables.filter((table) => table.partitions.some(({ id }) => partitions.includes(id)));
  if (named?.length) return tables.filter(({ name }) => named.includes(name));
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
  return table.partitions
    .filter(({ id }) => !body.partitions?.length || body.partitions.includes(id))
    .filter((partition) => !expression || matchesPartition(expression, valuesOf(partition), types));
}

/** A job only moves what is not done yet; what changed since counts as not done when `increment` is on. */
const isOpen = (body: JobEntity["body"], { status, updated }: { status: string; updated: boolean }): boolean =>
  status !== "DONE" || (body.increment === true && updated);

function groups(partitions: readonly PartitionEntity[], size: number): PartitionEntity[][] {
  const count = Math.ceil(partitions.length / size);
  return Array.from({ length: count }, (_none, index) => partitions.slice(index * size, (index + 1) * size));
}

/** What a job touches. Throws PartitionFilterError for a filter that cannot be read. */
export function unitsOf(body: JobEntity["body"], tables: readonly TableEntity[], partitionsPerTask: number): Unit[] {
  return chosenTables(body, tables).flatMap((table): Unit[] => {
    if (table.partitions.length === 0) return isOpen(body, table) ? [{ table, partitions: [] }] : [];
    const open = chosenPartitions(body, table).filter((partition) => isOpen(body, partition));
    return groups(open, partitionsPerTask).map((partitions) => ({ table, partitions }));
  });
}

/** Whether a unit is being moved already. The service refuses that; inferred from the self-hosted predecessor. */
export function isBusy({ table, partitions }: Unit): boolean {
  return partitions.length > 0
    ? partitions.some(({ status }) => status === "DOING")
    : table.partitions.length === 0 && table.status === "DOING";
}

/** Makes the tasks of a job. */
export function expand(job: JobEntity, units: readonly Unit[], store: Store): void {
  for (const { table, partitions } of units) {
    const task: TaskEntity & { readonly sourceId: string } = {
      id: store.nextId(),
      sourceId: job.sourceId,
      job,
      table,
      partitions,
      status: "INIT",
      retriedTimes: 0,
      workedMs: 0,
      done: new Set(),
      startedAt: undefined,
      endedAt: undefined,
      logs: [],
    };
    job.tasks.push(task);
    store.tasks.add(task);
  }
}
