// What an existing source has that a program can declare: mappings, timers, jobs, and tables that no job moves yet.
import type { ItemOf, Job, Table, Timer } from "../../provider/mms/models.js";
import { isDone, isLive, isTerminal, readsFailed } from "../../provider/mms/jobs/job-status.js";
import { coveredBy } from "../../provider/resources/migration-gate/steps/report.js";
import type { Reads } from "../report/read/reads.js";
import { nameMaker } from "./names.js";

/** A resource to declare: inputs with what is not known left out. */
export interface Declared {
  readonly kind: "DatabaseMapping" | "TableMapping" | "MigrationTimer" | "MigrationJob";
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly retain: boolean;
}

/** Tables of one database that no job moves, the smallest first, in waves. */
export interface OpenTables {
  readonly name: string;
  readonly database: string;
  readonly waves: readonly (readonly string[])[];
}

/** Everything a program is written from. */
export interface ProgramFacts {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly declared: readonly Declared[];
  readonly open: readonly OpenTables[];
  /** Failed jobs, which are not taken over: adopting one would retry it. */
  readonly failed: readonly string[];
}

/** Which jobs are taken over. */
export type JobChoice = "active" | "all" | "none";

const tablesPerWave = 200;

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

const kept = (inputs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => !isEmpty(value)));

const scopeFields = [
  "tables",
  "partitions",
  "tableBlackList",
  "tableWhiteList",
  "partitionFilters",
  "tableMapping",
  "columnMapping",
] as const;

/** The scope of a job or timer. Free settings are left out: they may hold secrets, and a generated program is a file. */
const scopeOf = (config: object | undefined): Record<string, unknown> =>
  Object.fromEntries(scopeFields.map((field) => [field, (config as Record<string, unknown> | undefined)?.[field]]));

type Db = ItemOf<"ListMmsDbs">;
type Names = (wanted: string, fallback: string) => string;

function databaseMappings(
  sourceId: string,
  project: string | undefined,
  dbs: readonly Db[],
  nameOf: Names,
): Declared[] {
  return dbs.flatMap(({ name = "", dstProjectName, dstName, id = "" }) => {
    const inputs = kept({
      dstProjectName: dstProjectName === project ? undefined : dstProjectName,
      dstName: dstName === name ? undefined : dstName,
    });
    if (isEmpty(inputs)) return [];
    const own = { sourceId, dbName: name, ...inputs };
    return [{ kind: "DatabaseMapping" as const, name: nameOf(name, `database-${id}`), inputs: own, retain: true }];
  });
}

/** Tables that land elsewhere than their database says; those that land together are one mapping. */
function tableMappings(sourceId: string, dbs: readonly Db[], tables: readonly Table[], nameOf: Names): Declared[] {
  const byName = new Map(dbs.map((db) => [db.name, db]));
  const groups = new Map<string, { dbName: string; inputs: Record<string, unknown>; tables: Table[] }>();
  for (const table of tables) {
    const { dbName = "", name = "", dstProjectName, dstSchemaName, dstName } = table;
    const db = byName.get(dbName);
    const inputs = kept({
      dstProjectName: dstProjectName === db?.dstProjectName ? undefined : dstProjectName,
      dstSchemaName: (dstSchemaName ?? null) === (db?.dstName ?? null) ? undefined : dstSchemaName,
    });
    const renamed = !isEmpty(dstName) && dstName !== name;
    if (isEmpty(inputs) && !renamed) continue;
    const key = JSON.stringify([dbName, inputs]);
    const group = groups.get(key) ?? { dbName, inputs, tables: [] };
    group.tables.push(table);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ dbName, inputs, tables: own }) => {
    const names = own.map(({ name = "" }) => name).sort();
    const renamed = own.filter(({ name, dstName }) => !isEmpty(dstName) && dstName !== name);
    const dstNames = Object.fromEntries(renamed.map(({ name = "", dstName = "" }) => [name, dstName]));
    const all = kept({ sourceId, dbName, tableNames: names, ...inputs, dstNames });
    return {
      kind: "TableMapping" as const,
      name: nameOf(`${dbName}-${names[0] ?? ""}`, `${dbName}-tables`),
      inputs: all,
      retain: true,
    };
  });
}

function timerOf(sourceId: string, timer: Timer, nameOf: Names): Declared {
  const { id = "", name = "", srcDbName, scheduleType, value, stopped, config } = timer;
  const flags = ["enableVerification", "enableSchemaMigration", "enableDataMigration"] as const;
  const given = Object.fromEntries(
    flags.map((flag) => [flag, (config as Record<string, unknown> | undefined)?.[flag]]),
  );
  const inputs = kept({
    sourceId,
    adoptTimerId: id,
    srcDbName,
    scheduleType,
    value,
    stopped: stopped === true ? true : undefined,
    ...scopeOf(config),
    ...given,
  });
  return { kind: "MigrationTimer", name: nameOf(name, `timer-${id}`), inputs, retain: true };
}

function jobOf(sourceId: string, job: Job, nameOf: Names): Declared {
  const { id = "", name = "", srcDbName, stopped, config } = job;
  const inputs = kept({
    sourceId,
    adoptJobId: id,
    srcDbName,
    ...scopeOf(config),
    enableVerification: config?.enableVerification,
    desiredState: stopped === true && !isTerminal(job) ? "stopped" : undefined,
    deletePolicy: "abandon",
  });
  return { kind: "MigrationJob", name: nameOf(name, `job-${id}`), inputs, retain: false };
}

const isTaken = (job: Job, choice: JobChoice): boolean =>
  choice !== "none" && !readsFailed(job) && (choice === "all" || !isTerminal(job));

/** Tables that are not done and that no job under way covers. */
function openTables(dbs: readonly Db[], tables: readonly Table[], jobs: readonly Job[], nameOf: Names): OpenTables[] {
  const moving = jobs.filter((job) => isLive(job) || (job.stopped === true && !isTerminal(job)));
  return dbs.flatMap(({ name: database = "", id = "" }) => {
    const own = new Map(tables.filter(({ dbName }) => dbName === database).map((table) => [table.name ?? "", table]));
    const covered = new Set(
      moving.filter(({ srcDbName }) => srcDbName === database).flatMap((job) => coveredBy(job, own) ?? []),
    );
    const size = ({ size: digits }: Table): number => Number(digits ?? 0);
    const open = [...own.values()].filter((table) => !isDone(table) && !covered.has(table));
    const names = open.sort((a, b) => size(a) - size(b)).map(({ name = "" }) => name);
    if (names.length === 0) return [];
    const count = Math.ceil(names.length / tablesPerWave);
    const waves = Array.from({ length: count }, (_none, index) =>
      names.slice(index * tablesPerWave, (index + 1) * tablesPerWave),
    );
    return [{ name: nameOf(`migrate-${database}`, `migrate-${id}`), database, waves }];
  });
}

/** Reads a source. Source: GetMmsDataSource, ListMmsDbs, ListMmsTables, ListMmsJobs, ListMmsTimers, GetMmsTimer. */
export async function readProgramFacts(sourceId: string, choice: JobChoice, reads: Reads): Promise<ProgramFacts> {
  const source = await reads.get("GetMmsDataSource", { sourceId });
  const dbs = await collect(reads.list("ListMmsDbs", { sourceId }));
  const tables = await collect(reads.list("ListMmsTables", { sourceId }));
  const jobs = await collect(reads.list("ListMmsJobs", { sourceId }));
  const timers: Timer[] = [];
  for await (const { id } of reads.list("ListMmsTimers", { sourceId })) {
    if (id !== undefined) timers.push({ ...(await reads.get("GetMmsTimer", { sourceId, timerId: id })), id });
  }
  const nameOf = nameMaker();
  const byId = (a: { id?: string }, b: { id?: string }) => Number(BigInt(a.id ?? 0) - BigInt(b.id ?? 0));
  return {
    sourceId,
    sourceName: source.name ?? sourceId,
    declared: [
      ...databaseMappings(sourceId, source.dstProject, dbs, nameOf),
      ...tableMappings(sourceId, dbs, tables, nameOf),
      ...timers.sort(byId).map((timer) => timerOf(sourceId, timer, nameOf)),
      ...jobs
        .sort(byId)
        .filter((job) => isTaken(job, choice))
        .map((job) => jobOf(sourceId, job, nameOf)),
    ],
    open: openTables(dbs, tables, jobs, nameOf),
    failed: jobs.filter(readsFailed).map(({ id = "?", name = "" }) => `${id} ${name}`.trim()),
  };
}
