// Time as a value: everything that reads the time or waits takes one of these, so tests decide how time passes.
import { setTimeout as delay } from "node:timers/promises";

/** Source of time. `sleep` ends early, with the signal's reason, when the signal aborts. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Waits the given milliseconds. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Given to every abort of a sleep: without one Node makes an exception with a stack each time, for hundreds of waits at once. */
const woken = new Error("the wait is over");

/** One sleep that others may end early. */
export class Nap {
  private readonly waking = new AbortController();

  constructor(private readonly clock: Clock) {}

  readonly wake = (): void => this.waking.abort(woken);

  /** Ends when the time is over or it is woken. Throws the reason of a signal that aborts. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    // Not AbortSignal.any: thousands of them on one signal that lives as long as the process are never freed by Node 20.
    signal?.addEventListener("abort", this.wake, { once: true });
    const isAwake = signal?.aborted === true || this.waking.signal.aborted;
    if (!isAwake) await this.clock.sleep(ms, this.waking.signal).catch(() => undefined);
    signal?.removeEventListener("abort", this.wake);
    signal?.throwIfAborted();
  }
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(Math.max(0, ms), undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
