// Everything one emulator remembers, and how it is found again.
import { Agenda } from "./agenda.js";
import type {
  AsyncTaskEntity,
  DbEntity,
  JobEntity,
  ScanEntity,
  SourceEntity,
  TableEntity,
  TaskEntity,
  TimerEntity,
} from "./entities.js";
import { defaultPace, type Pace } from "./pace.js";
import { type ArrangedFailure, isSettled, nextMove, step, stopHolding, stopNow } from "./progress.js";
import { type Random, seededRandom } from "./random.js";
import { type SeedTarget, seedInto } from "./seed.js";
import type { SwitchId } from "../switches.js";
import { defaultTimeZone, zoneMsOf } from "../zone.js";

/** Where ids begin; ids beyond 2^53 show clients that round them. */
export type IdRange = "small" | "beyondDoubles";

/** What becomes of a job on what another one is moving or about to move. */
export type Overlap = "refused" | "allowed";

const firstId: Readonly<Record<IdRange, bigint>> = { small: 100n, beyondDoubles: 9_007_199_254_740_993n };

/** Ids that are counted downwards begin here. */
const lastDownwards = 2n ** 62n;

/** What ids that do not fit into 64 bits have on top. */
const beyondInt64 = 2n ** 64n;

/** Entities by id, and by the source they belong to, oldest first. */
export class Collection<Entity extends { readonly id: string; readonly sourceId: string }> {
  private readonly byId = new Map<string, Entity>();
  private readonly bySource = new Map<string, Set<Entity>>();

  add(entity: Entity): void {
    this.byId.set(entity.id, entity);
    const siblings = this.bySource.get(entity.sourceId) ?? new Set();
    this.bySource.set(entity.sourceId, siblings.add(entity));
  }

  remove(entity: Entity): void {
    this.byId.delete(entity.id);
    this.bySource.get(entity.sourceId)?.delete(entity);
  }

  /** The entity of an id, within one source. */
  get(id: string | undefined, sourceId: string | undefined): Entity | undefined {
    const found = id === undefined ? undefined : this.byId.get(id);
    return found?.sourceId === sourceId ? found : undefined;
  }

  /** Those of a source that meet a condition; one walk, since a source may hold a hundred thousand. */
  of(sourceId: string | undefined, meets: (entity: Entity) => boolean = () => true): Entity[] {
    const found: Entity[] = [];
    for (const entity of this.bySource.get(sourceId ?? "") ?? []) if (meets(entity)) found.push(entity);
    return found;
  }

  all(): Entity[] {
    return [...this.byId.values()];
  }
}

export class Store {
  readonly agenda = new Agenda();
  readonly sources = new Map<string, SourceEntity>();
  readonly dbs = new Collection<DbEntity>();
  readonly tables = new Collection<TableEntity>();
  readonly jobs = new Collection<JobEntity>();
  readonly tasks = new Collection<TaskEntity>();
  readonly asyncTasks = new Collection<AsyncTaskEntity>();
  readonly scans = new Collection<ScanEntity>();
  readonly timers = new Collection<TimerEntity>();
  readonly failures: ArrangedFailure[] = [];
  /** Assumptions about the service that do not hold on this one. */
  denied: ReadonlySet<SwitchId> = new Set();
  /** Whether a second job may be made on what another one is moving or about to move. */
  overlap: Overlap = "refused";
  /** How sources treat their configuration, of which neither is published. */
  readonly configuration: { updates: "merge" | "replace"; secrets: "clear" | "masked" } = {
    updates: "merge",
    secrets: "clear",
  };
  /** Milliseconds by which the service's wall clock is ahead of UTC. */
  zoneMs = zoneMsOf(defaultTimeZone);
  readonly pace: Pace = { ...defaultPace, phaseMs: { ...defaultPace.phaseMs } };
  readonly random: Random;
  private readonly tablesByDb = new Map<string, Map<string, TableEntity>>();
  private readonly partitions = new Map<string, TableEntity>();
  private lastId: bigint;

  constructor(seed: string, ids: IdRange, now: number) {
    this.random = seededRandom(seed);
    this.lastId = firstId[ids];
    seedInto(this.seedTarget(now));
  }

  holds(id: SwitchId): boolean {
    return !this.denied.has(id);
  }

  nextId(): string {
    this.lastId += 1n;
    const id = this.holds("job-ids-grow") ? this.lastId : lastDownwards - this.lastId;
    return (this.holds("ids-fit-int64") ? id : beyondInt64 + id).toString();
  }

  /** Where seeds and scans add objects. */
  seedTarget(now: number): SeedTarget {
    return {
      random: this.random,
      now,
      nextId: () => this.nextId(),
      addSource: (source) => void this.sources.set(source.id, source),
      addDb: (db) => this.dbs.add(db),
      addTable: (table) => this.addTable(table),
    };
  }

  private addTable(table: TableEntity): void {
    this.tables.add(table);
    const siblings = this.tablesByDb.get(table.dbId) ?? new Map<string, TableEntity>();
    this.tablesByDb.set(table.dbId, siblings.set(table.name, table));
    for (const { id } of table.partitions) this.partitions.set(id, table);
  }

  /** The scanned tables of a database found by its name. */
  tablesOf(sourceId: string, dbName: string): TableEntity[] {
    const db = this.dbs.of(sourceId, ({ name }) => name === dbName)[0];
    return db ? this.tablesIn(db) : [];
  }

  /** The scanned tables of a database, or those of some names. */
  tablesIn({ id }: Pick<DbEntity, "id">, names?: readonly string[]): TableEntity[] {
    const tables = this.tablesByDb.get(id);
    const found = names ? names.map((name) => tables?.get(name)) : [...(tables?.values() ?? [])];
    return found.filter((table): table is TableEntity => table?.scanned === true);
  }

  /** The scanned table that has a partition. */
  tableOfPartition(partitionId: string | undefined): TableEntity | undefined {
    const table = this.partitions.get(partitionId ?? "");
    return table?.scanned ? table : undefined;
  }

  /** Puts the next move of a job on the agenda; to be called after every change to it. */
  schedule(job: JobEntity, now: number): void {
    if (job.next) job.next.cancelled = true;
    const at = nextMove(job, this);
    job.next =
      at === undefined
        ? undefined
        : this.agenda.add(Math.max(at, now), (moment) => {
            step(job, moment, this);
            this.schedule(job, moment);
          });
  }

  /** Takes a job out of sight; what it was doing ends. */
  deleteJob(job: JobEntity, now = 0): void {
    // What it was doing is not seen any more, so the moment does not matter.
    if (!isSettled(job)) stopNow(job, 0, this);
    stopHolding(job);
    job.deleted = true;
    job.deletedAt = now;
    if (job.next) job.next.cancelled = true;
  }

  removeSource(source: SourceEntity): void {
    this.sources.delete(source.id);
    for (const job of this.jobs.of(source.id)) this.deleteJob(job);
    for (const timer of this.timers.of(source.id)) if (timer.next) timer.next.cancelled = true;
    for (const shelf of [this.dbs, this.tables, this.jobs, this.tasks, this.scans, this.timers, this.asyncTasks]) {
      const any = shelf as Collection<{ readonly id: string; readonly sourceId: string }>;
      any.of(source.id).forEach((entity) => any.remove(entity));
    }
  }
}
