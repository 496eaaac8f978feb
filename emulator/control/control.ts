// The commands of one emulator: every one checked before it acts, whatever calls it.
import { colleague, sourceOf } from "./colleague.js";
import { checkArguments } from "./command-check.js";
import { commandNames } from "./command-facts.js";
import type { Commands, JobView, SourceView, TableView, TimerView } from "./commands.js";
import type { JobEntity, SourceEntity, TableEntity, TimerEntity } from "../state/entities.js";
import { defaultKeyId } from "../http/keys.js";
import { statusOf } from "../state/progress.js";
import { partitionCount, seedInventory, seedTable, type TablePlan } from "../state/seed.js";
import type { Service } from "../service.js";

const tableView = (table: TableEntity): TableView => ({
  id: table.id,
  dbName: table.dbName,
  name: table.name,
  status: table.status,
  dstProjectName: table.dstProjectName,
  ...(table.dstSchemaName === undefined ? {} : { dstSchemaName: table.dstSchemaName }),
  dstName: table.dstName,
  partitions: Object.fromEntries(table.partitions.map((one) => [one.value, one.status])),
});

const jobView = (job: JobEntity): JobView => ({
  id: job.id,
  sourceId: job.sourceId,
  name: job.body.name ?? "",
  status: statusOf(job),
  stopped: job.stopped,
  deleted: job.deleted,
  taskNum: job.tasks.length,
  taskDone: job.taskDone,
});

const sourceView = ({ id, name, type, status }: SourceEntity): SourceView => ({ id, name, type, status });

const timerView = ({ id, sourceId, body, scheduleType, value, stopped }: TimerEntity): TimerView => {
  return { id, sourceId, name: body.name ?? "", scheduleType, value, stopped };
};

/** Partitions that one call may add. */
const mostPartitions = 500_000;

function addTables(service: Service, sourceId: string, dbName: string, tables: readonly TablePlan[]): void {
  const source = sourceOf(service, sourceId);
  const target = service.store.seedTarget(service.clock.now());
  const partitions = tables.reduce((total, plan) => total + partitionCount(plan), 0);
  if (partitions > mostPartitions)
    throw new RangeError(`addTables: tables must have at most ${mostPartitions} partitions in all; got ${partitions}`);
  const db = service.store.dbs.of(sourceId, ({ name }) => name === dbName)[0];
  const taken = new Set(db && service.store.tables.of(sourceId, ({ dbId }) => dbId === db.id).map(({ name }) => name));
  for (const { name } of tables) {
    if (taken.has(name)) throw new Error(`addTables: tables has ${name}, which is in ${dbName} already`);
    taken.add(name);
  }
  if (db === undefined) seedInventory(source, { [dbName]: tables }, true, target);
  else for (const table of tables) seedTable(db, table, target);
}

/** The commands as they act, given arguments that were checked. */
function actionsOf(service: Service): Commands {
  const { clock, faults, journal } = service;
  return {
    ...colleague(service),
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    reset: (seed) => service.reset(seed),
    injectFault: (operation, fault, options) => faults.inject(operation, fault, options),
    clearFaults: () => faults.clear(),
    requests: () => journal.entries,
    clearRequests: () => journal.clear(),
    requestCounts: () => journal.counts(),
    sources: () => [...service.store.sources.values()].map(sourceView),
    jobs: () => service.store.jobs.all().map(jobView),
    timers: () => service.store.timers.all().map(timerView),
    tables: (sourceId, dbName) => service.store.tablesOf(sourceId, dbName).map(tableView),
    addTables: (sourceId, dbName, tables) => addTables(service, sourceId, dbName, tables),
    failTasks: (failure) => void service.store.failures.push({ ...failure }),
    setPace: ({ phaseMs, ...pace }) => {
      Object.assign(service.store.pace.phaseMs, phaseMs);
      Object.assign(service.store.pace, pace);
    },
    setPolicy: (policy, keyId = defaultKeyId) => {
      const key = service.keys.get(keyId);
      if (key === undefined) throw new Error(`the emulator has no key ${keyId}`);
      service.keys.set(keyId, { ...key, policy });
    },
  };
}

/** The commands of one emulator. */
export function commandsOf(service: Service): Commands {
  const actions = actionsOf(service);
  const checked = commandNames.map((name) => {
    const act = actions[name] as (...args: unknown[]) => unknown;
    const command = (...args: unknown[]): unknown => {
      checkArguments(name, args);
      return act(...args);
    };
    return [name, command];
  });
  return Object.fromEntries(checked) as unknown as Commands;
}
