// What a migration job would touch, from the inventory before it runs.
import { didYouMean } from "../lifecycle/did-you-mean.js";
import { shown } from "../lifecycle/properties/value-types.js";
import { isFinished } from "../mms/jobs/job-status.js";
import type { Partition } from "../mms/models.js";
import { columnsOf, type FilterExpression, matchesPartition, parsePartitionFilter } from "../mms/partition-filter.js";
import { idOf, type KnownArguments, LookupError } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import type { Reach } from "./client-access.js";
import {
  type GetMigrationPlanArgs,
  type GetMigrationPlanResult,
  type Counted,
  type Part,
  type Named,
  isLeftOut,
  isWhollyDone,
  valuesOf,
  refusalOf,
  totalsOf,
  refusedOf,
} from "./plan.js";

/** The job would touch more than its program allows. */
export class PlanLimitError extends LookupError {}

type Uses = "ListMmsTables" | "ListMmsPartitions";
/** Tables read at the same time. */
const atOnce = 8;

/** Reads a table's partitions where the table alone does not show what is open. */
async function partOf(args: GetMigrationPlanArgs, table: Named, chosen: Partition[] | undefined, service: Reach<Uses>) {
  const text = args.partitionFilters?.[table.name];
  const filter: FilterExpression | undefined = text === undefined ? undefined : parsePartitionFilter(text);
  const partitioned = table.hasPartitions === true;
  const touched = (table.partitionsDone ?? 0) > 0 || isFinished(table.status);
  const whole = chosen === undefined && filter === undefined && (!touched || isWhollyDone(args, table));
  if (!partitioned || whole) {
    const counts: Counted[] = Array.from({ length: partitioned ? (table.partitions ?? 0) : 1 }, () => ({}));
    const all = counts.map((_none, index) => (index === 0 ? table : {}));
    return { table, partitioned, ...(isLeftOut(args, table) ? { open: [], done: all } : { open: all, done: [] }) };
  }
  const query = { tableId: table.id };
  const all = chosen ?? (await service.list("ListMmsPartitions", { sourceId: idOf(args.sourceId, "sourceId"), query }));
  const types = Object.fromEntries((table.schema?.partitions ?? []).map(({ name = "", type = "" }) => [name, type]));
  const taken = all.filter((one) => filter === undefined || matchesPartition(filter, valuesOf(one), types));
  const open = taken.filter((one) => !isLeftOut(args, one));
  return { table, partitioned, open, done: taken.filter((one) => isLeftOut(args, one)) };
}

const known: KnownArguments<GetMigrationPlanArgs> = {
  sourceId: true,
  sourceName: true,
  name: true,
  srcDbName: true,
  srcSchemaName: true,
  dstDbName: true,
  dstSchemaName: true,
  taskType: true,
  tables: true,
  partitions: true,
  tableBlackList: true,
  tableWhiteList: true,
  partitionFilters: true,
  tableMapping: true,
  columnMapping: true,
  schemaOnly: true,
  increment: true,
  enableSchemaMigration: true,
  enableDataMigration: true,
  enableVerification: true,
  others: true,
  eta: true,
  maxTables: true,
  maxBytes: true,
};

/** Refuses filters for tables, and on columns, that are not there: such a filter takes nothing. */
function refuseIdleFilters({ partitionFilters = {}, srcDbName }: GetMigrationPlanArgs, tables: readonly Named[]): void {
  const byName = new Map(tables.map((table) => [table.name, table]));
  for (const [name, filter] of Object.entries(partitionFilters)) {
    const path = `getMigrationPlan: partitionFilters.${name}`;
    const table = byName.get(name);
    if (table === undefined) {
      const hint = didYouMean(name, byName.keys());
      throw new LookupError(`${path}: the inventory has no such table in database "${srcDbName}"${hint}`);
    }
    const columns = (table.schema?.partitions ?? []).flatMap((column) => column.name ?? []);
    const unknown = columnsOf(parsePartitionFilter(filter)).find((column) => !columns.includes(column));
    if (unknown === undefined || columns.length === 0) continue;
    const hint = didYouMean(unknown, columns);
    throw new LookupError(
      `${path}: "${unknown}" is not a partition column; the table has ${columns.join(", ")}${hint}`,
    );
  }
}

/** Refuses limits that would never be reached, whatever the job moves. */
function refuseBadLimits({ maxTables, maxBytes }: GetMigrationPlanArgs): void {
  if (maxTables !== undefined && !(Number.isSafeInteger(maxTables) && maxTables >= 0)) {
    throw new LookupError(`getMigrationPlan: maxTables is ${shown(maxTables)}; give a whole number, 0 or more`);
  }
  if (maxBytes !== undefined && bytesOf(maxBytes) < 0n) {
    throw new LookupError(`getMigrationPlan: maxBytes is ${shown(maxBytes)}; give 0 or more`);
  }
}

/** A limit in bytes; half a byte more or less is none. */
function bytesOf(limit: number | string): bigint {
  const whole = typeof limit === "number" ? Math.floor(limit) : limit;
  try {
    return BigInt(whole);
  } catch {
    throw new LookupError(`getMigrationPlan: maxBytes is ${shown(limit)}; give a number, or digits`);
  }
}

function guard({ maxTables, maxBytes }: GetMigrationPlanArgs, { total, tables }: GetMigrationPlanResult): void {
  const largest = [...tables].sort((a, b) => (BigInt(a.size) < BigInt(b.size) ? 1 : -1)).slice(0, 3);
  const named = largest.map(({ name, size }) => `${name} (${size} bytes)`).join(", ");
  const advice = `Largest: ${named}. Narrow the job down, or raise the limit`;
  if (maxTables !== undefined && total.tables > maxTables) {
    throw new PlanLimitError(`the job would touch ${total.tables} tables, and maxTables is ${maxTables}. ${advice}`);
  }
  if (maxBytes !== undefined && BigInt(total.size) > bytesOf(maxBytes)) {
    throw new PlanLimitError(`the job would move ${total.size} bytes, and maxBytes is ${maxBytes}. ${advice}`);
  }
}

/** Partitions that the job names by id, by the id of their table. */
async function chosenPartitions(args: GetMigrationPlanArgs, sourceId: string, service: Reach<Uses>) {
  const ids = new Set((args.partitions ?? []).map((id) => idOf(id, "getMigrationPlan: partitions")));
  const byTable = new Map<string | undefined, Partition[]>();
  if (ids.size === 0) return { byTable: undefined, missing: [] };
  const query = { dbName: args.srcDbName };
  for (const partition of await service.list("ListMmsPartitions", { sourceId, query })) {
    if (partition.dbName !== args.srcDbName || !ids.delete(partition.id ?? "")) continue;
    byTable.set(partition.tableId, [...(byTable.get(partition.tableId) ?? []), partition]);
  }
  return { byTable, missing: [...ids] };
}

/** Tables of the job's scope, each with what is open and what is done. */
async function partsOf(
  args: GetMigrationPlanArgs,
  tables: readonly Named[],
  byTable: ReadonlyMap<string | undefined, Partition[]> | undefined,
  service: Reach<Uses>,
): Promise<Part[]> {
  const inScope = tables.filter(({ id, name }) => refusalOf(args, name) === undefined && (byTable?.has(id) ?? true));
  const parts: Part[] = [];
  for (let from = 0; from < inScope.length; from += atOnce) {
    const some = inScope.slice(from, from + atOnce);
    parts.push(...(await Promise.all(some.map((table) => partOf(args, table, byTable?.get(table.id), service)))));
  }
  return parts;
}

/**
 * What a migration job with these inputs would touch, from the inventory as the last scan left it: for a look at a preview,
 * and for a limit that fails it. What the service itself decides is inferred: done-is-skipped, and
 * changed-counts-as-open unless `increment` is false.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const scope = { sourceId: "2000015", srcDbName: "sales", tableBlackList: ["campaigns"] };
 * const plan = mms.getMigrationPlanOutput({ ...scope, maxTables: 50, maxBytes: 5e12 });
 * const sales = new mms.MigrationJob("sales", scope);
 *
 * export const bytes = plan.total.size;
 * export const jobId = sales.jobId;
 * ```
 */
export const [getMigrationPlan, getMigrationPlanOutput] = defineFunction(
  "getMigrationPlan",
  known,
  async (args: GetMigrationPlanArgs, service): Promise<GetMigrationPlanResult> => {
    const sourceId = idOf(args.sourceId, "getMigrationPlan: sourceId");
    const { srcDbName: dbName } = args;
    refuseBadLimits(args);
    if (!dbName) throw new LookupError("getMigrationPlan: srcDbName is missing");
    const listed = await service.list("ListMmsTables", { sourceId, query: { dbName } });
    const tables = listed.filter((table): table is Named => table.dbName === dbName && !!table.id && !!table.name);
    if (tables.length === 0) {
      throw new LookupError(
        `getMigrationPlan: the inventory of source ${sourceId} has no table of database "${dbName}"; check the name (letter case counts), or scan the source first`,
      );
    }
    refuseIdleFilters(args, tables);
    const { byTable, missing } = await chosenPartitions(args, sourceId, service);
    const parts = await partsOf(args, tables, byTable, service);
    const movesData = args.schemaOnly !== true && args.enableDataMigration !== false;
    const planned = parts.filter(({ open }) => open.length > 0);
    const plan: GetMigrationPlanResult = {
      tables: planned
        .map((part) => {
          const { partitions, numRows, size } = totalsOf([part], "open", movesData);
          return { tableId: part.table.id, name: part.table.name, partitions, numRows, size };
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      total: totalsOf(planned, "open", movesData),
      alreadyDone: totalsOf(parts, "done"),
      refused: refusedOf(args, tables, parts),
      missingPartitions: missing,
    };
    guard(args, plan);
    return plan;
  },
);
