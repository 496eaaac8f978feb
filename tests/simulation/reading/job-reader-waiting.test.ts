// How an observer of jobs waits: what a wait costs, how soon it ends, and what does not end it.
import type { Job } from "../../../provider/mms/models.js";
import { job, many, ScriptedJobs } from "../../support/sessions/scripted-jobs.js";
import type { JobReader } from "../../../provider/mms/jobs/job-reads.js";

const sourceId = "7";
let service: ScriptedJobs;
let observer: JobReader;

beforeEach(async () => {
  service = new ScriptedJobs();
  await service.open();
  observer = service.observer();
});

afterEach(() => service.close());

/** Follows a job to its end, as a waiting resource does. */
async function follow(
  id: string,
  deadline = Number.POSITIVE_INFINITY,
): Promise<{ job: Job | undefined; looks: number }> {
  let seen = await observer.current(sourceId, id);
  let looks = 1;
  for (; seen !== undefined && seen.status === "DOING" && service.clock.now() < deadline; looks += 1) {
    seen = await observer.next(sourceId, id, { deadline, maxWaitMs: deadline - service.clock.now() });
  }
  return { job: seen, looks };
}

const minutes = (count: number): number => count * 60_000;

/** Lets jobs finish at a time of the virtual clock, whoever asks then. */
function finishAt(at: number, ...ids: string[]): void {
  service.refuse = () => {
    if (service.clock.now() >= at) ids.forEach((id) => service.put(job(Number(id), { status: "DONE", taskDone: 10 })));
    return undefined;
  };
}

describe("waiting", () => {
  test("500 jobs of half an hour, each followed by its own waiter, cost a page a poll", async () => {
    service.put(...many(500).map((id) => job(id)));
    finishAt(service.clock.now() + minutes(30), ...many(500));
    const ends = await Promise.all(many(500).map((id) => follow(id)));
    expect(ends.every(({ job: end }) => end?.status === "DONE")).toBe(true);
    expect(service.gets()).toBe(0);
    expect(service.lists()).toBeLessThan(80);
  });

  test("waiters that begin one after another fall into step", async () => {
    service.put(...many(60).map((id) => job(id)));
    finishAt(service.clock.now() + minutes(30), ...many(60));
    await Promise.all(many(60).map((id) => service.clock.sleep(Number(id) * 500).then(() => follow(id))));
    expect(service.lists() + service.gets()).toBeLessThan(200);
  });

  test("an end is seen within one interval: a minute at most, twelve seconds at the start", async () => {
    for (const length of [20_000, minutes(3), minutes(60), minutes(600)]) {
      service.put(job(1));
      observer = service.observer();
      const end = service.clock.now() + length;
      finishAt(end, "1");
      await follow("1");
      expect(service.clock.now() - end).toBeLessThanOrEqual(Math.min(60_000, Math.max(12_000, length * 0.13)));
    }
  });

  test("a job that is nearly done is looked at more often", async () => {
    const begun = service.clock.now();
    const length = minutes(120);
    service.refuse = () => {
      const part = Math.min(1, (service.clock.now() - begun) / length);
      service.put(job(1, { taskNum: 1_000, taskDone: Math.floor(part * 1_000), status: part >= 1 ? "DONE" : "DOING" }));
      return undefined;
    };
    service.put(job(1));
    await follow("1");
    expect(service.clock.now() - begun - length).toBeLessThan(60_000);
  });

  test("the last look is just inside the deadline, and there are few", async () => {
    service.put(job(1));
    const deadline = service.clock.now() + minutes(10);
    const { job: last, looks } = await follow("1", deadline);
    expect(last?.status).toBe("DOING");
    expect(service.clock.now() - deadline).toBe(0);
    expect(looks).toBeLessThan(60);
    expect(service.gets()).toBe(looks);
  });

  test("a newcomer gets its read at once, and what it brings ends the waiting of others", async () => {
    service.put(job(1), job(2), job(3));
    await observer.current(sourceId, "1");
    const begun = service.clock.now();
    const waiting = observer.next(sourceId, "1").then((seen) => ({ seen, after: service.clock.now() - begun }));
    const newcomer = service.clock.sleep(100).then(async () => {
      service.put(job(1, { status: "DONE" }));
      return Promise.all(["2", "3"].map((id) => observer.current(sourceId, id)));
    });
    expect((await newcomer).map((one) => one?.id)).toEqual(["2", "3"]);
    const { seen, after } = await waiting;
    expect(seen?.status).toBe("DONE");
    expect(after).toBe(100);
    expect([service.lists(), service.gets()]).toEqual([1, 1]);
  });

  test("a clock that is set back or forward causes neither a rush nor a standstill", async () => {
    service.put(job(1));
    for (const step of [-minutes(600), minutes(600)]) {
      await observer.current(sourceId, "1");
      const before = service.gets();
      const waiting = observer.next(sourceId, "1");
      await service.clock.sleep(1_000);
      service.clock.step(step);
      await waiting;
      await observer.next(sourceId, "1");
      expect(service.gets() - before).toBe(2);
    }
    expect(service.clock.sleptMs).toBeLessThan(minutes(5));
  });

  test("a service that fails for a while does not end a wait that has time left", async () => {
    service.put(job(1));
    await observer.current(sourceId, "1");
    const healed = service.clock.now() + minutes(8);
    service.refuse = () =>
      service.clock.now() < healed
        ? { status: 503, body: { code: "ServiceUnavailable", message: "no", requestId: "R" } }
        : undefined;
    const seen = await observer.next(sourceId, "1", { deadline: service.clock.now() + minutes(30) });
    expect(seen?.id).toBe("1");
    expect(service.clock.now()).toBeGreaterThanOrEqual(healed);
  });

  test("a refusal ends a wait at once", async () => {
    service.put(job(1));
    service.refuse = () => ({ status: 403, body: { code: "Forbidden.RAM", message: "no", requestId: "R" } });
    const waiting = observer.next(sourceId, "1", { deadline: service.clock.now() + minutes(30) });
    await expect(waiting).rejects.toMatchObject({ name: "AccessDeniedError" });
    expect(service.gets()).toBe(1);
  });

  test("a job that vanishes is gone only once the job itself says so", async () => {
    service.put(job(1), job(2));
    await Promise.all([follow, follow].map((_, index) => observer.current(sourceId, `${index + 1}`)));
    service.listed = () => [job(2)];
    expect((await observer.next(sourceId, "1"))?.id).toBe("1");
    service.jobs.delete("1");
    expect(await observer.next(sourceId, "1")).toBeUndefined();
  });

  test("an abort ends the wait with its reason", async () => {
    service.put(job(1));
    const ending = new AbortController();
    const waiting = observer.next(sourceId, "1", { signal: ending.signal });
    ending.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(service.gets()).toBe(0);
  });
});
