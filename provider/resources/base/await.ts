// Waits until something on the service is as it should be. Jobs have a loop of their own (jobs/wait-for-job.ts),
// which shares its reads between many of them.
import { WaitTimeoutError } from "../../mms/errors.js";
import type { MmsContext } from "./service.js";
import type { CallOptions } from "../../mms/call.js";

/** Pauses between looks: short at first, since many waits are, and longer as time goes by. */
const pauses = { firstMs: 1_000, growth: 1.5, longestMs: 10_000 } as const;

/** One thing to wait for. */
export interface Wait<Seen> {
  /** What is waited for, in words: `data source 2000015 to be STARTED`. */
  readonly waitingFor: string;
  readonly look: (options: CallOptions) => Promise<Seen>;
  /** What was seen, in a word; told, with how often, when patience ends. */
  readonly word: (seen: Seen) => string;
  /** Whether the wait is over; throws where it ended badly. */
  readonly reached: (seen: Seen) => boolean;
  /** The live line while waiting. */
  readonly line?: (seen: Seen) => string;
}

/** Looks until `reached`. Patience that ends throws {@link WaitTimeoutError} and changes nothing on the service. */
export async function awaitCondition<Seen>(wait: Wait<Seen>, context: MmsContext): Promise<Seen> {
  const { clock, signal, progress, deadline } = context;
  const { waitingFor, word } = wait;
  const started = clock.now();
  const seen: Record<string, number> = {};
  for (let pauseMs: number = pauses.firstMs; ; pauseMs = Math.min(pauseMs * pauses.growth, pauses.longestMs)) {
    const found = await wait.look(context.call);
    if (wait.reached(found)) return found;
    seen[word(found)] = (seen[word(found)] ?? 0) + 1;
    const now = clock.now();
    if (now >= deadline) throw new WaitTimeoutError({ waitingFor, waitedMs: now - started, seen });
    progress.status(wait.line?.(found) ?? `${word(found)}; waiting for ${waitingFor}`);
    await clock.sleep(Math.min(pauseMs, deadline - now), signal);
  }
}
