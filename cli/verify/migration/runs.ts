// Checks that migrate the table: what a start resumes, what is skipped once it is DONE, and a deletion while it runs.
import { MmsApiError } from "../../../provider/mms/errors.js";
import { isDone, isFailedTask } from "../../../provider/mms/jobs/job-status.js";
import type { Task } from "../../../provider/mms/models.js";
import type { Site } from "../changes-around.js";
import { ended, patienceMs, rearm, remove, request, stopAndWait } from "../changes.js";
import { collect, eventually, finding, type Findings } from "../finding.js";
import { tasksOf } from "../reads.js";

/** A request that copies rows. */
const withRows = { enableDataMigration: true };

/** Whether a call is taken; a refusal of any kind is a no. */
export async function isTaken(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof MmsApiError) return false;
    throw error;
  }
}

/** How many lines of a task's log say that rows were copied. */
export async function copies({ client, sourceId }: Site, taskId: string): Promise<number> {
  const lines = await collect(client.iterate("ListMmsTaskLogs", { sourceId, taskId }));
  return lines.filter(({ status }) => status?.startsWith("DATA")).length;
}

/** Whether tasks of a job ended when they had ended before: none of them was begun anew. */
export async function haveKeptEnds(site: Site, jobId: string, before: readonly Task[]): Promise<boolean> {
  const ends = new Map((await tasksOf(site, jobId)).map(({ id, endTime }) => [id, endTime]));
  return before.every(({ id, endTime }) => ends.get(id) === endTime);
}

/** Whether tasks of a job have copied rows, by the lines of their logs. */
export async function hasCopied(site: Site, jobId: string): Promise<boolean> {
  for (const { id: taskId } of await tasksOf(site, jobId)) {
    if (taskId === undefined) continue;
    if ((await copies(site, taskId)) > 0) return true;
  }
  return false;
}

/** Stops a job when some of its tasks are done and others are not, and starts it again. */
async function resumed(site: Site, jobId: string): Promise<Findings> {
  const { client, sourceId } = site;
  const half = await eventually(site, 2 * patienceMs, async () => {
    const tasks = await tasksOf(site, jobId);
    const done = tasks.filter(isDone);
    const isOver = tasks.length > 0 && tasks.every((task) => isDone(task) || isFailedTask(task));
    return isOver ? [] : done.length > 0 ? done : undefined;
  });
  const before = half?.seen ?? [];
  if (before.length === 0 || !(await stopAndWait(site, jobId))) return {};
  await client.startMmsJob({ sourceId, jobId });
  if (!isDone(await ended(site, jobId))) return {};
  const keeps = await haveKeptEnds(site, jobId, before);
  return { "start-resumes": finding(keeps, { tasksDoneBefore: before.length }) };
}

/** One job to its end, and the same request once more. */
export async function moves(site: Site): Promise<Findings> {
  site.say("migrating the table, with a stop on the way");
  await rearm(site);
  const { job } = await request(site, withRows);
  if (job?.id === undefined) return {};
  const found: Findings = {};
  try {
    Object.assign(found, await resumed(site, job.id));
    if (!isDone(await ended(site, job.id))) return found;
    site.say("requesting it again, now that it is DONE");
    const { job: next } = await request(site, withRows);
    if (next?.id !== undefined) await ended(site, next.id);
    const copied = next?.id !== undefined && (await hasCopied(site, next.id));
    if (next?.id !== undefined) await remove(site, next.id);
    return { ...found, "done-is-skipped": finding(!copied, { tasks: next?.taskNum ?? 0 }) };
  } finally {
    await remove(site, job.id);
  }
}

/** A deletion while a task runs. */
export async function deletionMeanwhile(site: Site): Promise<Findings> {
  const { client, sourceId } = site;
  site.say("deleting a job that runs");
  await rearm(site);
  const { job } = await request(site, withRows);
  if (job?.id === undefined) return {};
  const { id: jobId } = job;
  const running = await eventually(site, patienceMs, async () => {
    const tasks = await tasksOf(site, jobId);
    if (tasks.some((task) => task.running === true)) return true;
    return tasks.length > 0 && tasks.every(isDone) ? false : undefined;
  });
  const taken = running?.seen === true ? await isTaken(client.deleteMmsJob({ sourceId, jobId })) : undefined;
  if (taken !== true) await remove(site, jobId);
  return { "delete-while-running": finding(taken) };
}
