// Someone else at work in the console: what a colleague does leaves nothing in the journal.
import type { Commands } from "./commands.js";
import type { DbEntity, JobEntity, SourceEntity, TableEntity, TimerEntity } from "../state/entities.js";
import type { RequestContext } from "../operations/handlers.js";
import { setDatabaseDestination, setTableDestination } from "../operations/inventory/destinations.js";
import { changeTimer, removeTimer } from "../operations/timers.js";
import { resume, retryTask, stopNow } from "../state/progress.js";
import { defaultProjectOf } from "../state/seed.js";
import type { Service } from "../service.js";

/** What was found, or an error that names what was not. */
function found<Entity>(entity: Entity | undefined, what: string): Entity {
  if (entity === undefined) throw new Error(`the emulator has no ${what}`);
  return entity;
}

export const sourceOf = ({ store }: Service, sourceId: string): SourceEntity =>
  found(store.sources.get(sourceId), `data source ${sourceId}`);

const jobOf = ({ store }: Service, jobId: string): JobEntity =>
  found(
    store.jobs.all().find(({ id }) => id === jobId),
    `job ${jobId}`,
  );

const timerOf = ({ store }: Service, timerId: string): TimerEntity =>
  found(
    store.timers.all().find(({ id }) => id === timerId),
    `timer ${timerId}`,
  );

function databaseOf(service: Service, sourceId: string, dbName: string): DbEntity {
  const { id } = sourceOf(service, sourceId);
  const [db] = service.store.dbs.of(id, ({ name, scanned }) => scanned && name === dbName);
  return found(db, `scanned database ${dbName} in data source ${sourceId}`);
}

function tableOf(service: Service, sourceId: string, dbName: string, name: string): TableEntity {
  const [table] = service.store.tablesIn(databaseOf(service, sourceId, dbName), [name]);
  return found(table, `scanned table ${dbName}.${name} in data source ${sourceId}`);
}

const contextOf = (service: Service): RequestContext => ({
  store: service.store,
  now: service.clock.now(),
  fault: undefined,
  listLagMs: 0,
});

type Names<Wanted extends keyof Commands> = Pick<Commands, Wanted>;

function withJobs(service: Service): Names<"stopJob" | "startJob" | "retryJob" | "deleteJob"> {
  const change = (jobId: string, work: (job: JobEntity, now: number) => void): void => {
    const job = jobOf(service, jobId);
    const now = service.clock.now();
    work(job, now);
    service.store.schedule(job, now);
  };
  return {
    stopJob: (jobId) => change(jobId, (job, now) => stopNow(job, now, service.store, service.store.pace.drainMs)),
    startJob: (jobId) => change(jobId, resume),
    retryJob: (jobId) =>
      change(jobId, (job, now) => {
        job.tasks.forEach(retryTask);
        resume(job, now);
      }),
    deleteJob: (jobId) => service.store.deleteJob(jobOf(service, jobId), service.clock.now()),
  };
}

type Mapping = "changeTable" | "mapDatabase" | "unmapDatabase" | "mapTable" | "unmapTable";

const withInventory = (service: Service): Names<Mapping> => ({
  changeTable: (sourceId, dbName, name) => {
    const table = tableOf(service, sourceId, dbName, name);
    const changed = { updated: true, ddlAt: service.clock.now() };
    for (const one of [table, ...table.partitions]) Object.assign(one, changed);
  },
  mapDatabase: (sourceId, dbName, to) =>
    setDatabaseDestination(databaseOf(service, sourceId, dbName), { ...to }, contextOf(service)),
  unmapDatabase: (sourceId, dbName) => {
    const db = databaseOf(service, sourceId, dbName);
    const project = defaultProjectOf(sourceOf(service, sourceId));
    setDatabaseDestination(db, { dstProjectName: project, dstName: db.name }, contextOf(service));
    for (const table of service.store.tablesIn(db)) table.dstName = table.name;
  },
  mapTable: (sourceId, dbName, name, to) => setTableDestination(tableOf(service, sourceId, dbName, name), { ...to }),
  unmapTable: (sourceId, dbName, name) => {
    const db = databaseOf(service, sourceId, dbName);
    const table = tableOf(service, sourceId, dbName, name);
    Object.assign(table, { dstProjectName: db.dstProjectName, dstSchemaName: db.dstName, dstName: name });
  },
});

const withSourcesAndTimers = (
  service: Service,
): Names<"changeSource" | "deleteSource" | "changeTimer" | "deleteTimer"> => ({
  changeSource: (sourceId, { name, config = {}, status }) => {
    const source = sourceOf(service, sourceId);
    if (name !== undefined) source.name = name;
    const set = Object.entries({ ...source.config, ...config }).filter(([, value]) => value !== null);
    source.config = Object.fromEntries(set);
    if (status !== undefined) {
      if (source.settling) source.settling.cancelled = true;
      Object.assign(source, { status, errMsg: undefined });
    }
    source.updatedAt = service.clock.now();
  },
  deleteSource: (sourceId) => service.store.removeSource(sourceOf(service, sourceId)),
  changeTimer: (timerId, change) => changeTimer(timerOf(service, timerId), { ...change }, contextOf(service)),
  deleteTimer: (timerId) => removeTimer(timerOf(service, timerId), service.store),
});

type Colleague = "stopJob" | "startJob" | "retryJob" | "deleteJob" | Mapping | SourcesAndTimers;
type SourcesAndTimers = "changeSource" | "deleteSource" | "changeTimer" | "deleteTimer";

/** The commands of someone else at work. */
export const colleague = (service: Service): Names<Colleague> => ({
  ...withJobs(service),
  ...withInventory(service),
  ...withSourcesAndTimers(service),
});
