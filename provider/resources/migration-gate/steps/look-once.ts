// A gate that does not wait: what one look keeps in state, and what it says of jobs that are still under way.
import { inputsOf } from "../../../lifecycle/properties/property-table.js";
import type { State } from "../../../lifecycle/types.js";
import type { MmsContext } from "../../base/service.js";
import { formatDuration } from "../../jobs/progress.js";
import { GateStallError, stoppedWarning } from "../errors.js";
import { type GateJob, type GateOutputs, migrationGateInputs } from "../schema.js";
import { isHeldUp, type Seen } from "../watched-job.js";
import { stopAll } from "./watch.js";

/** The state of a gate whose jobs may not start yet. It looks at nothing. */
export const heldState = (inputs: State): State => ({
  ...inputsOf(migrationGateInputs, inputs),
  passed: false,
  phase: "held",
  jobs: [],
});

/** What one look saw of jobs that are not all finished. */
interface Look {
  /** What an earlier look left. */
  readonly earlier: GateOutputs;
  readonly sourceId: string;
  readonly seen: readonly Seen[];
  readonly jobs: readonly GateJob[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly stallTimeoutMs: number | undefined;
  readonly onStall: string;
}

const markOf = ({ jobId, status, stopped, taskDone }: GateJob): string =>
  `${jobId} ${status} ${stopped === true} ${taskDone ?? 0}`;

const marksOf = (jobs: readonly GateJob[]): string => jobs.map(markOf).sort().join("|");

/** When a job or task was last seen to change, ISO 8601: now, unless this look shows what the one before showed. */
export function lastProgressAt({ earlier, jobs, now }: Look): string {
  const isSame = marksOf(earlier.jobs ?? []) === marksOf(jobs);
  return (isSame ? earlier.lastProgressAt : undefined) ?? new Date(now).toISOString();
}

/** Reports jobs that stand still or are stopped. Throws {@link GateStallError} where a stall ends the run. */
export async function reportStanding(look: Look, context: MmsContext): Promise<void> {
  const { sourceId, seen, now, stallTimeoutMs, onStall } = look;
  const { progress, service } = context;
  const { config: place } = service.client;
  const open = seen.filter(({ finishedMs }) => finishedMs === undefined);
  const stopped = open.filter(isHeldUp);
  if (stopped.length > 0) progress.warn(stoppedWarning(sourceId, stopped, place));
  const since = lastProgressAt(look);
  const stoodMs = now - Date.parse(since);
  if (stallTimeoutMs === undefined || stoodMs < stallTimeoutMs) return;
  const message = `no progress of any job for ${formatDuration(stoodMs)}, since ${since}`;
  progress.warn(message);
  if (onStall === "stop") await stopAll(sourceId, seen, context);
  if (onStall !== "warn") {
    const ids = open.map(({ jobId }) => jobId);
    throw new GateStallError(sourceId, ids, message, place);
  }
}
