// The one loop that waits until something on the service is as it should be.
import { WaitTimeoutError } from "../../mms/errors.js";
import type { MmsContext } from "./service.js";

/** Pauses between reads: short at first, since many waits are, and longer as time goes by. */
const pauses = { firstMs: 1_000, growth: 1.5, longestMs: 10_000 } as const;

/** Watches a wait: called with everything read that does not end it. Throws to end it. */
export type Observer<Seen> = (seen: Seen) => void | Promise<void>;

/** One thing to wait for. */
export interface Wait<Seen, Result> {
  /** What is waited for, in words: `data source 2000015 to be STARTED`. */
  readonly waitingFor: string | ((seen: Seen) => string);
  /** Reads the thing; `reads` counts from 1. */
  readonly read: (reads: number) => Promise<Seen>;
  /** Whether `read` waits by itself until it is time for the next read. */
  readonly isPaced?: boolean;
  /** What was read, in a word; reported, with how often, at the timeout. */
  readonly word: (seen: Seen) => string;
  /** What is reported at the timeout in place of the words read. */
  readonly seenAtLast?: (seen: Seen) => Readonly<Record<string, number>>;
  /** What was waited for, once it is there; throws where the wait ended badly. */
  readonly reached: (seen: Seen, reads: number) => Result | undefined;
  /** The status line while waiting; `undefined` leaves the last one. */
  readonly line?: (seen: Seen) => string | undefined;
  readonly observers?: readonly Observer<Seen>[];
}

/** Reads until `reached`. At the deadline it throws {@link WaitTimeoutError} and changes nothing on the service. */
export async function awaitCondition<Seen, Result>(wait: Wait<Seen, Result>, context: MmsContext): Promise<Result> {
  const { clock, signal, progress, deadline } = context;
  const { word, observers = [] } = wait;
  const started = clock.now();
  const words: Record<string, number> = {};
  let pauseMs: number = pauses.firstMs;
  for (let reads = 1; ; reads += 1) {
    const seen = await wait.read(reads);
    const result = wait.reached(seen, reads);
    if (result !== undefined) return result;
    words[word(seen)] = (words[word(seen)] ?? 0) + 1;
    const waitingFor = typeof wait.waitingFor === "string" ? wait.waitingFor : wait.waitingFor(seen);
    const line = wait.line === undefined ? `${word(seen)}; waiting for ${waitingFor}` : wait.line(seen);
    if (line !== undefined) progress.status(line);
    for (const observe of observers) await observe(seen);
    const now = clock.now();
    if (now >= deadline) {
      throw new WaitTimeoutError({ waitingFor, waitedMs: now - started, seen: wait.seenAtLast?.(seen) ?? words });
    }
    if (wait.isPaced) continue;
    await clock.sleep(Math.min(pauseMs, deadline - now), signal);
    pauseMs = Math.min(pauseMs * pauses.growth, pauses.longestMs);
  }
}
