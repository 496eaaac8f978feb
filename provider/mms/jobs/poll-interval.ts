// How long to wait between two reads of a job that is followed: short while it is young, long while it runs for hours.

/** Facts of polling, in milliseconds where nothing else is said. Users of the service poll every 30 seconds; jobs take minutes to hours. */
export const polling = {
  leastMs: 8_000,
  /** Longest interval of a job that has been followed for less than `youngMs`: most short jobs end within it. */
  youngMostMs: 12_000,
  youngMs: 120_000,
  mostMs: 60_000,
  /** Part of the time a job has been followed that may pass unseen. */
  part: 0.125,
  /** Part of an interval by which it varies, so that many programs do not poll in step. */
  jitter: 0.1,
  /** How long before a deadline the last read is placed. */
  marginMs: 1_000,
} as const;

/** Milliseconds to the next read of a job that has been followed for so long. */
export function pollIntervalMs(followedMs: number, random: () => number = Math.random): number {
  const { leastMs, youngMostMs, youngMs, mostMs, part, jitter } = polling;
  const wanted = followedMs < youngMs ? Math.min(followedMs, youngMostMs) : Math.max(youngMostMs, followedMs * part);
  return Math.round(Math.min(mostMs, Math.max(leastMs, wanted)) * (1 - jitter * random()));
}

/** A wait of at most this long, with a last read just inside the deadline that ends it. */
export function withinDeadline(intervalMs: number, maxWaitMs: number): number {
  if (intervalMs < maxWaitMs - polling.marginMs) return intervalMs;
  return maxWaitMs > 2 * polling.marginMs ? maxWaitMs - polling.marginMs : Math.max(0, maxWaitMs);
}
