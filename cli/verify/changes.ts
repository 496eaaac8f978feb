// Checks that make and remove jobs, which set up the schema of one named table.
import { ConflictError, NotFoundError } from "../../provider/mms/errors.js";
import { hasEnded, isDone, readsFailed } from "../../provider/mms/jobs/job-status.js";
import type { AsyncTask, Job } from "../../provider/mms/models.js";
import { instantOf } from "../../provider/mms/service-time.js";
import { isAllowed, nameOf, type Site } from "./changes-around.js";
import { collect, eventually, finding, type Findings } from "./finding.js";

const minuteMs = 60_000;
/** How long one thing may take before it counts as not coming, in milliseconds. */
export const patienceMs = 5 * minuteMs;
/** What became of one request for a job. */
export interface Requested {
  readonly name: string;
  readonly acceptedAt: number;
  readonly task: AsyncTask;
  readonly endedMs: number | undefined;
  /** The job of the name, where there is one. */
  readonly job: Job | undefined;
  readonly listedMs: number | undefined;
}

/** What a request says beside the table; without it the job sets up the schema alone. */
interface More {
  readonly name?: string;
  readonly dstDbName?: string;
  readonly enableDataMigration?: boolean;
  readonly partitionFilters?: Readonly<Record<string, string>>;
}

/** Requests a job for the table, and looks for it. */
export async function request(site: Site, more: More = {}): Promise<Requested> {
  const { client, sourceId, target, clock } = site;
  const { name = nameOf(), ...rest } = more;
  const before = new Set((await collect(client.iterate("ListMmsJobs", { sourceId }))).map(({ id }) => id));
  const schema = { enableSchemaMigration: true, enableDataMigration: false };
  const acceptedAt = clock.now();
  const body = { name, srcDbName: target.dbName, tables: [target.tableName], ...schema, ...rest };
  const { data } = await client.createMmsJob({ sourceId, body });
  const { asyncTaskId } = data;
  const read = async (): Promise<AsyncTask> =>
    asyncTaskId === undefined ? {} : (await client.getMmsAsyncTask({ sourceId, asyncTaskId })).data;
  const end = await eventually(site, asyncTaskId === undefined ? 0 : patienceMs, async () => {
    const task = await read();
    return hasEnded(task) ? task : undefined;
  });
  const task = end?.seen ?? (await read());
  const listed = await eventually(site, readsFailed(task) ? 0 : minuteMs, async () =>
    (await collect(client.iterate("ListMmsJobs", { sourceId }))).find(({ id }) => !before.has(id)),
  );
  const endedMs = end?.tookMs;
  return { name, acceptedAt, task, endedMs, job: listed?.seen, listedMs: listed && clock.now() - acceptedAt };
}

/** Two times that are apart by less, in milliseconds, are of one moment. */
const sharpMs = 10_000;

/** How far a time of creation is from the moment of the request: a zone is a number of quarters of an hour. */
function zoneFindings({ job, acceptedAt, task }: Requested): Findings {
  const quarterMs = 15 * minuteMs;
  const offMs = (instantOf(job?.createTime) ?? Number.NaN) - acceptedAt;
  if (Number.isNaN(offMs)) return {};
  const zones = Math.round(offMs / quarterMs);
  const restMs = offMs - zones * quarterMs;
  const isSharp = Math.abs(restMs) < sharpMs;
  // By the service's own clock, where its async task shows it: that may go otherwise than ours.
  const ownMs = (instantOf(job?.createTime) ?? Number.NaN) - (instantOf(task.createTime) ?? Number.NaN);
  const apartMs = Number.isNaN(ownMs) ? restMs : ownMs;
  return {
    "create-time-is-acceptance": finding(Math.abs(apartMs) < sharpMs, { secondsOff: Math.round(apartMs / 1_000) }),
    "china-zone": finding(isSharp ? zones === 0 : undefined, { minutesOff: zones * 15 }),
  };
}

/** Findings about one request that should make a job. */
async function first(site: Site, made: Requested): Promise<Findings> {
  const { client, sourceId, target } = site;
  const { job, task, name } = made;
  const named = task.objectId === undefined || task.objectId === "0" ? undefined : task.objectId;
  const byId = named && (await client.getMmsJob({ sourceId, jobId: named }).catch(() => undefined));
  const { config } = job?.id === undefined ? {} : (await client.getMmsJob({ sourceId, jobId: job.id })).data;
  return {
    "create-answer-has-id": finding(task.id !== undefined),
    "async-end": finding(made.endedMs !== undefined || job === undefined, {
      seconds: Math.round((made.endedMs ?? 0) / 1_000),
    }),
    // A request that was refused creates none.
    "job-appears-in-minutes": finding(readsFailed(task) && job === undefined ? undefined : job !== undefined, {
      seconds: Math.round((made.listedMs ?? 0) / 1_000),
    }),
    ...(job === undefined
      ? {}
      : {
          "async-object-is-job": finding(named === undefined ? undefined : byId !== undefined && named === job.id),
          "name-kept-verbatim": finding(job.name === name, { sent: name.length, shown: job.name?.length ?? 0 }),
          "config-echo-verbatim": finding(config?.tables?.join() === target.tableName),
          "verification-default-off": finding(config?.enableVerification !== true),
        }),
    ...zoneFindings(made),
  };
}

/** Whether a job reads as ended; whether that is true is one of the questions. */
const isOver = (job: Job): boolean => isDone(job) || readsFailed(job);

/** Waits for the end of a job and returns it as it is then; `undefined` where the end does not come. */
export async function ended(site: Site, jobId: string): Promise<Job | undefined> {
  const { client, sourceId } = site;
  const end = await eventually(site, 2 * patienceMs, async () => {
    const { data } = await client.getMmsJob({ sourceId, jobId });
    return isOver(data) ? data : undefined;
  });
  return end?.seen;
}

export async function stopAndWait(site: Site, jobId: string): Promise<boolean> {
  const { client, sourceId } = site;
  await isAllowed(client.stopMmsJob({ sourceId, jobId }));
  const seen = await eventually(site, patienceMs, async () => {
    const { data } = await client.getMmsJob({ sourceId, jobId });
    const wasStopped = data.stopped === true;
    return wasStopped || isOver(data) ? wasStopped : undefined;
  });
  return seen?.seen === true;
}

/** A second job of the same name on the same table, while the first one waits. */
async function second(site: Site, { name, job: one }: Requested): Promise<Findings> {
  site.say("requesting a second job on the same table");
  const { job, task } = await request(site, { name });
  const isRefusal = readsFailed(task) && job === undefined;
  const { data } = await site.client.getMmsJob({ sourceId: site.sourceId, jobId: one?.id ?? "" });
  // One that has ended by now may not have been there to stand in the way.
  const stoodInTheWay = !isOver(data);
  if (job?.id !== undefined) await remove(site, job.id);
  return {
    "overlap-refused": finding(isRefusal || (stoodInTheWay ? false : undefined)),
    "async-fail-means-no-job": finding(readsFailed(task) ? job === undefined : undefined),
    "name-not-unique-or-refused": finding(isRefusal || (job !== undefined && job.id !== one?.id)),
  };
}

export async function remove(site: Site, jobId: string): Promise<void> {
  const { client, sourceId } = site;
  await stopAndWait(site, jobId).catch(() => false);
  await client.deleteMmsJob({ sourceId, jobId }).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
  });
}

/** A third job while the first one is stopped, with a destination of its own. */
async function third(site: Site): Promise<Findings> {
  const { client, sourceId } = site;
  site.say("requesting a job beside a stopped one");
  const elsewhere = "verify_nowhere";
  const { job, task } = await request(site, { dstDbName: elsewhere });
  const tasks =
    job?.id === undefined ? [] : await collect(client.iterate("ListMmsTasks", { sourceId, query: { jobId: job.id } }));
  const mine = tasks.filter(({ jobId }) => jobId === job?.id);
  if (job?.id !== undefined) await remove(site, job.id);
  return {
    "stopped-job-frees-tables": finding(job !== undefined || !readsFailed(task)),
    "job-dst-ignored": finding(mine.length === 0 ? undefined : mine.every(({ dstDbName }) => dstDbName !== elsewhere)),
  };
}

/** A request of which everything is DONE already, and a retry of a task that ended well. */
async function again(site: Site, jobId: string): Promise<Findings> {
  const { client, sourceId, target } = site;
  const query = { dbName: target.dbName, name: target.tableName };
  const tables = await collect(client.iterate("ListMmsTables", { sourceId, query }));
  const table = tables.find(({ name }) => name === target.tableName);
  const tasks = await collect(client.iterate("ListMmsTasks", { sourceId, query: { jobId } }));
  const taskId = tasks.find((task) => task.jobId === jobId && isDone(task))?.id;
  const retry = taskId === undefined ? undefined : client.retryMmsTask({ sourceId, taskId });
  const refusal = await retry?.then(() => undefined).catch((error: unknown) => error);
  const conflict = { "conflict-codes": finding(refusal === undefined ? undefined : refusal instanceof ConflictError) };
  if (!isDone(table)) return conflict;
  site.say("requesting a job for what is DONE already");
  const { job } = await request(site);
  if (job?.id !== undefined) await remove(site, job.id);
  const isIdle = job === undefined ? undefined : job.taskNum === 0;
  return {
    ...conflict,
    "empty-scope-makes-a-job": finding(job !== undefined),
    "idle-is-zero-tasks": finding(isIdle),
    "done-is-skipped": finding(isIdle === true ? true : undefined),
  };
}

/** Deleting a job: whether it is listed and can be read afterwards. */
async function deletion(site: Site, jobId: string): Promise<Findings> {
  const { client, sourceId } = site;
  site.say("deleting the job");
  await client.deleteMmsJob({ sourceId, jobId });
  const listed = (await collect(client.iterate("ListMmsJobs", { sourceId }))).some(({ id }) => id === jobId);
  const isReadable = await client.getMmsJob({ sourceId, jobId }).then(
    () => true,
    () => false,
  );
  return { "delete-hides-at-once": finding(!listed), "deleted-still-readable": finding(isReadable) };
}

/** The life of a job that moves no rows: requested, doubled, stopped, started, finished, requested again, deleted. */
export async function jobs(site: Site): Promise<Findings> {
  const { client, sourceId } = site;
  site.say("requesting a job that sets up the schema of the table");
  const made = await request(site);
  const found: Findings = await first(site, made);
  const jobId = made.job?.id;
  if (jobId === undefined) return found;
  try {
    const wasStopped = await stopAndWait(site, jobId);
    Object.assign(found, { "stop-any-state": finding(await isAllowed(client.stopMmsJob({ sourceId, jobId }))) });
    if (wasStopped) Object.assign(found, await third(site));
    await client.startMmsJob({ sourceId, jobId });
    Object.assign(found, await second(site, made));
    site.say("waiting for the job to end");
    if (isDone(await ended(site, jobId))) Object.assign(found, await again(site, jobId));
  } finally {
    Object.assign(found, await deletion(site, jobId));
  }
  return found;
}

/** Lets the table migrate again. */
export async function rearm({ client, sourceId, target }: Site): Promise<void> {
  const body = { dbName: target.dbName, tableNames: [target.tableName], status: "INIT" as const };
  await client.updateMmsTables({ sourceId, body });
}

/** A new job is left alone until it runs; what it moves is set back first, so that there is something to do. */
export async function start(site: Site): Promise<Findings> {
  const { client, sourceId } = site;
  site.say("waiting for a new job to start");
  await rearm(site);
  const { job } = await request(site);
  if (job?.id === undefined) return {};
  const { id: jobId } = job;
  const begun = await eventually(site, patienceMs, async () =>
    (await client.getMmsJob({ sourceId, jobId })).data.status === "INIT" ? undefined : true,
  );
  await remove(site, jobId);
  return { "starts-by-itself": finding(begun !== undefined) };
}
