// Time that passes only in jumps, here and in the emulator's process: when no request is under way and nobody has anything
// else to do, both clocks move to the moment at which the next sleeper is due.
import { subscribe } from "node:diagnostics_channel";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";

/** Turns of the event loop without anything happening, after which the process counts as idle. */
const idleTurns = 8;

let underWay = 0;
let events = 0;

subscribe("http.client.request.start", (message) => {
  underWay += 1;
  events += 1;
  const { request } = /** @type {{ request: import("node:http").ClientRequest }} */ (message);
  request.once("close", () => {
    underWay -= 1;
    events += 1;
  });
});

async function idle() {
  for (let quiet = 0, seen = events; quiet < idleTurns;) {
    await (underWay > 0 ? delay(1) : nextTurn());
    const busy = underWay > 0 || events !== seen;
    quiet = busy ? 0 : quiet + 1;
    seen = events;
  }
}

export class VirtualClock {
  /** @type {Array<{ due: number, wake: () => void }>} */
  #sleepers = [];
  #jumping = false;
  #now;
  #follow;

  /**
   * @param {number} epoch milliseconds at which it begins
   * @param {(ms: number) => Promise<unknown>} follow moves the other clock
   */
  constructor(epoch, follow) {
    this.#now = epoch;
    this.#follow = follow;
  }

  now() {
    return this.#now;
  }

  /** @param {number} ms @param {AbortSignal} [signal] */
  sleep(ms, signal) {
    signal?.throwIfAborted();
    events += 1;
    return new Promise((resolve, reject) => {
      const sleeper = {
        due: this.#now + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener("abort", abort);
          resolve(undefined);
        },
      };
      const abort = () => {
        events += 1;
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#sleepers.push(sleeper);
      void this.#jump();
    });
  }

  async #jump() {
    if (this.#jumping) return;
    this.#jumping = true;
    while (this.#sleepers.length > 0) {
      await idle();
      if (this.#sleepers.length === 0) break;
      const due = Math.max(this.#now, Math.min(...this.#sleepers.map((sleeper) => sleeper.due)));
      if (due > this.#now) await this.#follow(due - this.#now);
      this.#now = due;
      const awake = this.#sleepers.filter((sleeper) => sleeper.due <= due);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.due > due);
      awake.forEach(({ wake }) => wake());
      events += 1;
    }
    this.#jumping = false;
  }
}
