// What a changed program means for a data source: most of it is changed in place; type and network make a new one.
import { diffOf } from "../../lifecycle/properties/property-table.js";
import { readInputs, readOutputs } from "../../lifecycle/properties/typed-values.js";
import { changesOfAdopted } from "../base/adopt.js";
import { dataSourceInputs as table, dataSourceOutputs } from "./schema.js";
import { sameType } from "./create.js";
import type { Diff, State } from "../../lifecycle/types.js";

/** What is wrong with a source against what its program wants; an update repairs it. */
export function faults(state: State, inputs: State): string[] {
  const { status, connectionTest } = readOutputs(dataSourceOutputs, state);
  const found: string[] = [];
  const { desiredState: wish, testConnection } = readInputs(table, inputs);
  const shown = status ?? "?";
  if (wish === "started" && status !== "STARTED")
    found.push(`the source is ${shown}; the next \`pulumi up\` starts it`);
  if (wish === "stopped" && ["STARTED", "STARTING", "STOP_FAILED"].includes(shown)) {
    found.push(`the source is ${shown}; the next \`pulumi up\` stops it`);
  }
  if (testConnection && connectionTest !== "passed") {
    found.push("the configuration has not passed its connection test; the next `pulumi up` tests it");
  }
  return found;
}

/** Says whether a change updates or replaces the source, in words too. */
export function diffDataSource(state: State, inputs: State): Diff {
  const { type: wanted } = inputs;
  const { type: stored } = state;
  // Letter case makes no other type.
  const was = { ...state, type: sameType(stored, wanted) ? wanted : stored };
  const adopting = { what: "data source", by: "adoptSourceId", id: "sourceId", table };
  const changes = changesOfAdopted(adopting, was, inputs);
  const { replaces } = diffOf(changes);
  if (replaces.length === 0) return diffOf(changes, faults(state, inputs));
  const lost = "replacing the data source deletes the old one with its jobs and inventory";
  return diffOf(changes, [`${lost}: ${replaces.join(", ")} changed`]);
}
