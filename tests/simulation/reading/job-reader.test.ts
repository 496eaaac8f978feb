// What an observer of jobs answers, and from how many requests.
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

describe("questions of the same moment", () => {
  test("one question is one read of that job", async () => {
    service.put(job(1), job(2));
    expect(await observer.current(sourceId, "2")).toMatchObject({ id: "2" });
    expect([service.lists(), service.gets()]).toEqual([0, 1]);
  });

  test("many questions are one page of the list", async () => {
    service.put(...many(500).map((id) => job(id)));
    const seen = await Promise.all(many(500).map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => one?.id)).toEqual(many(500));
    expect([service.lists(), service.gets()]).toEqual([1, 0]);
  });

  test("as many pages are read as the service makes of the list", async () => {
    service.mostPerPage = 100;
    service.put(...many(500).map((id) => job(id)));
    await Promise.all(many(500).map((id) => observer.current(sourceId, id)));
    expect([service.lists(), service.gets()]).toEqual([5, 0]);
  });

  test("few questions about a long list are single reads, once its length is known", async () => {
    service.mostPerPage = 20;
    service.put(...many(2_000).map((id) => job(id)));
    const ask = () => Promise.all(["1500", "1600", "1700"].map((id) => observer.current(sourceId, id)));
    expect((await ask()).map((one) => one?.id)).toEqual(["1500", "1600", "1700"]);
    expect([service.lists(), service.gets()]).toEqual([1, 3]);
    await service.clock.sleep(10_000);
    await ask();
    expect([service.lists(), service.gets()]).toEqual([1, 6]);
  });

  test("no more pages are read than are needed to find the jobs wanted", async () => {
    service.mostPerPage = 100;
    service.put(...many(500).map((id) => job(id)));
    await Promise.all(["1", "2", "3", "4", "5"].map((id) => observer.current(sourceId, id)));
    expect([service.lists(), service.gets()]).toEqual([1, 0]);
  });

  test("of a service that refuses large pages, smaller ones are requested", async () => {
    service.refuse = ({ query }) =>
      Number(query["pageSize"]) > 100
        ? { status: 400, body: { code: "InvalidParameter", message: "pageSize", requestId: "R" } }
        : undefined;
    service.put(...many(50).map((id) => job(id)));
    const ask = () => Promise.all(many(50).map((id) => observer.current(sourceId, id)));
    await ask();
    await ask();
    expect([service.lists(), service.gets()]).toEqual([3, 0]);
  });

  test("who may read jobs but not list them is served job by job", async () => {
    service.refuse = ({ operation }) =>
      operation === "ListMmsJobs"
        ? { status: 403, body: { code: "Forbidden.RAM", message: "no", requestId: "R" } }
        : undefined;
    service.put(job(1), job(2));
    const seen = await Promise.all(["1", "2"].map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => one?.id)).toEqual(["1", "2"]);
  });

  test("a failure of the list reaches every caller", async () => {
    service.refuse = () => ({ status: 400, body: { code: "Bad", message: "no", requestId: "R" } });
    const asked = ["1", "2"].map((id) => observer.current(sourceId, id));
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: "Bad" });
  });

  test("sources do not share, nor do observers", async () => {
    service.put(job(1), job(2));
    const other = service.observer();
    await Promise.all([observer.current("7", "1"), observer.current("8", "1"), other.current("7", "1")]);
    expect([service.lists(), service.gets()]).toEqual([0, 3]);
  });

  test("one caller's giving up does not disturb the others", async () => {
    service.put(job(1), job(2));
    const ending = new AbortController();
    const left = observer.current(sourceId, "1", { signal: ending.signal });
    const stays = observer.current(sourceId, "2");
    ending.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    expect(await stays).toMatchObject({ id: "2" });
  });
});

test("who waits behind a throttled reading fails when its own time is up, and is not served late", async () => {
  service.put(job(1), job(2));
  const begun = service.clock.now();
  const ended: string[] = [];
  const note = (who: string) => (outcome: unknown) => (ended.push(who), outcome);
  let behind: Promise<unknown> | undefined;
  service.refuse = () => {
    // Asked while the first one's reading is under way.
    behind ??= observer
      .current(sourceId, "2", { deadline: begun + 10_000 })
      .catch((error: unknown) => error)
      .then(note("behind"));
    const throttled = service.clock.now() < begun + 60_000;
    return throttled
      ? { status: 400, body: { code: "Throttling.User", message: "slow down", requestId: "R" } }
      : undefined;
  };
  const first = observer.current(sourceId, "1", { deadline: begun + 600_000 }).then(note("first"));
  expect(await first).toMatchObject({ id: "1" });
  expect(await behind).toMatchObject({ name: "WaitTimeoutError" });
  expect(ended).toEqual(["behind", "first"]);
  expect(await observer.current(sourceId, "2")).toMatchObject({ id: "2" });
});

describe("a list that lags", () => {
  test("does not make a job gone: the job itself is read first", async () => {
    service.put(job(1), job(2), job(3));
    service.listed = () => [job(1)];
    const seen = await Promise.all(["1", "2", "4"].map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => one?.id)).toEqual(["1", "2", undefined]);
    expect([service.lists(), service.gets()]).toEqual([1, 2]);
  });

  test("does not make a job failed or stopped", async () => {
    service.put(job(1), job(2));
    service.listed = () => [job(1, { status: "FAILED" }), job(2, { stopped: true })];
    const seen = await Promise.all(["1", "2"].map((id) => observer.current(sourceId, id)));
    expect(seen.map((one) => [one?.status, one?.stopped])).toEqual([
      ["DOING", undefined],
      ["DOING", undefined],
    ]);
  });
});

describe("names", () => {
  test("are compared strictly, newest last", async () => {
    service.put(job(30, { name: "a_b" }), job(4, { name: "a_b" }), job(5, { name: "axb" }));
    service.refuse = ({ query }) =>
      query["name"] === undefined
        ? undefined
        : { body: { requestId: "R", data: { total: 3, pageSize: 100, objectList: [...service.jobs.values()] } } };
    expect((await observer.named(sourceId, "a_b")).map(({ id }) => id)).toEqual(["4", "30"]);
  });

  test("a burst of lookups is one reading of the list", async () => {
    service.put(...many(50).map((id) => job(id)));
    const found = await Promise.all(many(60).map((id) => observer.named(sourceId, `job-${id}`)));
    expect(found.map((one) => one.length)).toEqual(many(60).map((id) => (Number(id) <= 50 ? 1 : 0)));
    expect([service.lists(), service.gets()]).toEqual([1, 0]);
  });

  test("a second lookup of a name reads again, so that a job made in between is found", async () => {
    await Promise.all(many(20).map((id) => observer.named(sourceId, `job-${id}`)));
    service.put(...many(20).map((id) => job(id)));
    const found = await Promise.all(many(20).map((id) => observer.named(sourceId, `job-${id}`)));
    expect(found.every((one) => one.length === 1)).toBe(true);
    expect(service.lists()).toBe(2);
  });

  test("in a burst, the first lookup of a name may be served by the list read just before", async () => {
    await Promise.all(many(20).map((id) => observer.named(sourceId, `job-${id}`)));
    expect(await observer.named(sourceId, "another")).toEqual([]);
    expect(service.lists()).toBe(1);
    await service.clock.sleep(5_000);
    expect(await observer.named(sourceId, "yet another")).toEqual([]);
    expect(service.lists()).toBe(2);
  });
});
