// What can be done to a running emulator, from the same process or, over HTTP, from another one.
import type { OperationName } from "../../provider/mms/operations.js";
import type { Fault, FaultOptions } from "../http/faults.js";
import type { JournalEntry } from "../journal.js";
import type { PaceChange } from "../state/pace.js";
import type { ArrangedFailure } from "../state/progress.js";
import type { PolicyDocument } from "../http/ram.js";
import type { TablePlan } from "../state/seed.js";

/** A job as it is now. */
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

/** A table as it is now. */
export interface TableView extends TableDestination {
  readonly id: string;
  readonly dbName: string;
  readonly name: string;
  readonly status: string;
  /** Partitions by value, with their status. */
  readonly partitions: Readonly<Record<string, string>>;
}

/** A data source as it is now, without its configuration. */
export interface SourceView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
}

/** A timer as it is now. */
export interface TimerView {
  readonly id: string;
  readonly sourceId: string;
  readonly name: string;
  readonly scheduleType: string;
  readonly value: string;
  readonly stopped: boolean;
}

/** Where a database lands; what is left out stays. */
export interface DatabaseDestination {
  readonly dstProjectName?: string;
  /** Schema of the destination. */
  readonly dstName?: string;
}

/** Where a table lands; what is left out stays. */
export interface TableDestination {
  readonly dstProjectName?: string;
  readonly dstSchemaName?: string;
  readonly dstName?: string;
}

/** What a colleague changes about a data source. */
export interface SourceChange {
  readonly name?: string;
  /** Keys to set; `null` removes a key. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly status?: "STARTED" | "STOPPED";
}

/** What a colleague changes about a timer. */
export interface TimerChange {
  readonly scheduleType?: "Daily" | "Hourly";
  readonly value?: string;
  readonly stopped?: boolean;
  readonly tableBlackList?: readonly string[];
  readonly tableWhiteList?: readonly string[];
}

/** Everything here is plain JSON, so that it works over HTTP too. What each one does is in `command-facts.ts`. */
export interface Commands {
  /** Epoch milliseconds on the emulator's clock. */
  now(): number;
  /** Moves the emulator's clock forward. */
  advance(ms: number): void;
  /** Clears all state and seeds it again, from another seed if one is given. The clock keeps its time. */
  reset(seed?: string): void;
  /** Injects a fault into calls of an operation: `skip` good ones first, then `times` failing ones. */
  injectFault(operation: OperationName | "*", fault: Fault, options?: FaultOptions): void;
  /** Removes every injected fault. */
  clearFaults(): void;
  /** Requests so far, oldest first: in the same process the live list, of at least the last hundred thousand. */
  requests(): readonly JournalEntry[];
  /** Empties the list of requests and the counts. */
  clearRequests(): void;
  /** Number of requests by operation. */
  requestCounts(): Partial<Record<OperationName, number>>;
  sources(): SourceView[];
  /** Every job so far, deleted ones too, as it is now. */
  jobs(): JobView[];
  timers(): TimerView[];
  /** The tables of a scanned database, as they are now. */
  tables(sourceId: string, dbName: string): TableView[];
  /** Puts tables into a database's inventory, scanned; a missing database is created. */
  addTables(sourceId: string, dbName: string, tables: readonly TablePlan[]): void;
  /** A phase of a table's tasks fails, `times` times. */
  failTasks(failure: ArrangedFailure): void;
  /** Changes how long things take; phases that are not named keep their time. */
  setPace(pace: PaceChange): void;
  /** Limits what a key may do. */
  setPolicy(policy: PolicyDocument, keyId?: string): void;
  // Someone else at work in the console: these leave nothing in the journal.
  stopJob(jobId: string): void;
  startJob(jobId: string): void;
  retryJob(jobId: string): void;
  deleteJob(jobId: string): void;
  /** Marks a table and its partitions as changed at the source. */
  changeTable(sourceId: string, dbName: string, name: string): void;
  /** Maps a database elsewhere, and its tables with it. */
  mapDatabase(sourceId: string, dbName: string, to: DatabaseDestination): void;
  /** Puts a database, and its tables, back to where they land without a mapping. */
  unmapDatabase(sourceId: string, dbName: string): void;
  /** Maps a table elsewhere. */
  mapTable(sourceId: string, dbName: string, name: string, to: TableDestination): void;
  /** Puts a table back to where its database lands. */
  unmapTable(sourceId: string, dbName: string, name: string): void;
  changeSource(sourceId: string, change: SourceChange): void;
  deleteSource(sourceId: string): void;
  changeTimer(timerId: string, change: TimerChange): void;
  deleteTimer(timerId: string): void;
}
