// One scan as the service shows it: whether it has ended, what it counted, how old it is. Pure.
import { durationMs } from "../../lifecycle/properties/duration.js";
import { canonicalInput, changesOf, diffOf } from "../../lifecycle/properties/property-table.js";
import { instantOf } from "../../mms/service-time.js";
import { textOf } from "../base/answers.js";
import { formatDuration } from "../jobs/progress.js";
import { metadataScanInputs as table } from "./schema.js";
import type { Diff, State } from "../../lifecycle/types.js";

/** Inputs whose change needs another scan. */
const scanning = ["dbName", "tableNames", "triggers"] as const;

/** Where a scan is. */
export type Phase = "running" | "done" | "failed";

/** What shows where a scan is; a record of the service and a stored state both have it. */
interface ScanFacts {
  readonly status?: unknown;
  readonly errorMsg?: unknown;
  readonly endTime?: unknown;
}

/** Statuses of a scan that was ended by hand: none is published. A paused one may go on. */
const endedByHand = /(STOPPED|CANCELL?ED|ABORTED|KILLED|TERMINATED)$/;

/** Where a scan is. No list of statuses is published: SCAN_DONE and SCAN_FAILED are inferred: scan-words; so its end shows it too. */
export function phaseOf({ status, errorMsg, endTime }: ScanFacts): Phase {
  const word = String(status ?? "");
  if (/FAILED$/.test(word) || endedByHand.test(word) || textOf(errorMsg) !== undefined) return "failed";
  return /DONE$/.test(word) || textOf(endTime) !== undefined ? "done" : "running";
}

/** Why a scan has failed, in words. */
export function failureOf({ status, errorMsg }: ScanFacts): string {
  const byHand = endedByHand.test(String(status ?? ""))
    ? `it reads ${String(status)}, so somebody ended it`
    : "the service gives no reason";
  return textOf(errorMsg) ?? byHand;
}

const number = (count: unknown, one: string): string[] =>
  typeof count === "number" ? [`${count} ${one}${count === 1 ? "" : "s"}`] : [];

/** What a scan's row ends with: what the scan found. */
export function outcomeOf({ scanId, status, databases, tables, partitions }: State): string {
  const counts = [...number(databases, "database"), ...number(tables, "table"), ...number(partitions, "partition")];
  return `scan ${String(scanId)}: ${counts.length > 0 ? counts.join(", ") : String(status ?? "no status shown")}`;
}

/** What a scan counted; its result is JSON in a text. */
export function countsOf(result: unknown): { databases?: number; tables?: number; partitions?: number } {
  try {
    const counts = JSON.parse(textOf(result) ?? "{}") as Record<string, unknown>;
    const known = ["databases", "tables", "partitions"].filter((name) => Number.isSafeInteger(counts?.[name]));
    return Object.fromEntries(known.map((name) => [name, counts[name]]));
  } catch {
    return {};
  }
}

/** When a scan finished, as ISO 8601, by the service's own time. */
export function finishedAtOf({ endTime }: ScanFacts): string | undefined {
  const instant = instantOf(textOf(endTime));
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

/** How much older than `maxAge` allows the last scan is, in words; nothing while it is young enough. */
export function staleness(finishedAt: unknown, inputs: State, now: number): string | undefined {
  const { maxAge } = inputs;
  const maxAgeMs = typeof maxAge === "string" ? durationMs(maxAge) : undefined;
  if (maxAgeMs === undefined) return undefined;
  const at = textOf(finishedAt);
  if (at === undefined) return "it is not known when the last scan finished";
  const age = now - Date.parse(at);
  return age > maxAgeMs
    ? `the last scan finished ${formatDuration(age)} ago, and maxAge is ${String(maxAge)}`
    : undefined;
}

/** Whether the program needs another scan than the one in state. */
export const scansAgain = (state: State, inputs: State): boolean =>
  changesOf(table, state, inputs).some(({ property }) => (scanning as readonly string[]).includes(property));

/** The stored values of what needs another scan. */
export const scanningInputs = (state: State): State => Object.fromEntries(scanning.map((name) => [name, state[name]]));

/** Says whether a scan is due, in words. Age is judged against the clock, and what is known of scans made elsewhere is as old as the last refresh. */
export function diffMetadataScan(state: State, inputs: State, now = 0): Diff {
  const changes = changesOf(table, state, inputs);
  const fromTable = diffOf(changes);
  if (fromTable.replaces.length > 0) return fromTable;
  const found: string[] = [];
  const phase = phaseOf(state);
  const { finishedAt } = state;
  if (phase === "failed") found.push("the scan failed; the next `pulumi up` scans again");
  if (phase === "running") found.push("the scan is not finished; the next `pulumi up` resumes the wait");
  const stale = phase === "done" ? staleness(finishedAt, inputs, now) : undefined;
  if (stale !== undefined) found.push(`${stale}; the next \`pulumi up\` scans again`);
  return diffOf(changes, found);
}

/** What a scan covers, as a key that is equal for equal scopes; the whole source is "". */
export function scopeOf(inputs: State): string {
  const scope = [canonicalInput(table, inputs, "dbName"), canonicalInput(table, inputs, "tableNames")];
  return scope.every((part) => part === undefined) ? "" : JSON.stringify(scope);
}
