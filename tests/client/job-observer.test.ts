import { createMmsClient, type MmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config.js";
import { createJobObserver, type JobObserver } from "../../provider/mms/job-observer.js";
import type { Job } from "../../provider/mms/models.js";
import { type Asked, type Reply, type ScriptedService, startService } from "../support/service.js";
import { VirtualClock } from "../support/virtual-clock.js";

/** Jobs as the service has them now; tests change them. */
let jobs: Map<string, Job>;
/** Jobs as the list shows them, where it lags. */
let listed: (() => Job[]) | undefined;
let mostPerPage: number;
let refuse: ((asked: Asked) => Reply | undefined) | undefined;
let service: ScriptedService;
let clock: VirtualClock;
let client: MmsClient;
let observer: JobObserver;

const sourceId = "7";
const job = (id: number, more: Job = {}): Job => ({
  id: `${id}`,
  name: `job-${id}`,
  status: "DOING",
  taskDone: 0,
  taskNum: 10,
  ...more,
});
const put = (...all: Job[]) => all.forEach((one) => jobs.set(one.id ?? "", one));
const many = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`);

function answer(asked: Asked): Reply {
  const refusal = refuse?.(asked);
  if (refusal) return refusal;
  const id = /jobs\/(\d+)$/.exec(asked.path)?.[1];
  if (id !== undefined) {
    const found = jobs.get(id);
    return found
      ? { body: { requestId: "R", data: found } }
      : { status: 404, body: { code: "JOB_NOT_FOUND", message: "no such job", requestId: "R" } };
  }
  const { pageNum, pageSize, name } = asked.query;
  const size = Math.min(mostPerPage, Number(pageSize));
  const all = (listed?.() ?? [...jobs.values()]).filter((one) => name === undefined || one.name === name);
  const objectList = all.slice((Number(pageNum) - 1) * size, Number(pageNum) * size);
  return {
    body: { requestId: "R", data: { total: all.length, pageNum: Number(pageNum), pageSize: size, objectList } },
  };
}

const lists = () => service.asked.filter(({ operation }) => operation === "ListMmsJobs").length;
const gets = () => service.asked.filter(({ operation }) => operation === "GetMmsJob").length;

beforeEach(async () => {
  jobs = new Map();
  listed = undefined;
  refuse = undefined;
  mostPerPage = 1_000;
  service = await startService(answer);
  clock = new VirtualClock();
  client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }), clock);
  observer = createJobObserver(client, clock);
});

afterEach(() => service.close());

describe("questions asked together", () => {
  test("one question is one read of that job", async () => {
    put(job(1), job(2));
    expect(await observer.current(sourceId, "2")).toMatchObject({ id: "2" });
    expect([lists(), gets()]).toEqual([0, 1]);
  });

  test("many questions are one page of the list", async () => {
    put(...many(500).map((id) => job(Number(id))));
    const seen = await Promise.all(many(500).map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => one?.id)).toEqual(many(500));
    expect([lists(), gets()]).toEqual([1, 0]);
  });

  test("as many pages are read as the service makes of the list", async () => {
    mostPerPage = 100;
    put(...many(500).map((id) => job(Number(id))));
    await Promise.all(many(500).map((id) => observer.current(sourceId, id)));
    expect([lists(), gets()]).toEqual([5, 0]);
  });

  test("few questions about a long list are single reads, once its length is known", async () => {
    mostPerPage = 20;
    put(...many(2_000).map((id) => job(Number(id))));
    const ask = () => Promise.all(["1500", "1600", "1700"].map((id) => observer.current(sourceId, id)));
    expect((await ask()).map((one) => one?.id)).toEqual(["1500", "1600", "1700"]);
    expect([lists(), gets()]).toEqual([1, 3]);
    await clock.sleep(10_000);
    await ask();
    expect([lists(), gets()]).toEqual([1, 6]);
  });

  test("no more pages are read than are needed to find the jobs asked for", async () => {
    mostPerPage = 100;
    put(...many(500).map((id) => job(Number(id))));
    await Promise.all(["1", "2", "3", "4", "5"].map((id) => observer.current(sourceId, id)));
    expect([lists(), gets()]).toEqual([1, 0]);
  });

  test("a service that refuses large pages is asked for smaller ones", async () => {
    refuse = ({ query }) =>
      Number(query["pageSize"]) > 100
        ? { status: 400, body: { code: "InvalidParameter", message: "pageSize", requestId: "R" } }
        : undefined;
    put(...many(50).map((id) => job(Number(id))));
    const ask = () => Promise.all(many(50).map((id) => observer.current(sourceId, id)));
    await ask();
    await ask();
    expect([lists(), gets()]).toEqual([3, 0]);
  });

  test("who may read jobs but not list them is answered job by job", async () => {
    refuse = ({ operation }) =>
      operation === "ListMmsJobs"
        ? { status: 403, body: { code: "Forbidden.RAM", message: "no", requestId: "R" } }
        : undefined;
    put(job(1), job(2));
    const seen = await Promise.all(["1", "2"].map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => one?.id)).toEqual(["1", "2"]);
  });

  test("a failure of the list reaches everyone who asked", async () => {
    refuse = () => ({ status: 400, body: { code: "Bad", message: "no", requestId: "R" } });
    const asked = ["1", "2"].map((id) => observer.current(sourceId, id));
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: "Bad" });
  });

  test("sources do not share, nor do observers", async () => {
    put(job(1), job(2));
    const other = createJobObserver(client, clock);
    await Promise.all([observer.current("7", "1"), observer.current("8", "1"), other.current("7", "1")]);
    expect([lists(), gets()]).toEqual([0, 3]);
  });

  test("one caller's giving up does not disturb the others", async () => {
    put(job(1), job(2));
    const ending = new AbortController();
    const left = observer.current(sourceId, "1", { signal: ending.signal });
    const stays = observer.current(sourceId, "2");
    ending.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    expect(await stays).toMatchObject({ id: "2" });
  });
});

describe("a list that lags", () => {
  test("does not make a job gone: the job itself is asked first", async () => {
    put(job(1), job(2), job(3));
    listed = () => [job(1)];
    const seen = await Promise.all(["1", "2", "4"].map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => one?.id)).toEqual(["1", "2", undefined]);
    expect([lists(), gets()]).toEqual([1, 2]);
  });

  test("does not make a job failed or stopped", async () => {
    put(job(1), job(2));
    listed = () => [job(1, { status: "FAILED" }), job(2, { stopped: true })];
    const seen = await Promise.all(["1", "2"].map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => [one?.status, one?.stopped])).toEqual([
      ["DOING", undefined],
      ["DOING", undefined],
    ]);
  });
});

describe("names", () => {
  test("are compared strictly, newest last", async () => {
    put(job(30, { name: "a_b" }), job(4, { name: "a_b" }), job(5, { name: "axb" }));
    refuse = ({ query }) =>
      query["name"] === undefined
        ? undefined
        : { body: { requestId: "R", data: { total: 3, pageSize: 100, objectList: [...jobs.values()] } } };
    expect((await observer.named(sourceId, "a_b")).map(({ id }) => id)).toEqual(["4", "30"]);
  });

  test("a burst of lookups is one reading of the list", async () => {
    put(...many(50).map((id) => job(Number(id))));
    const found = await Promise.all(many(60).map((id) => observer.named(sourceId, `job-${id}`)));
    expect(found.map((one) => one.length)).toEqual(many(60).map((id) => (Number(id) <= 50 ? 1 : 0)));
    expect([lists(), gets()]).toEqual([1, 0]);
  });

  test("a second lookup of a name reads again, so that a job made in between is found", async () => {
    await Promise.all(many(20).map((id) => observer.named(sourceId, `job-${id}`)));
    put(...many(20).map((id) => job(Number(id))));
    const found = await Promise.all(many(20).map((id) => observer.named(sourceId, `job-${id}`)));
    expect(found.every((one) => one.length === 1)).toBe(true);
    expect(lists()).toBe(2);
  });

  test("in a burst, the first lookup of a name may be answered by the list read just before", async () => {
    await Promise.all(many(20).map((id) => observer.named(sourceId, `job-${id}`)));
    expect(await observer.named(sourceId, "another")).toEqual([]);
    expect(lists()).toBe(1);
    await clock.sleep(5_000);
    expect(await observer.named(sourceId, "yet another")).toEqual([]);
    expect(lists()).toBe(2);
  });
});

/** Follows a job to its end, as a waiting resource does. */
async function follow(
  id: string,
  deadline = Number.POSITIVE_INFINITY,
): Promise<{ job: Job | undefined; looks: number }> {
  let seen = await observer.current(sourceId, id);
  let looks = 1;
  for (; seen !== undefined && seen.status === "DOING" && clock.now() < deadline; looks += 1) {
    seen = await observer.next(sourceId, id, { deadline, maxWaitMs: deadline - clock.now() });
  }
  return { job: seen, looks };
}

const minutes = (count: number): number => count * 60_000;

/** Lets jobs finish at a time of the virtual clock, whoever asks then. */
function finishAt(at: number, ...ids: string[]): void {
  refuse = () => {
    if (clock.now() >= at) ids.forEach((id) => put(job(Number(id), { status: "DONE", taskDone: 10 })));
    return undefined;
  };
}

describe("waiting", () => {
  test("500 jobs of half an hour, each followed by its own waiter, cost a page a poll", async () => {
    put(...many(500).map((id) => job(Number(id))));
    finishAt(clock.now() + minutes(30), ...many(500));
    const ends = await Promise.all(many(500).map((id) => follow(id)));
    expect(ends.every(({ job: end }) => end?.status === "DONE")).toBe(true);
    expect(gets()).toBe(0);
    expect(lists()).toBeLessThan(80);
  });

  test("waiters that begin one after another fall into step", async () => {
    put(...many(60).map((id) => job(Number(id))));
    finishAt(clock.now() + minutes(30), ...many(60));
    await Promise.all(many(60).map((id) => clock.sleep(Number(id) * 500).then(() => follow(id))));
    expect(lists() + gets()).toBeLessThan(200);
  });

  test("an end is seen within one interval: a minute at most, seconds at the start", async () => {
    for (const length of [20_000, minutes(3), minutes(60), minutes(600)]) {
      put(job(1));
      observer = createJobObserver(client, clock);
      const end = clock.now() + length;
      finishAt(end, "1");
      await follow("1");
      expect(clock.now() - end).toBeLessThanOrEqual(Math.min(60_000, Math.max(5_000, length * 0.12)));
    }
  });

  test("a job that is nearly done is looked at more often", async () => {
    const begun = clock.now();
    const length = minutes(120);
    refuse = () => {
      const part = Math.min(1, (clock.now() - begun) / length);
      put(job(1, { taskNum: 1_000, taskDone: Math.floor(part * 1_000), status: part >= 1 ? "DONE" : "DOING" }));
      return undefined;
    };
    put(job(1));
    await follow("1");
    expect(clock.now() - begun - length).toBeLessThan(60_000);
  });

  test("the last look is just inside the deadline, and there are few", async () => {
    put(job(1));
    const deadline = clock.now() + minutes(10);
    const { job: last, looks } = await follow("1", deadline);
    expect(last?.status).toBe("DOING");
    expect(clock.now() - deadline).toBe(0);
    expect(looks).toBeLessThan(60);
    expect(gets()).toBe(looks);
  });

  test("a newcomer is answered at once, and what it brings ends the waiting of others", async () => {
    put(job(1), job(2), job(3));
    await observer.current(sourceId, "1");
    const begun = clock.now();
    const waiting = observer.next(sourceId, "1").then((seen) => ({ seen, after: clock.now() - begun }));
    const newcomer = clock.sleep(100).then(async () => {
      put(job(1, { status: "DONE" }));
      return Promise.all(["2", "3"].map((id) => observer.current(sourceId, id)));
    });
    expect((await newcomer).map((one) => one?.id)).toEqual(["2", "3"]);
    const { seen, after } = await waiting;
    expect(seen?.status).toBe("DONE");
    expect(after).toBe(100);
    expect([lists(), gets()]).toEqual([1, 1]);
  });

  test("a clock that is set back or forward causes neither a rush nor a standstill", async () => {
    put(job(1));
    for (const step of [-minutes(600), minutes(600)]) {
      await observer.current(sourceId, "1");
      const before = gets();
      const waiting = observer.next(sourceId, "1");
      await clock.sleep(1_000);
      clock.step(step);
      await waiting;
      await observer.next(sourceId, "1");
      expect(gets() - before).toBe(2);
    }
    expect(clock.sleptMs).toBeLessThan(minutes(5));
  });

  test("a service that fails for a while does not end a wait that has time left", async () => {
    put(job(1));
    await observer.current(sourceId, "1");
    const healed = clock.now() + minutes(8);
    refuse = () =>
      clock.now() < healed
        ? { status: 503, body: { code: "ServiceUnavailable", message: "no", requestId: "R" } }
        : undefined;
    const seen = await observer.next(sourceId, "1", { deadline: clock.now() + minutes(30) });
    expect(seen?.id).toBe("1");
    expect(clock.now()).toBeGreaterThanOrEqual(healed);
  });

  test("a refusal ends a wait at once", async () => {
    put(job(1));
    refuse = () => ({ status: 403, body: { code: "Forbidden.RAM", message: "no", requestId: "R" } });
    const waiting = observer.next(sourceId, "1", { deadline: clock.now() + minutes(30) });
    await expect(waiting).rejects.toMatchObject({ name: "AccessDeniedError" });
    expect(gets()).toBe(1);
  });

  test("a job that vanishes is gone only once the job itself says so", async () => {
    put(job(1), job(2));
    await Promise.all([follow, follow].map((_, index) => observer.current(sourceId, `${index + 1}`)));
    listed = () => [job(2)];
    expect((await observer.next(sourceId, "1"))?.id).toBe("1");
    jobs.delete("1");
    expect(await observer.next(sourceId, "1")).toBeUndefined();
  });

  test("an abort ends the wait with its reason", async () => {
    put(job(1));
    const ending = new AbortController();
    const waiting = observer.next(sourceId, "1", { signal: ending.signal });
    ending.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(gets()).toBe(0);
  });
});
