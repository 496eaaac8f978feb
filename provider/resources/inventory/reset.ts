// Migrating finished objects again, on purpose: the service skips whatever is DONE until it is set back to INIT. Assumes
// done-is-skipped, init-rearms.
import type { PropertyTable } from "../../lifecycle/properties/property-table.js";
import { canonical } from "../../lifecycle/properties/value-types.js";
import { canonicalJson, hasUnknown, isEmpty } from "../../lifecycle/properties/values.js";
import { joinUpTo } from "../jobs/progress.js";
import type { State } from "../../lifecycle/types.js";

/** How many objects a refusal names. */
const named = 20;

/** Refused: finished objects would migrate again, and the program does not say that this is meant. */
export class RemigrationRefusedError extends Error {
  override readonly name = "RemigrationRefusedError";

  constructor(what: string, again: readonly string[], count = again.length) {
    super(
      `resetTrigger: the changed value would set finished objects of ${what} back to INIT, and the next job would migrate them again: ` +
        `${joinUpTo([...again].sort(), named, count)}. If that is meant, set allowRemigration: true; otherwise put the previous resetTrigger value back`,
    );
  }
}

/** Inputs of resetting, the same for every mapping. */
export const resetInputs = {
  resetTrigger: { type: "sequence", onChange: "update", source: "status INIT of UpdateMmsDb, UpdateMmsTable(s)" },
  allowRemigration: { type: "boolean", onChange: "update", default: false, source: "guard of resetTrigger" },
} as const satisfies PropertyTable;

/** Whether `resetTrigger` was given another value since it was last carried out. The value given at creation only sets the mark. */
export function resetIsDue(state: State, inputs: State): boolean {
  const { resetTrigger: to } = inputs;
  const { resetTrigger: from } = state;
  if (isEmpty(to) || hasUnknown(to)) return false;
  return canonicalJson(canonical("sequence", from)) !== canonicalJson(canonical("sequence", to));
}

/** Refuses to reset what is finished, unless the program allows it. */
export function guardReset(
  { allowRemigration }: State,
  what: string,
  again: readonly string[],
  count = again.length,
): void {
  if (again.length > 0 && allowRemigration !== true) throw new RemigrationRefusedError(what, again, count);
}
