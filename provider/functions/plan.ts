// What a plan counts: tables and partitions of a job's scope that are open, done or refused. Pure.
import { isDone } from "../mms/jobs/job-status.js";
import type { CreateMmsJobRequest, Partition, Table } from "../mms/models.js";
import { leftOutBy } from "../mms/table-selection.js";
import type { Id } from "./arguments.js";
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

/** Sums over tables. Row counts and sizes are digits, and exact at any size. Assumes inventory-numbers. */
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

export interface Counted {
  readonly status?: string;
  readonly updated?: boolean;
  readonly numRows?: string;
  readonly size?: string;
}

export interface Part {
  readonly table: Table & { readonly id: string; readonly name: string };
  readonly open: readonly Counted[];
  readonly done: readonly Counted[];
  readonly partitioned: boolean;
}

export type Named = Part["table"];

/** A job moves what is not done; what changed since counts as not done unless `increment` is off (inferred: changed-counts-as-open). */
export const isLeftOut = ({ increment }: GetMigrationPlanArgs, one: Counted): boolean =>
  isDone(one) && !(increment !== false && one.updated === true);

/** Whether a table is done with every partition: what the table says alone may be older than its newest partition. */
export const isWhollyDone = (args: GetMigrationPlanArgs, table: Named): boolean =>
  isLeftOut(args, table) && (table.partitionsDone ?? 0) >= (table.partitions ?? 0);

/** Values of the columns of a partition. Assumes partition-value-form. */
export const valuesOf = ({ value = "" }: Partition): Record<string, string> =>
  Object.fromEntries(
    value.split("/").map((part) => {
      const [key = "", ...rest] = part.split("=");
      return [key, rest.join("=")];
    }),
  );

/** Why a table is out of the job's scope, where it is. */
export function refusalOf(args: GetMigrationPlanArgs, name: string): RefusedTable["reason"] | "not named" | undefined {
  const { tables = [], partitions = [] } = args;
  if (partitions.length > 0) return undefined;
  if (tables.length > 0) return tables.includes(name) ? undefined : "not named";
  return leftOutBy(args, name);
}

const sum = (counted: readonly Counted[], field: "numRows" | "size"): bigint =>
  counted.reduce((total, one) => total + BigInt(one[field] ?? 0), 0n);

export function totalsOf(parts: readonly Part[], which: "open" | "done", movesData = true): PlanTotals {
  const some = parts.filter((part) => part[which].length > 0);
  const counted = movesData ? some.flatMap((part) => part[which]) : [];
  return {
    tables: some.length,
    partitions: some.filter(({ partitioned }) => partitioned).reduce((total, part) => total + part[which].length, 0),
    numRows: sum(counted, "numRows").toString(),
    size: sum(counted, "size").toString(),
  };
}

export function refusedOf(
  args: GetMigrationPlanArgs,
  tables: readonly Named[],
  parts: readonly Part[],
): RefusedTable[] {
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
