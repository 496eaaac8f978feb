// THE MODEL: what every form of a report shows. Its JSON schema is generated from this file, and grows within version 1.

/** A whole number as digits, exact at any size. */
export type Digits = string;

/** How things count. What is unknown is absent, never 0. */
export interface Counts {
  total: number;
  done: number;
  doing: number;
  failed: number;
  /** Neither done nor failed, and not moving now. */
  open: number;
}

/** Rows or bytes of the source, as the inventory has them. The service reports no moved bytes. */
export interface Volume {
  total: Digits;
  /** Of finished tables, and of the finished partitions of others. */
  ofDone: Digits;
  /** Whether a table's finished part was computed from its number of partitions. */
  estimated: boolean;
  /** Tables without a figure, which count as nothing. */
  unknownFor: number;
}

/** What the report is about. */
export interface Scope {
  kind: "source" | "stack" | "jobs" | "timer";
  /** The name or ids that were given. */
  name: string;
}

/** Who made the report, when, and with what. */
export interface Made {
  /** ISO 8601. */
  at: string;
  /** Login name of the user who ran the command; absent where the system has none. */
  by?: string;
  scope: Scope;
  /** Version of pulumi-alicloud-mms. */
  package: string;
  node: string;
  /** Requests to the service, by operation. */
  requests: Record<string, number>;
  /** Id of the last request of each operation, for the vendor's support. */
  requestIds: Record<string, string>;
}

/** The stack that was read. */
export interface StackRow {
  project: string;
  name: string;
  /** Time of the last update that the state knows, ISO 8601. */
  updatedAt?: string;
  /** Version of the engine that wrote the state. */
  engine?: string;
}

/** One data source. */
export interface SourceRow {
  id: string;
  name?: string;
  type?: string;
  status?: string;
  /** Whether the source's agent is up. */
  online?: boolean;
  /** What the service says of a source that could not start, or of its last scan. */
  error?: string;
  /** The newest metadata scan: what tables, rows and bytes are as old as. */
  inventory?: { scanId: string; status?: string; at?: string; ageSeconds?: number };
}

/** Where it runs. */
export interface Where {
  region: string;
  endpoint: string;
  accountId?: string;
  /** The only page of the console whose address is published; absent where the endpoint is not the region's own. */
  console?: string;
  sources: SourceRow[];
  stack?: StackRow;
}

/** The one word on a migration. */
export type VerdictWord = "verified" | "unverified" | "failed" | "failing" | "stopped" | "stalled" | "running" | "open";

/** Why the verdict is what it is, or what to look at. */
export interface Reason {
  code: string;
  text: string;
  fix?: string;
}

/** How it stands. */
export interface Verdict {
  word: VerdictWord;
  /** Exit code of the command: 0 verified, 1 failed or stopped, 3 under way or open, 4 done and not verified. */
  exitCode: 0 | 1 | 3 | 4;
  reasons: Reason[];
}

/** How fast finished tasks come, and when the rest should be done at that rate. */
export interface Pace {
  tasksPerHour: number;
  /** Source bytes of the tables that finished in the window. */
  bytesPerHour?: Digits;
  windowSeconds: number;
  /** ISO 8601; absent while too little is done to say. */
  eta?: { early: string; likely: string; late: string };
}

/** State of the migration at one time, from the times of tasks. */
export interface CurvePoint {
  /** ISO 8601. */
  at: string;
  tasksDone: number;
  failed: number;
  tablesDone: number;
  bytesOfDone: Digits;
}

/** One wave: the jobs that one gate of the stack waits for. */
export interface WaveRow {
  name: string;
  /** Whether the gate has let it pass. */
  passed?: boolean;
  jobs: Counts;
  jobIds: string[];
  startedAt?: string;
  finishedAt?: string;
}

/** One job. */
export interface JobRow {
  id: string;
  sourceId: string;
  name?: string;
  database?: string;
  /** The service's own word; `GONE` for one of the stack that the service no longer has. */
  status: string;
  /** Whether a job that is gone was done before, as the stack says: removing it loses nothing that was migrated. */
  wasDone?: true;
  /** Whether it was stopped before its end. */
  stopped?: boolean;
  tasks: { total: number; done: number; failed: number };
  tables?: number;
  verification: boolean;
  createdAt?: string;
  startedAt?: string;
  endedAt?: string;
  timerId?: string;
  /** Name of the resource in the stack. */
  resource?: string;
}

/** State of a table: from the inventory, and from its tasks that failed. */
export type TableWord = "done" | "doing" | "failed" | "partly" | "open";

/** One table. */
export interface TableRow {
  sourceId: string;
  /** With its database. */
  table: string;
  destination?: string;
  word: TableWord;
  partitions?: number;
  partitionsDone?: number;
  rows?: Digits;
  bytes?: Digits;
  startedAt?: string;
  endedAt?: string;
  /** From the start of its first task to the end of its last one. */
  seconds?: number;
  retries?: number;
  /** Whether the row counts of both sides agreed; absent where they were not compared. */
  verified?: boolean;
  /** Whether it has changed at the source since it was migrated. */
  changedSince?: boolean;
}

/** One failed task. */
export interface Failure {
  sourceId: string;
  table: string;
  partition?: string;
  jobId?: string;
  taskId?: string;
  phase: "SCHEMA" | "DATA" | "VERIFICATION";
  retries: number;
  at?: string;
  /** Its last log lines, oldest first; absent where they were not read. Both row counts of a verification stand in them. */
  log?: string[];
}

/** One run of a timer. */
export interface TimerRun {
  at?: string;
  status?: string;
  text?: string;
}

/** One timer. */
export interface TimerRow {
  id: string;
  sourceId: string;
  name?: string;
  database?: string;
  schedule: string;
  paused: boolean;
  nextAt?: string;
  /** Newest first. */
  runs: TimerRun[];
}

/** Something that could not be read or had to be assumed, and which figures it touches. */
export interface Gap {
  code: string;
  text: string;
  effect: string;
}

/** Everything that is known of a migration at one time. */
export interface MigrationReport {
  schema: "migration-report/1";
  made: Made;
  where: Where;
  verdict: Verdict;
  /** Zone of the service's times, and how it was found. */
  zone: { offset: string; basis: "timer" | "assumed" };
  counts: { jobs: Counts; tables: Counts; partitions: Counts; tasks: Counts };
  volume: { rows: Volume; bytes: Volume };
  time: { startedAt?: string; endedAt?: string; seconds?: number };
  pace?: Pace;
  /** Empty where not all tasks were read. */
  curve: CurvePoint[];
  /** Tables whose row counts were to be compared, and what came of it. */
  verification: { asked: number; passed: number; differing: number; notAsked: number };
  retries: { tasks: number; most: number };
  waves: WaveRow[];
  jobs: JobRow[];
  tables: TableRow[];
  failures: Failure[];
  timers: TimerRow[];
  gaps: Gap[];
}
