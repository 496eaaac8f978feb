// Deletes a data source, which takes its jobs and inventory with it: refused while jobs are unfinished. Gone is success.
import { ConflictError } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import { callOptions, unlessGone } from "../answers.js";
import { isLive, isTerminal } from "../migration-job/state.js";
import { follow } from "../migration-job/follow.js";
import type { MmsContext } from "../service.js";

/** How many unfinished jobs an error names one by one. */
const named = 5;

/** Every job that has not ended. No filter is used: one by status may hide stopped jobs (inferred). */
async function unfinishedJobs(sourceId: string, deadline: number, context: MmsContext): Promise<Job[]> {
  const jobs: Job[] = [];
  const list = context.service.client.iterate("ListMmsJobs", { sourceId }, callOptions(context, deadline));
  for await (const job of list) if (!isTerminal(job.status)) jobs.push(job);
  return jobs;
}

function refusal(sourceId: string, jobs: readonly Job[]): Error {
  const told = jobs.slice(0, named).map(({ id, name, status, stopped }) => {
    return `${id} "${name}" (${status ?? "?"}${stopped ? ", stopped" : ""})`;
  });
  const more = jobs.length - told.length;
  return new Error(
    `data source ${sourceId} has ${jobs.length} unfinished ${jobs.length === 1 ? "job" : "jobs"}: ${told.join(", ")}` +
      `${more > 0 ? ` and ${more} more` : ""}. Deleting the source would delete them with it; nothing was deleted. Wait for ` +
      "them or delete them, or set forceDestroy: true and run `pulumi up` before destroying",
  );
}

/** Stops a job and waits for it: what deleting a source does to running jobs is not published. */
async function stopJob(sourceId: string, jobId: string, deadline: number, context: MmsContext): Promise<void> {
  const stopping = context.service.client.stopMmsJob({ sourceId, jobId }, callOptions(context, deadline));
  const accepted = await unlessGone(stopping).catch((error: unknown) => {
    if (error instanceof ConflictError) return "ended by itself";
    throw error;
  });
  if (accepted === undefined) return;
  const reached = (job: Job) => !isLive(job);
  await follow({ sourceId, jobId, deadline, goal: "is stopped", reached }, context);
}

/** Deletes the source; `force` first stops what still runs. */
export async function remove(sourceId: string, force: boolean, deadline: number, context: MmsContext): Promise<void> {
  const jobs = await unlessGone(unfinishedJobs(sourceId, deadline, context));
  if (jobs === undefined) return;
  if (jobs.length > 0 && !force) throw refusal(sourceId, jobs);
  for (const { id } of jobs.filter(isLive)) if (id) await stopJob(sourceId, id, deadline, context);
  await unlessGone(context.service.client.deleteMmsDataSource({ sourceId }, callOptions(context, deadline)));
}
