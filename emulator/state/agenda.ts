// What is due when. Everything that moves by itself is on it, so that time passes in order however often it is read.
import { Heap } from "heap-js";

/** Something that happens at a moment. */
export interface Entry {
  readonly at: number;
  readonly order: number;
  readonly happen: (at: number) => void;
  cancelled: boolean;
}

export class Agenda {
  private readonly entries = new Heap<Entry>((a, b) => a.at - b.at || a.order - b.order);
  private put = 0;

  /** Lets something happen at a moment. Of two at the same moment the one put first happens first. */
  add(at: number, happen: (at: number) => void): Entry {
    // One entry without a time would put all others out of order, for good.
    if (Number.isNaN(at)) throw new RangeError("a moment of the agenda must be a number");
    this.put += 1;
    const entry: Entry = { at, order: this.put, happen, cancelled: false };
    this.entries.push(entry);
    return entry;
  }

  /** Lets everything happen that is due by a moment, in order. */
  passTo(now: number): void {
    for (let next = this.entries.peek(); next !== undefined && next.at <= now; next = this.entries.peek()) {
      this.entries.pop();
      if (!next.cancelled) next.happen(next.at);
    }
  }
}
