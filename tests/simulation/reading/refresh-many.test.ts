// A refresh of many jobs in a new process, as `pulumi refresh` begins one.
import { Many } from "../../support/sessions/many.js";

let many: Many;

beforeEach(async () => {
  many = await Many.open();
});

afterEach(() => many.emulator.close());

async function requestsOfRefresh(count: number): Promise<number> {
  const jobs = await many.createJobs(count);
  many.startAgain();
  many.emulator.control.clearRequests();
  const read = await many.refresh(jobs);
  expect(read.map((job) => job?.id)).toEqual(jobs.map(({ id }) => id));
  return many.emulator.control.requests().length;
}

it.each([50, 500])("of %i jobs costs pages, not jobs", async (count) => {
  expect(await requestsOfRefresh(count)).toBeLessThanOrEqual(12);
});

it("of many shows what others did to any of them", async () => {
  const jobs = await many.createJobs(40);
  const idOf = (index: number) => String(jobs[index]?.state["jobId"]);
  many.startAgain();
  many.emulator.control.stopJob(idOf(7));
  many.emulator.control.stopJob(idOf(33));
  many.emulator.control.deleteJob(idOf(33));
  const read = await many.refresh(jobs);
  expect(read[7]).toMatchObject({ inputs: { desiredState: "stopped" } });
  expect(read[33]).toBeUndefined();
  expect(read.filter((job) => job?.state["jobId"] !== undefined)).toHaveLength(39);
});
