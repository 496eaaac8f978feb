// Brings an existing timer to what the program wants, and fires it when its program says so. Never creates one.
import { readsFailed } from "../../mms/jobs/job-status.js";
import { withDeadline } from "../../lifecycle/deadline.js";
import { canonical } from "../../lifecycle/properties/value-types.js";
import { canonicalJson, isEmpty } from "../../lifecycle/properties/values.js";
import { isAmbiguous, WaitTimeoutError } from "../../mms/errors.js";
import type { Timer, UpdateMmsTimerRequest } from "../../mms/models.js";
import { openTasksOf } from "../../mms/jobs/open-tasks.js";
import { GoneError, TriggerUnknownError } from "../base/errors.js";
import { formatDuration } from "../jobs/progress.js";
import type { MmsContext } from "../base/service.js";
import { awaitCondition } from "../base/await.js";
import { changeableOnTimer } from "./identity.js";
import { migrationTimerInputs as table } from "./schema.js";
import { readTimer } from "./create.js";
import { type Runs, runsOf } from "./runs.js";
import { changing, type TimerRecord } from "./record.js";

/** How long a firing may take to show in the logs or jobs. A firing with nothing new may make no job (inferred: nothing-new-no-job). Assumes trigger-shows-in-30s. */
const firingShowsWithinMs = 30_000;

/** What UpdateMmsTimer has to change; a list that was taken out of the program is emptied, one that never was in it stays. */
export function changesFor(record: TimerRecord, timer: Timer): UpdateMmsTimerRequest {
  const { scheduleType, value } = record.desired;
  const changed = changing.flatMap((name) => {
    const wanted = record.desired[name];
    const found = canonical(table[name].type, changeableOnTimer[name]?.(timer));
    const dropped = wanted === undefined && !isEmpty(record.before(name)) && found !== undefined;
    if (dropped) return [[name, []]];
    return wanted === undefined || canonicalJson(wanted) === canonicalJson(found) ? [] : [[name, wanted]];
  });
  const body: UpdateMmsTimerRequest = Object.fromEntries(changed);
  // A time means something else under another schedule, so the two go together. Assumes timer-value-form and
  // timer-update-counts-from-now.
  return body.scheduleType !== undefined || body.value !== undefined ? { ...body, scheduleType, value } : body;
}

async function findTimer(record: TimerRecord, context: MmsContext): Promise<Timer> {
  const timer = await readTimer(record.ids, context);
  if (timer === undefined) throw new GoneError(record.what);
  record.see(timer);
  return timer;
}

async function change(record: TimerRecord, context: MmsContext): Promise<void> {
  const body = changesFor(record, await findTimer(record, context));
  if (Object.keys(body).length > 0) {
    await context.service.client.updateMmsTimer({ ...record.ids, body }, context.call);
    await findTimer(record, context);
  }
  record.applied(...changing);
}

/** Waits a little for a firing to show, and returns whether it did. */
async function shows(record: TimerRecord, before: Runs, context: MmsContext): Promise<boolean> {
  const { clock, deadline } = context;
  const until = Math.min(deadline, clock.now() + firingShowsWithinMs);
  const wait = {
    waitingFor: `${record.what} to show that it fired`,
    read: () => runsOf(record.ids, context),
    word: () => "nothing new",
    reached: ({ jobNum, lastLogId }: Runs) => jobNum > before.jobNum || lastLogId !== before.lastLogId || undefined,
  };
  try {
    return await awaitCondition(wait, withDeadline(context, until));
  } catch (error) {
    if (error instanceof WaitTimeoutError) return false;
    throw error;
  }
}

/** What makes another firing one too many, in words: a job that is under way, or a run that an earlier attempt began. */
async function alreadyRun(record: TimerRecord, runs: Runs, context: MmsContext): Promise<string | undefined> {
  const { newest, jobNum, lastLogId } = runs;
  const { sourceId } = record.ids;
  // A timer creates no job while one of it waits or runs (assumes timer-busy-no-job), so the newest is the one that may fail
  // with tasks under way.
  const jobId = runs.underWay === undefined && readsFailed(newest) ? newest?.id : undefined;
  const open = jobId && (await openTasksOf(context.service.client, { sourceId, jobId }, context.call));
  const underWay = open ? newest : runs.underWay;
  if (underWay !== undefined) return `job ${underWay.id} of the timer is under way`;
  const hasRun = jobNum > 0 || lastLogId !== undefined;
  return record.isRecovered && hasRun ? "an earlier attempt has seen the timer run" : undefined;
}

/**
 * Fires the timer once, a paused one too (assumes trigger-when-stopped). The request is never sent twice: from when it may have
 * been sent, the state says that it was.
 */
async function fire(record: TimerRecord, context: MmsContext): Promise<void> {
  const { sourceId, timerId } = record.ids;
  const before = await runsOf(record.ids, context);
  const already = await alreadyRun(record, before, context);
  if (already !== undefined) {
    record.applied("runNow");
    context.progress.info(`${already}; it counts as this run`);
    return;
  }
  let lost: Error | undefined;
  try {
    await context.service.client.triggerMmsTimer({ sourceId, timerId }, context.call);
  } catch (error) {
    if (!(error instanceof Error) || !isAmbiguous(error)) throw error;
    lost = error;
  }
  record.applied("runNow");
  if (await shows(record, before, context)) return;
  if (lost !== undefined) throw new TriggerUnknownError(timerId, sourceId, lost);
  const why = record.desired.stopped ? "It is paused, which may be why" : "There may be nothing new to migrate";
  context.progress.warn(
    `timer ${timerId} was fired, but after ${formatDuration(firingShowsWithinMs)} neither its log nor its jobs show a run. ${why}`,
  );
}

/** Whether the program wants a run that the state does not know of. */
function wantsRun(record: TimerRecord): boolean {
  const { runNow } = record.desired;
  return runNow !== undefined && canonicalJson(runNow) !== canonicalJson(record.before("runNow"));
}

/** Brings the timer to what its program says; sends nothing where it already is. */
export async function reconcile(record: TimerRecord, context: MmsContext): Promise<void> {
  await change(record, context);
  if (wantsRun(record)) await fire(record, context);
  else record.applied("runNow");
  record.saw(await runsOf(record.ids, context));
}
