// Timers: jobs that repeat. They fire by the emulator's clock, looked at whenever a request comes in.
import type { LogLine, TimerEntity } from "../state/entities.js";
import { badParameter, notFound, Refusal } from "../http/errors.js";
import { type Handlers, type Request, sourceOf, textIn, type RequestContext } from "./handlers.js";
import { unitsOf } from "../state/scope.js";
import { makeJob, refusal } from "./jobs/make-job.js";
import { requested } from "./jobs/shown.js";
import { matches, page, wallClock, without } from "./shape.js";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** First firing after a moment. Daily `HH:MM`, Hourly `MM`, on the wall clock of the emulated zone (inferred). */
function nextFiring({ scheduleType, value }: TimerEntity, after: number, zoneMs: number): number {
  const [first = 0, second = 0] = value.split(":").map(Number);
  const period = scheduleType === "Daily" ? dayMs : hourMs;
  const offset = scheduleType === "Daily" ? first * hourMs + second * 60_000 : first * 60_000;
  return Math.floor((after + zoneMs - offset) / period) * period + offset + period - zoneMs;
}

/** What comes of one run of a timer: a job, nothing to do, or a problem. */
function outcomeOf(
  timer: TimerEntity,
  at: number,
  context: RequestContext,
): Pick<LogLine, "status" | "msg"> & { readonly jobId?: string } {
  const { store } = context;
  const db = store.dbs.get(timer.dbId, timer.sourceId);
  const name = `${timer.body.name ?? "timer"}_${wallClock(at, context).replace(/\D/g, "")}`;
  const { tableBlackList, tableWhiteList } = timer;
  const desired = { ...timer.body, name, tableBlackList, tableWhiteList };
  const body = Object.fromEntries(Object.entries(desired).filter(([, value]) => value !== undefined));
  const besideOthers = store.overlap === "allowed" || !store.holds("timer-busy-no-job");
  const problem = refusal(body, db, context, besideOthers);
  if (problem !== undefined || db === undefined) return { status: "FAILED", msg: problem ?? "no database" };
  if (unitsOf(body, db, store).length === 0 && store.holds("nothing-new-no-job"))
    return { status: "DONE", msg: "nothing to migrate" };
  const id = store.nextId();
  makeJob(context, db, body, { id, appearsAt: at, timerId: timer.id });
  return { status: "DONE", msg: "start job success", jobId: id };
}

/** Runs a timer once. A run that finds nothing to do creates no job (inferred from the self-hosted predecessor). */
function fire(timer: TimerEntity, at: number, context: RequestContext): void {
  const { store } = context;
  const { status, msg, jobId } = outcomeOf(timer, at, { ...context, now: at });
  const id = store.nextId();
  timer.logs.push({ id, at, action: "start job", status, msg });
  // A line is the async task of its job's creation. Assumes timer-log-is-async-task.
  if (jobId === undefined || !store.holds("timer-log-is-async-task")) return;
  const task = { id, sourceId: timer.sourceId, createdAt: at, endsAt: at, objectId: jobId, errorMsg: undefined };
  store.asyncTasks.add({ ...task, type: "TASK_CREATE" });
}

/** Puts the next firing of a timer on the agenda; to be called after every change to it. */
function schedule(timer: TimerEntity, context: RequestContext): void {
  if (timer.next) timer.next.cancelled = true;
  if (timer.stopped) return;
  const { store, now } = context;
  const zoneMs = store.holds("timer-zone") ? store.zoneMs : 0;
  timer.next = store.agenda.add(nextFiring(timer, now, zoneMs), (at) => {
    fire(timer, at, contextAt(at, store));
    schedule(timer, contextAt(at, store));
  });
}

const contextAt = (now: number, store: RequestContext["store"]): RequestContext => ({
  store,
  now,
  fault: undefined,
  listLagMs: 0,
});

/** How long a triggered run takes to show where that is not at once. */
const slowTriggerMs = 120_000;

function timerOf(context: RequestContext, request: Request): TimerEntity {
  const source = sourceOf(context, request);
  const timer = context.store.timers.get(request.path["timerId"], source.id);
  if (timer === undefined) throw notFound("timer", request.path["timerId"] ?? "");
  return timer;
}

function shown(timer: TimerEntity): object {
  const { tableBlackList, tableWhiteList } = timer;
  const body = { ...timer.body, tableBlackList, tableWhiteList };
  const { type, config } = requested(body, "enableSchemaMigration", "enableDataMigration");
  return {
    id: timer.id,
    name: timer.body.name,
    sourceId: timer.sourceId,
    dbId: timer.dbId,
    srcDbName: timer.body.srcDbName,
    type,
    scheduleType: timer.scheduleType,
    value: timer.value,
    stopped: timer.stopped,
    config,
    // This response alone writes its times as Unix milliseconds and as ISO 8601.
    createTime: String(timer.createdAt),
    updateTime: new Date(timer.updatedAt).toISOString(),
  };
}

const valueForms = { Daily: /^([01]\d|2[0-3]):[0-5]\d$/, Hourly: /^[0-5]?\d$/ } as const;

function scheduleIn(body: Request["body"], previous?: TimerEntity): Pick<TimerEntity, "scheduleType" | "value"> {
  const scheduleType = textIn(body, "scheduleType") ?? previous?.scheduleType ?? "";
  const value = textIn(body, "value") ?? previous?.value ?? "";
  if (scheduleType !== "Daily" && scheduleType !== "Hourly")
    throw badParameter("scheduleType must be Daily or Hourly.");
  if (!valueForms[scheduleType].test(value)) throw badParameter(`value ${value} does not fit ${scheduleType}.`);
  return { scheduleType, value };
}

function create(context: RequestContext, request: Request): object {
  const { store, now } = context;
  const source = sourceOf(context, request);
  const body = request.body as TimerEntity["body"];
  const db = store.dbs.of(source.id).find(({ name, scanned }) => scanned && name === body.srcDbName);
  if (!body.name) throw badParameter("name is required.");
  if (db === undefined) throw badParameter(`Database ${body.srcDbName} is not in the inventory.`);
  const timer: TimerEntity = {
    id: store.nextId(),
    sourceId: source.id,
    body: without(body, "scheduleType", "value"),
    dbId: db.id,
    ...scheduleIn(request.body),
    stopped: false,
    tableBlackList: body.tableBlackList,
    tableWhiteList: body.tableWhiteList,
    createdAt: now,
    updatedAt: now,
    next: undefined,
    logs: [],
  };
  store.timers.add(timer);
  schedule(timer, context);
  return { timerId: timer.id };
}

/** Sets the fields of a timer that a body names. */
export function changeTimer(timer: TimerEntity, body: Request["body"], context: RequestContext): void {
  Object.assign(timer, scheduleIn(body, timer));
  if (typeof body["stopped"] === "boolean") timer.stopped = body["stopped"];
  if (Array.isArray(body["tableBlackList"])) timer.tableBlackList = body["tableBlackList"] as string[];
  if (Array.isArray(body["tableWhiteList"])) timer.tableWhiteList = body["tableWhiteList"] as string[];
  timer.updatedAt = context.now;
  schedule(timer, context);
}

/** Removes a timer; jobs it made stay. */
export function removeTimer(timer: TimerEntity, store: RequestContext["store"]): void {
  if (!store.holds("timer-delete-keeps-jobs")) {
    for (const job of store.jobs.of(timer.sourceId, ({ timerId }) => timerId === timer.id)) store.deleteJob(job);
  }
  if (timer.next) timer.next.cancelled = true;
  store.timers.remove(timer);
}

export const timers: Handlers<
  | "CreateMmsTimer"
  | "ListMmsTimers"
  | "GetMmsTimer"
  | "UpdateMmsTimer"
  | "DeleteMmsTimer"
  | "TriggerMmsTimer"
  | "ListMmsTimerLogs"
> = {
  CreateMmsTimer: create,
  UpdateMmsTimer: (context, request) => {
    const timer = timerOf(context, request);
    changeTimer(timer, request.body, context);
    return timer.id;
  },
  GetMmsTimer: (context, request) => shown(timerOf(context, request)),
  ListMmsTimers: (context, request) => {
    const { query } = request;
    const source = sourceOf(context, request);
    const found = context.store.timers
      .of(source.id)
      .filter(({ body }) => matches(body.name, query["name"]) && matches(body.srcDbName, query["srcDbName"]))
      .filter(
        ({ body }) =>
          !query["srcTableName"] || (body.tables ?? []).some((name) => matches(name, query["srcTableName"])),
      )
      .filter(({ stopped }) => !query["stopped"] || String(stopped) === query["stopped"]);
    return page(found, query, (timer) => {
      return { ...without(shown(timer), "config", "updateTime"), createTime: wallClock(timer.createdAt, context) };
    });
  },
  DeleteMmsTimer: (context, request) => {
    const timer = timerOf(context, request);
    removeTimer(timer, context.store);
    return timer.id;
  },
  TriggerMmsTimer: (context, request) => {
    const timer = timerOf(context, request);
    if (timer.stopped && !context.store.holds("trigger-when-stopped"))
      throw new Refusal(409, "IncorrectStatus", `Timer ${timer.id} is paused.`);
    const { store, now } = context;
    if (store.holds("trigger-shows-in-30s")) fire(timer, now, context);
    else store.agenda.add(now + slowTriggerMs, (at) => fire(timer, at, contextAt(at, store)));
    return timer.id;
  },
  ListMmsTimerLogs: (context, request) => {
    const timer = timerOf(context, request);
    return page([...timer.logs].reverse(), request.query, ({ at, ...line }) => ({
      ...line,
      sourceId: timer.sourceId,
      createTime: wallClock(at, context),
    }));
  },
};
