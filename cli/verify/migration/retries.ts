// Checks that retry failed jobs which a person has named: a failure cannot be made to order.
import { isDiffering, isDone, isFailedTask, readsFailed } from "../../../provider/mms/jobs/job-status.js";
import type { Job, Task } from "../../../provider/mms/models.js";
import type { Site } from "../changes-around.js";
import { ended } from "../changes.js";
import { eventually, finding, type Findings } from "../finding.js";
import { tasksOf } from "../reads.js";
import { copies, haveKeptEnds, isTaken } from "./runs.js";

const minuteMs = 60_000;
const taskMs = 30 * minuteMs;

const jobOf = async ({ client, sourceId }: Site, jobId: string): Promise<Job> =>
  (await client.getMmsJob({ sourceId, jobId })).data;

/** Retries one task whose row counts differ, and sees whether it copies again. */
async function comparedAgain(site: Site, { id: taskId = "", retriedTimes: before = 0 }: Task): Promise<Findings> {
  const { client, sourceId } = site;
  const copied = await copies(site, taskId);
  if (!(await isTaken(client.retryMmsTask({ sourceId, taskId })))) return {};
  const end = await eventually(site, taskMs, async () => {
    const { data } = await client.getMmsTask({ sourceId, taskId });
    const isAgain = (data.retriedTimes ?? 0) > before && isFailedTask(data);
    return isDone(data) || isAgain ? true : undefined;
  });
  if (end === undefined) return {};
  return { "verification-retry-is-cheap": finding((await copies(site, taskId)) === copied) };
}

/** Retries a whole job, and sees when that shows and what becomes of the tasks that were done. */
async function retried(site: Site, jobId: string): Promise<Findings> {
  const { client, sourceId } = site;
  const done = (await tasksOf(site, jobId)).filter(isDone);
  await client.retryMmsJob({ sourceId, jobId });
  const left = async () => (readsFailed(await jobOf(site, jobId)) ? undefined : true);
  const inTime = await eventually(site, minuteMs, left);
  const shown = inTime ?? (await eventually(site, taskMs, left));
  const shows = finding(inTime !== undefined, { seconds: Math.round((shown?.tookMs ?? 0) / 1_000) });
  if (shown !== undefined) await ended(site, jobId);
  const keeps = await haveKeptEnds(site, jobId, done);
  return {
    "retry-shows-in-a-minute": shows,
    "retry-keeps-done-work": finding(done.length > 0 && shown !== undefined ? keeps : undefined, {
      tasksDoneBefore: done.length,
    }),
  };
}

/** Retries what failed in one job. */
export async function retries(site: Site, jobId: string): Promise<Findings> {
  const { client, sourceId } = site;
  site.say("retrying a failed job");
  const failed = (await tasksOf(site, jobId)).filter(isFailedTask);
  const [first] = failed;
  const job = await jobOf(site, jobId);
  if (first?.id === undefined) return {};
  if (isDone(job)) {
    const taken = await isTaken(client.retryMmsTask({ sourceId, taskId: first.id }));
    return { "retry-task-on-done-job": finding(taken) };
  }
  if (!readsFailed(job)) return {};
  const differing = failed.find(isDiffering);
  const found: Findings = differing === undefined ? {} : await comparedAgain(site, differing);
  if (readsFailed(await jobOf(site, jobId))) Object.assign(found, await retried(site, jobId));
  return found;
}
