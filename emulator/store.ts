// Everything one emulator remembers, and how it is found again.
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
import { type ArrangedFailure, advance, defaultPace, isSettled, type Pace } from "./progress.js";
import { type Random, seededRandom } from "./random.js";
import { type Ground, plant } from "./seed.js";

/** Where ids begin; ids beyond 2^53 show clients that round them. */
export type IdRange = "small" | "beyondDoubles";

const firstId: Readonly<Record<IdRange, bigint>> = { small: 100n, beyondDoubles: 9_007_199_254_740_993n };

/** Entities by id, and by the source they belong to. */
export class Shelf<Entity extends { readonly id: string; readonly sourceId: string }> {
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

  of(sourceId: string | undefined): Entity[] {
    return [...(this.bySource.get(sourceId ?? "") ?? [])];
  }

  all(): Entity[] {
    return [...this.byId.values()];
  }
}

export class Store {
  readonly sources = new Map<string, SourceEntity>();
  readonly dbs = new Shelf<DbEntity>();
  readonly tables = new Shelf<TableEntity>();
  readonly jobs = new Shelf<JobEntity>();
  readonly tasks = new Shelf<TaskEntity & { readonly sourceId: string }>();
  readonly asyncTasks = new Shelf<AsyncTaskEntity>();
  readonly scans = new Shelf<ScanEntity>();
  readonly timers = new Shelf<TimerEntity>();
  readonly failures: ArrangedFailure[] = [];
  readonly pace: Pace = { ...defaultPace, phaseMs: { ...defaultPace.phaseMs } };
  readonly random: Random;
  private readonly moving = new Set<JobEntity>();
  private lastId: bigint;

  constructor(seed: string, ids: IdRange, now: number) {
    this.random = seededRandom(seed);
    this.lastId = firstId[ids];
    plant(this.ground(now));
  }

  nextId(): string {
    this.lastId += 1n;
    return this.lastId.toString();
  }

  /** What seeds and scans plant into. */
  ground(now: number): Ground {
    return {
      random: this.random,
      now,
      nextId: () => this.nextId(),
      addSource: (source) => void this.sources.set(source.id, source),
      addDb: (db) => this.dbs.add(db),
      addTable: (table) => this.tables.add(table),
    };
  }

  addJob(job: JobEntity): void {
    this.jobs.add(job);
    this.moving.add(job);
  }

  /** Lets a job move again after it was stopped or failed. */
  wake(job: JobEntity, now: number): void {
    job.appliedAt = Math.max(job.appliedAt, now);
    this.moving.add(job);
  }

  /** Brings every job to the present. */
  bringTo(now: number): void {
    for (const job of this.moving) {
      advance(job, now, this);
      if (isSettled(job)) this.moving.delete(job);
    }
  }

  tablesOf(sourceId: string, dbName: string): TableEntity[] {
    return this.tables.of(sourceId).filter((table) => table.dbName === dbName && table.scanned);
  }

  removeSource(source: SourceEntity): void {
    this.sources.delete(source.id);
    for (const shelf of [this.dbs, this.tables, this.tasks, this.scans, this.timers]) {
      const any = shelf as Shelf<{ readonly id: string; readonly sourceId: string }>;
      any.of(source.id).forEach((entity) => any.remove(entity));
    }
    for (const job of this.jobs.of(source.id)) {
      job.deleted = true;
      this.jobs.remove(job);
      this.moving.delete(job);
    }
  }
}
