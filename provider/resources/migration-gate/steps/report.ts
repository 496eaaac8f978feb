// What a gate reports about its jobs: per job and in total, from the jobs, their failed tasks and the inventory.
import { MmsError } from "../../../mms/errors.js";
import type { Job, Table } from "../../../mms/models.js";
import { type Failure, failuresOf, type Suspects } from "../../jobs/failed-tasks.js";
import { tablesOf } from "../../inventory/inventory.js";
import type { MmsContext } from "../../base/service.js";
import type { GateJob } from "../schema.js";
import { talliesOf } from "../budget.js";
import { type Tally, isFailed, isHeldUp, type Seen, verifies } from "../watched-job.js";
import { selectTables } from "../../../mms/table-selection.js";
import { isDone, isIdle, isIncomplete } from "../../../mms/jobs/job-status.js";

/** Of how many databases the inventory is read for row counts and sizes; a set over more goes without. */
const inventoryDatabases = 20;

/** Jobs that read DONE before all of their tasks are. Assumes done-is-complete. */
const unfinishedAmong = (seen: readonly Seen[]): string[] =>
  seen.filter(({ job }) => isIncomplete(job)).map(({ jobId }) => jobId);

/** The failed tasks of a set: of jobs that failed, and of those whose verification must have passed. */
export async function failuresAmong(
  sourceId: string,
  seen: readonly Seen[],
  { service, signal }: MmsContext,
): Promise<Failure[]> {
  const suspects = seen.filter(
    (one) => one.job !== undefined && (isFailed(one) || verifies(one) || isIncomplete(one.job)),
  );
  if (suspects.length === 0) return [];
  const jobIds = suspects.map(({ jobId }) => jobId);
  return failuresOf(service.client, sourceId, { jobIds, unfinished: unfinishedAmong(suspects) }, { signal });
}

/** Failures of finished jobs while others go on. Of a job that reads DONE only row counts can differ. */
export async function countedAmong(
  sourceId: string,
  seen: readonly Seen[],
  { service, signal }: MmsContext,
): Promise<Map<string, Tally>> {
  const { client } = service;
  const jobIds = seen.map(({ jobId }) => jobId);
  const allDone = seen.every((one) => isDone(one.job) && !isIncomplete(one.job));
  const suspects: Suspects = allDone
    ? { jobIds, statuses: ["VERIFICATION_FAILED"] }
    : { jobIds, unfinished: unfinishedAmong(seen) };
  return talliesOf(await failuresOf(client, sourceId, suspects, { signal }));
}

/**
 * What the gate knows of each job, sorted by id. `failures` are absent as long as they were not read, and nothing is
 * verified then; what an attempt `before` this one saw finished keeps its time.
 */
export function gateJobs(
  seen: readonly Seen[],
  failures: readonly Failure[] | undefined,
  startedMs: number,
  before: ReadonlyMap<string, GateJob> = new Map(),
): GateJob[] {
  const of = new Map<string, Failure[]>();
  for (const failure of failures ?? []) {
    const jobId = failure.task.jobId ?? "";
    of.set(jobId, [...(of.get(jobId) ?? []), failure]);
  }
  const jobs = seen.map((one): GateJob => {
    const { jobId, job, finishedMs } = one;
    const own = of.get(jobId) ?? [];
    const unverified = own.some(({ phase }) => phase === "VERIFICATION");
    const status = job ? (job.status ?? "?") : finishedMs === undefined ? "?" : "GONE";
    const isVerified = verifies(one) && isDone({ status }) && !isIdle({ status, taskNum: job?.taskNum });
    const earlier = before.get(jobId);
    const earlierMs = earlier?.status === status ? Date.parse(earlier.finishedAt ?? "") : Number.NaN;
    const endedMs = earlierMs >= startedMs ? earlierMs : finishedMs;
    return {
      jobId,
      status,
      ...(isHeldUp(one) ? { stopped: true } : {}),
      ...(job?.name === undefined ? {} : { name: job.name }),
      ...(job?.taskNum === undefined ? {} : { taskNum: job.taskNum }),
      ...(job?.taskDone === undefined ? {} : { taskDone: job.taskDone }),
      ...(own.length > 0 ? { failedTaskCount: own.length } : {}),
      ...(failures !== undefined && (unverified || isVerified) ? { verified: !unverified } : {}),
      ...(finishedMs === undefined || endedMs === undefined
        ? {}
        : {
            finishedAt: new Date(endedMs).toISOString(),
            waitedSeconds: Math.round((endedMs - startedMs) / 1_000),
          }),
    };
  });
  return jobs.sort((a, b) => a.jobId.length - b.jobId.length || (a.jobId < b.jobId ? -1 : 1));
}

/** Tables a job covers; `undefined` where it takes partitions, or its scope is not known. */
export function coveredBy<Row = Table>(
  job: Pick<Job, "config"> | undefined,
  tables: ReadonlyMap<string, Row>,
): Row[] | undefined {
  const { config } = job ?? {};
  const partial = [config?.partitions, Object.keys(config?.partitionFilters ?? {})].some(
    (one) => one && one.length > 0,
  );
  if (config === undefined || partial) return undefined;
  const named = config.tables ?? [];
  if (named.length > 0) return named.flatMap((name) => tables.get(name) ?? []);
  return selectTables(config, tables.keys()).flatMap((name) => tables.get(name) ?? []);
}

const total = (values: readonly (string | number | undefined)[]): string =>
  values.reduce<bigint>((all, value) => all + BigInt(value ?? 0), 0n).toString();

/** Adds tables, rows and bytes as the inventory has them; an inventory that cannot be read is no reason to fail. Source: ListMmsTables. */
export async function withInventory(
  sourceId: string,
  jobs: readonly GateJob[],
  seen: readonly Seen[],
  { service, signal, progress }: MmsContext,
): Promise<GateJob[]> {
  const found = new Map(seen.map(({ jobId, job }) => [jobId, job]));
  const names = new Set(seen.flatMap(({ job }) => job?.srcDbName ?? []));
  if (names.size > inventoryDatabases) {
    progress.info(
      `rows and bytes are left out: the jobs cover ${names.size} databases, more than ${inventoryDatabases}`,
    );
    return [...jobs];
  }
  const inventory = new Map<string, Map<string, Table>>();
  try {
    for (const name of names) inventory.set(name, await tablesOf(service.client, sourceId, name, { signal }));
  } catch (error) {
    if (!(error instanceof MmsError)) throw error;
    progress.info(`rows and bytes are left out: ${error.message}`);
    return [...jobs];
  }
  return jobs.map((gateJob) => {
    const job = found.get(gateJob.jobId);
    const covered = coveredBy(job, inventory.get(job?.srcDbName ?? "") ?? new Map());
    if (covered === undefined) return gateJob;
    const tables = isIdle(gateJob) ? [] : covered;
    const numRows = total(tables.map((table) => table.numRows));
    const size = total(tables.map((table) => table.size));
    return { ...gateJob, tables: tables.length, numRows, size };
  });
}

/** Whether a job has ended otherwise than it should. */
export const hasFailed = (job: GateJob): boolean =>
  job.finishedAt !== undefined && (!isDone(job) || job.verified === false);

/** All jobs in total. A total of what is known of only some jobs is the total of those. */
export function totalsOf(jobs: readonly GateJob[]): Record<string, unknown> {
  const add = (field: "taskNum" | "taskDone" | "tables") => jobs.reduce((all, job) => all + (job[field] ?? 0), 0);
  const known = jobs.filter(({ tables }) => tables !== undefined);
  const checked = jobs.filter(({ verified }) => verified !== undefined);
  const done = jobs.filter((job) => isDone(job) && job.verified !== false).length;
  return {
    jobNum: jobs.length,
    jobDone: done,
    jobStopped: jobs.filter(({ stopped }) => stopped).length,
    taskNum: add("taskNum"),
    taskDone: add("taskDone"),
    ...(known.length > 0
      ? {
          tables: add("tables"),
          numRows: total(known.map((job) => job.numRows)),
          size: total(known.map((job) => job.size)),
        }
      : {}),
    ...(checked.length > 0 ? { verified: checked.every(({ verified }) => verified) } : {}),
  };
}
