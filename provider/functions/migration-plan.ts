// What a migration job would touch, told from the inventory before it runs.
import { didYouMean } from "../lifecycle/did-you-mean.js";
import { shown } from "../lifecycle/properties/value-types.js";
import type { CreateMmsJobRequest, Partition, Table } from "../mms/models.js";
import { columnsOf, type FilterExpression, matchesPartition, parsePartitionFilter } from "../mms/partition-filter.js";
import { type Id, idOf, type KnownArguments, LookupError } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import type { Reach } from "./client-access.js";

type JobSettings = Omit<CreateMmsJobRequest, "sourceId" | "partitions" | "srcDbName">;

/** Arguments of {@link getMigrationPlan}: inputs of a MigrationJob under their own names, and limits. */
export interface GetMigrationPlanArgs extends JobSettings {
  /** Id of the data source. */
  sourceId: Id;
  /** Source database. */
  srcDbName: string;
  /** Ids of inventory partitions. */
  partitions?: Id[];
  /** Most tables that the job may touch. More throw {@link PlanLimitError}, which fails a preview. */
  maxTables?: number;
  /** Most bytes that the job may move; digits for a number beyond 2^53. More throw {@link PlanLimitError}. */
  maxBytes?: number | string;
}

/** Sums over tables. Row counts and sizes are digits, and exact at any size. */
export interface PlanTotals {
  /** Number of tables. */
  readonly tables: number;
  /** Number of partitions. */
  readonly partitions: number;
  /** Number of rows, as digits. */
  readonly numRows: string;
  /** Bytes, as digits. */
  readonly size: string;
}

/** One table that the job would touch. */
export interface PlannedTable {
  /** Id of the table. */
  readonly tableId: string;
  /** Name of the table. */
  readonly name: string;
  /** Number of its partitions that the job would move; none for a table without partitions. */
  readonly partitions: number;
  /** Rows that the job would move, as digits. */
  readonly numRows: string;
  /** Bytes that the job would move, as digits. */
  readonly size: string;
}

/** A table that the job would leave out, and what keeps it out: the input of that name, or that no scan has seen it. */
export interface RefusedTable {
  /** Name of the table. */
  readonly name: string;
  readonly reason: "tableBlackList" | "tableWhiteList" | "partitionFilters" | "not in the inventory";
}

/** What {@link getMigrationPlan} finds. */
export interface GetMigrationPlanResult {
  /** Tables with something to move, by name. */
  readonly tables: PlannedTable[];
  /** What the job would move in all. */
  readonly total: PlanTotals;
  /** What the job's scope holds and is done already, so that the job would leave it out. */
  readonly alreadyDone: PlanTotals;
  /** Tables that lists and filters keep out, and those named that no scan has seen, by name. */
  readonly refused: RefusedTable[];
  /** Ids among `partitions` that the inventory does not have. */
  readonly missingPartitions: string[];
}

/** The job would touch more than its program allows. */
export class PlanLimitError extends LookupError {
  override readonly name = "PlanLimitError";
}

interface Counted {
  readonly status?: string;
  readonly updated?: boolean;
  readonly numRows?: string;
  readonly size?: string;
}

interface Part {
  readonly table: Table & { readonly id: string; readonly name: string };
  readonly open: readonly Counted[];
  readonly done: readonly Counted[];
  readonly partitioned: boolean;
}

type Uses = "ListMmsTables" | "ListMmsPartitions";
type Named = Part["table"];

/** Tables read at the same time. */
const atOnce = 8;

/** A job moves what is not done; what changed since counts as not done unless `increment` is off (inferred). */
const isDone = ({ increment }: GetMigrationPlanArgs, { status, updated }: Counted): boolean =>
  status === "DONE" && !(increment !== false && updated === true);

/** Whether a table is done with every partition: what the table says alone may be older than its newest partition. */
const isWhollyDone = (args: GetMigrationPlanArgs, table: Named): boolean =>
  isDone(args, table) && (table.partitionsDone ?? 0) >= (table.partitions ?? 0);

const valuesOf = ({ value = "" }: Partition): Record<string, string> =>
  Object.fromEntries(
    value.split("/").map((part) => {
      const [key = "", ...rest] = part.split("=");
      return [key, rest.join("=")];
    }),
  );

/** Why a table is out of the job's scope, where it is. Only the black list counts where both are given. */
function refusalOf(args: GetMigrationPlanArgs, name: string): RefusedTable["reason"] | "not named" | undefined {
  const { tables = [], partitions = [], tableBlackList = [], tableWhiteList = [] } = args;
  if (partitions.length > 0) return undefined;
  if (tables.length > 0) return tables.includes(name) ? undefined : "not named";
  if (tableBlackList.length > 0) return tableBlackList.includes(name) ? "tableBlackList" : undefined;
  return tableWhiteList.length > 0 && !tableWhiteList.includes(name) ? "tableWhiteList" : undefined;
}

/** Reads a table's partitions where the table alone does not tell what is open. */
async function partOf(args: GetMigrationPlanArgs, table: Named, chosen: Partition[] | undefined, service: Reach<Uses>) {
  const text = args.partitionFilters?.[table.name];
  const filter: FilterExpression | undefined = text === undefined ? undefined : parsePartitionFilter(text);
  const partitioned = table.hasPartitions === true;
  const touched = (table.partitionsDone ?? 0) > 0 || table.status === "DONE" || table.status === "PART_DONE";
  const whole = chosen === undefined && filter === undefined && (!touched || isWhollyDone(args, table));
  if (!partitioned || whole) {
    const counts: Counted[] = Array.from({ length: partitioned ? (table.partitions ?? 0) : 1 }, () => ({}));
    const all = counts.map((_none, index) => (index === 0 ? table : {}));
    return { table, partitioned, ...(isDone(args, table) ? { open: [], done: all } : { open: all, done: [] }) };
  }
  const query = { tableId: table.id };
  const all = chosen ?? (await service.list("ListMmsPartitions", { sourceId: idOf(args.sourceId, "sourceId"), query }));
  const types = Object.fromEntries((table.schema?.partitions ?? []).map(({ name = "", type = "" }) => [name, type]));
  const taken = all.filter((one) => filter === undefined || matchesPartition(filter, valuesOf(one), types));
  const open = taken.filter((one) => !isDone(args, one));
  return { table, partitioned, open, done: taken.filter((one) => isDone(args, one)) };
}

const sum = (counted: readonly Counted[], field: "numRows" | "size"): bigint =>
  counted.reduce((total, one) => total + BigInt(one[field] ?? 0), 0n);

function totalsOf(parts: readonly Part[], which: "open" | "done", movesData = true): PlanTotals {
  const some = parts.filter((part) => part[which].length > 0);
  const counted = movesData ? some.flatMap((part) => part[which]) : [];
  return {
    tables: some.length,
    partitions: some.filter(({ partitioned }) => partitioned).reduce((total, part) => total + part[which].length, 0),
    numRows: sum(counted, "numRows").toString(),
    size: sum(counted, "size").toString(),
  };
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
    throw new LookupError(`${path}: "${unknown}" is no partition column; the table has ${columns.join(", ")}${hint}`);
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

function refusedOf(args: GetMigrationPlanArgs, tables: readonly Named[], parts: readonly Part[]): RefusedTable[] {
  const known = new Set(tables.map(({ name }) => name));
  const refused: RefusedTable[] = [
    ...tables.flatMap(({ name }) => {
      const reason = refusalOf(args, name);
      return reason === undefined || reason === "not named" ? [] : [{ name, reason }];
    }),
    ...(args.tables ?? []).flatMap((name) =>
      known.has(name) ? [] : [{ name, reason: "not in the inventory" as const }],
    ),
    ...parts
      .filter(({ table, open, done }) => open.length + done.length === 0 && args.partitionFilters?.[table.name])
      .map(({ table }) => ({ name: table.name, reason: "partitionFilters" as const })),
  ];
  return refused.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What a migration job with these inputs would touch, from the inventory as the last scan left it: for a look at a preview,
 * and for a limit that fails it. What the service itself decides is inferred: that it leaves out what is done, and that
 * it takes in what changed since unless `increment` is false.
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
