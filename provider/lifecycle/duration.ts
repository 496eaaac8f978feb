// Durations as people write them: "90s", "30m", "1h30m", "2 days".
import { parseDuration } from "./libraries.js";

/** Milliseconds of a duration text, or `undefined` when it is none. */
export function durationMs(text: string): number | undefined {
  const ms = /^\s*[\d.]+\s*$/.test(text) ? undefined : parseDuration(text);
  return ms !== undefined && ms !== null && Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
