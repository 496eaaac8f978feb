// Follows a migration: reads it round after round, hands each report on, and ends when nothing is under way any more.
import type { Clock } from "../../provider/clock.js";
import { pollIntervalMs } from "../../provider/mms/jobs/poll-interval.js";
import type { MigrationReport } from "../report/model.js";
import { changesSince } from "./changes.js";

/** One round. */
export interface Round {
  readonly report: MigrationReport;
  /** What happened since the round before; nothing in the first. */
  readonly changes: readonly string[];
}

/** How to follow. */
export interface WatchOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds between rounds; a pace of its own where absent, slower the longer it lasts. */
  readonly intervalMs?: number | undefined;
  /** Milliseconds after which watching ends, whatever is under way. */
  readonly timeoutMs?: number | undefined;
  read(): Promise<MigrationReport>;
  /** Whether a run of Pulumi is at work on what was read last, and may begin further jobs. */
  isPending(): boolean;
  show(round: Round): void | Promise<void>;
}

/** A round may take this part of the time between two: reading must not keep a service busy. */
const busyPart = 0.1;

/**
 * How long the end must hold while a run of Pulumi is at work: its gate sees the end of a wave within a minute, and the next wave
 * begins then. An interrupted run looks the same for ever.
 */
const settlesMs = 120_000;

/** Follows to the end, or to the timeout, and returns the last report. */
export async function watch(options: WatchOptions): Promise<MigrationReport> {
  const { clock, signal, intervalMs, timeoutMs = Infinity } = options;
  const begun = clock.now();
  let before: MigrationReport | undefined;
  let overMs: number | undefined;
  for (;;) {
    const began = clock.now();
    const report = await options.read();
    await options.show({ report, changes: before === undefined ? [] : changesSince(before, report) });
    const now = clock.now();
    overMs = report.verdict.exitCode === 3 ? undefined : (overMs ?? now);
    const isOver = overMs !== undefined && (!options.isPending() || now - overMs >= settlesMs);
    if (isOver || now - begun >= timeoutMs) return report;
    before = report;
    const pauseMs = Math.max(intervalMs ?? pollIntervalMs(now - begun), (now - began) / busyPart);
    await clock.sleep(Math.min(pauseMs, begun + timeoutMs - now), signal);
  }
}
