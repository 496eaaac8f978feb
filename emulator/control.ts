// The hand on a running emulator, from the same process or, over HTTP, from another one.
import type { OperationName } from "../provider/mms/operations.js";
import type { JobEntity, TableEntity } from "./entities.js";
import type { Fault, ScriptOptions } from "./faults.js";
import { defaultKeyId } from "./keys.js";
import { type ArrangedFailure, type Pace, resume, retryTask, statusOf, stopNow } from "./progress.js";
import type { PolicyDocument } from "./ram.js";
import type { JournalEntry } from "./journal.js";
import { plantInventory, plantTable, type TablePlan } from "./seed.js";
import type { Service } from "./service.js";

/** A job as a test looks at it. */
export interface JobView {
  readonly id: string;
  readonly sourceId: string;
  readonly name: string;
  readonly status: string;
  readonly stopped: boolean;
  readonly deleted: boolean;
  readonly taskNum: number;
  readonly taskDone: number;
}

/** A table as a test looks at it. */
export interface TableView {
  readonly id: string;
  readonly dbName: string;
  readonly name: string;
  readonly status: string;
  /** Partitions by value, with their status. */
  readonly partitions: Readonly<Record<string, string>>;
}

/** What a test can do to an emulator. Everything here is plain JSON, so that it works over HTTP too. */
export interface Commands {
  /** Epoch milliseconds on the emulator's clock. */
  now(): number;
  /** Moves the emulator's clock forward. */
  advance(ms: number): void;
  /** Forgets everything and begins again, under another seed if one is given. The clock keeps its time. */
  reset(seed?: string): void;
  /** Lets calls of an operation go wrong: `skip` good ones first, then `times` bad ones. */
  script(operation: OperationName | "*", fault: Fault, options?: ScriptOptions): void;
  clearFaults(): void;
  /** Every request so far, oldest first. */
  requests(): readonly JournalEntry[];
  forgetRequests(): void;
  /** Number of requests by operation. */
  requestCounts(): Partial<Record<OperationName, number>>;
  /** Every job ever made, deleted ones too, as it is now. */
  jobs(): JobView[];
  /** The tables of a scanned database, as they are now. */
  tables(sourceId: string, dbName: string): TableView[];
  /** Puts tables into a database's inventory, scanned; a database that is not there is made. */
  addTables(sourceId: string, dbName: string, tables: readonly TablePlan[]): void;
  /** Someone else at work in the console: these leave nothing in the journal. */
  stopJob(jobId: string): void;
  startJob(jobId: string): void;
  retryJob(jobId: string): void;
  deleteJob(jobId: string): void;
  /** Lets a phase of a table's tasks fail, `times` times. */
  failTasks(failure: ArrangedFailure): void;
  /** Marks a table and its partitions as changed at the source. */
  changeTable(sourceId: string, dbName: string, name: string): void;
  /** Changes how long things take. */
  setPace(pace: Partial<Pace>): void;
  /** Limits what a key may do. */
  setPolicy(policy: PolicyDocument, keyId?: string): void;
}

function jobOf(service: Service, jobId: string): JobEntity {
  const job = service.store.jobs.all().find(({ id }) => id === jobId);
  if (job === undefined) throw new Error(`the emulator has no job ${jobId}`);
  return job;
}

const tableView = ({ id, dbName, name, status, partitions }: TableEntity): TableView => ({
  id,
  dbName,
  name,
  status,
  partitions: Object.fromEntries(partitions.map((one) => [one.value, one.status])),
});

const view = (job: JobEntity): JobView => ({
  id: job.id,
  sourceId: job.sourceId,
  name: job.body.name ?? "",
  status: statusOf(job),
  stopped: job.stopped,
  deleted: job.deleted,
  taskNum: job.tasks.length,
  taskDone: job.taskDone,
});

type Names<Wanted extends keyof Commands> = Pick<Commands, Wanted>;

const timeAndFaults = ({ clock, faults, journal }: Service): Names<TimeAndFaults> => ({
  now: () => clock.now(),
  advance: (ms) => clock.advance(ms),
  script: (operation, fault, options) => faults.script(operation, fault, options),
  clearFaults: () => faults.clear(),
  requests: () => journal.entries,
  forgetRequests: () => journal.clear(),
  requestCounts: () => journal.counts(),
});
type TimeAndFaults = "now" | "advance" | "script" | "clearFaults" | "requests" | "forgetRequests" | "requestCounts";

const asSomeoneElse = (service: Service): Names<"stopJob" | "startJob" | "retryJob" | "deleteJob"> => {
  const change = (jobId: string, work: (job: JobEntity, now: number) => void): void => {
    const job = jobOf(service, jobId);
    const now = service.clock.now();
    work(job, now);
    service.store.schedule(job, now);
  };
  return {
    stopJob: (jobId) => change(jobId, (job, now) => stopNow(job, now, service.store.pace.drainMs)),
    startJob: (jobId) => change(jobId, resume),
    retryJob: (jobId) =>
      change(jobId, (job, now) => {
        job.tasks.forEach(retryTask);
        resume(job, now);
      }),
    deleteJob: (jobId) => service.store.deleteJob(jobOf(service, jobId)),
  };
};

/** The commands of one emulator. */
export function commandsOf(service: Service): Commands {
  return {
    ...timeAndFaults(service),
    ...asSomeoneElse(service),
    reset: (seed) => service.reset(seed),
    jobs: () => service.store.jobs.all().map(view),
    tables: (sourceId, dbName) => service.store.tablesOf(sourceId, dbName).map(tableView),
    addTables: (sourceId, dbName, tables) => {
      const source = service.store.sources.get(sourceId);
      if (source === undefined) throw new Error(`the emulator has no data source ${sourceId}`);
      const ground = service.store.ground(service.clock.now());
      const db = service.store.dbs.of(sourceId, ({ name }) => name === dbName)[0];
      if (db === undefined) plantInventory(source, { [dbName]: tables }, true, ground);
      else for (const table of tables) plantTable(db, table, ground);
    },
    failTasks: (failure) => void service.store.failures.push({ ...failure }),
    changeTable: (sourceId, dbName, name) => {
      for (const table of service.store.tablesOf(sourceId, dbName).filter((one) => one.name === name)) {
        const changed = { updated: true, ddlAt: service.clock.now() };
        for (const one of [table, ...table.partitions]) Object.assign(one, changed);
      }
    },
    setPace: (pace) => void Object.assign(service.store.pace, pace),
    setPolicy: (policy, keyId = defaultKeyId) => {
      const key = service.keys.get(keyId);
      if (key === undefined) throw new Error(`the emulator has no key ${keyId}`);
      service.keys.set(keyId, { ...key, policy });
    },
  };
}

/** {@link Commands} from another process. */
export type RemoteCommands = {
  [Name in keyof Commands]: (...args: Parameters<Commands[Name]>) => Promise<ReturnType<Commands[Name]>>;
};

/** Path below which commands are taken. Loopback only, like the emulator itself. */
export const controlPath = "/_emulator/";

/** Every command by name: one left out here does not compile. */
const known: Readonly<Record<keyof Commands, true>> = {
  now: true,
  advance: true,
  reset: true,
  script: true,
  clearFaults: true,
  requests: true,
  forgetRequests: true,
  requestCounts: true,
  jobs: true,
  tables: true,
  addTables: true,
  stopJob: true,
  startJob: true,
  retryJob: true,
  deleteJob: true,
  failTasks: true,
  changeTable: true,
  setPace: true,
  setPolicy: true,
};
const commandNames = Object.keys(known) as (keyof Commands)[];

/** Runs a command that came over HTTP. Throws for a command there is none of. */
export function runCommand(commands: Commands, name: string, body: string): unknown {
  const found = commandNames.find((one) => one === name);
  if (found === undefined) throw new Error(`no command ${name}; there are ${commandNames.join(", ")}`);
  const command = commands[found] as (...args: unknown[]) => unknown;
  return command(...(JSON.parse(body || "[]") as unknown[])) ?? null;
}

/** A hand on an emulator that runs in another process. */
export function connectControl(url: string): RemoteCommands {
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const response = await fetch(new URL(controlPath + name, url), { method: "POST", body: JSON.stringify(args) });
    const answer = (await response.json()) as { result?: unknown; error?: string };
    if (!response.ok) throw new Error(answer.error ?? `the emulator answered ${response.status}`);
    return answer.result;
  };
  return Object.fromEntries(
    commandNames.map((name) => [name, (...args: unknown[]) => call(name, args)]),
  ) as unknown as RemoteCommands;
}
