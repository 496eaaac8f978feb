// The emulator's time: the machine's, a faster one, or one that moves on command only.
import type { Clock } from "../provider/clock.js";

/** How time passes: as on the machine, N times as fast, by hand only, or as a given clock says. */
export type ClockMode = "real" | "manual" | { readonly speed: number } | Pick<Clock, "now">;

/** Time as the emulator sees it. */
export interface EmulatorClock {
  now(): number;
  /** Moves time forward by milliseconds, also on top of a running clock. Throws for any other number. */
  advance(ms: number): void;
}

/** No time is later: times are written with four digits of a year. */
const lastMoment = Date.UTC(9999, 0, 1);

/** Fastest clock: a year in half a minute. */
export const fastest = 1_000_000;

/** Where a manual clock begins: a round moment, so that responses read well. */
const manualStart = Date.UTC(2026, 0, 1);

function checkMode(mode: ClockMode): void {
  if (mode === "real" || mode === "manual") return;
  if (typeof mode === "object" && "speed" in mode && mode.speed > 0 && mode.speed <= fastest) return;
  if (typeof mode === "object" && "now" in mode && typeof mode.now === "function") return;
  throw new TypeError(
    `clock must be "real", "manual", { speed } above 0 and up to ${fastest}, or a clock with now(); got ${JSON.stringify(mode)}`,
  );
}

export function emulatorClock(mode: ClockMode): EmulatorClock {
  checkMode(mode);
  let added = 0;
  const begun = Date.now();
  const base = (): number => {
    if (mode === "real") return Date.now();
    if (mode === "manual") return manualStart;
    return "speed" in mode ? begun + (Date.now() - begun) * mode.speed : mode.now();
  };
  const advance = (ms: number): void => {
    if (!Number.isFinite(ms) || ms < 0 || base() + added + ms > lastMoment)
      throw new RangeError(`advance: ms must lead forward, to a time before the year 9999; got ${ms}`);
    added += ms;
  };
  return { now: () => Math.min(base() + added, lastMoment), advance };
}
