// Lookups of the tasks of jobs, and of what the tasks wrote down.
import type { Task, TaskLog } from "../mms/models.js";
import {
  type Filters,
  type Id,
  type Identified,
  identified,
  idsOf,
  type Listed,
  listed,
  scoped,
  type Sorter,
} from "./arguments.js";
import { defineFunction } from "./define-function.js";

/** Arguments of {@link getTask}. */
export interface GetTaskArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the task. */
  taskId: Id;
}

/** What {@link getTask} finds. */
export type GetTaskResult = Identified<Task>;

/** One task of a job: one table, or one group of its partitions. */
export const [getTask, getTaskOutput] = defineFunction(
  "getTask",
  { sourceId: true, taskId: true },
  async (args: GetTaskArgs, service, caller): Promise<GetTaskResult> => {
    const ids = idsOf("taskId", args, caller);
    return identified(`task ${ids.taskId}`, await service.get("GetMmsTask", ids));
  },
);

/** Arguments of {@link getTasks}: the service's filters. */
export interface GetTasksArgs extends Filters<"ListMmsTasks"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only tasks of this status, for example `DATA_FAILED`. */
  status?: string;
  /** Sort order, for example `{ startTime: "asc" }`. */
  sorter?: Sorter<"ListMmsTasks">;
}

/** What {@link getTasks} finds. */
export type GetTasksResult = Listed<"tasks", Task>;

/** Every task of a source's jobs that the service's filters let through, page after page. */
export const [getTasks, getTasksOutput] = defineFunction(
  "getTasks",
  {
    sourceId: true,
    jobId: true,
    jobName: true,
    srcDbName: true,
    srcTableName: true,
    dstDbName: true,
    dstTableName: true,
    status: true,
    partition: true,
    sorter: ["startTime", "status"],
  },
  async (args: GetTasksArgs, service, caller): Promise<GetTasksResult> =>
    listed("tasks", await service.list("ListMmsTasks", scoped<"ListMmsTasks">(args, caller))),
);

/** What {@link getTaskLogs} finds. */
export type GetTaskLogsResult = Listed<"taskLogs", TaskLog>;

/** Every line that a task wrote down, with the results of a verification among them. */
export const [getTaskLogs, getTaskLogsOutput] = defineFunction(
  "getTaskLogs",
  { sourceId: true, taskId: true },
  async (args: GetTaskArgs, service, caller): Promise<GetTaskLogsResult> =>
    listed("taskLogs", await service.list("ListMmsTaskLogs", idsOf("taskId", args, caller))),
);
