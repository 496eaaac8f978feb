// What a changed program means for a job: the service cannot change one, so a change is a new job or a way of running it.
import type { Diff, State } from "../../lifecycle/lifecycle.js";
import { type Change, canonicalInput, changesOf, diffOf } from "../../lifecycle/properties.js";
import { shown } from "../../lifecycle/value-types.js";
import { refuseAdoptingAgain } from "../replacing.js";
import { migrationJobInputs as table } from "./inputs.js";
import { isTerminal } from "./state.js";

/** What is wrong with a job against what its program wants; an update repairs it. */
export function faults(state: State, inputs: State): string[] {
  const wanted = (name: string) => canonicalInput(table, inputs, name);
  const { status, stopped } = state;
  const found: string[] = [];
  const surplus = (state["surplusJobs"] as readonly string[] | undefined) ?? [];
  if (surplus.length > 0) {
    found.push(
      `an interrupted run started job ${surplus.join(", ")} too; an update stops and deletes what is too much`,
    );
  }
  const wantsStop = wanted("desiredState") === "stopped";
  if (status === "FAILED" && !wantsStop) {
    const next =
      wanted("onFailure") === "error" ? "onFailure is error, so it stays so" : "an update retries its failed tasks";
    found.push(
      `the job FAILED (${String(state["taskDone"] ?? "?")} of ${String(state["taskNum"] ?? "?")} tasks done); ${next}`,
    );
  }
  if (status === "DONE" && Number(state["failedTaskCount"] ?? 0) > 0) {
    found.push(`row counts differ for ${String(state["failedTaskCount"])} tasks; an update retries them`);
  }
  if (isTerminal(status)) return found;
  if (stopped === true && !wantsStop) found.push("the job is stopped; an update starts it");
  if (stopped === false && wantsStop) found.push("the job is running; an update stops it");
  if (wanted("waitFor") === "completed" && !wantsStop)
    found.push("the job is not finished; an update goes on waiting for it");
  if (wanted("waitFor") === "created" && state["jobId"] === undefined) {
    found.push("the job's id is not known yet; an update looks for it");
  }
  return found;
}

/** A change in words. Free settings may hold secrets, which reach a plugin in clear: their values are not told. */
const told = ({ property, from, to }: Change): string =>
  table[property as keyof typeof table].type === "anyMap" ? property : `${property}: ${shown(from)} → ${shown(to)}`;

/** Refuses to run a finished migration again by accident. */
function protect(state: State, inputs: State, replacing: readonly Change[]): void {
  const meant = replacing.some(({ property }) => property === "triggers");
  const off = canonicalInput(table, inputs, "protectRemigration") === false;
  if (state["status"] !== "DONE" || replacing.length === 0 || meant || off) return;
  const fields = replacing.map(told);
  throw new Error(
    `this change would run a finished migration again: job ${String(state["jobId"])} "${String(state["name"])}" is DONE, and ` +
      `a changed ${fields.join(", ")} needs a new job. Undo the change; or, to migrate again on purpose, change ` +
      "`triggers` or set `protectRemigration: false`; or declare the new scope as a second MigrationJob",
  );
}

/** Says whether a change updates or replaces the job, in words too. Throws where it would migrate again unasked. */
export function diffMigrationJob(state: State, inputs: State): Diff {
  // Naming the job that is already ours takes nothing over.
  const was =
    inputs["adoptJobId"] === undefined ? state : { ...state, adoptJobId: state["adoptJobId"] ?? state["jobId"] };
  const changes = changesOf(table, was, inputs);
  const fromTable = diffOf(changes);
  const replacing = changes.filter(({ property }) => fromTable.replaces.includes(property));
  refuseAdoptingAgain("job", "adoptJobId", state["jobId"], inputs, replacing.map(told));
  protect(state, inputs, replacing);
  if (replacing.length > 0) {
    return {
      ...fromTable,
      reasons: [
        `replacing the job migrates again: ${fromTable.replaces.join(", ")} changed, and a job cannot be changed`,
      ],
    };
  }
  const found = faults(state, inputs);
  return { ...fromTable, changes: fromTable.changes || found.length > 0, reasons: found };
}
