// Random histories on the real engine: kills, late effects, two runs at once, old state. `npm test` plays the first one, in
// which requests of a killed run land more than a minute later; MMS_CHAOS_RUNS says how many, from
// MMS_CHAOS_SEED on; MMS_CHAOS_HISTORY is one to play as it is written. A failure prints the seed and the history.
import { FastTime } from "../support/chaos/fast-time.js";
import { type History, historyOf } from "../support/chaos/history.js";
import { Player } from "../support/chaos/player.js";

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const given = process.env["MMS_CHAOS_HISTORY"];
const first = number("MMS_CHAOS_SEED", 1);
const seeds = Array.from({ length: given === undefined ? number("MMS_CHAOS_RUNS", 1) : 1 }, (_none, at) => first + at);

const speed = number("MMS_CHAOS_SPEED", 10);

jest.setTimeout(900_000);

afterEach(() => jest.restoreAllMocks());

describe("a random history on the real engine", () => {
  it.each(seeds)("starts nothing twice and loses nothing (seed %i)", async (seed) => {
    const history = given === undefined ? historyOf(seed) : (JSON.parse(given) as History);
    const time = new FastTime(speed);
    // The emulator runs in this process, and in the time of the history.
    jest.spyOn(Date, "now").mockImplementation(time.now);
    const { violations, story } = await Player.play(history, time);
    if (process.env["MMS_CHAOS_OUTPUT"]) process.stderr.write(`${story.join("\n")}\n`);
    const told = [`seed ${seed}`, JSON.stringify(history), ...story].join("\n");
    expect(violations.length === 0 ? "" : `${violations.join("\n")}\n${told}`).toBe("");
  });
});
