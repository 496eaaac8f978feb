// Durations as people write them: "90s", "30m", "1h30m", "2 days".
import { parseDuration } from "../libraries.js";

/** A number with a unit. The parser skips what it does not know, so the whole text is read here first. */
const part = /(\d+(?:\.\d+)?|\.\d+)\s*([a-zµμ]+)/iy;
const between = /[\s,]*/y;

/** The milliseconds of one unit; `undefined` for a word that is none. */
function unitMs(unit: string): number | undefined {
  const ms = parseDuration(`1${unit}`);
  return typeof ms === "number" && Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** Milliseconds of a duration text, or `undefined` when it is none, or holds anything else beside it. */
export function durationMs(text: string): number | undefined {
  const whole = text.trim();
  let total = 0;
  let at = 0;
  while (at < whole.length) {
    part.lastIndex = at;
    const [all, amount, unit = ""] = part.exec(whole) ?? [];
    const ms = unitMs(unit);
    if (all === undefined || ms === undefined) return undefined;
    total += Number(amount) * ms;
    between.lastIndex = part.lastIndex;
    between.exec(whole);
    at = between.lastIndex;
  }
  const ms = Math.round(total);
  return ms >= 1 && Number.isSafeInteger(ms) ? ms : undefined;
}
