// Brings an existing timer to what the program wants, and fires it when told to. Never makes one.
import { withDeadline } from "../../lifecycle/deadline.js";
import { canonicalInput } from "../../lifecycle/properties/property-table.js";
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
import type { TimerRecord } from "./record.js";

/** How long a firing may take to show in the logs or jobs. A firing with nothing new may make no job (inferred: nothing-new-no-job). Assumes trigger-shows-in-30s. */
const firingShowsWithinMs = 30_000;

interface Settling {
  readonly tracked: TimerRecord;
  readonly context: MmsContext;
}

/** What UpdateMmsTimer has to change; a list that was taken out of the program is emptied, one that never was in it stays. */
export function changesFor(tracked: TimerRecord, timer: Timer): UpdateMmsTimerRequest {
  const changed = Object.entries(changeableOnTimer).flatMap(([field, find]) => {
    const name = field as Parameters<TimerRecord["before"]>[0];
    const { type } = table[name];
    const wanted = canonicalInput(table, tracked.inputs, field);
    const found = canonical(type, find(timer));
    const dropped = wanted === undefined && !isEmpty(tracked.before(name)) && found !== undefined;
    if (dropped) return [[field, []]];
    return wanted === undefined || canonicalJson(wanted) === canonicalJson(found) ? [] : [[field, wanted]];
  });
  const body = Object.fromEntries(changed) as UpdateMmsTimerRequest;
  // A time means something else under another schedule, so the two go together. Assumes timer-value-form and
  // timer-update-counts-from-now.
  const { scheduleType, value } = tracked.inputs as Required<Pick<UpdateMmsTimerRequest, "scheduleType" | "value">>;
  return body.scheduleType !== undefined || body.value !== undefined ? { ...body, scheduleType, value } : body;
}

async function findTimer({ tracked, context }: Settling): Promise<Timer> {
  const timer = await readTimer(tracked, context.call, context);
  if (timer === undefined) throw new GoneError(`timer ${tracked.timerId} of source ${tracked.sourceId}`);
  tracked.see(timer);
  return timer;
}

async function change(settling: Settling, timer: Timer): Promise<void> {
  const { tracked, context } = settling;
  const { sourceId, timerId } = tracked;
  const body = changesFor(tracked, timer);
  if (Object.keys(body).length > 0) {
    await context.service.client.updateMmsTimer({ sourceId, timerId, body }, context.call);
    await findTimer(settling);
  }
  tracked.applied();
}

const runs = ({ tracked, context }: Settling): Promise<Runs> => runsOf(context.service.client, tracked, context.call);

/** Waits a little for a firing to show; `undefined` when it does not. */
async function shows(settling: Settling, before: Runs): Promise<Runs | undefined> {
  const { tracked, context } = settling;
  const until = Math.min(context.deadline, context.clock.now() + firingShowsWithinMs);
  try {
    return await awaitCondition(
      {
        waitingFor: `timer ${tracked.timerId} of source ${tracked.sourceId} to show that it fired`,
        look: () => runs(settling),
        word: () => "nothing new",
        reached: ({ jobNum, lastLogId }) => jobNum > before.jobNum || lastLogId !== before.lastLogId,
      },
      withDeadline(context, until),
    );
  } catch (error) {
    if (error instanceof WaitTimeoutError) return undefined;
    throw error;
  }
}

/** What makes another firing one too many, in words: a job that is under way, or a run that an earlier attempt began. */
async function alreadyRun({ tracked, context }: Settling, runs: Runs): Promise<string | undefined> {
  const { recovered, sourceId } = tracked;
  const { newest, jobNum, lastLogId } = runs;
  // A timer makes no job while one of it waits or runs (assumes timer-busy-no-job), so the newest is the one that may fail with tasks under way.
  const jobId = runs.underWay === undefined && newest?.status === "FAILED" ? newest.id : undefined;
  const options = context.call;
  const open = jobId && (await openTasksOf(context.service.client, { sourceId, jobId }, options));
  const underWay = open ? newest : runs.underWay;
  if (underWay !== undefined) return `job ${underWay.id} of the timer is under way`;
  return recovered && (jobNum > 0 || lastLogId !== undefined) ? "an earlier attempt has seen the timer run" : undefined;
}

/** Fires the timer once, a paused one too (assumes trigger-when-stopped). The request is never sent twice: from when it may have been sent, the state says that it was. */
async function fire(settling: Settling): Promise<void> {
  const { tracked, context } = settling;
  const { sourceId, timerId } = tracked;
  const before = await runs(settling);
  const already = await alreadyRun(settling, before);
  if (already !== undefined) {
    tracked.fired();
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
  tracked.fired();
  const after = await shows(settling, before);
  if (lost !== undefined && after === undefined) throw new TriggerUnknownError(timerId, sourceId, lost);
  if (after !== undefined) return;
  const why =
    tracked.desired("stopped") === true ? "It is paused, which may be why" : "There may be nothing new to migrate";
  context.progress.warn(
    `timer ${timerId} was fired, but after ${formatDuration(firingShowsWithinMs)} neither its log nor its jobs show a run. ${why}`,
  );
}

/** Whether the program asks for a run that the state does not know of. */
const asksForRun = (tracked: TimerRecord): boolean => {
  const wanted = tracked.desired("runNow");
  return wanted !== undefined && canonicalJson(wanted) !== canonicalJson(tracked.before("runNow"));
};

/** Brings the timer to what its program says; sends nothing where it already is. */
export async function reconcile(tracked: TimerRecord, context: MmsContext): Promise<void> {
  const settling = { tracked, context };
  await change(settling, await findTimer(settling));
  if (asksForRun(tracked)) await fire(settling);
  else tracked.fired();
  tracked.saw(await runs(settling));
}
