// Bytes of any kind on the emulator's port: each ends in an answer or a closed socket, and it serves as before.
import { once } from "node:events";
import net from "node:net";

import fc from "fast-check";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import type { MmsClient } from "../../../provider/mms/call.js";

const path = "/api/v1/mms/datasources";
let emulator: Emulator;
let client: MmsClient;

beforeAll(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = createMmsClient(resolveConfig({ get: () => undefined, env: emulator.env }));
});
afterAll(() => emulator.close());

type Ending = "end" | "reset";

/** Sends bytes, ends our side, and returns what came until the emulator had closed its side too. */
async function exchange(bytes: string | Buffer, ending: Ending = "end"): Promise<string> {
  const socket = net.connect({ port: Number(new URL(emulator.url).port), host: "127.0.0.1" });
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1"))).on("error", () => undefined);
  const closed = once(socket, "close");
  await once(socket, "connect");
  await new Promise((written) => socket.write(bytes, written));
  if (ending === "end") socket.end();
  else socket.resetAndDestroy();
  await closed;
  return received;
}

async function stillServes(): Promise<void> {
  expect((await client.getMmsDataSource({ sourceId: "2000015" })).data.name).toBe("hive_demo");
}

const request = (target: string, method = "GET", headers = "", body = ""): string =>
  `${method} ${target} HTTP/1.1\r\nhost: emulator\r\n${headers}\r\n${body}`;

describe("bytes that once ended the process", () => {
  it.each(["//", "http://[", "http://", "*", "///", "/%", `${path}/%E0%A4%A`, `${path}?a=%`, "/\\\\", "//x:y@z:1/"])(
    "the target %s is refused in the service's form",
    async (target) => {
      const answer = await exchange(request(target));
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toMatch(/"requestId":"[0-9A-F-]{36}"/);
      await stillServes();
    },
  );

  it.each<Ending>(["end", "reset"])("a body shorter than its Content-Length, and then the %s", async (ending) => {
    expect(await exchange(request(`${path}/2000015/jobs`, "POST", "content-length: 99\r\n", "{}"), ending)).not.toMatch(
      / 200 | 500 /,
    );
    await stillServes();
  });
});

describe("other bytes", () => {
  it.each([
    ["a header without a colon", request(path, "GET", "junk\r\n"), / 400 /],
    ["two lengths", request(path, "POST", "content-length: 1\r\ncontent-length: 2\r\n", "{}"), / 400 /],
    ["a length and chunks", request(path, "POST", "content-length: 1\r\ntransfer-encoding: chunked\r\n"), / 400 /],
    ["headers without an end", request(path, "GET", `x: ${"y".repeat(100_000)}\r\n`), / 431 /],
    ["an unknown expectation", request(path, "GET", "expect: the-best\r\n"), / 417 /],
    ["CONNECT", request("emulator:443", "CONNECT"), /^$/],
    ["an upgrade", request(path, "GET", "connection: upgrade\r\nupgrade: websocket\r\n"), / 400 /],
    ["a method that no operation has", request(path, "PATCH"), / 404 /],
    ["nothing", "", /^$/],
  ])("%s", async (_what, bytes, answer) => {
    expect(await exchange(bytes)).toMatch(answer);
    await stillServes();
  });

  it("a body above the limit is refused, and its connection ends", async () => {
    const size = 9 * 1024 * 1024;
    const socket = net.connect({ port: Number(new URL(emulator.url).port), host: "127.0.0.1", allowHalfOpen: true });
    let received = "";
    socket.on("data", (chunk) => (received += chunk.toString("latin1"))).on("error", () => undefined);
    const closed = once(socket, "close");
    socket.on("end", () => socket.destroy());
    socket.write(request(path, "POST", `content-length: ${size}\r\n`, "x".repeat(size)));
    await closed;
    // The answer may be lost where the connection ends while the client still sends.
    expect(received).not.toMatch(/HTTP\/1\.1 (200|5\d\d)/);
    await stillServes();
  });

  it("requests in one write get their responses in order", async () => {
    const answer = await exchange(request(path).repeat(3) + request("//"));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual([...Array<string>(3).fill("HTTP/1.1 400"), "HTTP/1.1 404"]);
  });

  it("of any kind leave it serving, and no socket open", async () => {
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("/", "//", path, `${path}/1/jobs?name=%25`, "http://[", "*"),
    );
    const header = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ...["content-length: 7", "content-length: -1", "transfer-encoding: chunked", "expect: 100-continue"],
        ...["connection: upgrade", "upgrade: h2c", "authorization: acs x:y", "connection: close", "x-acs-date: never"],
      ),
    );
    const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "HEAD", "BREW");
    const one = fc
      .tuple(method, line, fc.array(header, { maxLength: 4 }), fc.string({ unit: "binary" }))
      .map(([verb, target, headers, body]) =>
        request(target, verb, headers.map((text) => `${text}\r\n`).join(""), body),
      );
    const bytes = fc.oneof(
      fc.array(one, { minLength: 1, maxLength: 3 }).map((all) => Buffer.from(all.join(""), "latin1")),
      fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all)),
    );
    await fc.assert(
      // Each exchange returns only when the emulator has closed its side.
      fc.asyncProperty(bytes, fc.constantFrom<Ending>("end", "reset"), async (sent, ending) => {
        expect(await exchange(sent, ending)).not.toMatch(/HTTP\/1\.1 5/);
      }),
      { numRuns: 300, seed: 14 },
    );
    await stillServes();
  });
});

describe("values that take long to read", () => {
  it("a filter of many wildcards", async () => {
    const name = `${"%a".repeat(200)}%b`;
    expect((await client.listMmsDataSources({ query: { name } })).data.objectList).toEqual([]);
  });

  it("a body that is nested two thousand times", async () => {
    const config = JSON.parse(`${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}`) as Record<string, unknown>;
    await client.createMmsDataSource({ body: { name: "deep", type: "HIVE", config } }).catch(() => undefined);
    await stillServes();
  });
});
