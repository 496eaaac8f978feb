// How many requests declared jobs cost, from the search for their names to what is waited for.
import { Many, minute, sourceId } from "../../support/sessions/many.js";

const second = 1_000;

let many: Many;

beforeEach(async () => {
  many = await Many.open();
});

afterEach(() => many.emulator.close());

const counts = () => many.emulator.control.requestCounts();
const requests = () => Object.values(counts()).reduce((all, one) => all + one, 0);
const endedAt = () =>
  Math.max(...many.emulator.control.store.tasks.of(sourceId).map((task) => task.endedAt ?? Number.POSITIVE_INFINITY));

it("one job of 80 seconds takes at most 14, and its end is seen within one interval", async () => {
  many.emulator.control.setPace({ phaseMs: { SCHEMA: 5 * second, DATA: minute, VERIFICATION: second } });
  const [job] = await many.createJobs(1, { waitFor: "completed" });
  expect(job?.state).toMatchObject({ status: "DONE" });
  expect(requests()).toBeLessThanOrEqual(14);
  expect(many.clock.now() - endedAt()).toBeLessThanOrEqual(12 * second);
});

it("one job of 30 minutes takes at most 60, and its end is seen within one interval", async () => {
  const [job] = await many.createJobs(1, { waitFor: "completed" });
  expect(job?.state).toMatchObject({ status: "DONE" });
  expect(requests()).toBeLessThanOrEqual(60);
  expect(many.clock.now() - endedAt()).toBeLessThanOrEqual(minute);
});

it("one job is polled by itself while the list of its source cannot be read", async () => {
  const waiting = many.createJobs(1, { waitFor: "completed" });
  await many.clock.sleep(6 * minute);
  const outage = { kind: "error", status: 503, code: "Unavailable" } as const;
  many.emulator.control.injectFault("ListMmsJobs", outage, { times: 1_000 });
  const [job] = await waiting;
  expect(job?.state).toMatchObject({ status: "DONE" });
  expect(counts()["GetMmsJob"]).toBeGreaterThan(10);
});

it("500 jobs to created share their lists, and request next to no async task", async () => {
  await many.createJobs(500);
  expect(counts()["CreateMmsJob"]).toBe(500);
  expect(counts()["GetMmsAsyncTask"] ?? 0).toBeLessThanOrEqual(5);
  expect(requests()).toBeLessThanOrEqual(600);
});
