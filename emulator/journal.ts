// What was requested, in order.
import type { OperationName } from "../provider/mms/operations.js";
import type { Fault } from "./http/faults.js";

/** One request as the emulator saw it. */
export interface JournalEntry {
  readonly operation: OperationName;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Status of the response; 0 where the connection broke instead. */
  readonly status: number;
  /** Epoch milliseconds on the emulator's clock. */
  readonly at: number;
  /** Whether it could change something: of a changing operation, and not kept from the service by a fault. */
  readonly mutating: boolean;
  /** What went wrong with it on purpose. */
  readonly fault?: Fault["kind"];
}

/** Requests kept; a soak test sends millions, of which the last ones matter. */
const kept = 100_000;

export class Journal {
  /** The last requests, oldest first. */
  readonly entries: JournalEntry[] = [];
  private counted: Partial<Record<OperationName, number>> = {};

  add(entry: JournalEntry): void {
    this.entries.push(entry);
    this.counted[entry.operation] = (this.counted[entry.operation] ?? 0) + 1;
    // In bulk, so that keeping the limit costs nothing a request.
    if (this.entries.length > 2 * kept) this.entries.splice(0, this.entries.length - kept);
  }

  /** Number of requests by operation, of all there were. */
  counts(): Partial<Record<OperationName, number>> {
    return { ...this.counted };
  }

  clear(): void {
    this.entries.length = 0;
    this.counted = {};
  }
}
