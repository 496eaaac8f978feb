// The list of jobs: its filters, its order, and what it does not show.
import type { JobEntity } from "../../state/entities.js";
import { statusOf } from "../../state/progress.js";
import { type Request, sourceOf, type RequestContext } from "../handlers.js";
import { equals, matches, page, sorted } from "../shape.js";
import { shown } from "./shown.js";

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

export function listJobs(context: RequestContext, request: Request): object {
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
