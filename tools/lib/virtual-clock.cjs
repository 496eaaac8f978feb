// A clock that never waits: when the process has nothing else to do, time jumps to the moment at which the next sleeper is due.
const { subscribe, unsubscribe } = require("node:diagnostics_channel");
const { setImmediate: nextTurn, setTimeout: delay } = require("node:timers/promises");

/** Turns of the event loop without an event, after which the process counts as idle. */
const idleTurns = 8;

/**
 * The same while a request is under way to a server that sleeps on this very clock. Both ends are in this process, and a
 * request between them needs far fewer turns, however slow the machine.
 */
const heldTurns = 250;

const requestStart = "http.client.request.start";
let requestsUnderWay = 0;
let events = 0;
let listening = false;

/** @param {unknown} message */
function count(message) {
  const { request } = /** @type {{ request: import("node:http").ClientRequest }} */ (message);
  requestsUnderWay += 1;
  events += 1;
  request.once("close", () => {
    requestsUnderWay -= 1;
    events += 1;
  });
}

/** Counts the requests of this process, once. Node's channels outlive a test file: {@link stopCounting} ends it. */
function startCounting() {
  if (!listening) subscribe(requestStart, count);
  listening = true;
}

function stopCounting() {
  unsubscribe(requestStart, count);
  listening = false;
}

async function idleWithServer() {
  for (let quiet = 0, seen = events; quiet < (requestsUnderWay > 0 ? heldTurns : idleTurns); quiet += 1) {
    await nextTurn();
    if (events === seen) continue;
    quiet = 0;
    seen = events;
  }
}

async function idleWithoutServer() {
  for (let quiet = 0, seen = events; quiet < idleTurns; seen = events) {
    await (requestsUnderWay > 0 ? delay(1) : nextTurn());
    quiet = requestsUnderWay > 0 || events !== seen ? 0 : quiet + 1;
  }
}

/**
 * @typedef {object} Sleeper
 * @property {number} due
 * @property {() => void} wake
 */

class VirtualClock {
  #epoch;
  #follow;
  #elapsed = 0;
  /** @type {Sleeper[]} */
  #sleepers = [];
  #jumping = false;

  /**
   * @param {number} [epoch] milliseconds at which it begins
   * @param {(ms: number) => Promise<unknown>} [follow] moves the clock of the server by as much, where that is another process
   */
  constructor(epoch = Date.UTC(2026, 0, 1), follow) {
    this.#epoch = epoch;
    this.#follow = follow;
    startCounting();
  }

  now() {
    return this.#epoch + this.#elapsed;
  }

  /** Milliseconds slept since the start; {@link step} does not change it. */
  get sleptMs() {
    return this.#elapsed;
  }

  /**
   * Sets the time of day forward or back, as a correction of the machine's clock does; sleepers go on sleeping.
   *
   * @param {number} ms
   */
  step(ms) {
    this.#epoch += ms;
  }

  /**
   * @param {number} ms
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>}
   */
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    events += 1;
    await new Promise((resolve, reject) => {
      const abort = () => {
        events += 1;
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve(undefined);
      };
      const sleeper = { due: this.#elapsed + Math.max(0, ms), wake };
      signal?.addEventListener("abort", abort, { once: true });
      this.#sleepers.push(sleeper);
      void this.#jump();
    });
  }

  async #jump() {
    if (this.#jumping) return;
    this.#jumping = true;
    while (this.#sleepers.length > 0) {
      await (this.#follow ? idleWithoutServer() : idleWithServer());
      const due = Math.min(...this.#sleepers.map((sleeper) => sleeper.due));
      if (!Number.isFinite(due)) continue;
      if (due > this.#elapsed) await this.#follow?.(due - this.#elapsed);
      this.#elapsed = Math.max(this.#elapsed, due);
      const awake = this.#sleepers.filter((sleeper) => sleeper.due <= due);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.due > due);
      awake.forEach(({ wake }) => wake());
      events += 1;
    }
    this.#jumping = false;
  }
}

module.exports = { VirtualClock, stopCounting };
