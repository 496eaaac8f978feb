// Jobs: create, look, start, stop, retry, delete.
import type { JobEntity, TaskEntity } from "../entities.js";
import { badParameter, notFound, Refusal } from "../errors.js";
import { isMoving, retryTask, statusOf } from "../progress.js";
import type { Handlers, Request, World } from "./handlers.js";
import { matches, page, wallClock } from "./shape.js";

function jobOf({ store, now }: World, { path }: Request): JobEntity {
  const job = store.job(path["jobId"] ?? "", now);
  if (job === undefined || job.sourceId !== path["sourceId"] || now < job.appearsAt)
    throw notFound("job", path["jobId"] ?? "");
  return job;
}

/** A job as the service sends it; a deleted one is still readable by its id (inferred). */
function shown(job: JobEntity, { store }: World): object {
  const { body } = job;
  const { tables, partitions, tableBlackList, tableWhiteList, partitionFilters, tableMapping, columnMapping } = body;
  const { enableVerification, others, schemaOnly, increment, taskType } = body;
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
    type: partitions ? "Partitions" : tables ? "Tables" : "Database",
    status: statusOf(job),
    stopped: job.stopped,
    taskNum: job.tasks.length,
    taskDone: job.tasks.filter(({ status }) => status === "DONE").length,
    eta: body.eta,
    config: {
      tables,
      partitions,
      tableBlackList,
      tableWhiteList,
      partitionFilters,
      tableMapping,
      columnMapping,
      enableVerification,
      others,
      schemaOnly,
      increment,
      taskType,
    },
    createTime: wallClock(job.createdAt),
  };
}

function newTask(world: World, job: JobEntity, tableId: string, table: string, partition: string): TaskEntity {
  const task: TaskEntity = {
    id: world.store.nextId(),
    jobId: job.id,
    sourceId: job.sourceId,
    tableId,
    table,
    partition,
    status: "INIT",
    retriedTimes: 0,
    workedMs: 0,
    startedAt: undefined,
    endedAt: undefined,
    failsIn: undefined,
    failures: 0,
    logs: [],
  };
  world.store.tasks.set(task.id, task);
  return task;
}

function tasksFor(world: World, job: JobEntity): TaskEntity[] {
  const { tables, tableBlackList, tableWhiteList } = job.body;
  return world.store
    .tablesOf(job.sourceId, job.body.srcDbName ?? "")
    .filter(({ name }) => !tables || tables.includes(name))
    .filter(
      ({ name }) =>
        !tableBlackList?.includes(name) && (tableBlackList || !tableWhiteList || tableWhiteList.includes(name)),
    )
    .map((table) => newTask(world, job, table.id, table.name, ""));
}

function create(world: World, { path, body }: Request): object {
  const { store, now } = world;
  const sourceId = path["sourceId"] ?? "";
  if (!store.sources.has(sourceId)) throw notFound("data source", sourceId);
  const request = body as JobEntity["body"];
  const [first] = store.tablesOf(sourceId, request.srcDbName ?? "");
  if (!request.name) throw badParameter("name is required.");
  const id = store.nextId();
  const asyncTaskId = store.nextId();
  const appearsAt = now + store.pace.creationMs;
  const errorMsg =
    world.fault?.kind === "asyncTaskFails"
      ? world.fault.errorMsg
      : first
        ? undefined
        : `Database ${request.srcDbName} not found.`;
  store.asyncTasks.set(asyncTaskId, {
    id: asyncTaskId,
    sourceId,
    type: "TASK_CREATE",
    endsAt: appearsAt,
    createdAt: now,
    objectId: id,
    errorMsg,
  });
  if (world.fault?.kind === "asyncTaskLost") store.asyncTasks.delete(asyncTaskId);
  if (errorMsg === undefined) {
    const job: JobEntity = {
      id,
      sourceId,
      body: request,
      dbId: first?.dbId ?? "0",
      createdAt: now,
      appearsAt,
      stopped: false,
      stopsAt: undefined,
      deleted: false,
      tasks: [],
      appliedAt: now,
    };
    job.tasks = tasksFor(world, job);
    store.jobs.set(id, job);
  }
  return { asyncTaskId };
}

export const jobs: Handlers = {
  CreateMmsJob: create,
  GetMmsJob: (world, request) => shown(jobOf(world, request), world),
  ListMmsJobs: (world, { path, query }) => {
    const stale = world.fault?.kind === "staleList" ? world.fault.ms : 0;
    const found = world.store
      .jobsOf(path["sourceId"] ?? "", world.now)
      .filter((job) => job.appearsAt + stale <= world.now)
      .filter((job) => matches(job.body.name, query["name"]) && matches(job.body.srcDbName, query["srcDbName"]))
      .filter((job) => !query["status"] || statusOf(job) === query["status"])
      .reverse();
    return page(found, query, (job) => shown(job, world));
  },
  StopMmsJob: (world, request) => {
    const job = jobOf(world, request);
    if (!job.stopped && isMoving(job, world.now)) job.stopsAt ??= world.now + world.store.pace.stopMs;
    return job.id;
  },
  StartMmsJob: (world, request) => {
    const job = jobOf(world, request);
    job.stopped = false;
    job.stopsAt = undefined;
    return job.id;
  },
  RetryMmsJob: (world, request) => {
    const job = jobOf(world, request);
    job.stopped = false;
    job.tasks.forEach(retryTask);
    return job.id;
  },
  DeleteMmsJob: (world, request) => {
    const job = jobOf(world, request);
    if (job.deleted) throw notFound("job", job.id);
    job.deleted = true;
    return job.id;
  },
};

export const asyncTasks: Handlers = {
  GetMmsAsyncTask: ({ store, now }, { path }) => {
    const task = store.asyncTasks.get(path["asyncTaskId"] ?? "");
    if (task === undefined || task.sourceId !== path["sourceId"])
      throw notFound("async task", path["asyncTaskId"] ?? "");
    const running = now < task.endsAt;
    return {
      id: task.id,
      sourceId: task.sourceId,
      type: task.type,
      objectId: running || task.errorMsg ? "0" : task.objectId,
      status: running ? "DOING" : task.errorMsg ? "FAILED" : "DONE",
      running,
      progress: running ? 0 : 10_000,
      result: "null",
      errorMsg: running ? "null" : (task.errorMsg ?? "null"),
      startTime: wallClock(task.createdAt),
      createTime: wallClock(task.createdAt),
    };
  },
};

function shownTask(task: TaskEntity, { store }: World): object {
  const job = store.jobs.get(task.jobId);
  return {
    id: task.id,
    jobId: task.jobId,
    jobName: job?.body.name,
    sourceId: task.sourceId,
    dbId: job?.dbId,
    tableId: task.tableId,
    srcDbName: job?.body.srcDbName,
    srcTableName: task.table,
    dstTableName: task.table,
    type: "HIVE",
    status: task.status,
    running: task.status.endsWith("_DOING"),
    stopped: job?.stopped ?? false,
    retriedTimes: task.retriedTimes,
    createTime: wallClock(job?.createdAt ?? 0),
    ...(task.startedAt === undefined ? {} : { startTime: wallClock(task.startedAt) }),
    ...(task.endedAt === undefined ? {} : { endTime: wallClock(task.endedAt) }),
  };
}

function taskOf({ store, now }: World, { path }: Request): TaskEntity {
  const task = store.tasks.get(path["taskId"] ?? "");
  if (task === undefined || task.sourceId !== path["sourceId"]) throw notFound("task", path["taskId"] ?? "");
  store.job(task.jobId, now);
  return task;
}

export const tasks: Handlers = {
  ListMmsTasks: (world, { path, query }) => {
    const found = world.store
      .jobsOf(path["sourceId"] ?? "", world.now)
      .filter((job) => !query["jobId"] || job.id === query["jobId"])
      .flatMap((job) => job.tasks)
      .filter((task) => !query["status"] || task.status === query["status"])
      .filter((task) => matches(task.table, query["srcTableName"]));
    return page(found, query, (task) => shownTask(task, world));
  },
  GetMmsTask: (world, request) => shownTask(taskOf(world, request), world),
  ListMmsTaskLogs: (world, request) => {
    const task = taskOf(world, request);
    return task.logs.map(({ at, ...line }, index) => ({
      id: String(index + 1),
      sourceId: task.sourceId,
      taskId: task.id,
      ...line,
      createTime: wallClock(at),
    }));
  },
  RetryMmsTask: (world, request) => {
    const task = taskOf(world, request);
    if (!task.status.endsWith("_FAILED"))
      throw new Refusal(409, "IncorrectStatus", `Task ${task.id} is ${task.status}.`);
    retryTask(task);
    return "0";
  },
};

export const sources: Handlers = {
  GetMmsDataSource: ({ store }, { path }) => {
    const source = store.sources.get(path["sourceId"] ?? "");
    if (source === undefined) throw notFound("data source", path["sourceId"] ?? "");
    return { ...source };
  },
  ListMmsDataSources: ({ store }, { query }) => {
    const found = [...store.sources.values()].filter((source) => matches(source.name, query["name"]));
    return page(found, query, (source) => ({ ...source }));
  },
};
