// What a MigrationTimer does: made once, kept as its program says, and read together with what came of its firings.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import type { Timer } from "../../mms/models.js";
import { undefinedIfNotFound } from "../base/answers.js";
import { asFound, differencesFrom } from "../base/drift.js";
import type { MmsService } from "../base/service.js";
import { changeableOnTimer, fixedDifferences } from "./identity.js";
import { migrationTimerInputs, migrationTimerSchema } from "./schema.js";
import { confirmGone, goneOrKept } from "../jobs/witness.js";
import { forget, createTimer, readTimer, timerWitness } from "./create.js";
import { checkMigrationTimer, diffMigrationTimer } from "./check.js";
import { failureOf, runsOf, warnOfLostJobs } from "./runs.js";
import { reconcile } from "./reconcile.js";
import { outcomeOf, TimerRecord } from "./record.js";
import { namedObjects } from "../base/naming.js";
import type { State } from "../../lifecycle/types.js";
import { jobScope, previewOf } from "../inventory/preview-checks.js";

/** Inputs as the service has them: where it contradicts the program, the service's value, so that drift shows. */
function drifted(state: State, timer: Timer): State {
  const inputs = inputsOf(migrationTimerInputs, state);
  const compared = { table: migrationTimerInputs, shows: changeableOnTimer, inputs: state, record: timer };
  return { ...inputs, ...asFound([...fixedDifferences(state, timer), ...differencesFrom(compared)]) };
}

/** What a {@link MigrationTimer} is and does, whichever host serves it. */
export const migrationTimerLifecycle: Lifecycle<MmsService> = {
  ...migrationTimerSchema,
  objects: namedObjects("timer", "adoptTimerId"),
  check: checkMigrationTimer,
  diff: diffMigrationTimer,
  outcome: outcomeOf,

  preview: previewOf(jobScope),

  async create(inputs, context) {
    const record = await createTimer(inputs, context);
    await record.withPartialState(() => reconcile(record, context));
    return record.existing;
  },

  async read(existing, context) {
    const record = TimerRecord.from(existing, existing.state);
    const timer = await readTimer(record.ids, context);
    if (timer === undefined) return goneOrKept(existing, record.what, timerWitness(record.ids, context), context);
    record.see(timer);
    const runs = await runsOf(record.ids, context);
    record.saw(runs);
    const failure = failureOf(runs);
    if (failure) context.progress.warn(`the last run of timer ${record.ids.timerId} failed: ${failure}`);
    const inputs = drifted(existing.state, timer);
    return { id: existing.id, state: { ...record.state, ...inputs }, inputs };
  },

  async update(existing, inputs, context) {
    const record = TimerRecord.from(existing, inputs);
    await record.withPartialState(() => reconcile(record, context));
    return record.state;
  },

  async delete(existing, context) {
    const record = TimerRecord.from(existing, existing.state);
    const deleting = context.service.client.deleteMmsTimer(record.ids, context.call);
    if ((await undefinedIfNotFound(deleting)) === undefined) {
      await confirmGone(record.what, timerWitness(record.ids, context));
    } else await warnOfLostJobs(record, context);
    forget(record, context);
  },
};
