// What a MigrationTimer does: made once, kept as its program says, and read together with what came of its firings.
import { withPartialState } from "../../lifecycle/not-ready.js";
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import type { Timer } from "../../mms/models.js";
import { undefinedIfNotFound } from "../base/answers.js";
import { differencesFrom } from "../base/drift.js";
import type { MmsService } from "../base/service.js";
import { changeableOnTimer, fixedDifferences } from "./identity.js";
import { migrationTimerInputs, migrationTimerSchema } from "./schema.js";
import { confirmGone, goneOrKept } from "../jobs/witness.js";
import { forget, createTimer, readTimer, timerWitness } from "./create.js";
import { checkMigrationTimer, diffMigrationTimer } from "./check.js";
import { failureOf, runsOf } from "./runs.js";
import { reconcile } from "./reconcile.js";
import { outcomeOf, TimerRecord } from "./record.js";
import { namedObjects } from "../base/naming.js";
import type { State } from "../../lifecycle/types.js";
import { previewOf } from "../inventory/preview-checks.js";

/** Inputs as the service has them: where it contradicts the program, the service's value, so that drift shows. */
function drifted(state: State, timer: Timer): State {
  const inputs = inputsOf(migrationTimerInputs, state);
  const changeable = differencesFrom(migrationTimerInputs, changeableOnTimer, state, timer);
  for (const { field, found } of [...fixedDifferences(state, timer), ...changeable]) inputs[field] = found;
  return inputs;
}

/** What a {@link MigrationTimer} is and does, whichever host serves it. */
export const migrationTimerLifecycle: Lifecycle<MmsService> = {
  ...migrationTimerSchema,
  objects: namedObjects("timer", "adoptTimerId"),
  check: checkMigrationTimer,
  diff: diffMigrationTimer,
  outcome: outcomeOf,

  preview: previewOf({
    database: "srcDbName",
    tables: ["tables", "tableWhiteList", "tableBlackList", "partitionFilters", "tableMapping"],
  }),

  async create(inputs, context) {
    const tracked = await createTimer(inputs, context);
    await withPartialState(tracked, () => reconcile(tracked, context));
    return tracked.existing;
  },

  async read(existing, context) {
    const tracked = TimerRecord.from(existing, existing.state);
    const options = context.call;
    const timer = await readTimer(tracked, options, context);
    if (timer === undefined) {
      const what = `timer ${tracked.timerId} of source ${tracked.sourceId}`;
      return goneOrKept(existing, what, timerWitness(tracked, options, context), context);
    }
    tracked.see(timer);
    const runs = await runsOf(context.service.client, tracked, options);
    tracked.saw(runs);
    const failure = failureOf(runs);
    if (failure) context.progress.warn(`the last run of timer ${tracked.timerId} failed: ${failure}`);
    const inputs = drifted(existing.state, timer);
    return { id: existing.id, state: { ...tracked.state, ...inputs }, inputs };
  },

  async update(existing, inputs, context) {
    const tracked = TimerRecord.from(existing, inputs);
    await withPartialState(tracked, () => reconcile(tracked, context));
    return tracked.state;
  },

  async delete(existing, context) {
    const { sourceId, timerId, name } = TimerRecord.from(existing, existing.state);
    const options = context.call;
    const deleted = await undefinedIfNotFound(context.service.client.deleteMmsTimer({ sourceId, timerId }, options));
    if (deleted === undefined) {
      const witness = timerWitness({ sourceId, timerId }, options, context);
      await confirmGone(`timer ${timerId} of source ${sourceId}`, witness);
    }
    forget({ sourceId, name }, context);
  },
};
