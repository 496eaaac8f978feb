// A clock for tests that never waits: when nothing else is under way it jumps to the earliest sleeper.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { Clock } from "../../provider/clock.js";

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** Turns of the event loop without anything happening, after which the process counts as idle. */
const idleTurns = 8;

/**
 * The same while a request is under way: its server then sleeps on this very clock. Both ends are in this process, and a
 * request between them needs far fewer turns, however slow the machine.
 */
const heldTurns = 250;

let requestsUnderWay = 0;
let events = 0;

function count(message: unknown): void {
  const { request } = message as { request: ClientRequest };
  requestsUnderWay += 1;
  events += 1;
  request.once("close", () => {
    requestsUnderWay -= 1;
    events += 1;
  });
}

// Node's channels are the process's own: a listener that stayed would count the requests of every later test file too.
subscribe("http.client.request.start", count);
afterAll(() => unsubscribe("http.client.request.start", count));

async function idle(): Promise<void> {
  for (let quiet = 0, seen = events; quiet < (requestsUnderWay > 0 ? heldTurns : idleTurns); quiet += 1) {
    await nextTurn();
    if (events === seen) continue;
    quiet = 0;
    seen = events;
  }
}

/** Time that passes only in jumps; {@link sleep} ends when everything else in the process waits too. */
export class VirtualClock implements Clock {
  private elapsed = 0;
  private sleepers: Sleeper[] = [];
  private jumping = false;

  constructor(private epoch: number = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.epoch + this.elapsed;
  }

  /** Milliseconds slept through since the start; unlike {@link now} not moved by {@link step}. */
  get sleptMs(): number {
    return this.elapsed;
  }

  /** Sets the time of day forward or back, as a correction of the machine's clock does; sleepers go on sleeping. */
  step(ms: number): void {
    this.epoch += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    events += 1;
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        events += 1;
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper = { due: this.elapsed + Math.max(0, ms), wake };
      signal?.addEventListener("abort", abort, { once: true });
      this.sleepers.push(sleeper);
      void this.jump();
    });
  }

  private async jump(): Promise<void> {
    if (this.jumping) return;
    this.jumping = true;
    while (this.sleepers.length > 0) {
      await idle();
      const due = Math.min(...this.sleepers.map((sleeper) => sleeper.due));
      if (!Number.isFinite(due)) continue;
      this.elapsed = Math.max(this.elapsed, due);
      const awake = this.sleepers.filter((sleeper) => sleeper.due <= due);
      this.sleepers = this.sleepers.filter((sleeper) => sleeper.due > due);
      awake.forEach((sleeper) => sleeper.wake());
      events += 1;
    }
    this.jumping = false;
  }
}
