// What a changed program means for a data source: most of it is changed in place; type and network make a new one.
import { canonicalInput, changesOf, diffOf } from "../../lifecycle/properties/property-table.js";
import { refuseAdoptingAgain } from "../base/adopt.js";
import { dataSourceInputs as table } from "./schema.js";
import { sameType } from "./create.js";
import type { Diff, State } from "../../lifecycle/types.js";

/** What is wrong with a source against what its program wants; an update repairs it. */
export function faults(state: State, inputs: State): string[] {
  const { status } = state;
  const found: string[] = [];
  const wish = canonicalInput(table, inputs, "desiredState");
  const shown = String(status ?? "?");
  if (wish === "started" && status !== "STARTED")
    found.push(`the source is ${shown}; the next \`pulumi up\` starts it`);
  if (wish === "stopped" && ["STARTED", "STARTING", "STOP_FAILED"].includes(shown)) {
    found.push(`the source is ${shown}; the next \`pulumi up\` stops it`);
  }
  if (canonicalInput(table, inputs, "testConnection") === true && state["connectionTest"] !== "passed") {
    found.push("the configuration has not passed its connection test; the next `pulumi up` tests it");
  }
  return found;
}

/** Says whether a change updates or replaces the source, in words too. */
export function diffDataSource(state: State, inputs: State): Diff {
  // Naming the source that is already ours takes nothing over, and letter case makes no other type.
  const adopted =
    inputs["adoptSourceId"] === undefined ? {} : { adoptSourceId: state["adoptSourceId"] ?? state["sourceId"] };
  const type = sameType(state["type"], inputs["type"]) ? inputs["type"] : state["type"];
  const changes = changesOf(table, { ...state, ...adopted, type }, inputs);
  const fromTable = diffOf(changes);
  refuseAdoptingAgain({ what: "data source", by: "adoptSourceId", table }, state["sourceId"], inputs, changes);
  if (fromTable.replaces.length > 0) {
    return {
      ...fromTable,
      reasons: [
        `replacing the data source deletes the old one with its jobs and inventory: ${fromTable.replaces.join(", ")} changed`,
      ],
    };
  }
  const found = faults(state, inputs);
  return { ...fromTable, changes: fromTable.changes || found.length > 0, reasons: found };
}
