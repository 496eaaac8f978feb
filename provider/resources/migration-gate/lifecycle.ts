// What a MigrationGate does: it waits, and remembers that it has passed.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { changesOf, diffOf } from "../../lifecycle/properties/property-table.js";
import { readInputs, readOutputs } from "../../lifecycle/properties/typed-values.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import type { MmsService } from "../base/service.js";
import { migrationGateInputs, migrationGateOutputs, migrationGateSchema } from "./schema.js";
import { outcomeOf, evaluateGate } from "./steps/evaluate.js";
import { standingOf } from "./standing.js";
import { readAgain } from "./steps/read-again.js";
import type { CheckFailure, Diff, State } from "../../lifecycle/types.js";
import { previewOf } from "../inventory/preview-checks.js";

/** Exactly one way of naming the jobs. */
function checkMigrationGate(inputs: State): CheckFailure[] {
  const { startWhen, onStall, stallTimeout } = inputs;
  const ways = ["jobIds", "timerId", "nameFilter"].filter((name) => !isEmpty(inputs[name]));
  const failures: CheckFailure[] = [];
  // A held gate may know no job yet.
  if (ways.length === 0 && startWhen !== false) {
    failures.push({ property: "jobIds", reason: "no job to wait for: give jobs, jobIds, timerId or nameFilter" });
  }
  if (ways.length > 1) {
    failures.push({
      property: ways[1] ?? "",
      reason: `${ways.join(" and ")} name the jobs in several ways; give one of them`,
    });
  }
  if (onStall !== undefined && isEmpty(stallTimeout)) {
    failures.push({
      property: "onStall",
      reason: 'onStall needs stallTimeout: how long without progress counts as a stall, for example "30m"',
    });
  }
  return failures;
}

/** A gate that has not passed waits on, even after a refresh took its error away. */
function diffMigrationGate(state: State, inputs: State): Diff {
  const { phase, passed } = readOutputs(migrationGateOutputs, state);
  const { startWhen, wait } = inputs;
  // What a gate begins with is over once it has begun.
  const changes = changesOf(migrationGateInputs, state, inputs).filter(
    ({ property }) => property !== "startWhen" || phase === "held",
  );
  const diff = diffOf(changes);
  const isHeld = phase === "held" && startWhen === false;
  if (passed === true || diff.replaces.length > 0 || isHeld) return diff;
  const next = wait === false ? "looks again" : "resumes the wait";
  return { ...diff, changes: true, reasons: [`the gate has not passed yet; \`pulumi up\` ${next}`] };
}

const idOf = (sourceId: string, urn: string): string => `${sourceId}/gates/${urn.split("::").at(-1) || "gate"}`;

/** What a {@link MigrationGate} is and does, whichever host serves it. */
export const migrationGateLifecycle: Lifecycle<MmsService> = {
  ...migrationGateSchema,
  check: checkMigrationGate,
  diff: diffMigrationGate,
  outcome: outcomeOf,
  standing: standingOf,

  preview: previewOf(),

  async create(inputs, context) {
    const id = idOf(readInputs(migrationGateInputs, inputs).sourceId, context.urn);
    return { id, state: await evaluateGate({ id, state: {} }, inputs, context) };
  },

  // A gate stands for something that has happened; nothing on the service is the gate. What it let pass may be repaired.
  async read(existing, context) {
    return { ...existing, state: await readAgain(existing.state, context) };
  },

  update: (existing, inputs, context) => evaluateGate(existing, inputs, context),

  async delete() {
    // The jobs belong to their own resources.
  },
};
