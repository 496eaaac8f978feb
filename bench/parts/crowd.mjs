// (e) Many stacks at once on one account: each `pulumi up` is a process of its own and knows nothing of the others.
import { say } from "../../tools/lib/console.mjs";
import { openRoom } from "../lib/room.mjs";
import { startService } from "../lib/service.mjs";
import { round, summary, total } from "../lib/statistics.mjs";

/** Jobs that are made, queued and moved within seconds: what is left is the account's limit. */
const brief = { creationMs: 100, queueMs: 0, phaseMs: { SCHEMA: 0, DATA: 1_000, VERIFICATION: 0 } };

/**
 * Runs `pulumi up` of stacks at once, each with jobs of its own that it follows to their end.
 *
 * @param {NodeJS.ProcessEnv} engineEnv
 * @param {{ stacks: number, jobsEach: number, requestsPerSecond: number }} plan
 */
export async function measureCrowd(engineEnv, plan) {
  const { stacks, jobsEach, requestsPerSecond } = plan;
  const service = await startService({ pace: brief, requestsPerSecond });
  const rooms = [];
  try {
    for (let stack = 0; stack < stacks; stack += 1) {
      const own = {
        BENCH_JOBS: String(jobsEach),
        BENCH_FIRST_JOB: String(stack * jobsEach),
        BENCH_WAIT_FOR: "completed",
      };
      rooms.push(await openRoom(engineEnv, "ours", { ...service.env, ...own }));
    }
    await service.control.clearRequests();
    const ends = await Promise.allSettled(rooms.map((room) => room.up()));
    const wallMs = ends.flatMap((end) => (end.status === "fulfilled" ? end.value.wallMs : []));
    const requests = await service.control.requests();
    const throttled = requests.filter(({ status }) => status !== 200).length;
    const jobs = await service.control.jobs();
    const wall = summary(wallMs);
    say(`  ${stacks} stacks at once: the slowest ${(wall.most / wall.median).toFixed(2)} × the median`);
    return [
      {
        ...plan,
        ended: wallMs.length,
        jobsMade: jobs.length,
        jobsDone: jobs.filter(({ status }) => status === "DONE").length,
        wallMs: wall,
        slowestToMedian: round(wall.most / wall.median),
        requests: total(await service.control.requestCounts()),
        throttled,
      },
    ];
  } finally {
    for (const room of rooms) room.close();
    await service.stop();
  }
}
