// What a check of the assumptions finds out, and what it works with. Nothing in a finding names anything of the account.
import type { Clock } from "../../provider/clock.js";
import type { AssumptionId } from "../../provider/mms/assumptions/index.js";
import type { MmsClient } from "../../provider/mms/call.js";
import type { Job } from "../../provider/mms/models.js";

/** What came of an assumption. "Not observable": nothing in this run shows it. */
export type Verdict = "confirmed" | "refuted" | "not observable";

/** One verdict, with counts, statuses, error codes and times; never a name, an id or a message. */
export interface Finding {
  readonly verdict: Verdict;
  readonly facts?: Readonly<Record<string, number | boolean | string>>;
}

export type Findings = Partial<Record<AssumptionId, Finding>>;

/** A table to try things on. */
export interface Target {
  readonly dbName: string;
  readonly tableName: string;
}

/** The service as the checks see it. */
export interface Probe {
  readonly client: MmsClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly sourceId: string;
  readonly jobs: readonly Job[];
  readonly target?: Target | undefined;
  /** Says what is being done. */
  readonly say: (line: string) => void;
}

/** A finding: confirmed or refuted where it is known whether the assumption holds. */
export function finding(holds: boolean | undefined, facts?: Finding["facts"]): Finding {
  const verdict = holds === undefined ? "not observable" : holds ? "confirmed" : "refuted";
  return facts === undefined ? { verdict } : { verdict, facts };
}

/** Whether all hold; nothing is known of none. */
export const all = <Item>(items: readonly Item[], holds: (item: Item) => boolean): boolean | undefined =>
  items.length === 0 ? undefined : items.every(holds);

/** How many items of a list a check reads at most. */
const mostItems = 3_000;

/** A list to its end, or as far as a check reads. */
export async function collect<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) if (items.push(item) >= mostItems) break;
  return items;
}

const pollMs = 1_500;

/** Repeats a look until it returns something, or the time is up; returns what it saw and after how many milliseconds. */
export async function eventually<Seen>(
  { clock, signal }: Pick<Probe, "clock" | "signal">,
  withinMs: number,
  look: () => Promise<Seen | undefined>,
): Promise<{ readonly seen: Seen; readonly tookMs: number } | undefined> {
  const begun = clock.now();
  for (;;) {
    const seen = await look();
    const tookMs = clock.now() - begun;
    if (seen !== undefined) return { seen, tookMs };
    if (tookMs >= withinMs) return undefined;
    await clock.sleep(Math.min(Math.max(pollMs, tookMs / 10), withinMs - tookMs), signal);
  }
}
