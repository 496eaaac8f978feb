// The hand on a running emulator, from the same process or, over HTTP, from another one.
import type { OperationName } from "../provider/mms/operations.js";
import type { JobEntity } from "./entities.js";
import type { Fault, ScriptOptions } from "./faults.js";
import { defaultKeyId } from "./keys.js";
import { type ArrangedFailure, type Pace, retryTask, stopNow } from "./progress.js";
import type { PolicyDocument } from "./ram.js";
import type { JournalEntry } from "./server.js";
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

/** What a test can do to an emulator. Everything here is plain JSON, so that it works over HTTP too. */
export interface Commands {
  /** Epoch milliseconds on the emulator's clock. */
  now(): number;
  /** Moves the emulator's clock forward. */
  advance(ms: number): void;
  /** Lets calls of an operation go wrong: `skip` good ones first, then `times` bad ones. */
  script(operation: OperationName | "*", fault: Fault, options?: ScriptOptions): void;
  clearFaults(): void;
  /** Every request so far, oldest first. */
  requests(): readonly JournalEntry[];
  forgetRequests(): void;
  /** Number of requests by operation. */
  requestCounts(): Record<string, number>;
  /** Every job ever made, deleted ones too, as it is now. */
  jobs(): JobView[];
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
  service.bringToPresent();
  const job = service.store.jobs.all().find(({ id }) => id === jobId);
  if (job === undefined) throw new Error(`the emulator has no job ${jobId}`);
  return job;
}

const view = (job: JobEntity): JobView => ({
  id: job.id,
  sourceId: job.sourceId,
  name: job.body.name ?? "",
  status: job.status,
  stopped: job.stopped,
  deleted: job.deleted,
  taskNum: job.tasks.length,
  taskDone: job.taskDone,
});

/** The commands of one emulator. */
export function commandsOf(service: Service): Commands {
  const { store, clock, faults, journal, keys } = service;
  return {
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    script: (operation, fault, options) => faults.script(operation, fault, options),
    clearFaults: () => faults.clear(),
    requests: () => journal,
    forgetRequests: () => void journal.splice(0),
    requestCounts: () => {
      const counts: Record<string, number> = {};
      for (const { operation } of journal) counts[operation] = (counts[operation] ?? 0) + 1;
      return counts;
    },
    jobs: () => {
      service.bringToPresent();
      return store.jobs.all().map(view);
    },
    stopJob: (jobId) => stopNow(jobOf(service, jobId)),
    startJob: (jobId) => {
      const job = jobOf(service, jobId);
      job.stopped = false;
      store.wake(job, clock.now());
    },
    retryJob: (jobId) => {
      const job = jobOf(service, jobId);
      job.stopped = false;
      job.tasks.forEach(retryTask);
      store.wake(job, clock.now());
    },
    deleteJob: (jobId) => void (jobOf(service, jobId).deleted = true),
    failTasks: (failure) => void store.failures.push({ ...failure }),
    changeTable: (sourceId, dbName, name) => {
      for (const table of store.tablesOf(sourceId, dbName).filter((one) => one.name === name)) {
        table.updated = true;
        for (const partition of table.partitions) partition.updated = true;
      }
    },
    setPace: (pace) => void Object.assign(store.pace, pace),
    setPolicy: (policy, keyId = defaultKeyId) => {
      const key = keys.get(keyId);
      if (key === undefined) throw new Error(`the emulator has no key ${keyId}`);
      keys.set(keyId, { ...key, policy });
    },
  };
}

/** {@link Commands} from another process. */
export type RemoteCommands = {
  [Name in keyof Commands]: (...args: Parameters<Commands[Name]>) => Promise<ReturnType<Commands[Name]>>;
};

/** Path below which commands are taken. Loopback only, like the emulator itself. */
export const controlPath = "/_emulator/";

const commandNames: readonly (keyof Commands)[] = [
  "now",
  "advance",
  "script",
  "clearFaults",
  "requests",
  "forgetRequests",
  "requestCounts",
  "jobs",
  "stopJob",
  "startJob",
  "retryJob",
  "deleteJob",
  "failTasks",
  "changeTable",
  "setPace",
  "setPolicy",
];

/** Runs a command that came over HTTP. Throws for a command there is none of. */
export function runCommand(commands: Commands, name: string, body: string): unknown {
  const known = commandNames.find((one) => one === name);
  if (known === undefined) throw new Error(`no command ${name}; there are ${commandNames.join(", ")}`);
  const command = commands[known] as (...args: unknown[]) => unknown;
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
