// The random sessions under each assumption that can be played false, and under some pairs. `npm run test:assumptions` plays many
// and writes the table of docs/assumptions.md.
import { appendFileSync, writeFileSync } from "node:fs";

import { switchIds } from "../../emulator/switches.js";
import { pairsOf, playUnder } from "../support/sessions/assumption-sessions.js";

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const seed = number("MMS_ASSUMPTIONS_SEED", Date.now() % 2 ** 31);
const runs = number("MMS_ASSUMPTIONS_RUNS", 1);
const pairs = number("MMS_ASSUMPTIONS_PAIRS", 3);
const only = process.env["MMS_ASSUMPTIONS_ONLY"]?.split(",");
const out = process.env["MMS_ASSUMPTIONS_OUT"];
const log = process.env["MMS_ASSUMPTIONS_LOG"];

const cases = [...switchIds.map((id) => [id]), ...pairsOf(seed, pairs)].filter(
  (ids) => only === undefined || ids.some((id) => only.includes(id)),
);

if (out !== undefined) writeFileSync(out, "");

describe(`random sessions (${runs} each, seed ${seed}) where the service is otherwise`, () => {
  it.each(cases.map((ids) => ids.join(" and ")))(
    "%s: starts nothing twice without a word",
    async (name) => {
      const denied = cases.find((ids) => ids.join(" and ") === name) ?? [];
      const outcome = await playUnder(denied, seed, runs, (error, group) => {
        if (log !== undefined) appendFileSync(log, `\n=== ${name} ${group}\n${error.message}\n`);
      });
      if (out !== undefined) appendFileSync(out, `${JSON.stringify(outcome)}\n`);
      expect(outcome.broken.untold).toBe(0);
    },
    Math.max(300_000, runs * 60_000),
  );
});
