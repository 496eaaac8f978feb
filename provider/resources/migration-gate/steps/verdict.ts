// What a gate says of the jobs it judges: too many failed, as many as may, or nothing to move.
import { idHint } from "../../inventory/hints.js";
import type { MmsContext } from "../../base/service.js";
import { describeFailures, type FailureReport } from "../../jobs/failed-tasks.js";
import { isIdle, isNotedGone } from "../../../mms/jobs/job-status.js";
import { allowedInWords, type Budget, tasksInWords, type Verdict } from "../budget.js";
import { GateFailedError } from "../errors.js";
import type { GateJob } from "../schema.js";
import { hasFailed } from "./report.js";

/** How many failed jobs an error names. */
const namedJobs = 20;

function describeJobs(jobs: readonly GateJob[]): string {
  const lines = jobs.slice(0, namedJobs).map(({ jobId, name, status, verified }) => {
    const what = verified === false ? `${status}: row counts differ` : status;
    return `  job ${jobId}${name ? ` "${name}"` : ""}: ${what}`;
  });
  if (jobs.length > namedJobs) lines.push(`  and ${jobs.length - namedJobs} more`);
  return lines.join("\n");
}

export const failedAmong = (jobs: readonly GateJob[]): GateJob[] => jobs.filter(hasFailed);

/** A gate that passes on jobs without work says so: what comes behind it may expect fresh data. */
export function warnIfGateIdle(jobs: readonly GateJob[], { progress }: MmsContext): void {
  const idle = jobs.filter(isIdle);
  if (idle.length === 0) return;
  progress.warn(
    `${idle.length} of ${jobs.length} jobs had nothing to move, because MMS leaves out what is DONE already; to copy it ` +
      `again, set it back first (resetTrigger of a TableMapping or DatabaseMapping):\n${describeJobs(idle)}`,
  );
}

/** What an attempt is judged by. */
interface Judged {
  readonly sourceId: string;
  readonly budget: Budget;
  readonly verdict: Verdict;
  readonly jobs: readonly GateJob[];
  readonly report: FailureReport;
  /** Whether the gate found its jobs itself. */
  readonly gathers: boolean;
}

/** Jobs that were named and never seen: an id that is wrong, or whose job was deleted before. */
function neverSeen(sourceId: string, failed: readonly GateJob[]): string {
  const ids = failed.filter((job) => isNotedGone(job) && job.name === undefined).map(({ jobId }) => jobId);
  if (ids.length === 0) return "";
  return `\njobIds: source ${sourceId} has no job ${ids.join(", ")}: it was deleted, or the id is wrong; ${idHint("job", "getJobOutput")}`;
}

/** Throws where more has failed than may; says so where it is as much as may. */
export function enforceFailureLimit(
  { sourceId, budget, verdict, jobs, report, gathers }: Judged,
  { progress }: MmsContext,
): void {
  const failed = failedAmong(jobs);
  if (failed.length === 0) return;
  const { tally, taskNum, isBreached } = verdict;
  const unknown = gathers ? "" : neverSeen(sourceId, failed);
  const details = `${describeJobs(failed)}\n${describeFailures(report)}${unknown}`;
  const what = [
    ...(tally.tasks > 0
      ? [`${tally.tasks} of ${tasksInWords(taskNum)} failed; ${allowedInWords(budget, taskNum)}`]
      : []),
    ...(tally.verification > 0
      ? [
          `row counts of ${tasksInWords(tally.verification)} differ; ${budget.maxVerificationFailures} may ` +
            `(maxVerificationFailures)`,
        ]
      : []),
  ].join("; ");
  const counts = `${failed.length} of ${jobs.length} jobs of source ${sourceId} failed: ${what}`;
  if (isBreached) throw new GateFailedError(counts, details, gathers);
  progress.warn(`${counts}. The gate lets that pass:\n${details}`);
}
