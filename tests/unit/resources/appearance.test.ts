import { VisibilityDelay } from "../../../provider/mms/jobs/visibility-delay.js";

/** Lets jobs appear after `tookMs`, one after another, and answers how many looks each of them needed. */
function looksFor(appearance: VisibilityDelay, tookMs: number, jobs: number): number[] {
  let now = 0;
  return Array.from({ length: jobs }, () => {
    const acceptedAt = now;
    now = appearance.firstLookAt(acceptedAt);
    let looks = 1;
    for (; now < acceptedAt + tookMs; looks += 1) now = appearance.nextLookAt(now, looks);
    appearance.saw({ acceptedAt, foundAt: now, missed: looks > 1 });
    return looks;
  });
}

test("a service that shows a job at once is looked at at once, every time", () => {
  const appearance = new VisibilityDelay();
  expect(looksFor(appearance, 0, 5)).toEqual([1, 1, 1, 1, 1]);
  expect(appearance.firstLookAt(1_000)).toBe(1_000);
});

test("once a job took its time, the next ones are not looked for before", () => {
  const looks = looksFor(new VisibilityDelay(), 3_000, 40);
  expect(looks[0]).toBeGreaterThan(2);
  const later = looks.slice(1);
  expect(later.reduce((sum, one) => sum + one, 0) / later.length).toBeLessThan(1.5);
});

test("jobs that are accepted shortly after one another share a look", () => {
  const appearance = new VisibilityDelay();
  appearance.saw({ acceptedAt: 0, foundAt: 4_000, missed: true });
  const looks = [10_100, 10_400, 10_900, 11_300].map((acceptedAt) => appearance.firstLookAt(acceptedAt));
  expect(new Set(looks).size).toBe(1);
});

test("a job that was on its way at the last lesson teaches nothing more", () => {
  const appearance = new VisibilityDelay();
  appearance.saw({ acceptedAt: 0, foundAt: 4_000, missed: true });
  for (let i = 0; i < 16; i += 1) appearance.saw({ acceptedAt: 100, foundAt: 4_100, missed: false });
  expect(appearance.firstLookAt(10_000) - 10_000).toBeGreaterThanOrEqual(4_000);
});

test("a job is surely from a request only by its time of creation, whatever the service's clock and zone", () => {
  const appearance = new VisibilityDelay();
  const at = (time: string) => ({ createTime: `2026-03-01 ${time} ` });
  const acceptedAt = Date.parse("2026-02-28T23:59:00.400Z");
  expect(appearance.canBeFrom(at("08:00:00"), acceptedAt)).toBe(false);
  appearance.knows({}, acceptedAt);
  expect(appearance.canBeFrom(at("08:00:00"), acceptedAt)).toBe(false);
  // The service is a minute ahead of us, in a zone of its own.
  appearance.knows(at("08:00:00"), acceptedAt);
  const later = acceptedAt + 60_000;
  expect(["08:01:00", "08:00:59", "08:01:05"].map((time) => appearance.canBeFrom(at(time), later))).toEqual([
    true,
    true,
    true,
  ]);
  expect(["08:00:57", "08:00:30"].map((time) => appearance.canBeFrom(at(time), later))).toEqual([false, false]);
  expect([appearance.canBeFrom({}, later), appearance.canBeFrom(at("09:00:00"), undefined)]).toEqual([false, false]);
});
