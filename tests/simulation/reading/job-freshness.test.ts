import fc from "fast-check";

import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { createJobReader } from "../../../provider/mms/jobs/job-reader.js";
import { type Asked, pageOf, type Reply, type ScriptedService, startService } from "../../support/service/service.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";

const sourceId = "7";

let clock: VirtualClock;
let service: ScriptedService;
let existing: Map<string, number>;
let mostPerPage: number;
let failing: number[];
let begun: number;

/** A job that shows when it was read: `taskDone` counts the milliseconds since the run began. */
const shown = (id: string) => ({ id, name: `job-${id}`, status: "DOING", taskDone: clock.now() - begun, taskNum: 1e9 });

function answer({ operation, query, path }: Asked, index: number): Reply {
  if (failing.includes(index))
    return { status: 503, body: { code: "ServiceUnavailable", message: "no", requestId: "R" } };
  if (operation === "GetMmsJob") {
    const id = path.split("/").at(-1) ?? "";
    if (existing.has(id)) return { body: { requestId: "R", data: shown(id) } };
    return { status: 404, body: { code: "JOB_NOT_FOUND", message: "no", requestId: "R" } };
  }
  const all = [...existing.keys()]
    .reverse()
    .map(shown)
    .filter(({ name }) => (query["name"] ?? name) === name);
  return pageOf(query, all, mostPerPage);
}

beforeEach(async () => {
  service = await startService(answer);
});

afterEach(() => service.close());

const step = fc.record({
  atMs: fc.nat(4_000),
  about: fc.nat(40),
  what: fc.constantFrom("current", "refreshing", "next", "named", "make", "remove"),
});

test("whatever is read at whatever moment, no result is older than its question, and nothing that exists is gone", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 3, 10, 1_000),
      fc.array(fc.nat(30), { maxLength: 4 }),
      async (steps, perPage, failures) => {
        clock = new VirtualClock(Date.UTC(2026, 0, 1));
        begun = clock.now();
        mostPerPage = perPage;
        failing = failures.map((number) => service.asked.length + number);
        existing = new Map(Array.from({ length: 20 }, (_, id) => [`${id}`, 0]));
        const env = { ...service.env, ALICLOUD_MMS_MAX_ATTEMPTS: "9" };
        const observer = createJobReader(createMmsClient(resolveConfig({ get: () => undefined, env }), clock), clock);
        /** Ids that were made or removed while a question was open: either answer is right. */
        const touched = new Map<string, number>();
        const asks: Record<string, (id: string) => Promise<void>> = {
          make: async (id) => void (existing.set(id, 0), touched.set(id, clock.now())),
          remove: async (id) => void (existing.delete(id), touched.set(id, clock.now())),
        };
        const check = async (
          id: string,
          read: () => Promise<{ taskDone?: number } | undefined>,
          mayBeOldMs = 0,
        ): Promise<void> => {
          const askedAt = clock.now() - mayBeOldMs;
          const existed = existing.has(id);
          const seen = await read();
          if (seen) expect(seen.taskDone).toBeGreaterThanOrEqual(askedAt - begun);
          if ((touched.get(id) ?? -1) < askedAt) expect(seen !== undefined).toBe(existed);
        };
        asks["current"] = (id) => check(id, () => observer.current(sourceId, id));
        asks["refreshing"] = (id) => check(id, () => observer.refreshing.current(sourceId, id), 1_000);
        asks["next"] = (id) => check(id, () => observer.next(sourceId, id, { maxWaitMs: 3_000 }));
        asks["named"] = async (id) => {
          // The first question about a name may be answered by a list of a second ago; the second may not.
          await observer.named(sourceId, `job-${id}`);
          await check(id, async () => (await observer.named(sourceId, `job-${id}`))[0]);
        };
        await Promise.all(
          steps.map(async ({ atMs, about, what }) => {
            await clock.sleep(atMs);
            await asks[what]?.(`${about}`);
          }),
        );
      },
    ),
    { numRuns: 200 },
  );
});
