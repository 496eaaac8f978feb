// The initial state: three sources and their inventories. Figures are made up; the shapes are the service's.
import type { DbEntity, PartitionEntity, SourceEntity, TableEntity } from "./entities.js";
import type { Random } from "./random.js";

/** A data source that is in every seed, with a database `sales` of twelve tables. */
export const hiveSourceId = "2000015";

interface SourcePlan {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly dbs: Readonly<Record<string, readonly TablePlan[]>>;
}

/** A table to be planted. */
export interface TablePlan {
  readonly name: string;
  /** Days of partitions; none for a table without partitions. */
  readonly days: number;
  /** Hours of each day, as a second partition column. @default none */
  readonly hours?: number;
}

const words = [
  "orders",
  "customers",
  "order_items",
  "products",
  "payments",
  "refunds",
  "stores",
  "employees",
  "inventory",
  "shipments",
  "returns",
  "campaigns",
] as const;

const retail: readonly TablePlan[] = words.map((name, index) => ({ name, days: index % 3 === 0 ? 4 : 0 }));
const many = (prefix: string, count: number, days: number, hours = 0): readonly TablePlan[] =>
  Array.from({ length: count }, (_none, index) => ({
    name: `${prefix}_${String(index + 1).padStart(4, "0")}`,
    days: index % 2 === 0 ? days : 0,
    hours,
  }));

const plans: readonly SourcePlan[] = [
  {
    id: hiveSourceId,
    name: "hive_demo",
    type: "HIVE",
    config: { "hive.metastore.urls": "thrift://metastore.example:9083", "mc.default.project": "lakehouse" },
    dbs: { sales: retail, archive: many("events", 60, 6, 4) },
  },
  {
    id: "2000016",
    name: "bigquery_demo",
    type: "BIGQUERY",
    config: { "bigquery.project.id": "analytics-example", "mc.default.project": "lakehouse" },
    dbs: { analytics: many("metric", 40, 3) },
  },
  {
    id: "2000017",
    name: "databricks_demo",
    type: "DATABRICKS",
    config: { "mc.default.project": "lakehouse" },
    dbs: { lake: many("bronze", 1_000, 4) },
  },
];

/** Where a seed adds its objects. */
export interface SeedTarget {
  readonly random: Random;
  readonly now: number;
  nextId(): string;
  addSource(source: SourceEntity): void;
  addDb(db: DbEntity): void;
  addTable(table: TableEntity): void;
}

/** When something last changed at the source: within the year 2025, by its size, so that a seed gives it again. */
const ddlAtOf = (numRows: number): number => Date.UTC(2025, 11, 31) - (numRows % 8_000) * 3_600_000;

function partition(value: string, target: SeedTarget): PartitionEntity {
  const numRows = 1_000 + Math.floor(target.random() * 1_000_000);
  return {
    id: target.nextId(),
    value,
    status: "INIT",
    updated: false,
    claimedBy: undefined,
    ddlAt: ddlAtOf(numRows),
    numRows,
    size: numRows * 120,
  };
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => index);

/** How many partitions a table of a plan has. */
export const partitionCount = ({ days, hours = 0 }: TablePlan): number => days * Math.max(1, hours);

/** Where a source's databases land without a mapping. */
export const defaultProjectOf = ({ config }: Pick<SourceEntity, "config">): string =>
  String(config["mc.default.project"] ?? "lakehouse");

/** Values of the partitions of a table: `dt=2026-01-01`, or `dt=2026-01-01/hour=0` and so on. */
function partitionValues({ days, hours = 0 }: TablePlan): string[] {
  const dates = numbers(days).map((day) => `dt=${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)}`);
  return hours === 0 ? dates : dates.flatMap((date) => numbers(hours).map((hour) => `${date}/hour=${hour}`));
}

function columnsOf({ days, hours = 0 }: TablePlan): TableEntity["partitionColumns"] {
  if (days === 0) return [];
  const dt = { name: "dt", type: "string" };
  return hours === 0 ? [dt] : [dt, { name: "hour", type: "int" }];
}

/** Adds a table to a database. */
export function seedTable(db: DbEntity, plan: TablePlan, target: SeedTarget): void {
  const { name, days } = plan;
  const partitions = partitionValues(plan).map((value) => partition(value, target));
  const own = 1_000 + Math.floor(target.random() * 5_000_000);
  const sum = (pick: (one: PartitionEntity) => number) => partitions.reduce((total, one) => total + pick(one), 0);
  target.addTable({
    id: target.nextId(),
    sourceId: db.sourceId,
    dbId: db.id,
    dbName: db.name,
    name,
    partitionColumns: columnsOf(plan),
    partitions,
    dstProjectName: db.dstProjectName,
    dstSchemaName: db.dstName,
    dstName: name,
    status: "INIT",
    updated: false,
    claimedBy: undefined,
    scanned: db.scanned,
    ddlAt: days > 0 ? Math.max(...partitions.map((one) => one.ddlAt)) : ddlAtOf(own),
    numRows: days > 0 ? sum((one) => one.numRows) : own,
    size: days > 0 ? sum((one) => one.size) : own * 120,
  });
}

/** The databases that a source of a type shows once it is scanned. */
export function seedInventory(
  source: SourceEntity,
  dbs: SourcePlan["dbs"],
  scanned: boolean,
  target: SeedTarget,
): void {
  for (const [name, tables] of Object.entries(dbs)) {
    const dstProjectName = defaultProjectOf(source);
    const db: DbEntity = {
      id: target.nextId(),
      sourceId: source.id,
      name,
      dstProjectName,
      dstName: name,
      status: "INIT",
      scanned,
      createdAt: target.now,
      updatedAt: target.now,
    };
    target.addDb(db);
    for (const table of tables) seedTable(db, table, target);
  }
}

/** What a source made by a test turns out to hold, once it is scanned. */
export const freshInventory: SourcePlan["dbs"] = { sales: retail };

/** Plants the three sources of every seed. */
export function seedInto(target: SeedTarget): void {
  for (const { id, name, type, config, dbs } of plans) {
    const source: SourceEntity = {
      id,
      name,
      type,
      networklink: undefined,
      status: "STARTED",
      errMsg: undefined,
      settling: undefined,
      config: { ...config },
      scanId: undefined,
      createdAt: target.now,
      updatedAt: target.now,
    };
    target.addSource(source);
    seedInventory(source, dbs, true, target);
  }
}
