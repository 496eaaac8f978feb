// What becomes of a request for a job.
import type { DbEntity, JobEntity } from "../../state/entities.js";
import { expand, isBusy, unitsOf } from "../../state/scope.js";
import type { RequestContext } from "../handlers.js";

/** Why a request that was accepted comes to nothing. */
export function refusal(
  body: JobEntity["body"],
  db: DbEntity | undefined,
  { store, fault }: RequestContext,
  besideOthers = store.overlap === "allowed",
): string | undefined {
  if (fault?.kind === "asyncTaskFails") return fault.errorMsg;
  if (db === undefined || !db.scanned)
    return `Database ${body.srcDbName} is not in the inventory; scan the data source first.`;
  const known = new Set(store.tablesIn(db, body.tables ?? []).map(({ name }) => name));
  const unknown = body.tables?.filter((name) => !known.has(name)) ?? [];
  if (unknown.length > 0) return `Tables ${unknown.join(", ")} are not in the inventory; scan the data source first.`;
  try {
    const busy = unitsOf(body, db, store).find((unit) => !besideOthers && isBusy(unit));
    return busy && `There are tasks those are running or ready to run for ${db.name}.${busy.table.name}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes a job of a request or of a timer that nothing speaks against. */
export function makeJob(
  { store, now }: RequestContext,
  db: DbEntity,
  requested: JobEntity["body"],
  facts: { id: string; appearsAt: number; timerId?: string },
): void {
  const compares = requested.enableVerification ?? !store.holds("verification-default-off");
  const compared = compares ? { ...requested, enableVerification: true } : requested;
  const open = unitsOf(requested, db, store);
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
  expand(job, isIdle ? unitsOf(requested, db, store, true) : open, store);
  store.jobs.add(job);
  store.schedule(job, now);
}
