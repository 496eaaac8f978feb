// Whether tasks of a job still wait or run. A job that reads FAILED or stopped may still have some (inferred: failed-is-terminal, from the
// self-hosted predecessor), and only its tasks show it. Source: ListMmsTasks.
import { NotFoundError } from "../errors.js";
import type { OpenTasks, Task } from "../models.js";
import type { CallOptions, MmsClient } from "../call.js";
import { isOpenTask, isRunningTask } from "./job-status.js";

/** A job of a source. */
interface JobIds {
  readonly sourceId: string;
  readonly jobId: string;
}

/** The tasks of a job; none where there is no such job any more. */
async function* tasksOf(client: MmsClient, { sourceId, jobId }: JobIds, options: CallOptions): AsyncGenerator<Task> {
  try {
    // The filter is not relied on. Assumes task-filters-exact.
    for await (const task of client.iterate("ListMmsTasks", { sourceId, query: { jobId } }, options))
      if (task.jobId === undefined || task.jobId === jobId) yield task;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

/** What tasks of a job are still at; `undefined` where all of them have ended. */
export async function openTasksOf(
  client: MmsClient,
  ids: JobIds,
  options: CallOptions,
): Promise<OpenTasks | undefined> {
  let open: OpenTasks | undefined;
  for await (const task of tasksOf(client, ids, options)) {
    if (task.running ?? isRunningTask(task)) return "running";
    if (isOpenTask(task)) open = "waiting";
  }
  return open;
}

/** Whether a task says that it runs. Its status does not count: tasks of a stopped job may keep theirs (inferred: stopped-means-quiet). */
export async function hasRunningTask(client: MmsClient, ids: JobIds, options: CallOptions): Promise<boolean> {
  for await (const { running } of tasksOf(client, ids, options)) if (running === true) return true;
  return false;
}
