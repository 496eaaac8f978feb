// Jobs that many creates wait for: found in the lists that any of them asks for, in pages as large as the service takes.
import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { createJobReader } from "../../../provider/mms/jobs/job-reader.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";

const sourceId = "2000015";
const clock = new VirtualClock();

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ clock });
  emulator.control.setPace({ creationMs: 0 });
});

afterEach(async () => emulator.close());

const client = () => createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }), clock);
const lists = () => emulator.control.requests().filter(({ operation }) => operation === "ListMmsJobs");
const anyJob = () => true;
const since = Number.NEGATIVE_INFINITY;

async function make(...names: string[]): Promise<void> {
  const mms = client();
  for (const [index, name] of names.entries()) {
    const tables = [["orders"], ["products"], ["customers"]][index];
    await mms.createMmsJob({ sourceId, body: { name, srcDbName: "sales", ...(tables ? { tables } : {}) } });
  }
}

describe("a job that is waited for by its name", () => {
  it("is seen in a list that was read for another caller, at no request of its own", async () => {
    const jobs = createJobReader(client(), clock);
    const seen = jobs.shown(sourceId, { name: "mine", fits: anyJob, since, maxWaitMs: 60_000 });
    await make("mine", "yours", "theirs");
    const asked = lists().length;
    await Promise.all(["yours", "theirs"].map((name) => jobs.named(sourceId, name)));
    expect(await seen).toMatchObject([{ name: "mine" }]);
    expect(lists().length - asked).toBe(1);
    // A list that was read before shows it too.
    expect(await jobs.shown(sourceId, { name: "mine", fits: anyJob, since, maxWaitMs: 60_000 })).toHaveLength(1);
  });

  it("is not there when the time is up, or when what is there does not fit", async () => {
    const jobs = createJobReader(client(), clock);
    await make("mine", "yours");
    await Promise.all(["mine", "yours"].map((name) => jobs.named(sourceId, name)));
    const started = clock.now();
    expect(await jobs.shown(sourceId, { name: "mine", fits: () => false, since, maxWaitMs: 5_000 })).toEqual([]);
    expect(await jobs.shown(sourceId, { name: "nobody's", fits: anyJob, since, maxWaitMs: 5_000 })).toEqual([]);
    expect(clock.now() - started).toBe(10_000);
  });

  it("is not there again in a list that was read before a moment", async () => {
    const jobs = createJobReader(client(), clock);
    await make("mine", "yours");
    await Promise.all(["mine", "yours"].map((name) => jobs.named(sourceId, name)));
    const expected = { name: "mine", fits: anyJob, since: clock.now(), maxWaitMs: 5_000 };
    expect(await jobs.shown(sourceId, expected)).toEqual([]);
  });

  it("is waited for no longer once the caller gives up", async () => {
    const giving = new AbortController();
    const jobs = createJobReader(client(), clock);
    const seen = jobs.shown(sourceId, { name: "mine", fits: anyJob, since, maxWaitMs: 60_000, signal: giving.signal });
    giving.abort(new Error("enough"));
    await expect(seen).rejects.toThrow("enough");
  });
});

describe("pages", () => {
  it("are large, and of a hundred where the service refuses that, which is tried once", async () => {
    const mms = client();
    const sizes = () => lists().map(({ query, status }) => `${query["pageSize"]}: ${status}`);
    const readAll = () => mms.iterate("ListMmsJobs", { sourceId })[Symbol.asyncIterator]().next();
    await readAll();
    emulator.control.injectFault("ListMmsJobs", { kind: "error", status: 400, code: "InvalidParameter" });
    await readAll();
    await readAll();
    expect(sizes()).toEqual(["1000: 200", "1000: 400", "100: 200", "100: 200"]);
  });
});
