// Jobs: create, look, start, stop, retry, delete.
import type { DbEntity, JobEntity } from "../state/entities.js";
import { badParameter, notFound, Refusal } from "../http/errors.js";
import { isSettled, redoTask, resume, retryTask, statusOf } from "../state/progress.js";
import { expand, isBusy, unitsOf } from "../state/scope.js";
import { type Handlers, type Request, sourceOf, type RequestContext } from "./handlers.js";
import { equals, matches, page, sorted, wallClock } from "./shape.js";

function jobOf({ store, now }: RequestContext, { path }: Request): JobEntity {
  const job = store.jobs.get(path["jobId"], path["sourceId"]);
  const isGone = job?.deleted === true && !store.holds("deleted-still-readable");
  if (job === undefined || isGone || now < job.appearsAt) throw notFound("job", path["jobId"] ?? "");
  return job;
}

const configured = [
  "tables",
  "partitions",
  "tableBlackList",
  "tableWhiteList",
  "partitionFilters",
  "tableMapping",
  "columnMapping",
  "enableVerification",
  "others",
] as const;

type Requested = { readonly [Name in keyof JobEntity["body"]]: JobEntity["body"][Name] | undefined };

/** What a job and a timer show alike of their requests, and what only one of them does. */
export const requested = (body: Requested, ...more: readonly (keyof Requested)[]) => ({
  type: body.partitions?.length ? "Partitions" : body.tables?.length ? "Tables" : "Database",
  config: Object.fromEntries([...configured, ...more].map((name) => [name, body[name]])),
});

/** A job as the service sends it; a deleted one is still readable by its id (inferred). */
function shown(job: JobEntity, context: RequestContext): object {
  const { store } = context;
  const { body } = job;
  const { type, config } = requested(body, "schemaOnly", "increment", "taskType");
  return {
    id: job.id,
    name: body.name,
    sourceId: job.sourceId,
    sourceName: store.sources.get(job.sourceId)?.name,
    dbId: job.dbId,
    srcDbName: body.srcDbName,
    srcSchemaName: body.srcSchemaName,
    dstDbName: body.dstDbName,
    dstSchemaName: body.dstSchemaName,
    type,
    status: statusOf(job),
    stopped: job.stopped,
    taskNum: job.tasks.length,
    taskDone: job.taskDone,
    eta: body.eta,
    config,
    createTime: wallClock(job.createdAt, context),
  };
}

/** Why a request that was accepted comes to nothing. */
export function refusal(
  body: JobEntity["body"],
  db: DbEntity | undefined,
  { store, fault }: RequestContext,
): string | undefined {
  if (fault?.kind === "asyncTaskFails") return fault.errorMsg;
  if (db === undefined || !db.scanned)
    return `Database ${body.srcDbName} is not in the inventory; scan the data source first.`;
  const known = new Set(store.tablesIn(db, body.tables ?? []).map(({ name }) => name));
  const unknown = body.tables?.filter((name) => !known.has(name)) ?? [];
  if (unknown.length > 0) return `Tables ${unknown.join(", ")} are not in the inventory; scan the data source first.`;
  try {
    const busy = unitsOf(body, db, store).find((unit) => store.overlap === "refused" && isBusy(unit));
    return busy && `There are tasks those are running or ready to run for ${db.name}.${busy.table.name}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes a job of a request or of a timer that nothing speaks against. */
export function makeJob(
  { store, now }: RequestContext,
  db: DbEntity,
  asked: JobEntity["body"],
  facts: { id: string; appearsAt: number; timerId?: string },
): void {
  const compares = asked.enableVerification ?? !store.holds("verification-default-off");
  const compared = compares ? { ...asked, enableVerification: true } : asked;
  const open = unitsOf(asked, db, store);
  const isIdle = open.length === 0 && !store.holds("idle-is-zero-tasks");
  const body = isIdle ? { ...compared, enableDataMigration: false } : compared;
  const job: JobEntity = {
    id: facts.id,
    sourceId: db.sourceId,
    body,
    dbId: db.id,
    timerId: facts.timerId,
    createdAt: now,
    appearsAt: facts.appearsAt,
    stopped: false,
    stopsAt: undefined,
    deleted: false,
    startsAt: store.holds("starts-by-itself") ? facts.appearsAt + store.pace.queueMs : Number.POSITIVE_INFINITY,
    tasks: [],
    waiting: new Set(),
    running: new Set(),
    taskDone: 0,
    taskFailed: 0,
    taskQuiet: 0,
    taskLoud: 0,
    next: undefined,
  };
  expand(job, isIdle ? unitsOf(asked, db, store, true) : open, store);
  store.jobs.add(job);
  store.schedule(job, now);
}

function create(context: RequestContext, request: Request): object {
  const { store, now, fault } = context;
  const { id: sourceId } = sourceOf(context, request);
  const body = request.body as JobEntity["body"];
  if (!body.name) throw badParameter("name is required.");
  if (!body.srcDbName) throw badParameter("srcDbName is required.");
  const id = store.nextId();
  const asyncTaskId = store.nextId();
  const slowMs = store.holds("job-appears-in-minutes") ? 0 : 20 * 60_000;
  const appearsAt = now + Math.max(store.pace.creationMs, slowMs);
  const db = store.dbs.of(sourceId, ({ name }) => name === body.srcDbName)[0];
  const errorMsg = refusal(body, db, context);
  const isMade = errorMsg === undefined || !store.holds("async-fail-means-no-job");
  const isEmpty =
    db !== undefined && isMade && !store.holds("empty-scope-makes-a-job") && unitsOf(body, db, store).length === 0;
  if (db !== undefined && isMade && !isEmpty) makeJob(context, db, body, { id, appearsAt });
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

/** For how long a job is listed, or still listed, where that does not follow from whether it was deleted. */
const listedMs = 10 * 60_000;

/** Whether a list shows a job at all. */
function isShown(job: JobEntity, query: Request["query"], { store, now }: RequestContext): boolean {
  const { deleted, deletedAt = 0, createdAt, stopped } = job;
  if (deleted) return !store.holds("delete-hides-at-once") && now - deletedAt < listedMs;
  if (!store.holds("live-job-always-listed") && now - createdAt > listedMs) return false;
  const isFiltered = ["name", "status", "stopped", "timerId"].some((name) => query[name]);
  return !stopped || isFiltered || store.holds("unfiltered-list-complete");
}

function list(context: RequestContext, request: Request): object {
  const { query } = request;
  const { id: sourceId } = sourceOf(context, request);
  const anyTable = (job: JobEntity, filter: string | undefined, name: (task: JobEntity["tasks"][number]) => string) =>
    !filter || job.tasks.some((task) => matches(name(task), filter));
  const { store, now } = context;
  const stoppedWords = store.holds("stopped-filter-word") ? ["1", "true"] : ["true"];
  const isStopped = stoppedWords.includes(query["stopped"] ?? "");
  const nameOf = (job: JobEntity) =>
    store.holds("job-name-filter") ? job.body.name : store.sources.get(sourceId)?.name;
  const found = context.store.jobs.of(
    sourceId,
    (job) =>
      isShown(job, query, context) &&
      job.appearsAt + context.listLagMs <= now &&
      matches(nameOf(job), query["name"]) &&
      matches(job.body.srcDbName, query["srcDbName"]) &&
      matches(job.body.dstDbName, query["dstDbName"]) &&
      (equals(job.timerId, query["timerId"]) || !store.holds("timer-jobs-by-filter")) &&
      // A status filter hides stopped jobs, and stopped=0 filters nothing. Inferred from the self-hosted predecessor.
      (!query["status"] ||
        (statusOf(job) === query["status"] && (!job.stopped || !store.holds("status-filter-hides-stopped")))) &&
      (!isStopped || job.stopped) &&
      anyTable(job, query["srcTableName"], ({ table }) => table.name) &&
      anyTable(job, query["dstTableName"], ({ table }) => table.dstName),
  );
  found.reverse();
  return page(sorted(found, query, { status: statusOf }), query, (job) => shown(job, context));
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
  ListMmsJobs: list,
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
