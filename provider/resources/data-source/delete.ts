// Deletes a data source, which takes its jobs and inventory with it (assumes delete-source-cascades): refused while anything is at work. Gone is success.
import { ConflictError } from "../../mms/errors.js";
import type { ItemOf, Job } from "../../mms/models.js";
import { undefinedIfNotFound } from "../base/answers.js";
import { waitForJob } from "../jobs/wait-for-job.js";
import { joinUpTo } from "../jobs/progress.js";
import type { MmsContext } from "../base/service.js";
import { confirmGone } from "../jobs/witness.js";
import { sourceWitness } from "./create.js";
import { isLive, isTerminal, readsFailed } from "../../mms/jobs/job-status.js";

/** How many jobs or timers an error names one by one. */
const named = 5;

type ListedTimer = ItemOf<"ListMmsTimers">;

/** Every job that has not ended. No filter is used: one by status may hide stopped jobs (inferred: status-filter-hides-stopped). Assumes unfiltered-list-complete. */
async function unfinishedJobs(sourceId: string, context: MmsContext): Promise<Job[]> {
  const jobs: Job[] = [];
  const list = context.service.client.iterate("ListMmsJobs", { sourceId }, context.call);
  for await (const job of list) {
    // FAILED is believed only when the job's tasks say so too.
    const { id } = job;
    const isDoubtful = id !== undefined && readsFailed(job);
    const read = isDoubtful ? await context.service.jobs.current(sourceId, id, context.call) : job;
    if (read !== undefined && !isTerminal(read)) jobs.push(read);
  }
  return jobs;
}

/** Every timer that is not paused. */
async function activeTimers(sourceId: string, context: MmsContext): Promise<ListedTimer[]> {
  const timers: ListedTimer[] = [];
  const list = context.service.client.iterate("ListMmsTimers", { sourceId }, context.call);
  for await (const timer of list) if (timer.stopped !== true) timers.push(timer);
  return timers;
}

/** Things that stand in the way, in words; none where there are none. */
const counted = (what: string, described: readonly string[]): string[] =>
  described.length === 0
    ? []
    : [`${described.length} ${what}${described.length === 1 ? "" : "s"}: ${joinUpTo(described, named)}`];

function refusal(sourceId: string, jobs: readonly Job[], timers: readonly ListedTimer[]): Error {
  const described = [
    ...counted(
      "unfinished job",
      jobs.map(({ id, name, status, stopped }) => `${id} "${name}" (${status ?? "?"}${stopped ? ", stopped" : ""})`),
    ),
    ...counted(
      "active timer",
      timers.map(({ id, name }) => `${id} "${name}"`),
    ),
  ];
  return new Error(
    `data source ${sourceId} has ${described.join("; and ")}. Deleting the source takes its jobs with it; nothing was ` +
      "deleted. Wait for the jobs or delete them, pause or delete the timers, or set forceDestroy: true and run `pulumi up` " +
      "before deleting",
  );
}

/** Stops a job and waits for it: what deleting a source does to running jobs is not published. */
async function stopJob(sourceId: string, jobId: string, context: MmsContext): Promise<void> {
  const stopping = context.service.client.stopMmsJob({ sourceId, jobId }, context.call);
  const accepted = await undefinedIfNotFound(stopping).catch((error: unknown) => {
    if (error instanceof ConflictError) return "ended by itself";
    throw error;
  });
  if (accepted === undefined) return;
  const reached = (job: Job) => !isLive(job);
  await waitForJob({ sourceId, jobId, goal: "is stopped", reached, atRest: true }, context);
}

/** Pauses timers and stops what runs, timers first: they would go on creating jobs. */
async function bringToRest(sourceId: string, timers: readonly ListedTimer[], context: MmsContext): Promise<void> {
  const { client } = context.service;
  for (const { id: timerId = "" } of timers) {
    const pausing = client.updateMmsTimer({ sourceId, timerId, body: { stopped: true } }, context.call);
    await undefinedIfNotFound(pausing);
  }
  const jobs = await unfinishedJobs(sourceId, context);
  for (const { id } of jobs.filter(isLive)) if (id) await stopJob(sourceId, id, context);
}

/** Deletes the source; `force` first brings to rest what is at work. */
export async function deleteSource(sourceId: string, force: boolean, context: MmsContext): Promise<void> {
  const { client } = context.service;
  const { progress } = context;
  const source = await undefinedIfNotFound(client.getMmsDataSource({ sourceId }, context.call));
  if (source === undefined) return confirmGone(`data source ${sourceId}`, sourceWitness(sourceId, context));
  const timers = await activeTimers(sourceId, context);
  if (force) {
    await bringToRest(sourceId, timers, context);
  } else {
    const jobs = await unfinishedJobs(sourceId, context);
    if (jobs.length + timers.length > 0) throw refusal(sourceId, jobs, timers);
  }
  await undefinedIfNotFound(client.deleteMmsDataSource({ sourceId }, context.call));
  context.service.deletedSources.add(sourceId);
  progress.status(`data source ${sourceId} is deleted`, { last: true });
}
