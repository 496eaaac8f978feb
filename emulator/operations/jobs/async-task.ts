// How the service shows the task behind an asynchronous call.
import { notFound } from "../../http/errors.js";
import { type Request, type RequestContext, sourceOf } from "../handlers.js";
import { wallClock } from "../shape.js";

/** GetMmsAsyncTask. */
export function shownAsyncTask(context: RequestContext, request: Request): object {
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
}
