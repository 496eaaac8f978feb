// How many failures a gate lets pass: failed tasks, and apart from them tasks whose row counts differ. Pure.
import { isDone } from "../../mms/jobs/job-status.js";
import type { Failure } from "../jobs/failed-tasks.js";
import { type Tally, tallyOf, type Seen } from "./watched-job.js";

/** What may fail, as the program says. */
export interface Budget {
  readonly maxFailures?: number | undefined;
  readonly maxFailureRatio?: number | undefined;
  readonly maxVerificationFailures: number;
}

/** How many of so many tasks may fail. */
export function allowedFailures({ maxFailures, maxFailureRatio }: Budget, taskNum: number): number {
  if (maxFailures === undefined && maxFailureRatio === undefined) return 0;
  // 0.29 × 100 is a hair below 29 in binary.
  const byRatio = maxFailureRatio === undefined ? Infinity : Math.floor(maxFailureRatio * taskNum + 1e-9);
  return Math.min(maxFailures ?? Infinity, byRatio);
}

/** Where the number of allowed failures comes from, in words. */
export function allowedInWords(budget: Budget, taskNum: number): string {
  const { maxFailures, maxFailureRatio } = budget;
  const sources = [
    ...(maxFailures === undefined ? [] : [`maxFailures ${maxFailures}`]),
    ...(maxFailureRatio === undefined ? [] : [`maxFailureRatio ${maxFailureRatio} of ${tasksInWords(taskNum)}`]),
  ];
  const from = sources.length === 0 ? "neither maxFailures nor maxFailureRatio is set" : sources.join(" and ");
  return `${allowedFailures(budget, taskNum)} may (${from})`;
}

export const tasksInWords = (count: number): string => `${count} ${count === 1 ? "task" : "tasks"}`;

/** Number of tasks of a job, as last seen; at least one, of which it may be that nothing was seen. */
export const taskNumOf = ({ job, last }: Seen): number => Math.max(1, (job ?? last)?.taskNum ?? 1);

/** Failures by job, as its tasks show. */
export function talliesOf(failures: readonly Failure[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { task, phase } of failures) {
    const { tasks, verification } = tallies.get(task.jobId ?? "") ?? { tasks: 0, verification: 0 };
    const differs = phase === "VERIFICATION";
    tallies.set(task.jobId ?? "", { tasks: tasks + (differs ? 0 : 1), verification: verification + (differs ? 1 : 0) });
  }
  return tallies;
}

const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (all, { tasks, verification }) => ({ tasks: all.tasks + tasks, verification: all.verification + verification }),
    { tasks: 0, verification: 0 },
  );

/** What has failed of all jobs, and what may. */
export interface Verdict {
  readonly tally: Tally;
  readonly taskNum: number;
  readonly isBreached: boolean;
}

/** Judges jobs of which everything is known. */
export function verdictOn(seen: readonly Seen[], budget: Budget): Verdict {
  const tally = sum(seen.map(tallyOf));
  const taskNum = seen.reduce((all, one) => all + taskNumOf(one), 0);
  const isBreached =
    tally.tasks > allowedFailures(budget, taskNum) || tally.verification > budget.maxVerificationFailures;
  return { tally, taskNum, isBreached };
}

/** Whether it was not counted yet which of a failed job's tasks failed, and which have row counts that differ. */
export const isUncounted = (one: Seen): boolean =>
  one.finishedMs !== undefined && one.job !== undefined && !isDone(one.job) && one.counted === undefined;

/**
 * Whether more has failed than may, whatever is still to come: jobs under way may have tasks that are not known yet, and
 * of an uncounted job it is only known how many tasks of either kind failed.
 */
export function isSurelyBreached(seen: readonly Seen[], budget: Budget): boolean {
  const isSized = seen.every(({ job, finishedMs }) => finishedMs !== undefined || (job?.taskNum ?? 0) > 0);
  const taskNum = seen.reduce((all, one) => all + taskNumOf(one), 0);
  const known = isSized
    ? budget
    : {
        ...budget,
        maxFailureRatio: undefined,
        maxFailures: budget.maxFailures ?? (budget.maxFailureRatio ? Infinity : 0),
      };
  const allowed = allowedFailures(known, taskNum);
  const counted = sum(seen.filter((one) => !isUncounted(one)).map(tallyOf));
  const open = sum(seen.filter(isUncounted).map(tallyOf));
  return (
    counted.tasks > allowed ||
    counted.verification > budget.maxVerificationFailures ||
    counted.tasks + counted.verification + open.tasks > allowed + budget.maxVerificationFailures
  );
}
