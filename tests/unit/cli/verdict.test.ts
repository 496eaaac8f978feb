// The verdict on jobs that the service does not know: lost before they were done, removed after that, or of another service.
import { verdictOf, type Judged } from "../../../cli/report/derive/verdict.js";
import type { JobRow } from "../../../cli/report/model.js";

const nothing = { total: 0, done: 0, doing: 0, failed: 0, open: 0 };
const job = (id: string, more: Partial<JobRow>): JobRow => ({
  id,
  sourceId: "2000015",
  status: "GONE",
  tasks: { total: 0, done: 0, failed: 0 },
  verification: false,
  ...more,
});

/** The verdict on jobs of a stack; `tables` of them are seen, all done and compared. */
function verdict(jobs: JobRow[], tables: number) {
  const all = { ...nothing, total: tables, done: tables };
  const judged = {
    jobs,
    counts: { jobs: nothing, tables: all, partitions: nothing, tasks: nothing },
    failures: [],
    verification: { asked: tables, notAsked: 0, passed: tables, differing: 0 },
    tables: [],
    timers: [],
    where: { region: "cn-shanghai", sources: [], stack: { project: "p", name: "s" } },
    quietMs: undefined,
  } as unknown as Judged;
  const { word, reasons } = verdictOf(judged, 1);
  return { word, codes: reasons.map(({ code }) => code), fix: reasons[0]?.fix };
}

const seen = job("1", { status: "DONE" });

it.each([
  ["lost beside one that is there", [seen, job("2", {})], 1, "failed", "jobs-gone"],
  ["removed after it was done", [seen, job("2", { wasDone: true })], 1, "unverified", "jobs-removed"],
  ["removed as the only one", [job("2", { wasDone: true })], 0, "unverified", "jobs-removed"],
] as const)("a job that is %s", (_what, jobs, tables, word, code) => {
  expect(verdict([...jobs], tables)).toMatchObject({ word, codes: [code] });
});

it("where the service knows none of the jobs, it may be another service", () => {
  expect(verdict([job("1", {}), job("2", {})], 0).fix).toMatch(/^check the region, account and endpoint/);
  expect(verdict([seen, job("2", {})], 1).fix).toMatch(/^`pulumi refresh`/);
});
