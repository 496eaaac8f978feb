// Five hundred jobs declared and waited for, with the lifecycles themselves, the emulator and a clock that jumps.
import { setMaxListeners } from "node:events";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import type { Context, State } from "../../provider/lifecycle/lifecycle.js";
import { resolveConfig } from "../../provider/mms/config.js";
import { MigrationGate } from "../../provider/resources/migration-gate.js";
import { MigrationJob } from "../../provider/resources/migration-job.js";
import { createMmsService, type MmsService } from "../../provider/resources/service.js";
import { VirtualClock } from "../support/virtual-clock.js";

const sourceId = "2000017";
const minute = 60_000;

/** Creates the engine runs at a time on four cores. */
const atOnce = 16;

let emulator: Emulator;
let clock: VirtualClock;
let service: MmsService;

const { signal } = new AbortController();
setMaxListeners(0, signal);

const contextOf = (name: string): Context<MmsService> => ({
  service,
  clock,
  progress: { status: () => undefined, info: () => undefined, warn: () => undefined },
  signal,
  urn: `urn:pulumi:dev::test::test:${name}`,
});

beforeEach(async () => {
  clock = new VirtualClock();
  emulator = await startEmulator({ clock });
  emulator.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 28 * minute, VERIFICATION: minute } });
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretKey } = emulator.env;
  const keys = new Map(Object.entries({ "alicloud:accessKey": accessKey, "alicloud:secretKey": secretKey }));
  service = createMmsService(resolveConfig({ get: (key) => keys.get(key), env: emulator.env }), clock);
});

afterEach(() => emulator.close());

async function createJobs(count: number, more: State = {}): Promise<string[]> {
  const tables = Array.from({ length: count }, (_, index) => `bronze_${String(index + 1).padStart(4, "0")}`);
  const jobIds: string[] = [];
  const worker = async (): Promise<void> => {
    for (let table = tables.shift(); table !== undefined; table = tables.shift()) {
      const inputs = { sourceId, srcDbName: "lake", tables: [table], ...more };
      const { state } = await MigrationJob.lifecycle.create(inputs, contextOf(table));
      jobIds.push(String(state["jobId"]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return jobIds;
}

describe("a gate of many jobs", () => {
  it("follows 500 jobs of half an hour to their end with at most 80 requests", async () => {
    const jobIds = await createJobs(500);
    emulator.control.forgetRequests();
    const { state } = await MigrationGate.lifecycle.create({ sourceId, jobIds }, contextOf("gate"));
    expect(state).toMatchObject({ passed: true, jobDone: 500, tables: 500 });
    const counts = emulator.control.requestCounts();
    // The last job under way may be read by itself: that is one request, as a list of them all would be.
    expect(Object.keys(counts).sort()).toEqual(expect.arrayContaining(["ListMmsJobs", "ListMmsTables"]));
    expect(counts["GetMmsJob"] ?? 0).toBeLessThan(10);
    expect(Object.values(counts).reduce((all, one) => all + one, 0)).toBeLessThanOrEqual(80);
  });

  it("sees the last job end within one poll interval", async () => {
    const jobIds = await createJobs(50);
    await MigrationGate.lifecycle.create({ sourceId, jobIds }, contextOf("gate"));
    const ends = emulator.control.store.tasks.of(sourceId).map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY);
    expect(clock.now() - Math.max(...ends)).toBeLessThanOrEqual(minute);
  });

  it.each([1, 3])(
    "notices that one of %i jobs was deleted elsewhere, although it is still readable by its id",
    async (count) => {
      const jobIds = await createJobs(count);
      const deleted = String(jobIds.at(-1));
      const passing = MigrationGate.lifecycle.create({ sourceId, jobIds }, contextOf("gate"));
      const meanwhile = clock.sleep(5 * minute).then(() => {
        emulator.control.stopJob(deleted);
        emulator.control.deleteJob(deleted);
      });
      const failure = await Promise.all([passing, meanwhile]).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message: expect.stringMatching(
          new RegExp(`1 of ${count} jobs of source ${sourceId} failed[^]*job ${deleted}: GONE`),
        ),
        state: { passed: false, jobFailed: 1 },
      });
      expect(await service.jobs.current(sourceId, deleted)).toBeDefined();
    },
  );

  it("learns of verification with a few requests for all jobs together", async () => {
    const jobIds = await createJobs(40, { enableVerification: true });
    const before = emulator.control.requestCounts()["ListMmsTasks"] ?? 0;
    const { state } = await MigrationGate.lifecycle.create({ sourceId, jobIds }, contextOf("gate"));
    expect(state).toMatchObject({ passed: true, verified: true });
    expect((emulator.control.requestCounts()["ListMmsTasks"] ?? 0) - before).toBe(3);
  });

  it("calls a set stalled when none of its jobs moves, and stops what still runs if asked to", async () => {
    const [stopped = "", ...others] = await createJobs(3);
    emulator.control.stopJob(stopped);
    const inputs = { sourceId, jobIds: [stopped, ...others], stallTimeout: "3h" };
    const stalled = MigrationGate.lifecycle.create({ ...inputs, onStall: "fail" }, contextOf("gate"));
    await expect(stalled).rejects.toThrow(/no progress of any job for 3 hours.*: 2\/3 jobs/);
    emulator.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 24 * 60 * minute, VERIFICATION: minute } });
    const [slow = ""] = await createJobs(4).then((ids) => ids.slice(-1));
    const again = { ...inputs, jobIds: [slow], onStall: "stop" };
    await expect(MigrationGate.lifecycle.create(again, contextOf("gate"))).rejects.toThrow(/stalled/);
    const stops = emulator.control.requests().filter(({ operation }) => operation === "StopMmsJob");
    expect(stops.map(({ path }) => path)).toEqual([expect.stringContaining(`/jobs/${slow}/stop`)]);
  });
});
