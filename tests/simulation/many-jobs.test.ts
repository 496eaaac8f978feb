import { createMmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config/config.js";
import { createJobReader } from "../../provider/mms/jobs/job-reader.js";
import type { Job } from "../../provider/mms/models.js";
import { type Asked, pageOf, type Reply, type ScriptedService, startService } from "../support/service/service.js";
import { VirtualClock } from "../support/service/virtual-clock.js";
import type { MmsClient } from "../../provider/mms/call.js";
import type { JobReader } from "../../provider/mms/jobs/job-reads.js";

const sourceId = "7";
const jobMs = 30 * 60_000;
/** From an accepted request to the job's place in the list. */
const lagMs = 1_000;
const atOnce = 16;

interface Made {
  readonly id: string;
  readonly name: string;
  readonly at: number;
}

let made: Made[];
let perSecond: number;
let mostPerPage: number;
let recent: number[];
let service: ScriptedService;
let clock: VirtualClock;
let client: MmsClient;
let observer: JobReader;

const shown = ({ id, name, at }: Made): Job => {
  const part = Math.min(1, (clock.now() - at) / jobMs);
  return { id, name, status: part === 1 ? "DONE" : "DOING", taskNum: 20, taskDone: Math.floor(part * 20) };
};

function answer({ operation, query, body, path }: Asked): Reply {
  const now = clock.now();
  recent = recent.filter((at) => at > now - 1_000);
  if (recent.length >= perSecond)
    return { status: 400, body: { code: "Throttling.User", message: "slow", requestId: "R" } };
  recent.push(now);
  const requestId = "R";
  if (operation === "CreateMmsJob") {
    made.push({ id: `${made.length + 1}`, name: (JSON.parse(body) as Job).name ?? "", at: now });
    return { body: { requestId, data: { asyncTaskId: made.length } } };
  }
  if (operation === "GetMmsJob") {
    const found = made.find(({ id }) => path.endsWith(`/${id}`));
    return found ? { body: { requestId, data: shown(found) } } : { status: 404, body: { code: "NotFound", requestId } };
  }
  const all = made.filter(({ at, name }) => at <= now - lagMs && (query["name"] ?? name) === name).reverse();
  return pageOf(query, all.map(shown), mostPerPage);
}

beforeEach(async () => {
  made = [];
  recent = [];
  perSecond = Number.POSITIVE_INFINITY;
  mostPerPage = 1_000;
  service = await startService(answer);
  clock = new VirtualClock();
  client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }), clock);
  observer = createJobReader(client, clock);
});

afterEach(() => service.close());

/** What one declared job does: looks for its name, asks for the job, finds its id. */
async function create(name: string): Promise<string> {
  // An engine has work of its own between two resources.
  await clock.sleep(700);
  expect(await observer.named(sourceId, name)).toEqual([]);
  await client.createMmsJob({ sourceId, body: { name } });
  for (;;) {
    const [found] = await observer.named(sourceId, name);
    if (found?.id !== undefined) return found.id;
    await clock.sleep(1_000);
  }
}

async function createAll(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `job-${index}`);
  const ids: string[] = [];
  const worker = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) ids.push(await create(name));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return ids;
}

/** What a gate does: looks at all jobs that are not finished, round after round. */
async function waitForAll(ids: readonly string[]): Promise<void> {
  const open = new Set(ids);
  for (let first = true; open.size > 0; first = false) {
    const look = async (id: string) => {
      const job = await (first ? observer.current(sourceId, id) : observer.next(sourceId, id));
      if (job?.status === "DONE") open.delete(id);
    };
    await Promise.all([...open].map(look));
  }
}

const requests = (operation: string) => service.asked.filter((asked) => asked.operation === operation).length;

test("500 jobs to completion are 500 creations and a number of pages, none of them twice", async () => {
  await waitForAll(await createAll(500));
  expect(new Set(made.map(({ name }) => name)).size).toBe(500);
  expect(requests("CreateMmsJob")).toBe(500);
  expect(service.asked.length).toBeLessThanOrEqual(700);
});

test("the same under a limit of ten requests a second, without an error", async () => {
  perSecond = 10;
  await waitForAll(await createAll(500));
  expect(made).toHaveLength(500);
  expect(clock.sleptMs).toBeLessThan(jobMs + 20 * 60_000);
});

test("reads grow with pages: ten times the jobs on as many pages cost about as many reads", async () => {
  const reads: number[] = [];
  for (const count of [50, 500]) {
    made = Array.from({ length: count }, (_, index) => ({ id: `${index + 1}`, name: `job-${index}`, at: clock.now() }));
    observer = createJobReader(client, clock);
    const before = service.asked.length;
    await clock.sleep(lagMs);
    await waitForAll(made.map(({ id }) => id));
    reads.push(service.asked.length - before);
  }
  expect(Math.abs((reads[0] ?? 0) - (reads[1] ?? 0))).toBeLessThan(15);
});
