// What a timer's inputs must not say together, and what a changed program means for it. Pure.
import { diffOf } from "../../lifecycle/properties/property-table.js";
import { shown } from "../../lifecycle/properties/value-types.js";
import { checkScope } from "../migration-job/check.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import { changesOfAdopted } from "../base/adopt.js";
import { migrationTimerInputs as table } from "./schema.js";
import type { CheckFailure, Diff, State } from "../../lifecycle/types.js";

/** How the time is written under each schedule. */
const times = {
  Daily: { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, form: 'a time of day as HH:MM, for example "02:30"' },
  Hourly: { pattern: /^[0-5]\d$/, form: 'a minute of the hour as MM, for example "05"' },
} as const;

function checkTime({ scheduleType, value }: State): CheckFailure[] {
  if (typeof value !== "string" || (scheduleType !== "Daily" && scheduleType !== "Hourly")) return [];
  const { pattern, form } = times[scheduleType];
  return pattern.test(value)
    ? []
    : [{ property: "value", reason: `with scheduleType ${scheduleType}, value is ${form}; got ${shown(value)}` }];
}

/** Refuses inputs that contradict each other. Unknown values pass. */
export const checkMigrationTimer = (inputs: State): CheckFailure[] => [...checkTime(inputs), ...checkScope(inputs)];

/** Says whether a change updates or replaces the timer. */
export function diffMigrationTimer(state: State, inputs: State): Diff {
  const diff = diffOf(changesOfAdopted({ what: "timer", by: "adoptTimerId", id: "timerId", table }, state, inputs));
  const { runNow } = inputs;
  if (diff.replaces.length === 0 || isEmpty(runNow)) return diff;
  return {
    ...diff,
    reasons: ["the new timer has not been fired yet, so runNow fires it; take runNow out if it should not"],
  };
}
