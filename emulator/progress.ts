// How jobs move: phases as data, advanced to the present whenever somebody looks. No timers.
import type { JobEntity, TaskEntity } from "./entities.js";

const phases = ["SCHEMA", "DATA", "VERIFICATION"] as const;
type Phase = (typeof phases)[number];

/** How long things take, in milliseconds; inferred figures, chosen to look like a small migration. */
export interface Pace {
  readonly creationMs: number;
  readonly stopMs: number;
  readonly queueMs: number;
  readonly phaseMs: Readonly<Record<Phase, number>>;
  /** Tasks of a job that run at once. */
  readonly parallel: number;
}

export const defaultPace: Pace = {
  creationMs: 3_000,
  stopMs: 5_000,
  queueMs: 10_000,
  phaseMs: { SCHEMA: 5_000, DATA: 60_000, VERIFICATION: 15_000 },
  parallel: 20,
};

function phasesOf(job: JobEntity): Phase[] {
  const { schemaOnly, enableSchemaMigration, enableDataMigration, enableVerification } = job.body;
  const wanted: Record<Phase, boolean> = {
    SCHEMA: enableSchemaMigration !== false,
    DATA: enableDataMigration !== false && schemaOnly !== true,
    VERIFICATION: enableVerification === true && enableDataMigration !== false,
  };
  return phases.filter((phase) => wanted[phase]);
}

const isOver = (task: TaskEntity): boolean => task.status === "DONE" || task.status.endsWith("_FAILED");

function log(task: TaskEntity, at: number, status: string, action: string, msg: string): void {
  task.logs.push({ at, status, action, msg });
}

/** Works on one task from a moment on, for at most so long; says how much of the time was used. */
function work(job: JobEntity, task: TaskEntity, from: number, availableMs: number, pace: Pace): number {
  let used = 0;
  const wanted = phasesOf(job);
  task.startedAt ??= from;
  while (!isOver(task)) {
    const phase = wanted.find((one) => !task.logs.some(({ status }) => status === `${one}_DONE`));
    if (phase === undefined) {
      task.status = "DONE";
      task.endedAt = from + used;
      break;
    }
    const left = pace.phaseMs[phase] - task.workedMs;
    if (availableMs - used < left) {
      task.status = `${phase}_DOING`;
      task.workedMs += availableMs - used;
      return availableMs;
    }
    used += left;
    task.workedMs = 0;
    const fails = task.failsIn === phase && task.failures > 0;
    if (fails) task.failures -= 1;
    task.status = `${phase}_${fails ? "FAILED" : "DONE"}`;
    log(
      task,
      from + used,
      task.status,
      phase.toLowerCase(),
      fails ? `${phase.toLowerCase()} failed: simulated by the emulator` : "ok",
    );
    if (fails) task.endedAt = from + used;
  }
  return used;
}

/** Whether a job is moving: it exists, is neither stopped nor deleted, and has work left. */
export function isMoving(job: JobEntity, now: number): boolean {
  return !job.deleted && !job.stopped && now >= job.appearsAt && job.tasks.some((task) => !isOver(task));
}

/** Brings a job to the present. */
export function advance(job: JobEntity, now: number, pace: Pace): void {
  if (job.stopsAt !== undefined && now >= job.stopsAt) {
    advanceTasks(job, job.stopsAt, pace);
    job.stopped = true;
    job.stopsAt = undefined;
  }
  if (!job.stopped && !job.deleted) advanceTasks(job, now, pace);
  job.appliedAt = Math.max(job.appliedAt, now);
}

function advanceTasks(job: JobEntity, now: number, pace: Pace): void {
  const begins = Math.max(job.appliedAt, job.appearsAt + pace.queueMs);
  if (now <= begins) return;
  // Lanes take the next task when they are free; what is under way comes first.
  const lanes = Array.from({ length: pace.parallel }, () => begins);
  const open = job.tasks.filter((task) => !isOver(task));
  open.sort((a, b) => Number(b.status.endsWith("_DOING")) - Number(a.status.endsWith("_DOING")));
  for (const task of open) {
    const lane = lanes.indexOf(Math.min(...lanes));
    const from = lanes[lane] ?? now;
    if (from >= now) break;
    lanes[lane] = from + work(job, task, from, now - from, pace);
  }
  job.appliedAt = now;
}

/** Status of a job as the service shows it. */
export function statusOf(job: JobEntity): "INIT" | "DOING" | "DONE" | "FAILED" {
  if (job.tasks.some((task) => !isOver(task))) {
    return job.tasks.every((task) => task.status === "INIT") ? "INIT" : "DOING";
  }
  return job.tasks.some((task) => task.status.endsWith("_FAILED")) ? "FAILED" : "DONE";
}

/** Puts failed tasks back to work. */
export function retryTask(task: TaskEntity): void {
  if (!task.status.endsWith("_FAILED")) return;
  task.status = "INIT";
  task.retriedTimes += 1;
  task.endedAt = undefined;
}
