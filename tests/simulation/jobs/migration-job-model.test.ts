// Random sessions against the emulator in virtual time. MMS_MODEL_RUNS sets their number; a failing run prints the seed and
// path that replay it with MMS_MODEL_SEED and MMS_MODEL_PATH.
import fc from "fast-check";

import { session, sessions } from "../../support/sessions/random-sessions.js";

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const runs = number("MMS_MODEL_RUNS", 200);
const seed = number("MMS_MODEL_SEED", Date.now() % 2 ** 31);
const path = process.env["MMS_MODEL_PATH"];

describe("MigrationJobs in random sessions", () => {
  it(
    `never starts a job twice and never loses one (${runs} sessions, seed ${seed})`,
    async () => {
      const property = fc.asyncProperty(sessions, (given) => session(...given));
      await fc.assert(property, {
        numRuns: runs,
        seed,
        ...(path === undefined ? {} : { path }),
        endOnFailure: path !== undefined,
      });
    },
    Math.max(120_000, runs * 5_000),
  );
});
