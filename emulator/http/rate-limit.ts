// How many requests a second the service takes before it throttles.
import type { EmulatorClock } from "../clock.js";

/** A bucket that holds one second's worth of requests and fills up on the emulator's clock. */
export class RateLimit {
  private left: number;
  private filledAt: number;

  constructor(
    private readonly clock: EmulatorClock,
    private readonly requestsPerSecond: number,
  ) {
    this.left = requestsPerSecond;
    this.filledAt = clock.now();
  }

  /** Takes one request, or says after how many milliseconds the next one is taken. */
  take(): { readonly retryAfterMs: number } | undefined {
    const now = this.clock.now();
    const gained = (Math.max(0, now - this.filledAt) / 1_000) * this.requestsPerSecond;
    this.left = Math.min(this.requestsPerSecond, this.left + gained);
    this.filledAt = now;
    if (this.left < 1) return { retryAfterMs: Math.ceil(((1 - this.left) / this.requestsPerSecond) * 1_000) };
    this.left -= 1;
    return undefined;
  }
}
