// How jobs move: phases as data, brought to the present whenever somebody looks. No timers.
import type { JobEntity, MigrationStatus, TableEntity, TaskEntity } from "./entities.js";

const phases = ["SCHEMA", "DATA", "VERIFICATION"] as const;
export type Phase = (typeof phases)[number];

/** How long things take, in milliseconds of the emulator's clock. Inferred; chosen to look like a small migration. */
export interface Pace {
  creationMs: number;
  stopMs: number;
  /** From the appearance of a job to its first task. */
  queueMs: number;
  phaseMs: Record<Phase, number>;
  /** Tasks of a job that run at once. Inferred from the self-hosted predecessor. */
  parallel: number;
  scanMs: number;
  startMs: number;
  /** Partitions of one task. Inferred from the self-hosted predecessor. */
  partitionsPerTask: number;
}

export const defaultPace: Readonly<Pace> = {
  creationMs: 3_000,
  stopMs: 5_000,
  queueMs: 10_000,
  phaseMs: { SCHEMA: 5_000, DATA: 60_000, VERIFICATION: 15_000 },
  parallel: 20,
  scanMs: 60_000,
  startMs: 15_000,
  partitionsPerTask: 50,
};

/** A failure that a test has arranged. */
export interface ArrangedFailure {
  readonly table: string;
  readonly phase: Phase;
  readonly message: string;
  /** How often it happens still. */
  times: number;
}

/** What moving a job needs to know. */
export interface Movement {
  readonly pace: Pace;
  readonly failures: ArrangedFailure[];
  nextId(): string;
}

function phasesOf({ body }: JobEntity): Phase[] {
  const { schemaOnly, enableSchemaMigration, enableDataMigration, enableVerification } = body;
  const data = enableDataMigration !== false && schemaOnly !== true;
  const wanted = {
    SCHEMA: enableSchemaMigration !== false,
    DATA: data,
    VERIFICATION: enableVerification === true && data,
  };
  return phases.filter((phase) => wanted[phase]);
}

const isFailed = (task: TaskEntity): boolean => task.status.endsWith("_FAILED");
const isOver = (task: TaskEntity): boolean => task.status === "DONE" || isFailed(task);

function setStatus(task: TaskEntity, status: MigrationStatus): void {
  for (const partition of task.partitions) {
    partition.status = status;
    if (status === "DONE") partition.updated = false;
  }
  if (task.table.partitions.length === 0) {
    task.table.status = status;
    if (status === "DONE") task.table.updated = false;
  } else {
    task.table.status = statusFromPartitions(task.table);
  }
}

/** Status of a partitioned table, from its partitions. */
export function statusFromPartitions({ partitions }: TableEntity): MigrationStatus {
  const has = (status: MigrationStatus) => partitions.some((one) => one.status === status);
  if (has("DOING")) return "DOING";
  if (partitions.every(({ status }) => status === "DONE")) return "DONE";
  if (has("FAILED")) return has("DONE") ? "PART_DONE" : "FAILED";
  return has("DONE") ? "PART_DONE" : "INIT";
}

const actions: Readonly<Record<Phase, string>> = {
  SCHEMA: "create table if not exists",
  DATA: "copy rows",
  VERIFICATION: "SELECT COUNT(*) on source and destination",
};

/** Ends a phase of a task, well or badly. */
function endPhase(task: TaskEntity, phase: Phase, at: number, movement: Movement): void {
  const failure = movement.failures.find(
    ({ table, phase: where, times }) => table === task.table.name && where === phase && times > 0,
  );
  if (failure) failure.times -= 1;
  task.status = `${phase}_${failure ? "FAILED" : "DONE"}`;
  task.logs.push({
    id: movement.nextId(),
    at,
    status: task.status,
    action: actions[phase],
    msg: failure?.message ?? "ok",
  });
  task.workedMs = 0;
  if (failure) end(task, at, "FAILED");
  else task.done.add(phase);
}

function end(task: TaskEntity, at: number, status: MigrationStatus): void {
  task.endedAt = at;
  setStatus(task, status);
}

/** Works on one task from a moment on for at most so long; says how much of the time was used. */
function work(task: TaskEntity, from: number, availableMs: number, movement: Movement): number {
  const wanted = phasesOf(task.job);
  let used = 0;
  if (task.startedAt === undefined || task.status === "INIT") setStatus(task, "DOING");
  task.startedAt ??= from;
  while (!isOver(task)) {
    const phase = wanted.find((one) => !task.done.has(one));
    if (phase === undefined) {
      task.status = "DONE";
      end(task, from + used, "DONE");
      break;
    }
    const left = movement.pace.phaseMs[phase] - task.workedMs;
    if (availableMs - used < left) {
      task.status = `${phase}_DOING`;
      task.workedMs += availableMs - used;
      return availableMs;
    }
    used += left;
    endPhase(task, phase, from + used, movement);
  }
  return used;
}

function advanceTasks(job: JobEntity, now: number, movement: Movement): void {
  const begins = Math.max(job.appliedAt, job.appearsAt + movement.pace.queueMs);
  if (now <= begins) return;
  // A lane takes the next task when it is free; what is under way comes first.
  const lanes = Array.from({ length: movement.pace.parallel }, () => begins);
  const open = job.tasks.filter((task) => !isOver(task));
  const underWay = (task: TaskEntity) => Number(task.status !== "INIT");
  open.sort((a, b) => underWay(b) - underWay(a));
  for (const task of open) {
    const lane = lanes.indexOf(Math.min(...lanes));
    const from = lanes[lane] ?? now;
    if (from >= now) break;
    lanes[lane] = from + work(task, from, now - from, movement);
  }
  job.appliedAt = now;
}

function summarise(job: JobEntity): void {
  job.taskDone = job.tasks.filter(({ status }) => status === "DONE").length;
  if (job.tasks.every(isOver)) job.status = job.tasks.some(isFailed) ? "FAILED" : "DONE";
  else job.status = job.tasks.every(({ status }) => status === "INIT") ? "INIT" : "DOING";
}

/** Brings a job to the present. */
export function advance(job: JobEntity, now: number, movement: Movement): void {
  if (job.stopsAt !== undefined && now >= job.stopsAt) {
    advanceTasks(job, job.stopsAt, movement);
    stopNow(job);
  }
  if (!job.stopped && !job.deleted) advanceTasks(job, now, movement);
  job.appliedAt = Math.max(job.appliedAt, now);
  summarise(job);
}

/** Whether a job can still change by itself. */
export function isSettled(job: JobEntity): boolean {
  return job.deleted || job.stopped || job.tasks.every(isOver);
}

/** Stops a job: what is under way goes back to INIT. Inferred from the self-hosted predecessor. */
export function stopNow(job: JobEntity): void {
  job.stopped = true;
  job.stopsAt = undefined;
  for (const task of job.tasks) {
    if (isOver(task)) continue;
    if (task.status !== "INIT") setStatus(task, "INIT");
    task.status = "INIT";
    task.workedMs = 0;
  }
  summarise(job);
}

/** Puts a failed task back to work; phases that are done stay so. */
export function retryTask(task: TaskEntity): void {
  if (!isFailed(task)) return;
  task.status = "INIT";
  task.retriedTimes += 1;
  task.endedAt = undefined;
  setStatus(task, "INIT");
  summarise(task.job);
}
