// What the emulator does for each operation, and what of that is inferred: docs/emulator.md is written from this table.
import type { OperationName } from "../provider/mms/operations.js";

/** One operation as the emulator plays it. */
export interface Coverage {
  /** What it does, beyond responding in the documented shape. */
  readonly does: string;
  /** What of it no published source says. */
  readonly inferred?: string;
  /** Documented query parameters that are taken and change nothing here, with the reason. */
  readonly withoutEffect?: Readonly<Record<string, string>>;
}

const lang = { lang: "texts are in English only" };

const notFound = "the code OBJECT_NOT_EXIST with HTTP 404 for what is not there";

export const coverage: Readonly<Record<OperationName, Coverage>> = {
  CreateMmsDataSource: {
    does: "Registers a stopped source with an inventory that a scan will find.",
    inferred: "that the source does not start by itself",
  },
  ListMmsDataSources: { does: "Filters by name (LIKE), type and region; without paging returns all." },
  GetMmsDataSource: {
    does: "Counts the inventory; with withConfig=true returns credentials in clear, as the service does.",
    inferred: notFound,
    withoutEffect: lang,
  },
  UpdateMmsDataSource: {
    does: "START and STOP take time; START fails when a required key is missing, or a Hive metastore is not at a `thrift://` address; RENAME; UPDATE_CONFIG; test=true through an async task.",
    inferred: "UPDATE_CONFIG merges keys; START and STOP return no async task",
  },
  DeleteMmsDataSource: {
    does: "Deletes the source with its jobs and metadata.",
    inferred: "that running jobs do not prevent it",
  },
  ListMmsDataSourceConfigItems: {
    does: "Lists the keys of a type.",
    inferred: "most keys, taken from the self-hosted predecessor",
    withoutEffect: lang,
  },
  CreateMmsFetchMetadataJob: {
    does: "Starts a scan of the source, a database or tables; sets scanId on the source.",
    inferred: "that scans run beside each other; the predecessor refuses the second one with HTTP 400",
  },
  GetMmsFetchMetadataJob: {
    does: "Progress from 1 to 10000, then the counts as a JSON text.",
    inferred: "the statuses SCAN_DONE and SCAN_FAILED",
  },
  ListMmsDbs: {
    does: "Filters by name (LIKE) and status; sorts by numRows, size and updateTime, which come as one JSON text.",
    inferred:
      "the status of a database follows from its tables; updateTime is when a scan or UpdateMmsDb last changed it; whatever is not desc sorts by updateTime ascending",
  },
  GetMmsDb: { does: "Counts tables and partitions by status.", inferred: notFound },
  UpdateMmsDb: {
    does: "Sets where a database lands, for its tables too, and their status.",
    inferred: "that setting INIT makes finished tables migrate again",
  },
  ListMmsTables: {
    does: "Every documented filter; status as a JSON array text; sorter.numRows, sorter.size, sorter.lastDdlTime.",
    inferred:
      "onlyName leaves id and name; lastDdlTimeStart and lastDdlTimeEnd both count; every type is MANAGED_TABLE",
  },
  UpdateMmsTables: {
    does: "Sets destination or status of many tables by name or id.",
    inferred: "the number returned is how many tables were found",
  },
  GetMmsTable: { does: "One table with its columns and counts.", inferred: notFound },
  UpdateMmsTable: {
    does: "Sets destination and status of a table; its partitions follow a status.",
    inferred: "that partitions follow",
  },
  ListMmsPartitions: {
    does: "Filters by database, table, value (LIKE), status (JSON array text), updated and the last DDL time; sorter.numRows, sorter.size, sorter.lastDdlTime.",
    inferred: "lastDdlTimeStart and lastDdlTimeEnd both count",
  },
  GetMmsPartition: { does: "One partition.", inferred: notFound },
  CreateMmsJob: {
    does: "Returns an async task id; the job appears some seconds later and starts by itself, with a task for each table or group of partitions that is not DONE.",
    inferred:
      "how long creation takes; groups of 50 partitions; the refusal of tables that another job is moving or about to move; that a filter's AND binds before OR; that tasks land where the inventory says, whatever dstDbName, dstSchemaName and tableMapping of the job; the error texts",
  },
  ListMmsJobs: {
    does: "Filters by name (LIKE), databases, tables, status, stopped and timer; newest first or by sorter.status; hides deleted jobs.",
    inferred:
      "the order; that a status filter hides stopped jobs and stopped=0 filters nothing; the largest page, 1000",
  },
  GetMmsJob: { does: "Status and progress as of now.", inferred: "that a deleted job can still be read by its id" },
  DeleteMmsJob: {
    does: "Hides the job; migrated data stays.",
    inferred: "that a running job may be deleted, and stops moving",
  },
  StartMmsJob: { does: "Lets a stopped job go on.", inferred: "that it is accepted in any state" },
  StopMmsJob: {
    does: "Takes effect some seconds later; tasks under way go back to INIT.",
    inferred:
      "the delay, that unfinished work begins again, and that a stopped job frees its tables (in the predecessor it keeps them until it is deleted)",
  },
  RetryMmsJob: {
    does: "Puts failed tasks back to work and clears stopped; finished phases stay done.",
    inferred:
      "all of it; in the predecessor a task that failed in the data or verification phase empties its destination and copies again, and waits for a free slot",
  },
  GetMmsAsyncTask: {
    does: "Ends after the creation time with objectId or errorMsg; writes the text null for absent texts.",
    inferred:
      "the status FAILED (DOING is documented for the same task in ListMmsTimerLogs); that running=false with errorMsg means failure",
  },
  ListMmsTasks: { does: "Filters by job, names (LIKE), status and partition; sorter.startTime, sorter.status." },
  GetMmsTask: { does: "One task.", inferred: notFound },
  ListMmsTaskLogs: {
    does: "One line for each phase that ended, oldest first.",
    inferred: "the order; the predecessor lists the newest first",
  },
  RetryMmsTask: {
    does: "Puts one failed task back to work; refuses any other.",
    inferred: "the refusal, code IncorrectStatus with HTTP 409",
  },
  CreateMmsTimer: {
    does: "Daily HH:MM or Hourly MM, fired by the emulator's clock.",
    inferred:
      "that times are on the wall clock of `timeZone`; that a run with nothing to migrate creates no job; names of the jobs",
  },
  ListMmsTimers: { does: "Filters by name (LIKE), database, table and stopped." },
  GetMmsTimer: { does: "Times as Unix milliseconds and as ISO 8601, unlike everywhere else." },
  UpdateMmsTimer: {
    does: "Sets schedule, stopped, and the table lists.",
    inferred: "that a changed schedule counts from now",
  },
  DeleteMmsTimer: { does: "Removes the timer; jobs it made stay.", inferred: "that they stay" },
  TriggerMmsTimer: { does: "Runs the timer once, now." },
  ListMmsTimerLogs: {
    does: "One line for each run, newest first; its id is that of the async task that made the job.",
    inferred: "the order",
  },
};
