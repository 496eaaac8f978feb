// Everything one emulator remembers, and how it is found again.
import type { AsyncTaskEntity, JobEntity, SourceEntity, TableEntity, TaskEntity } from "./entities.js";
import { advance, defaultPace, type Pace } from "./progress.js";
import { type Random, seededRandom } from "./random.js";

/** Where ids begin; ids beyond 2^53 show clients that round them. */
export type IdRange = "small" | "beyondDoubles";

const firstId: Readonly<Record<IdRange, bigint>> = { small: 100n, beyondDoubles: 9_007_199_254_740_993n };

/** A data source that is in every seed. */
export const hiveSourceId = "2000015";

const tableNames = [
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

export class Store {
  readonly sources = new Map<string, SourceEntity>();
  readonly tables = new Map<string, TableEntity>();
  readonly jobs = new Map<string, JobEntity>();
  readonly tasks = new Map<string, TaskEntity>();
  readonly asyncTasks = new Map<string, AsyncTaskEntity>();
  readonly random: Random;
  pace: Pace = defaultPace;
  private lastId: bigint;

  constructor(seed: string, ids: IdRange) {
    this.random = seededRandom(seed);
    this.lastId = firstId[ids];
    this.sources.set(hiveSourceId, { id: hiveSourceId, name: "hive_demo", type: "HIVE", status: "STARTED" });
    const dbId = this.nextId();
    for (const [index, name] of tableNames.entries()) this.addTable(dbId, "sales", name, index % 3 === 0 ? 4 : 0);
  }

  nextId(): string {
    this.lastId += 1n;
    return this.lastId.toString();
  }

  private addTable(dbId: string, dbName: string, name: string, partitions: number): void {
    const id = this.nextId();
    const days = Array.from({ length: partitions }, (_none, day) => ({
      id: this.nextId(),
      value: `dt=2026-01-0${day + 1}`,
      status: "INIT",
    }));
    const numRows = Math.floor(this.random() * 1_000_000);
    this.tables.set(id, {
      id,
      sourceId: hiveSourceId,
      dbId,
      dbName,
      name,
      status: "INIT",
      numRows,
      size: numRows * 120,
      partitions: days,
    });
  }

  tablesOf(sourceId: string, dbName: string): TableEntity[] {
    return [...this.tables.values()].filter((table) => table.sourceId === sourceId && table.dbName === dbName);
  }

  /** A job as it is now; deleted ones too. */
  job(id: string, now: number): JobEntity | undefined {
    const job = this.jobs.get(id);
    if (job !== undefined) advance(job, now, this.pace);
    return job;
  }

  /** Jobs that a list shows. */
  jobsOf(sourceId: string, now: number): JobEntity[] {
    const listed: JobEntity[] = [];
    for (const job of this.jobs.values()) {
      if (job.sourceId !== sourceId || job.deleted || now < job.appearsAt) continue;
      advance(job, now, this.pace);
      listed.push(job);
    }
    return listed;
  }
}
