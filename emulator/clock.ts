// The emulator's time: the machine's, a faster one, or one that only moves when told to.
import type { Clock } from "../provider/clock.js";

/** How time passes: as on the machine, N times as fast, by hand only, or as a given clock says. */
export type ClockMode = "real" | "manual" | { readonly speed: number } | Pick<Clock, "now">;

/** Time as the emulator sees it. */
export interface EmulatorClock {
  now(): number;
  /** Moves time forward by milliseconds; also on top of a running clock. */
  advance(ms: number): void;
}

/** Where a manual clock begins: a round moment, so that answers read well. */
const manualStart = Date.UTC(2026, 0, 1);

export function emulatorClock(mode: ClockMode): EmulatorClock {
  let added = 0;
  const begun = Date.now();
  const base = (): number => {
    if (mode === "real") return Date.now();
    if (mode === "manual") return manualStart;
    return "speed" in mode ? begun + (Date.now() - begun) * mode.speed : mode.now();
  };
  return { now: () => base() + added, advance: (ms) => void (added += ms) };
}
