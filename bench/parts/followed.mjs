// (b) N jobs followed to completion, through a gate, through `waitFor: "completed"`, and by the naive provider: requests,
// virtual time and memory. Virtual time, because nobody waits half an hour, and because a fast service with slow pollers
// would flatter everybody's number of requests.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { beforeExit } from "../../tools/lib/cleanup.mjs";
import { say } from "../../tools/lib/console.mjs";
import { startService } from "../lib/service.mjs";
import { total } from "../lib/statistics.mjs";

const contestants = ["gate", "completed", "naive"];

/** Each job takes half an hour: two tables at once, each 30 minutes of data after its schema. */
const halfAnHour = { phaseMs: { SCHEMA: 0, DATA: 1_800_000, VERIFICATION: 0 } };

/** What Pulumi allows on four cores: four times the cores. */
const slots = 16;

/** Requests a second that the service takes. */
const limit = 10;

const program = fileURLToPath(new URL("../lib/follow-process.mjs", import.meta.url));

/**
 * @param {string} contestant
 * @param {number} jobs
 * @param {number | undefined} requestsPerSecond
 */
async function follow(contestant, jobs, requestsPerSecond) {
  const limited = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  const service = await startService({ speed: 0, pace: halfAnHour, ...limited });
  const started = performance.now();
  const child = fork(program, [contestant, String(jobs), String(slots)], { env: { ...process.env, ...service.env } });
  const forget = beforeExit(() => child.kill());
  const [answer] = await Promise.race([once(child, "message"), once(child, "exit")]);
  forget();
  await service.stop();
  if (typeof answer !== "object") throw new Error(`${contestant} ended early with ${answer}; what it printed is above`);
  const { requests, ...rest } = answer;
  const result = {
    contestant,
    jobs,
    requestsPerSecond,
    slots,
    ...rest,
    requests: total(requests),
    byOperation: requests,
  };
  say(
    `  ${contestant}, ${jobs} jobs: ${result.requests} requests, ${Math.round(result.virtualMs / 60_000)} virtual minutes, ` +
      `${((performance.now() - started) / 1_000).toFixed(1)} s${result.error ? `; ${result.error}` : ""}`,
  );
  return result;
}

/** @param {{ sizes: readonly number[], limitedAt: number }} plan */
export async function measureFollowed({ sizes, limitedAt }) {
  const results = [];
  for (const jobs of sizes) {
    for (const contestant of contestants) results.push(await follow(contestant, jobs, undefined));
  }
  for (const contestant of contestants) results.push(await follow(contestant, limitedAt, limit));
  return results;
}
