// Time as a value: everything that asks for the time or waits takes one of these, so tests decide how time passes.
import { setTimeout as delay } from "node:timers/promises";

/** Source of time. `sleep` ends early, with the signal's reason, when the signal aborts. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Waits the given milliseconds. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
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
