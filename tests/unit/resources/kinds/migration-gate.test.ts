import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import {
  allowedFailures,
  allowedInWords,
  isSurelyBreached,
  verdictOn,
} from "../../../../provider/resources/migration-gate/budget.js";
import { gateJobs, totalsOf } from "../../../../provider/resources/migration-gate/steps/report.js";
import { readInputs } from "../../../../provider/lifecycle/properties/typed-values.js";
import { migrationGateInputs } from "../../../../provider/resources/migration-gate/schema.js";
import { lifecycleOf } from "../../../../provider/registry.js";
import type { Tally, Seen } from "../../../../provider/resources/migration-gate/watched-job.js";
const gate = lifecycleOf("MigrationGate");
const budgetOf = (inputs: object) => readInputs(migrationGateInputs, { sourceId: "1", ...inputs });

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
  ])("%j lets of %d tasks %d fail", (inputs, total, allowed) => {
    expect(allowedFailures(budgetOf(inputs), total)).toBe(allowed);
  });

  it.each([
    [{}, "0 may (neither maxFailures nor maxFailureRatio is set)"],
    [{ maxFailureRatio: 0.5 }, "0 may (maxFailureRatio 0.5 of 1 task)"],
    [{ maxFailures: 3, maxFailureRatio: 0.5 }, "0 may (maxFailures 3 and maxFailureRatio 0.5 of 1 task)"],
  ])("%j says where its number comes from", (inputs, words) => {
    expect(allowedInWords(budgetOf(inputs), 1)).toBe(words);
  });

  const failed = (taskNum: number, taskDone: number, counted?: Tally): Seen => ({
    jobId: "1",
    job: { status: "FAILED", taskNum, taskDone },
    finishedMs: 1,
    ...(counted ? { counted } : {}),
  });

  it("counts tasks, and what a job that failed did not finish", () => {
    expect(verdictOn([failed(10, 7, { tasks: 1, verification: 1 })], budgetOf({ maxFailures: 2 }))).toEqual({
      tally: { tasks: 2, verification: 1 },
      taskNum: 10,
      isBreached: true,
    });
  });

  it("counts row counts that differ apart: none may, whatever else may", () => {
    const seen = [failed(4, 3, { tasks: 0, verification: 1 })];
    expect(verdictOn(seen, budgetOf({ maxFailures: 4, maxFailureRatio: 1 })).isBreached).toBe(true);
    expect(verdictOn(seen, budgetOf({ maxVerificationFailures: 1 }))).toMatchObject({
      tally: { tasks: 0, verification: 1 },
      isBreached: false,
    });
  });

  it("is not exceeded for sure while jobs are under way whose tasks are not known yet", () => {
    const open: Seen = { jobId: "2", job: { status: "INIT", taskNum: 0 } };
    const half = budgetOf({ maxFailureRatio: 0.5 });
    expect(isSurelyBreached([failed(1, 0, { tasks: 1, verification: 0 }), open], half)).toBe(false);
    expect(isSurelyBreached([failed(1, 0, { tasks: 1, verification: 0 })], half)).toBe(true);
  });
});

describe("a gate's check", () => {
  const reasons = (inputs: Record<string, unknown>) =>
    (gate.check?.({ sourceId: "1", ...inputs }) ?? []).map(({ property }) => property);

  it("requires one way of naming the jobs", () => {
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

  it("reports no verification where none was enabled", () => {
    expect(totalsOf(gateJobs([finished("9", "DONE")], [], 0))).not.toHaveProperty("verified");
  });
});
