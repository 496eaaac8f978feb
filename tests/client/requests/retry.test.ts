import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import type { OperationName } from "../../../provider/mms/operations.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { startService } from "../../support/service/service.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";
import type { MmsClient, RetryNotice } from "../../../provider/mms/call.js";

let emulator: Emulator;
let clock: VirtualClock;
let client: MmsClient;
let notices: RetryNotice[];

const source = { sourceId: "2000015" };
const body = { name: "job", sourceId: "2000015", srcDbName: "sales" };
const onRetry = (notice: RetryNotice) => void notices.push(notice);
const arrivals: unknown[] = [];
const arrived = (message: unknown) => {
  const { request } = message as { request: IncomingMessage };
  arrivals.push(request.headers["x-acs-action"]);
};
subscribe("http.server.request.start", arrived);
afterAll(() => unsubscribe("http.server.request.start", arrived));
/** Requests that reached a server, whatever became of them. */
const calls = (operation: OperationName) => arrivals.filter((name) => name === operation).length;

function signal() {
  let resolve: () => void = () => undefined;
  return { promise: new Promise<void>((done) => (resolve = done)), resolve: () => resolve() };
}

beforeEach(async () => {
  emulator = await startEmulator();
  clock = new VirtualClock();
  notices = [];
  arrivals.length = 0;
  client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }), clock);
});

afterEach(() => emulator.close());

describe("what may be repeated", () => {
  test.each([
    ["the connection is cut", { kind: "resetBefore" }],
    ["the service fails", { kind: "error", status: 503, code: "ServiceUnavailable" }],
    ["a gateway answers", { kind: "html", status: 502 }],
    ["half an answer comes", { kind: "truncated" }],
    ["the service throttles", { kind: "throttled" }],
  ] as const)("is sent again when %s", async (_name, fault) => {
    emulator.control.injectFault("ListMmsJobs", fault, { times: 2 });
    await client.listMmsJobs(source, { onRetry });
    expect(calls("ListMmsJobs")).toBe(3);
    expect(notices).toHaveLength(2);
    for (const { reason } of notices) {
      // The request goes on by itself, and who reports the wait says how long it is.
      expect(reason).toMatch(/^ListMmsJobs/);
      expect(reason).not.toMatch(/run again|Check |next | s$/i);
    }
  });

  test("is given up after as many attempts as configured", async () => {
    emulator.control.injectFault("ListMmsJobs", { kind: "error", status: 500, code: "InternalError" }, { times: 99 });
    const config = resolveConfig({ get: () => undefined, env: { ...emulator.env, ALICLOUD_MMS_MAX_ATTEMPTS: "3" } });
    await expect(createMmsClient(config, clock).listMmsJobs(source)).rejects.toMatchObject({ status: 500 });
    expect(calls("ListMmsJobs")).toBe(3);
  });

  test("is sent again on every bad hour of a long run, however many there were", async () => {
    for (let hour = 0; hour < 60; hour += 1) {
      emulator.control.injectFault("ListMmsJobs", { kind: "resetBefore" }, { times: 3 });
      for (let minute = 0; minute < 40; minute += 1) await client.listMmsJobs(source);
    }
    expect(calls("ListMmsJobs")).toBe(60 * 43);
  });

  test("is not sent again when the service says no", async () => {
    emulator.control.injectFault("ListMmsJobs", { kind: "forbidden" }, { times: 9 });
    await expect(client.listMmsJobs(source)).rejects.toMatchObject({ name: "AccessDeniedError" });
    expect(calls("ListMmsJobs")).toBe(1);
  });
});

describe("what creates", () => {
  test.each([
    ["the connection was cut", { kind: "resetAfter" }],
    ["the service failed", { kind: "error", status: 500, code: "InternalError", afterEffect: true }],
    ["a gateway responded", { kind: "html", status: 502, afterEffect: true }],
    ["half an answer came", { kind: "truncated" }],
  ] as const)("is sent once when %s", async (_name, fault) => {
    emulator.control.injectFault("CreateMmsJob", fault);
    await expect(client.createMmsJob({ ...source, body })).rejects.toBeInstanceOf(Error);
    expect(calls("CreateMmsJob")).toBe(1);
  });

  test("is sent again when it was throttled: nothing was made", async () => {
    emulator.control.injectFault("CreateMmsJob", { kind: "throttled" }, { times: 2 });
    const { data } = await client.createMmsJob({ ...source, body });
    expect(data.asyncTaskId).toMatch(/^\d+$/);
    expect(calls("CreateMmsJob")).toBe(3);
    expect(emulator.control.jobs().length).toBeLessThanOrEqual(1);
  });

  test("is sent again when the connection was refused: nothing was sent", async () => {
    await emulator.close();
    await expect(client.createMmsJob({ ...source, body }, { onRetry })).rejects.toMatchObject({ reason: "refused" });
    expect(notices).toHaveLength(client.config.maxAttempts - 1);
  });
});

describe("pauses", () => {
  test("last at least as long as the rate-limit header requests, and are reported", async () => {
    emulator.control.injectFault("ListMmsJobs", { kind: "throttled", timeLeftSeconds: 40 });
    await client.listMmsJobs(source, { onRetry });
    expect(clock.sleptMs).toBeGreaterThanOrEqual(40_000);
    expect(notices[0]).toMatchObject({ operation: "ListMmsJobs", attempt: 1, waitMs: 40_000 });
    expect(notices[0]).toMatchObject({
      waitMs: 40_000,
      reason: expect.stringMatching(/^ListMmsJobs: throttled by the service/) as unknown,
    });
  });

  test.each([
    ["x-acs-retry-after in milliseconds", { "x-acs-retry-after": "41500" }, 41_500],
    ["Retry-After in seconds", { "retry-after": "42" }, 42_000],
    [
      "Retry-After as a date",
      { date: "Thu, 26 Nov 2026 10:00:00 GMT", "retry-after": "Thu, 26 Nov 2026 10:00:43 GMT" },
      43_000,
    ],
    ["the longest of them", { "x-acs-retry-after": "44000", "x-ratelimit-user-api": "Remaining:0,TimeLeft:9" }, 44_000],
  ] as const)("last at least as long as asked by %s", async (_name, headers, waitMs) => {
    const throttled = { status: 429, headers, body: { code: "Throttling.User", message: "-", requestId: "R" } };
    const service = await startService((_asked, index) =>
      index === 0 ? throttled : { body: { requestId: "R", data: { total: 0, objectList: [] } } },
    );
    await createMmsClient(resolveConfig({ get: () => undefined, env: service.env }), clock).listMmsJobs(source, {
      onRetry,
    });
    expect(notices[0]).toMatchObject({ operation: "ListMmsJobs", attempt: 1, waitMs });
    await service.close();
  });

  test("never pass the deadline: the last failure comes out instead", async () => {
    emulator.control.injectFault("ListMmsJobs", { kind: "throttled", timeLeftSeconds: 40 }, { times: 9 });
    const deadline = clock.now() + 60_000;
    await expect(client.listMmsJobs(source, { deadline })).rejects.toMatchObject({ name: "ThrottledError" });
    expect(calls("ListMmsJobs")).toBe(2);
    expect(clock.now()).toBeLessThanOrEqual(deadline);
  });

  test("end at once when the caller gives up", async () => {
    emulator.control.injectFault("ListMmsJobs", { kind: "throttled", timeLeftSeconds: 40 }, { times: 9 });
    const ending = new AbortController();
    const call = client.listMmsJobs(source, {
      signal: ending.signal,
      onRetry: () => ending.abort(new Error("enough")),
    });
    await expect(call).rejects.toThrow("enough");
    expect(clock.sleptMs).toBe(0);
  });
});

test("a request under way ends at once when the caller gives up", async () => {
  const arrived = signal();
  const cut = signal();
  const silent = await startService(() => (_response, request) => {
    request.once("close", () => cut.resolve());
    request.socket.once("close", () => cut.resolve());
    arrived.resolve();
  });
  const ending = new AbortController();
  const config = resolveConfig({ get: () => undefined, env: silent.env });
  const call = createMmsClient(config, clock).listMmsJobs(source, { signal: ending.signal });
  await arrived.promise;
  ending.abort(new Error("enough"));
  await expect(call).rejects.toThrow("enough");
  await cut.promise;
  await silent.close();
});

test("many callers under a limit of ten requests a second finish without a throttling error, each request paced", async () => {
  const sent: number[] = [];
  const limited = await startService(() => {
    const now = clock.now();
    if (sent.filter((at) => at > now - 1_000).length >= 10)
      return { status: 400, body: { code: "Throttling.User", message: "slow down", requestId: "R" } };
    sent.push(now);
    return { body: { requestId: "R", data: { total: 0, pageNum: 1, pageSize: 100, objectList: [] } } };
  });
  const paced = createMmsClient(resolveConfig({ get: () => undefined, env: limited.env }), clock);
  await Promise.all(Array.from({ length: 300 }, () => paced.listMmsJobs(source)));
  expect(sent).toHaveLength(300);
  const wasted = limited.asked.length - sent.length;
  expect(wasted).toBeLessThan(300);
  expect(clock.sleptMs).toBeLessThan(120_000);
  await limited.close();
});

test("a configured limit is kept from the first request on", async () => {
  const env = { ...emulator.env, ALICLOUD_MMS_REQUESTS_PER_SECOND: "5" };
  const paced = createMmsClient(resolveConfig({ get: () => undefined, env }), clock);
  await Promise.all(Array.from({ length: 21 }, () => paced.listMmsJobs(source)));
  expect(clock.sleptMs).toBe(4_000);
});
