// Tasks of jobs: look, read the log, retry one.
import type { TaskEntity } from "../state/entities.js";
import { notFound, Refusal } from "../http/errors.js";
import { redoTask, retryTask, statusOf } from "../state/progress.js";
import { type Handlers, type Request, sourceOf, type RequestContext } from "./handlers.js";
import { equals, matches, page, sorted, wallClock } from "./shape.js";

function taskOf({ store }: RequestContext, { path }: Request): TaskEntity {
  const task = store.tasks.get(path["taskId"], path["sourceId"]);
  if (task === undefined) throw notFound("task", path["taskId"] ?? "");
  return task;
}

function shown(task: TaskEntity, context: RequestContext): object {
  const { store, now } = context;
  const { job, table } = task;
  return {
    id: task.id,
    jobId: job.id,
    jobName: job.body.name,
    sourceId: job.sourceId,
    sourceName: store.sources.get(job.sourceId)?.name,
    dbId: job.dbId,
    tableId: table.id,
    srcDbName: table.dbName,
    srcSchemaName: job.body.srcSchemaName,
    srcTableName: table.name,
    dstDbName: (store.holds("job-dst-ignored") ? undefined : job.body.dstDbName) ?? table.dstProjectName,
    dstSchemaName: table.dstSchemaName,
    dstTableName: table.dstName,
    type: job.body.taskType ?? "HIVE",
    status: task.status,
    running: task.status.endsWith("_DOING") || now < (task.drainedAt ?? now),
    stopped: job.stopped,
    retriedTimes: task.retriedTimes,
    createTime: wallClock(job.createdAt, context),
    ...(task.startedAt === undefined ? {} : { startTime: wallClock(task.startedAt, context) }),
    ...(task.endedAt === undefined ? {} : { endTime: wallClock(task.endedAt, context) }),
  };
}

function list(context: RequestContext, request: Request): object {
  const { query } = request;
  const { id: sourceId } = sourceOf(context, request);
  const job = query["jobId"] ? context.store.jobs.get(query["jobId"], sourceId) : undefined;
  const isExact = context.store.holds("task-filters-exact");
  const meets = (task: TaskEntity): boolean =>
    !task.job.deleted &&
    context.now >= task.job.appearsAt &&
    (!isExact || equals(task.status, query["status"])) &&
    matches(task.job.body.name, query["jobName"]) &&
    matches(task.table.dbName, query["srcDbName"]) &&
    matches(task.table.name, query["srcTableName"]) &&
    matches(task.table.dstProjectName, query["dstDbName"]) &&
    matches(task.table.dstName, query["dstTableName"]) &&
    (!query["partition"] || task.partitions.some(({ value }) => matches(value, query["partition"])));
  const found = query["jobId"] && isExact ? (job?.tasks ?? []).filter(meets) : context.store.tasks.of(sourceId, meets);
  const fields = { startTime: (task: TaskEntity) => task.startedAt ?? 0, status: (task: TaskEntity) => task.status };
  return page(sorted(found, query, fields), query, (task) => shown(task, context));
}

export const tasks: Handlers<"ListMmsTasks" | "GetMmsTask" | "ListMmsTaskLogs" | "RetryMmsTask"> = {
  ListMmsTasks: list,
  GetMmsTask: (context, request) => shown(taskOf(context, request), context),
  ListMmsTaskLogs: (context, request) => {
    const task = taskOf(context, request);
    return task.logs.map(({ at, ...line }) => ({
      ...line,
      sourceId: task.job.sourceId,
      taskId: task.id,
      createTime: wallClock(at, context),
    }));
  },
  RetryMmsTask: (context, request) => {
    const task = taskOf(context, request);
    if (!task.status.endsWith("_FAILED"))
      throw new Refusal(409, "IncorrectStatus", `Task ${task.id} is ${task.status}; only a failed one can be retried.`);
    if (statusOf(task.job) === "DONE" && !context.store.holds("retry-task-on-done-job"))
      throw new Refusal(409, "IncorrectStatus", `Job ${task.job.id} is DONE.`);
    if (!context.store.holds("verification-retry-is-cheap")) redoTask(task);
    retryTask(task);
    context.store.schedule(task.job, context.now);
    return "0";
  },
};
