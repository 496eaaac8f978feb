// What a request for a job brings about: an async task at once, and a job later, or none.
import { badParameter } from "../../http/errors.js";
import type { JobEntity } from "../../state/entities.js";
import { unitsOf } from "../../state/scope.js";
import { type Request, type RequestContext, sourceOf } from "../handlers.js";
import { makeJob, refusal } from "./make-job.js";

/** CreateMmsJob: the async task, and the job that comes of it. */
export function createJob(context: RequestContext, request: Request): object {
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
