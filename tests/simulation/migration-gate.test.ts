// Five hundred jobs declared and waited for, with the lifecycles themselves, the emulator and a clock that jumps.
import { Many, minute, sourceId } from "../support/sessions/many.js";
import { lifecycleOf } from "../../provider/registry.js";
import type { Existing, State } from "../../provider/lifecycle/types.js";

let many: Many;

beforeEach(async () => {
  many = await Many.open();
});

afterEach(() => many.emulator.close());

async function createJobs(count: number, more: State = {}): Promise<string[]> {
  const jobs = await many.createJobs(count, more);
  return jobs.map(({ state }) => String(state["jobId"]));
}

/** Waits for these jobs in one gate. */
const pass = (jobIds: readonly string[], more: State = {}): Promise<Existing> =>
  lifecycleOf("MigrationGate").create({ sourceId, jobIds, ...more }, many.context("gate"));

describe("a gate of many jobs", () => {
  it("follows 500 jobs of half an hour to their end with at most 80 requests", async () => {
    const jobIds = await createJobs(500);
    many.emulator.control.clearRequests();
    const { state } = await pass(jobIds);
    expect(state).toMatchObject({ passed: true, jobDone: 500, tables: 500 });
    const counts = many.emulator.control.requestCounts();
    // The last job under way may be read by itself: that is one request, as a list of them all would be.
    expect(Object.keys(counts).sort()).toEqual(expect.arrayContaining(["ListMmsJobs", "ListMmsTables"]));
    expect(counts["GetMmsJob"] ?? 0).toBeLessThan(10);
    expect(Object.values(counts).reduce((all, one) => all + one, 0)).toBeLessThanOrEqual(80);
  });

  it("sees the last job end within one poll interval", async () => {
    const jobIds = await createJobs(50);
    await pass(jobIds);
    const ends = many.emulator.control.store.tasks
      .of(sourceId)
      .map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY);
    expect(many.clock.now() - Math.max(...ends)).toBeLessThanOrEqual(minute);
  });

  it.each([1, 3])(
    "notices that one of %i jobs was deleted elsewhere, although it is still readable by its id",
    async (count) => {
      const jobIds = await createJobs(count);
      const deleted = String(jobIds.at(-1));
      const passing = pass(jobIds);
      const meanwhile = many.clock.sleep(5 * minute).then(() => {
        many.emulator.control.stopJob(deleted);
        many.emulator.control.deleteJob(deleted);
      });
      const failure = await Promise.all([passing, meanwhile]).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message: expect.stringMatching(
          new RegExp(`1 of ${count} jobs of source ${sourceId} failed[^]*job ${deleted}: GONE`),
        ),
        state: { passed: false, jobFailed: 1 },
      });
      expect(await many.service.jobs.current(sourceId, deleted)).toBeDefined();
    },
  );

  it("learns of verification with a few requests for all jobs together", async () => {
    const jobIds = await createJobs(40, { enableVerification: true });
    const before = many.emulator.control.requestCounts()["ListMmsTasks"] ?? 0;
    const { state } = await pass(jobIds);
    expect(state).toMatchObject({ passed: true, verified: true });
    // Three for the report at the end, and at most one in five minutes before it.
    expect((many.emulator.control.requestCounts()["ListMmsTasks"] ?? 0) - before).toBeLessThanOrEqual(3 + 30 / 5);
  });

  it("learns of row counts that differ while others are under way, and stops those if its program says so", async () => {
    many.emulator.control.store.failures.push({
      table: "bronze_0001",
      phase: "VERIFICATION",
      message: "rows",
      times: 9,
    });
    const [differs = ""] = await createJobs(1, { enableVerification: true });
    // By then it moves its rows; only jobs made from now on take a day for that.
    await many.clock.sleep(5 * minute);
    many.emulator.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 24 * 60 * minute, VERIFICATION: minute } });
    const [, slow = ""] = await createJobs(2, { enableVerification: true });
    const began = many.clock.now();
    const failure = await pass([differs, slow], { stopOnBreach: true }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining("row counts differ") });
    expect(many.clock.now() - began).toBeLessThan(2 * 60 * minute);
    const stops = many.emulator.control.requests().filter(({ operation }) => operation === "StopMmsJob");
    expect(stops.map(({ path }) => path)).toEqual([expect.stringContaining(`/jobs/${slow}/stop`)]);
  });

  it("says at once that a job is stopped, and ends when nothing else is left to wait for", async () => {
    const [stopped = "", other = ""] = await createJobs(2);
    const said: string[] = [];
    const rows: string[] = [];
    const began = many.clock.now();
    const gate = many.context("gate");
    const progress = {
      ...gate.progress,
      status: (line: string) => void rows.push(line),
      warn: (line: string) => void said.push(line),
    };
    many.emulator.control.stopJob(stopped);
    const inputs = { sourceId, jobIds: [stopped, other] };
    const failure = await lifecycleOf("MigrationGate")
      .create(inputs, { ...gate, progress })
      .catch((error: unknown) => error as { state: State; message: string });
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`job ${stopped} ".+" of source \\d+ is stopped and moves`)),
    ]);
    expect(rows[0]).toMatch(/^0\/2 jobs \(1 stopped\), /);
    expect(failure).toMatchObject({
      message: expect.stringContaining("no other job is left to wait for"),
      state: { passed: false, jobDone: 1, jobStopped: 1 },
    });
    expect((failure.state as { jobs: object[] }).jobs).toContainEqual(
      expect.objectContaining({ jobId: stopped, stopped: true }),
    );
    expect(many.clock.now() - began).toBeLessThan(60 * minute);
  });

  it("freezes no verdict on a job that reads FAILED while other tasks of it wait or run", async () => {
    many.emulator.control.setPace({
      parallel: 1,
      phaseMs: { SCHEMA: minute, DATA: 10 * minute, VERIFICATION: minute },
    });
    const failure = { table: "bronze_0001", phase: "DATA", message: "no", times: 1, jobReadsFailed: true } as const;
    many.emulator.control.failTasks(failure);
    const tables = ["bronze_0001", "bronze_0002", "bronze_0003"];
    const { state } = await lifecycleOf("MigrationJob").create(
      { sourceId, srcDbName: "lake", tables },
      many.context("job"),
    );
    const jobId = String(state["jobId"]);
    const repaired = many.clock.sleep(20 * minute).then(() => {
      const [job] = many.emulator.control.jobs();
      expect(job).toMatchObject({ status: "FAILED", taskDone: 0 });
      many.emulator.control.retryJob(jobId);
    });
    const passed = await pass([jobId]);
    await repaired;
    expect(passed.state).toMatchObject({ passed: true, jobDone: 1, taskDone: 3, failedTaskCount: 0 });
  });

  it("reads again after a repair what it let pass: in a refresh, and in an update", async () => {
    many.emulator.control.failTasks({ table: "bronze_0001", phase: "VERIFICATION", message: "rows", times: 1 });
    const jobIds = await createJobs(2, { enableVerification: true });
    const passed = await pass(jobIds, { maxVerificationFailures: 1 });
    expect(passed.state).toMatchObject({ passed: true, verified: false, jobFailed: 1, failedTaskCount: 1 });
    many.emulator.control.retryJob(String(jobIds[0]));
    const context = many.context("gate");
    const underWay = await lifecycleOf("MigrationGate").read(passed, context);
    expect(underWay?.state).toMatchObject({ passed: true, verified: false, jobFailed: 1 });
    await many.clock.sleep(60 * minute);
    const repaired = { passed: true, verified: true, jobDone: 2, jobFailed: 0, failedTaskCount: 0, failedTables: [] };
    expect((await lifecycleOf("MigrationGate").read(passed, context))?.state).toMatchObject(repaired);
    const inputs = { sourceId, jobIds, maxVerificationFailures: 1, timeouts: { create: "2h" } };
    expect(await lifecycleOf("MigrationGate").update(passed, inputs, context)).toMatchObject(repaired);
  });

  it("keeps its wait where a job is not found and no list confirms that it is gone", async () => {
    const jobIds = await createJobs(1);
    const { store } = many.emulator.control;
    const [job] = store.jobs.of(sourceId);
    if (job === undefined) throw new Error("no job");
    store.jobs.remove(job);
    many.emulator.control.injectFault(
      "ListMmsJobs",
      { kind: "error", status: 503, code: "Unavailable" },
      { times: 200 },
    );
    const back = many.clock.sleep(5 * minute).then(() => store.jobs.add(job));
    const passed = await pass(jobIds);
    await back;
    expect(passed.state).toMatchObject({ passed: true, jobDone: 1 });
  });

  it("calls a set stalled when none of its jobs moves, and stops what still runs if its program says so", async () => {
    const done = await createJobs(2);
    await pass(done);
    many.emulator.control.setPace({ phaseMs: { SCHEMA: minute, DATA: 24 * 60 * minute, VERIFICATION: minute } });
    const [slow = ""] = await createJobs(3).then((ids) => ids.slice(-1));
    const stalled = pass([slow, ...done], { stallTimeout: "3h", onStall: "fail" });
    await expect(stalled).rejects.toThrow(/no progress of any job for 3 hours.*: 2\/3 jobs/);
    await expect(pass([slow], { stallTimeout: "3h", onStall: "stop" })).rejects.toThrow(/stalled/);
    const stops = many.emulator.control.requests().filter(({ operation }) => operation === "StopMmsJob");
    expect(stops.map(({ path }) => path)).toEqual([expect.stringContaining(`/jobs/${slow}/stop`)]);
  });
});
