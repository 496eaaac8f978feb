// How far a gate is, for machines.
import type { Counts, Standing } from "../../lifecycle/lifecycle.js";
import { plain } from "../../lifecycle/properties/values.js";
import type { State } from "../../lifecycle/types.js";

const counts = (total: unknown, done: unknown, failed: unknown): Counts | undefined =>
  total === undefined ? undefined : { total: Number(total), done: Number(done ?? 0), failed: Number(failed ?? 0) };

/** How far a gate is. */
export function standingOf(state: State): Standing {
  const { sourceId, phase, jobNum, jobDone, jobFailed, taskNum, taskDone, failedTaskCount, size } = state;
  const jobs = counts(jobNum, jobDone, jobFailed);
  return plain({ sourceId, phase, jobs, tasks: counts(taskNum, taskDone, failedTaskCount), bytes: size }) as Standing;
}
