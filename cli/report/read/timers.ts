// Timers of a source: when they run next, and what came of their last runs.
import type { ItemOf } from "../../../provider/mms/models.js";
import { given } from "../given.js";
import type { TimerRow, TimerRun } from "../model.js";
import type { Reads } from "./reads.js";
import type { Zone } from "./zone.js";

type Timer = ItemOf<"ListMmsTimers">;

/** Of how many timers the runs are read, and how many runs of each. */
const toldTimers = 20;
const toldRuns = 5;

const hourMs = 3_600_000;

/** Next run of a timer: Daily `HH:MM`, Hourly `MM`, on the service's wall clock (the zone is inferred). */
export function nextRun(
  { scheduleType, value = "", stopped }: Pick<Timer, "scheduleType" | "value" | "stopped">,
  now: number,
  zone: Pick<Zone, "instantOf">,
): number | undefined {
  const [first = Number.NaN, second = 0] = value.split(":").map(Number);
  const daily = scheduleType === "Daily";
  const offset = daily ? first * hourMs + second * 60_000 : first * 60_000;
  const period = daily ? 24 * hourMs : hourMs;
  const midnight = zone.instantOf("2026-01-01 00:00:00");
  if (stopped === true || Number.isNaN(offset) || midnight === undefined) return undefined;
  return now + period - ((((now - midnight - offset) % period) + period) % period);
}

async function runsOf(sourceId: string, timerId: string, reads: Reads, zone: Zone): Promise<TimerRun[]> {
  const runs: { ms: number; run: TimerRun }[] = [];
  for await (const { status, action, msg, createTime } of reads.list("ListMmsTimerLogs", { sourceId, timerId })) {
    const ms = zone.instantOf(createTime);
    const text = [action, msg].filter((part) => part).join(": ");
    const at = ms === undefined ? undefined : new Date(ms).toISOString();
    runs.push({ ms: ms ?? 0, run: given({ at, status, text }) });
  }
  return runs
    .sort((a, b) => b.ms - a.ms)
    .slice(0, toldRuns)
    .map(({ run }) => run);
}

/** Rows of timers. Source: ListMmsTimers, ListMmsTimerLogs. */
export async function readTimers(
  sourceId: string,
  timers: readonly Timer[],
  now: number,
  reads: Reads,
  zone: Zone,
): Promise<TimerRow[]> {
  const rows: TimerRow[] = [];
  for (const [index, timer] of timers.entries()) {
    const { id = "?", name, srcDbName, scheduleType, value, stopped } = timer;
    const nextMs = nextRun(timer, now, zone);
    const effect = "runs of timers are not shown";
    const runs = index < toldTimers ? await reads.allowed(runsOf(sourceId, id, reads, zone), [], effect) : [];
    rows.push({
      id,
      sourceId,
      schedule: `${scheduleType ?? "?"} ${value ?? ""}`.trim(),
      paused: stopped === true,
      runs,
      ...given({
        name,
        database: srcDbName,
        nextAt: nextMs === undefined ? undefined : new Date(nextMs).toISOString(),
      }),
    });
  }
  return rows;
}
