import { unknown } from "../../../provider/lifecycle/values.js";
import { allowedFailures } from "../../../provider/resources/migration-gate/pass.js";
import { gateJobs, totalsOf } from "../../../provider/resources/migration-gate/report.js";
import { MigrationGate } from "../../../provider/resources/migration-gate.js";

const gate = MigrationGate.lifecycle;

describe("a gate's tolerance", () => {
  it.each([
    [{}, 10, 0],
    [{ maxFailures: 2 }, 10, 2],
    [{ maxFailureRatio: 0.25 }, 10, 2],
    [{ maxFailureRatio: 1 }, 10, 10],
    [{ maxFailures: 5, maxFailureRatio: 0.1 }, 10, 1],
    [{ maxFailures: 0, maxFailureRatio: 0.5 }, 10, 0],
    [{ maxFailureRatio: 0.29 }, 100, 29],
    [{ maxFailureRatio: 0.58 }, 50, 29],
    [{ maxFailureRatio: 0.28 }, 99, 27],
  ])("%j lets of %d jobs %d fail", (inputs, total, allowed) => {
    expect(allowedFailures(inputs, total)).toBe(allowed);
  });
});

describe("a gate's check", () => {
  const reasons = (inputs: Record<string, unknown>) =>
    (gate.check?.({ sourceId: "1", ...inputs }) ?? []).map(({ property }) => property);

  it("asks for one way of naming the jobs", () => {
    expect(reasons({})).toEqual(["jobIds"]);
    expect(reasons({ jobIds: ["1"], timerId: "2" })).toEqual(["timerId"]);
    expect(reasons({ nameFilter: "sales" })).toEqual([]);
  });

  it("lets ids that are not known yet pass", () => {
    expect(reasons({ jobIds: unknown })).toEqual([]);
  });

  it("wants to know what a stall is before it acts on one", () => {
    expect(reasons({ jobIds: ["1"], onStall: "stop" })).toEqual(["onStall"]);
  });
});

describe("a gate's diff", () => {
  const passed = { sourceId: "1", jobIds: ["1", "2"], passed: true };

  it("is none for the same jobs in another order, or as numbers", () => {
    expect(gate.diff?.(passed, { sourceId: 1, jobIds: ["2", 1] }).changes).toBe(false);
  });

  it("is an update for another job, and a new gate for another source", () => {
    expect(gate.diff?.(passed, { sourceId: "1", jobIds: ["1", "3"] })).toMatchObject({ changes: true, replaces: [] });
    expect(gate.diff?.(passed, { sourceId: "2", jobIds: ["1", "2"] }).replaces).toEqual(["sourceId"]);
  });

  it("is an update while the gate has not passed, whatever became of its error", () => {
    expect(gate.diff?.({ ...passed, passed: false }, { sourceId: "1", jobIds: ["1", "2"] }).changes).toBe(true);
  });
});

describe("a gate's account", () => {
  const finished = (jobId: string, status: "DONE" | "FAILED", verify = false) => ({
    jobId,
    job: { id: jobId, status, taskNum: 4, taskDone: 3, config: { enableVerification: verify } },
    finishedMs: 61_000,
  });

  it("sorts jobs by id as numbers and counts them", () => {
    const jobs = gateJobs(
      [finished("10", "DONE"), finished("9", "FAILED"), { jobId: "8", finishedMs: 5_000 }],
      [],
      1_000,
    );
    expect(jobs.map(({ jobId, status, waitedSeconds }) => [jobId, status, waitedSeconds])).toEqual([
      ["8", "GONE", 4],
      ["9", "FAILED", 60],
      ["10", "DONE", 60],
    ]);
    expect(totalsOf(jobs)).toMatchObject({ jobNum: 3, jobDone: 1, taskNum: 8, taskDone: 6 });
  });

  it("counts a DONE job whose row counts differ as not done", () => {
    const failure = { task: { jobId: "9" }, phase: "VERIFICATION" } as const;
    const jobs = gateJobs([finished("9", "DONE", true), finished("10", "DONE", true)], [failure], 0);
    expect(jobs.map(({ verified }) => verified)).toEqual([false, true]);
    expect(totalsOf(jobs)).toMatchObject({ jobDone: 1, verified: false });
  });

  it("adds up numbers beyond 2^53 exactly", () => {
    const jobs = ["1", "2"].map((jobId) => ({
      jobId,
      status: "DONE",
      tables: 1,
      numRows: "9007199254740993",
      size: "1",
    }));
    expect(totalsOf(jobs)).toMatchObject({ tables: 2, numRows: "18014398509481986", size: "2" });
  });

  it("tells no verification where none was enabled", () => {
    expect(totalsOf(gateJobs([finished("9", "DONE")], [], 0))).not.toHaveProperty("verified");
  });
});
