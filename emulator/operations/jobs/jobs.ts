// Jobs: create, read, start, stop, retry, delete.
import type { JobEntity } from "../../state/entities.js";
import { badParameter, notFound, Refusal } from "../../http/errors.js";
import { isSettled, redoTask, resume, retryTask } from "../../state/progress.js";
import { unitsOf } from "../../state/scope.js";
import { type Handlers, type Request, sourceOf, type RequestContext } from "../handlers.js";
import { wallClock } from "../shape.js";
import { listJobs } from "./list-jobs.js";
import { makeJob, refusal } from "./make-job.js";
import { shown } from "./shown.js";

function jobOf({ store, now }: RequestContext, { path }: Request): JobEntity {
  const job = store.jobs.get(path["jobId"], path["sourceId"]);
  const isGone = job?.deleted === true && !store.holds("deleted-still-readable");
  if (job === undefined || isGone || now < job.appearsAt) throw notFound("job", path["jobId"] ?? "");
  return job;
}

function create(context: RequestContext, request: Request): object {
  const { store, now, fault } = context;
  const { id: sourceId } = sourceOf(context, request);
  const body = request.body as JobEntity["body"];
  if (!body.name) throw badParameter("name is required.");
  if (!body.srcDbName) throw badParameter("srcDbName is required.");
  const sameName = store.jobs.of(sourceId, (job) => !job.deleted && job.body.name === body.name)[0];
  const merged = store.holds("name-not-unique-or-refused") ? undefined : sameName;
  const id = merged?.id ?? store.nextId();
  const asyncTaskId = store.nextId();
  const slowMs = store.holds("job-appears-in-minutes") ? 0 : 20 * 60_000;
  const appearsAt = now + Math.max(store.pace.creationMs, slowMs);
  const db = store.dbs.of(sourceId, ({ name }) => name === body.srcDbName)[0];
  const errorMsg = merged === undefined ? refusal(body, db, context) : undefined;
  const isMade = errorMsg === undefined || !store.holds("async-fail-means-no-job");
  const isEmpty =
    db !== undefined && isMade && !store.holds("empty-scope-makes-a-job") && unitsOf(body, db, store).length === 0;
  if (db !== undefined && isMade && !isEmpty && merged === undefined) makeJob(context, db, body, { id, appearsAt });
  if (fault?.kind !== "asyncTaskLost") {
    store.asyncTasks.add({
      id: asyncTaskId,
      sourceId,
      type: "TASK_CREATE",
      endsAt: appearsAt,
      createdAt: now,
      objectId: isEmpty ? "0" : id,
      errorMsg,
    });
  }
  return { asyncTaskId };
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
  CreateMmsJob: create,
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
  GetMmsAsyncTask: (context, request) => {
    const { path } = request;
    const { store, now } = context;
    sourceOf(context, request);
    const task = store.asyncTasks.get(path["asyncTaskId"], path["sourceId"]);
    if (task === undefined) throw notFound("async task", path["asyncTaskId"] ?? "");
    const running = now < task.endsAt;
    const failed = !running && task.errorMsg !== undefined;
    return {
      id: task.id,
      sourceId: task.sourceId,
      type: task.type,
      ...(running || failed ? {} : { objectId: task.objectId }),
      status: running ? "DOING" : failed ? "FAILED" : "DONE",
      running,
      progress: running ? 0 : 10_000,
      result: "null",
      errorMsg: failed ? task.errorMsg : "null",
      startTime: wallClock(task.createdAt, context),
      createTime: wallClock(task.createdAt, context),
      ...(running ? {} : { endTime: wallClock(task.endsAt, context) }),
    };
  },
};
