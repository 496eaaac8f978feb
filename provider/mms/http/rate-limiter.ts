// How fast requests of one kind leave: as fast as they come, until the service asks to slow down. On the injected clock,
// first come first served, and never past a deadline; the vendor-neutral limiters at hand sleep on the machine's timers.
import type { Clock } from "../../clock.js";

/** How a lane reacts, as facts. */
const pace = {
  /** What remains of the rate after a throttling response. */
  keep: 0.7,
  /** Throttling responses this close together count once: they come from one burst. */
  burstMs: 1_000,
  /** Never slower than this, in requests a second. */
  least: 0.5,
  /** Requests a second won back by each second without throttling. */
  recoveryPerSecond: 0.5,
  /** Span over which it is measured how many requests the service took. */
  measuredMs: 1_000,
} as const;

/** Requests of one kind from one identity to one endpoint. */
export class RateLimiter {
  private rate: number;
  private next = 0;
  private pausedUntil = 0;
  private waiting = 0;
  private lastCut = Number.NEGATIVE_INFINITY;
  private lastChange = Number.NEGATIVE_INFINITY;
  private taken: number[] = [];

  /** @param limit Most requests a second; the lane never goes faster. */
  constructor(
    private readonly clock: Clock,
    private readonly limit: number = Number.POSITIVE_INFINITY,
  ) {
    this.rate = limit;
  }

  /** Requests a second at present. */
  get requestsPerSecond(): number {
    return this.rate;
  }

  /** How long a request that came now would wait, in milliseconds. */
  private reserve(): number {
    const now = this.clock.now();
    this.recover(now);
    const interval = 1000 / this.rate;
    // A clock that was set back must not leave requests waiting for the old time to come again.
    const furthest = now + this.waiting * interval + Math.max(0, this.pausedUntil - now);
    const slot = Math.min(Math.max(now, this.next, this.pausedUntil), furthest + interval);
    this.next = slot + interval;
    return slot - now;
  }

  /** Waits for this request's turn; returns false when that would come after the deadline. */
  async acquire(deadline: number, signal: AbortSignal | undefined, slowed: (waitMs: number) => void): Promise<boolean> {
    const waitMs = this.reserve();
    if (waitMs > 0) {
      if (this.clock.now() + waitMs > deadline) return false;
      slowed(waitMs);
      this.waiting += 1;
      try {
        await this.clock.sleep(waitMs, signal);
      } finally {
        this.waiting -= 1;
      }
    }
    return true;
  }

  /** Takes note of a response that is no throttling. */
  succeeded(): void {
    const now = this.clock.now();
    this.taken = [...this.taken.filter((at) => at > now - pace.measuredMs && at <= now), now];
    // Of a burst some are refused before others are served: what was taken in the end is the better measure.
    if (now - this.lastCut < pace.burstMs) this.rate = Math.min(this.limit, Math.max(this.rate, this.measured()));
  }

  private measured(): number {
    return (this.taken.length * 1000 * pace.keep) / pace.measuredMs;
  }

  /** Takes note of a throttling response. */
  throttled(retryAfterMs = 0): void {
    const now = this.clock.now();
    this.pausedUntil = Math.max(this.pausedUntil > now + 120_000 ? 0 : this.pausedUntil, now + retryAfterMs);
    if (now >= this.lastCut && now - this.lastCut < pace.burstMs) return;
    this.lastCut = now;
    this.lastChange = now;
    this.rate = Math.max(pace.least, Math.min(this.rate * pace.keep, this.measured()));
  }

  private recover(now: number): void {
    if (this.rate >= this.limit || !Number.isFinite(this.rate)) return;
    const quietMs = Math.max(0, now - this.lastChange);
    this.rate = Math.min(this.limit, this.rate + (quietMs / 1000) * pace.recoveryPerSecond);
    this.lastChange = now;
  }
}

/** The two lanes of an identity at an endpoint. */
export interface RateLimiters {
  readonly reads: RateLimiter;
  readonly changes: RateLimiter;
}

const known = new WeakMap<Clock, Map<string, RateLimiters>>();

/** Lanes of this process: the same for everyone of one scope, so that several clients keep one limit together. */
export function rateLimitersOf(clock: Clock, scope: string, limit: number | undefined): RateLimiters {
  const lanes = known.get(clock) ?? new Map<string, RateLimiters>();
  known.set(clock, lanes);
  const key = `${scope} ${limit ?? "found out"}`;
  const found = lanes.get(key) ?? { reads: new RateLimiter(clock, limit), changes: new RateLimiter(clock, limit) };
  lanes.set(key, found);
  return found;
}
