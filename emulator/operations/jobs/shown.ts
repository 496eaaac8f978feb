// How a job reads.
import type { JobEntity } from "../../state/entities.js";
import { statusOf } from "../../state/progress.js";
import type { RequestContext } from "../handlers.js";
import { wallClock } from "../shape.js";

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
export function shown(job: JobEntity, context: RequestContext): object {
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
