// What a changed program means for a job: the service cannot change one, so a change is a new job or a way of running it.
import { type Change, diffOf, replacingAmong } from "../../lifecycle/properties/property-table.js";
import { readInputs, readOutputs } from "../../lifecycle/properties/typed-values.js";
import { changesInWords, changesOfAdopted } from "../base/adopt.js";
import { retryRule } from "./state.js";
import { migrationJobInputs as table, migrationJobOutputs } from "./schema.js";
import type { Diff, State } from "../../lifecycle/types.js";
import { isDone, isTerminal, readsFailed } from "../../mms/jobs/job-status.js";

/** The job in a message. */
const jobIn = ({ jobId, name }: State): string =>
  jobId === undefined ? "the job" : `job ${String(jobId)}${name === undefined ? "" : ` "${String(name)}"`}`;

/** What is wrong with a job against what its program wants; an update repairs it. */
export function faults(state: State, inputs: State): string[] {
  const desired = readInputs(table, inputs);
  const { waitFor, desiredState, maxRetries } = desired;
  const {
    held,
    duplicateJobs = [],
    status,
    stopped,
    retries,
    taskDone = "?",
    taskNum = "?",
    failedTaskCount = 0,
    ...ids
  } = readOutputs(migrationJobOutputs, state);
  // The change of `startWhen` itself is what starts a held job.
  if (held === true) return [];
  const found: string[] = [];
  if (duplicateJobs.length > 0) {
    found.push(
      `an interrupted run started job ${duplicateJobs.join(", ")} too; the next \`pulumi up\` keeps the oldest, and stops and ` +
        "deletes the others",
    );
  }
  const wantsStop = desiredState === "stopped";
  const rule = retryRule(desired, retries);
  const next = {
    stopped: "desiredState is stopped, so nothing is retried",
    warn: "",
    error: "onFailure is error, so nothing is retried",
    exhausted: `maxRetries is ${maxRetries}, and so many updates have retried it`,
    retry: "the next `pulumi up` retries what failed",
  }[rule];
  // What only warns is for the gate to judge: nothing is left to repair here.
  if (readsFailed(state) && !wantsStop && rule !== "warn")
    found.push(`${jobIn(state)} FAILED (${taskDone} of ${taskNum} tasks done); ${next}`);
  if (isDone(state) && failedTaskCount > 0 && desired.onFailure !== "warn")
    found.push(`row counts of ${jobIn(state)} differ for ${failedTaskCount} tasks; ${next}`);
  if (isTerminal(state)) return found;
  if (stopped === true && !wantsStop) found.push(`${jobIn(state)} is stopped; the next \`pulumi up\` starts it`);
  if (stopped !== true && status !== undefined && wantsStop)
    found.push(`${jobIn(state)} is running; the next \`pulumi up\` stops it`);
  if (waitFor === "completed" && !wantsStop)
    found.push(`${jobIn(state)} is not finished; the next \`pulumi up\` resumes the wait`);
  if (ids.jobId === undefined && ids.asyncTaskId === undefined && ids.requestedAt !== undefined) {
    found.push("the response to the request for the job was lost; the next `pulumi up` looks for the job");
  } else if (waitFor === "created" && ids.jobId === undefined) {
    found.push("the job's id is not known yet; the next `pulumi up` looks for it");
  }
  return found;
}

/** Refuses to run a finished migration again by accident. */
function protect(state: State, inputs: State, replacing: readonly Change[]): void {
  const meant = replacing.some(({ property }) => property === "triggers");
  const off = !readInputs(table, inputs).protectRemigration;
  if (!isDone(state) || replacing.length === 0 || meant || off) return;
  throw new Error(
    `this change would run a finished migration again: ${jobIn(state)} is DONE, and ${changesInWords(table, replacing)}, which needs a ` +
      "new job. Undo the change, or declare the new scope as a second MigrationJob. To migrate again on purpose, change " +
      "`triggers` or set `protectRemigration: false`",
  );
}

/** Says whether a change updates or replaces the job, in words too. Throws where it would migrate again unasked. */
export function diffMigrationJob(state: State, inputs: State): Diff {
  const { held } = readOutputs(migrationJobOutputs, state);
  // Once a job was requested, whether it may start is over.
  const changes = changesOfAdopted({ what: "job", by: "adoptJobId", id: "jobId", table }, state, inputs).filter(
    ({ property }) => property !== "startWhen" || held === true,
  );
  const replacing = replacingAmong(changes);
  protect(state, inputs, replacing);
  if (replacing.length === 0) return diffOf(changes, faults(state, inputs));
  const changed = replacing.map(({ property }) => property).join(", ");
  return diffOf(changes, [`replacing the job migrates again: ${changed} changed, and a job cannot be changed`]);
}
