// `npm run test:soak [sessions]`: random sessions with migration jobs, many of them, on all cores. A failure prints the seed
// and path that replay it. 10 000 sessions take about 25 minutes on 4 cores.
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { duration, say } from "./lib/console.mjs";
import { run } from "./lib/run.mjs";
import { root } from "./setup.mjs";

const sessions = Number(process.argv[2] ?? 10_000);
const seed = Number(process.env["MMS_MODEL_SEED"] ?? Date.now() % 2 ** 30);
const atATime = 250;

const started = Date.now();
let begun = 0;
let passed = 0;
let failed = 0;

/** Runs one share after another, each with a seed of its own, until none is left. */
async function work() {
  while (begun < sessions) {
    const share = Math.min(atATime, sessions - begun);
    const own = seed + begun;
    begun += share;
    const jest = join(root, "node_modules", "jest", "bin", "jest.js");
    const env = { ...process.env, MMS_MODEL_RUNS: String(share), MMS_MODEL_SEED: String(own) };
    const ended = await run(process.execPath, [jest, "--testPathPatterns", "client/migration-job-model"], {
      cwd: root,
      env,
    });
    if (ended.code === 0) passed += share;
    else {
      failed += 1;
      say(ended.stderr);
    }
    say(`${passed} of ${sessions} sessions passed, ${failed} failed; ${duration(Date.now() - started)}`);
  }
}

say(`${sessions} random sessions from seed ${seed}`);
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = failed > 0 || passed < sessions ? 1 : 0;
