// A report: what the service's pages say, added up. Reads only; every text is cleaned before anything is made of it.
import { userInfo } from "node:os";

import type { Clock } from "../../provider/clock.js";
import { describeRetry, type MmsClient } from "../../provider/mms/call.js";
import { consoleUrl } from "../../provider/mms/config/console.js";
import { isRunningTask } from "../../provider/mms/jobs/job-status.js";
import { packageVersion } from "../../provider/version.js";
import { clean } from "./clean.js";
import { jobRows, type StackJobs, waveRows } from "./derive/jobs.js";
import { curveOf, paceOf } from "./derive/pace.js";
import { tablesOf } from "./derive/tables.js";
import { jobCounts, partitionCounts, tableCounts, taskCounts, volumeOf } from "./derive/totals.js";
import { verdictOf } from "./derive/verdict.js";
import { given } from "./given.js";
import type { Failure, Gap, Made, MigrationReport, Scope, SourceRow, StackRow, TimerRow, Where } from "./model.js";
import { readFailures } from "./read/failures.js";
import { type Reads, readsOf } from "./read/reads.js";
import { readSourceFacts, type SourceFacts, type SourceScope } from "./read/source.js";
import { readTimers } from "./read/timers.js";

/** What a report is made from. */
export interface ReportRequest {
  readonly client: MmsClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onRetry?: (reason: string) => void;
  readonly scope: Scope;
  readonly sources: readonly SourceScope[];
  readonly stack?: StackRow & StackJobs;
  /** Read every task: durations, retries and the curve are whole then. */
  readonly allTasks: boolean;
  /** Of how many failed tasks the log is read. */
  readonly logs: number;
  readonly stallMs: number;
  /** Logs read before, by task; a watch reads each once. */
  readonly knownLogs?: Map<string, string[]>;
}

const noStack: StackJobs = { resources: new Map(), done: new Set(), gates: [] };

/** Login name; absent in a container without one. */
function loginName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

function sourceRow({ source, scan, scope, zone }: SourceFacts, now: number): SourceRow {
  const { name, type, status, agentIsOnline: online, errMsg } = source;
  const scannedMs = zone.instantOf(scan?.endTime ?? scan?.startTime);
  const scanError = scan?.errorMsg !== undefined && scan.errorMsg !== "null" ? scan.errorMsg : undefined;
  const inventory = scan?.id && {
    scanId: scan.id,
    ...given({
      status: scan.status,
      at: scannedMs === undefined ? undefined : new Date(scannedMs).toISOString(),
      ageSeconds: scannedMs === undefined ? undefined : Math.max(0, Math.round((now - scannedMs) / 1_000)),
    }),
  };
  return {
    id: scope.sourceId,
    ...given({ name, type, status, online, error: errMsg ?? scanError, inventory: inventory || undefined }),
  };
}

const stackRow = ({ project, name, updatedAt, engine }: StackRow): StackRow => ({
  project,
  name,
  ...given({ updatedAt, engine }),
});

function whereOf({ client, stack }: ReportRequest, all: readonly SourceFacts[], now: number): Where {
  const { region, endpoint, accountId } = client.config;
  return {
    region,
    endpoint,
    sources: all.map((facts) => sourceRow(facts, now)),
    ...given({
      accountId: accountId === "*" ? undefined : accountId,
      console: consoleUrl(client.config),
      stack: stack && stackRow(stack),
    }),
  };
}

function gapsOf(all: readonly SourceFacts[], reads: Reads): Gap[] {
  const part = all.some(({ tasks }) => !tasks.complete);
  const unscanned = all.filter(({ scan }) => scan === undefined);
  return [
    ...reads.gaps,
    ...(part
      ? [
          {
            code: "tasks-sampled",
            text: "Only the newest and the failed tasks were read; `report` reads all of them",
            effect: "durations, retries and the slowest tables are those of the tasks that were read",
          },
        ]
      : []),
    ...(unscanned.length > 0
      ? [
          {
            code: "no-scan",
            text: `The service names no metadata scan of source ${unscanned.map(({ scope }) => scope.sourceId).join(", ")}`,
            effect: "the age of the inventory is not known",
          },
        ]
      : []),
  ];
}

const sumOf = (counts: readonly MigrationReport["counts"]["tables"][]): MigrationReport["counts"]["tables"] =>
  counts.reduce((total, one) => ({
    total: total.total + one.total,
    done: total.done + one.done,
    doing: total.doing + one.doing,
    failed: total.failed + one.failed,
    open: total.open + one.open,
  }));

function verificationOf(tables: MigrationReport["tables"]): MigrationReport["verification"] {
  const passed = tables.filter(({ verified }) => verified === true).length;
  const differing = tables.filter(({ verified }) => verified === false).length;
  const notAsked = tables.filter(({ word, verified }) => word === "done" && verified === undefined).length;
  return { asked: passed + differing, passed, differing, notAsked };
}

function timeOf(jobs: MigrationReport["jobs"], isOver: boolean, now: number): MigrationReport["time"] {
  const starts = jobs.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [Date.parse(startedAt)]));
  const ends = jobs.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [Date.parse(endedAt)]));
  if (starts.length === 0) return {};
  const started = Math.min(...starts);
  const ended = isOver && ends.length > 0 ? Math.max(...ends) : undefined;
  return {
    startedAt: new Date(started).toISOString(),
    ...given({ endedAt: ended === undefined ? undefined : new Date(ended).toISOString() }),
    seconds: Math.max(0, Math.round(((ended ?? now) - started) / 1_000)),
  };
}

/** Milliseconds since a task last began or ended. */
function quietMsOf(all: readonly SourceFacts[], now: number): number | undefined {
  let last = -Infinity;
  for (const { tasks, jobs, zone } of all) {
    for (const { startMs = -Infinity, endMs = -Infinity } of tasks.tasks) last = Math.max(last, startMs, endMs);
    for (const { createTime } of jobs) last = Math.max(last, zone.instantOf(createTime) ?? -Infinity);
  }
  return Number.isFinite(last) ? Math.max(0, now - last) : undefined;
}

async function detailsOf(request: ReportRequest, all: readonly SourceFacts[], reads: Reads, now: number) {
  const { logs, knownLogs = new Map<string, string[]>() } = request;
  const failures: Failure[] = [];
  const timers: TimerRow[] = [];
  const parts = [];
  for (const facts of all) {
    const { sourceId } = facts.scope;
    const part = tablesOf(facts);
    parts.push({ facts, ...part });
    failures.push(...(await readFailures(sourceId, part.standing, logs, reads, knownLogs)));
    timers.push(...(await readTimers(sourceId, facts.timers, now, reads, facts.zone)));
  }
  return { failures, timers, parts };
}

/** Makes a report: reads what is in scope, and adds it up. */
export async function makeReport(request: ReportRequest): Promise<MigrationReport> {
  const { client, clock, signal, onRetry, scope, sources, stack = noStack, allTasks, stallMs } = request;
  const reads = readsOf(client, { signal, onRetry: (wait) => onRetry?.(describeRetry(wait)) });
  const all: SourceFacts[] = [];
  for (const one of sources) all.push(await readSourceFacts(one, allTasks, reads));
  const now = clock.now();
  const { failures, timers, parts } = await detailsOf(request, all, reads, now);
  const tasks = all.flatMap((facts) => [...facts.tasks.tasks]);
  const tables = parts.flatMap(({ rows }) => rows);
  const inventory = parts.flatMap((part) => part.scope);
  const jobs = all.flatMap((facts) => jobRows(facts, stack));
  const doing = tasks.filter(isRunningTask).length;
  const counts = {
    jobs: jobCounts(jobs),
    tables: tableCounts(tables),
    partitions: sumOf(parts.map((part) => partitionCounts(part.scope))),
    tasks: taskCounts(jobs, doing),
  };
  const where = whereOf(request, all, now);
  const verification = verificationOf(tables);
  const judged = { jobs, counts, failures, verification, tables, timers, where, quietMs: quietMsOf(all, now) };
  const verdict = verdictOf(judged, stallMs);
  const made: Made = {
    at: new Date(now).toISOString(),
    scope,
    package: packageVersion,
    node: process.version.slice(1),
    requests: reads.requests,
    requestIds: reads.requestIds,
    ...given({ by: loginName() }),
  };
  const isOver = verdict.exitCode !== 3;
  const [first] = all;
  return clean({
    schema: "migration-report/1",
    made,
    where,
    verdict,
    zone: { offset: first?.zone.offset ?? "", basis: first?.zone.basis ?? "assumed" },
    counts,
    volume: { rows: volumeOf(inventory, tables, "rows"), bytes: volumeOf(inventory, tables, "bytes") },
    time: timeOf(jobs, isOver, now),
    ...given({ pace: isOver ? undefined : paceOf(tasks, tables, counts.tasks.open + counts.tasks.doing, now) }),
    curve: all.every((facts) => facts.tasks.complete) ? curveOf(tasks, tables) : [],
    verification,
    retries: {
      tasks: tasks.filter(({ retries }) => retries > 0).length,
      most: tasks.reduce((most, { retries }) => Math.max(most, retries), 0),
    },
    waves: waveRows(stack, jobs),
    jobs,
    tables,
    failures,
    timers,
    gaps: gapsOf(all, reads),
  });
}
