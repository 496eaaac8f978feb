// Jobs: create, read, start, stop, retry, delete.
import type { JobEntity } from "../../state/entities.js";
import { notFound, Refusal } from "../../http/errors.js";
import { isSettled, redoTask, resume, retryTask } from "../../state/progress.js";
import type { Handlers, Request, RequestContext } from "../handlers.js";
import { shownAsyncTask } from "./async-task.js";
import { createJob } from "./create-job.js";
import { listJobs } from "./list-jobs.js";
import { shown } from "./shown.js";

function jobOf({ store, now }: RequestContext, { path }: Request): JobEntity {
  const job = store.jobs.get(path["jobId"], path["sourceId"]);
  const isGone = job?.deleted === true && !store.holds("deleted-still-readable");
  if (job === undefined || isGone || now < job.appearsAt) throw notFound("job", path["jobId"] ?? "");
  return job;
}

/** How long a retry takes where it does not show at once. */
const slowRetryMs = 5 * 60_000;

export const jobs: Handlers<
  | "CreateMmsJob"
  | "GetMmsJob"
  | "ListMmsJobs"
  | "StartMmsJob"
  | "StopMmsJob"
  | "RetryMmsJob"
  | "DeleteMmsJob"
  | "GetMmsAsyncTask"
> = {
  CreateMmsJob: createJob,
  ListMmsJobs: listJobs,
  GetMmsJob: (context, request) => shown(jobOf(context, request), context),
  StopMmsJob: (context, request) => {
    const job = jobOf(context, request);
    if (isSettled(job) && !context.store.holds("stop-any-state"))
      throw new Refusal(400, "JOB_STATE_ERROR", `Job ${job.id} cannot be stopped.`);
    if (!isSettled(job)) job.stopsAt ??= context.now + context.store.pace.stopMs;
    context.store.schedule(job, context.now);
    return job.id;
  },
  StartMmsJob: (context, request) => {
    const job = jobOf(context, request);
    if (!context.store.holds("start-resumes")) job.tasks.forEach(redoTask);
    resume(job, context.now);
    context.store.schedule(job, context.now);
    return job.id;
  },
  RetryMmsJob: (context, request) => {
    const job = jobOf(context, request);
    const { store } = context;
    const retry = (at: number) => {
      if (job.deleted) return;
      if (!store.holds("retry-keeps-done-work")) job.tasks.forEach(redoTask);
      job.tasks.forEach(retryTask);
      resume(job, at);
      store.schedule(job, at);
    };
    if (store.holds("retry-shows-in-a-minute")) retry(context.now);
    else store.agenda.add(context.now + slowRetryMs, retry);
    return job.id;
  },
  DeleteMmsJob: (context, request) => {
    const job = jobOf(context, request);
    if (job.deleted) throw notFound("job", job.id);
    if (!isSettled(job) && !context.store.holds("delete-while-running"))
      throw new Refusal(400, "JOB_STATE_ERROR", `Job ${job.id} is running.`);
    context.store.deleteJob(job, context.now);
    return job.id;
  },
  GetMmsAsyncTask: shownAsyncTask,
};
