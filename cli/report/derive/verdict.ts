// The one word on a migration, why, and the exit code that goes with it.
import type { MigrationReport, Reason, Verdict, VerdictWord } from "../model.js";
import { isLive, isLost, isRemoved } from "../states.js";
import { readsFailed } from "../../../provider/mms/jobs/job-status.js";
import { formatDuration } from "../../../provider/resources/jobs/progress.js";

/** What a verdict is made of. */
export type Judged = Pick<
  MigrationReport,
  "jobs" | "counts" | "failures" | "verification" | "tables" | "timers" | "where"
> & {
  /** Milliseconds since anything was last seen to move. */
  readonly quietMs: number | undefined;
};

export const exitCodes: Readonly<Record<VerdictWord, Verdict["exitCode"]>> = {
  verified: 0,
  failed: 1,
  stopped: 1,
  failing: 3,
  stalled: 3,
  running: 3,
  open: 3,
  unverified: 4,
};

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** The first of some jobs, by id and name. */
function namesOf(some: Judged["jobs"]): string {
  const names = some.slice(0, 3).map(({ id, name, resource }) => {
    const called = name ?? resource;
    return called === undefined ? id : `${id} (${called})`;
  });
  return `${names.join(", ")}${some.length > 3 ? " and more" : ""}`;
}

/**
 * Jobs that the service does not have, and that were not done before. Where it has none of a stack's, they need not have been deleted: it may be another
 * account, or an emulator started after the one that had them.
 */
function goneReasons({ jobs, where }: Judged): Reason[] {
  const gone = jobs.filter(isLost);
  if (gone.length === 0) return [];
  const verb = gone.length === 1 ? "is" : "are";
  const [text, fix] =
    where.stack === undefined
      ? [`${many(gone.length, "job")} ${verb} not on the service`, "check the ids; what was deleted cannot be read"]
      : [
          `the service does not know ${many(gone.length, "job")} of the stack`,
          gone.length === jobs.length
            ? "check the region, account and endpoint: jobs of an emulator end with it; if they were deleted here, `pulumi refresh`, and the next `pulumi up` follows onMissing"
            : "`pulumi refresh`; the next `pulumi up` then follows onMissing",
        ];
  return [{ code: "jobs-gone", text: `${text}: ${namesOf(gone)}`, fix }];
}

function taskReasons({ failures, counts }: Judged): Reason[] {
  const tables = new Set(failures.map(({ sourceId, table }) => `${sourceId} ${table}`)).size;
  const reasons: Reason[] = [];
  if (failures.length > 0) {
    const text = `${many(failures.length, "task")} failed, of ${many(tables, "table")}`;
    reasons.push({
      code: "tasks-failed",
      text,
      fix: "correct the cause, then `pulumi up --refresh` retries what failed",
    });
  } else if (counts.tables.failed > 0) {
    reasons.push({ code: "tables-failed", text: `${many(counts.tables.failed, "table")} failed` });
  }
  return reasons;
}

function stoppedReasons({ jobs }: Judged): Reason[] {
  const held = jobs.filter(({ stopped }) => stopped);
  if (held.length === 0) return [];
  const text = `${many(held.length, "job")} stopped before the end: ${namesOf(held)}`;
  return [{ code: "jobs-stopped", text, fix: "`pulumi up` starts them again, or start them in the console" }];
}

/** Jobs whose work is there, although they are not. */
function removedReasons({ jobs }: Judged): Reason[] {
  const removed = jobs.filter(isRemoved);
  if (removed.length === 0) return [];
  const text =
    `the service does not know ${many(removed.length, "job")} of the stack, done before: ${namesOf(removed)}; ` +
    "what was migrated cannot be read from it";
  return [{ code: "jobs-removed", text }];
}

/** Notes that change no verdict. */
function remarks(judged: Judged): Reason[] {
  const { verification, tables, timers, where } = judged;
  const changed = tables.filter(({ changedSince }) => changedSince).length;
  const idle = timers.filter(({ runs }) => readsFailed(runs[0]));
  const sick = where.sources.filter(({ status, error }) => error !== undefined || /FAILED|STOPPED/.test(status ?? ""));
  return [
    ...removedReasons(judged),
    ...(verification.notAsked > 0
      ? [
          {
            code: "not-compared",
            text: `row counts of ${many(verification.notAsked, "finished table")} were not compared`,
          },
        ]
      : []),
    ...(changed > 0 ? [{ code: "changed", text: `${many(changed, "table")} changed at the source since` }] : []),
    ...idle.map(({ id, name, runs }) => {
      const text = `the last run of timer ${name ?? id} failed: ${runs[0]?.text ?? "no reason given"}`;
      return { code: "timer-failed", text };
    }),
    ...sick.map(({ id, name, status, error }) => {
      const text = `source ${name ?? id} is ${status ?? "?"}${error === undefined ? "" : `: ${error}`}`;
      return { code: "source-not-ready", text };
    }),
  ];
}

/** Judges a migration. `stallMs` without any movement of a live job is a stall. */
export function verdictOf(judged: Judged, stallMs: number): Verdict {
  const { counts, jobs, verification, quietMs } = judged;
  const failures = [...taskReasons(judged), ...goneReasons(judged)];
  const stopped = stoppedReasons(judged);
  const live = jobs.some(isLive);
  const openTasks = counts.tasks.doing > 0;
  const removed = jobs.some(isRemoved);
  const complete = (counts.tables.total > 0 || removed) && counts.tables.done === counts.tables.total;
  const stall: Reason[] =
    live && quietMs !== undefined && quietMs >= stallMs
      ? [
          {
            code: "stalled",
            text: `nothing has moved for ${formatDuration(quietMs)}`,
            fix: "see the source and its agent",
          },
        ]
      : [];
  const word = ((): VerdictWord => {
    if (live || openTasks) return stall.length > 0 ? "stalled" : failures.length > 0 ? "failing" : "running";
    if (failures.length > 0) return "failed";
    if (stopped.length > 0) return "stopped";
    if (!complete) return "open";
    return verification.notAsked === 0 && !removed ? "verified" : "unverified";
  })();
  const open: Reason[] =
    word === "open" ? [{ code: "open", text: "no job moves what is still open, and none failed" }] : [];
  return { word, exitCode: exitCodes[word], reasons: [...failures, ...stopped, ...stall, ...open, ...remarks(judged)] };
}
