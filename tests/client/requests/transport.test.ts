import { createServer } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";

import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { proxyFor } from "../../../provider/mms/http/proxy.js";
import { type Reply, type ScriptedService, startService } from "../../support/service/service.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";
import type { MmsClient } from "../../../provider/mms/call.js";

let service: ScriptedService;
let client: MmsClient;

async function serve(reply: Reply = {}): Promise<void> {
  service = await startService(() => reply);
  client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }));
}

afterEach(() => service.close());

test("ids beyond 2^53 survive both ways, in paths, bodies and responses", async () => {
  const big = "9223372036854775807";
  await serve({ body: `{"requestId":"R","data":{"id":${big},"name":"j","taskNum":3,"sourceId":${big}}}` });
  const { data } = await client.getMmsJob({ sourceId: big, jobId: "9007199254740993" });
  expect(data).toMatchObject({ id: big, sourceId: big, taskNum: 3 });
  await client
    .createMmsJob({ sourceId: big, body: { name: "j", sourceId: big, partitions: [big, "1"] } })
    .catch(() => undefined);
  expect(service.asked[0]?.path).toBe(`/api/v1/mms/datasources/${big}/jobs/9007199254740993`);
  expect(service.asked[1]?.body).toBe(`{"name":"j","sourceId":${big},"partitions":[${big},1]}`);
});

test("a bare number as data is a string of digits", async () => {
  await serve({ body: '{"requestId":"R","data":9007199254740993}' });
  expect((await client.startMmsJob({ sourceId: "7", jobId: "1" })).data).toBe("9007199254740993");
});

test("a request names the operation, the version, us and Pulumi, and is signed with V3", async () => {
  await serve();
  await client.startMmsJob({ sourceId: "7", jobId: "1" });
  expect(service.asked[0]).toMatchObject({ method: "POST", path: "/api/v1/mms/datasources/7/jobs/1/start" });
  expect(service.asked[0]?.headers).toMatchObject({
    "x-acs-action": "StartMmsJob",
    "x-acs-version": "2022-01-04",
    "user-agent": expect.stringMatching(/pulumi-alicloud-mms\/\d+\.\d+\.\d+ Pulumi/),
    authorization: expect.stringContaining("ACS3-HMAC-SHA256 Credential=emulator-access-key-id"),
  });
});

test("what stands in a path is encoded, and what is missing there is reported", async () => {
  await serve();
  await client.getMmsJob({ sourceId: "7", jobId: "a/b?c" });
  expect(service.asked[0]?.path).toBe("/api/v1/mms/datasources/7/jobs/a%2Fb%3Fc");
  await expect(client.getMmsJob({ sourceId: "7", jobId: "" })).rejects.toThrow("GetMmsJob: jobId is missing");
  expect(service.asked).toHaveLength(1);
});

test("query values travel as text, lists as JSON, absent ones not at all", async () => {
  await serve();
  await client.listMmsTables({
    sourceId: "7",
    query: { dbId: "9007199254740993", status: ["DONE", "INIT"] as never, pageNum: 2 },
  });
  expect(service.asked[0]?.query).toEqual({ dbId: "9007199254740993", status: '["DONE","INIT"]', pageNum: "2" });
});

describe("proxies", () => {
  const variables = ["HTTPS_PROXY", "NO_PROXY", "HTTP_PROXY", "ALL_PROXY"].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]);
  const before = { ...process.env };
  let asked: string[];
  let address: string;
  let reply: string | undefined;
  let proxy: ReturnType<typeof createServer>;

  beforeEach(async () => {
    for (const name of variables) delete process.env[name];
    asked = [];
    reply = "HTTP/1.1 403 Forbidden\r\n\r\n";
    proxy = createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      if (reply !== undefined) socket.end(reply);
    });
    proxy.unref();
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    process.env["HTTPS_PROXY"] = `http://user:proxy-password@${address}`;
    process.env["HTTP_PROXY"] = process.env["HTTPS_PROXY"];
  });

  afterEach(() => {
    for (const name of variables) delete process.env[name];
    Object.assign(process.env, before);
    proxy.close();
    proxy.closeAllConnections();
  });

  const outside = (endpoint: string, settings: NodeJS.ProcessEnv = { ALICLOUD_MMS_MAX_ATTEMPTS: "1" }) =>
    createMmsClient(
      resolveConfig({
        get: () => undefined,
        env: { ...service.env, ALICLOUD_MMS_ENDPOINT: endpoint, ...settings },
      }),
      new VirtualClock(),
    );
  const failureAt = (endpoint: string, settings?: NodeJS.ProcessEnv): Promise<unknown> =>
    outside(endpoint, settings)
      .getMmsJob({ sourceId: "7", jobId: "1" })
      .catch((caught: unknown) => caught);

  test("an HTTPS endpoint is reached through HTTPS_PROXY; a proxy that refuses had nothing sent", async () => {
    await serve();
    const call = outside("mms.invalid").createMmsJob({ sourceId: "7", body: { name: "j" } });
    const error: unknown = await call.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "MmsConnectionError", sent: false });
    expect((error as Error).message).not.toContain("proxy-password");
    expect(asked).toEqual(["mms.invalid:443"]);
  });

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])(
    "%s without a scheme means http, and is named when the proxy refuses, once",
    async (variable) => {
      await serve();
      for (const name of variables) delete process.env[name];
      process.env[variable] = ` ${address} `;
      const error = await failureAt("mms.invalid", {});
      expect(error).toMatchObject({ reason: "proxy", sent: false });
      expect((error as Error).message).toContain(
        `the proxy ${address} (from ${variable}) refused the connection with HTTP 403`,
      );
      expect(asked).toEqual(["mms.invalid:443"]);
    },
  );

  test("a refusal by a proxy is never taken for the service's own response", async () => {
    await serve();
    const body = '{"code":"JOB_NOT_FOUND","message":"-","requestId":"R"}';
    reply = `HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect(await failureAt("mms.invalid")).toMatchObject({ name: "MmsConnectionError", reason: "proxy", sent: false });
  });

  test("a proxy that fails for the moment is tried again, and one that is not there is named", async () => {
    await serve();
    reply = "HTTP/1.1 503 Busy\r\n\r\n";
    expect(await failureAt("mms.invalid", { ALICLOUD_MMS_MAX_ATTEMPTS: "3" })).toMatchObject({ reason: "refused" });
    expect(asked).toHaveLength(3);
    process.env["HTTPS_PROXY"] = "127.0.0.1:1";
    const error = await failureAt("mms.invalid");
    expect(error).toMatchObject({ reason: "refused", sent: false });
    expect((error as Error).message).toMatch(/the proxy 127\.0\.0\.1:1 \(from HTTPS_PROXY\) failed: .*ECONNREFUSED/);
  });

  // tests/support/environment.ts fails this file where Node warns of too many listeners.
  test("requests through a proxy, one after another and at once, leave no listener behind", async () => {
    await serve();
    const failures = [];
    for (let count = 0; count < 15; count += 1) failures.push(await failureAt("mms.invalid"));
    failures.push(...(await Promise.all(Array.from({ length: 15 }, () => failureAt("mms.invalid")))));
    expect(failures).toEqual(Array.from({ length: 30 }, () => expect.objectContaining({ reason: "proxy" })));
    expect(asked).toHaveLength(30);
  });

  test("a proxy that does not reply ends with the connect timeout", async () => {
    await serve();
    reply = undefined;
    const error = await failureAt("mms.invalid", {
      ALICLOUD_MMS_MAX_ATTEMPTS: "1",
      ALICLOUD_MMS_CONNECT_TIMEOUT: "50",
    });
    expect(error).toMatchObject({ name: "MmsConnectionError", sent: false });
    expect((error as Error).message).toContain("(from HTTPS_PROXY) did not connect within 50 ms");
  });

  test.each(["socks5", "socks5h", "socks4a"])("%s:// is spoken to a proxy of that kind", async (scheme) => {
    await serve();
    const greetings: number[] = [];
    const socks = createSocketServer((socket) => {
      socket.once("data", (greeting) => (greetings.push(Number(greeting[0])), socket.destroy()));
    });
    await new Promise<void>((resolve) => socks.listen(0, "127.0.0.1", resolve));
    process.env["HTTPS_PROXY"] = `${scheme}://127.0.0.1:${(socks.address() as AddressInfo).port}`;
    // An address, because socks5 resolves names before it connects.
    const error = await failureAt("192.0.2.1");
    expect(error).toMatchObject({ reason: "refused", sent: false });
    expect((error as Error).message).toContain("(from HTTPS_PROXY) failed");
    expect(greetings).toEqual([Number(/\d/.exec(scheme)?.[0])]);
    await new Promise((resolve) => socks.close(resolve));
  });

  test.each([
    ["ftp://127.0.0.1:1", "names a proxy of an unknown kind (ftp://)"],
    ["http://[", "is not the address of a proxy"],
  ])("%s is refused by the name of its variable, at once", async (value, words) => {
    await serve();
    process.env["HTTPS_PROXY"] = value;
    const error = await failureAt("mms.invalid", {});
    expect(error).toMatchObject({ name: "ProxyError" });
    expect((error as Error).message).toContain(`the environment variable HTTPS_PROXY ${words}`);
  });

  test.each([
    [".invalid", "mms.invalid", true],
    ["invalid", "mms.invalid", true],
    ["mms.invalid", "mms.invalid", true],
    ["*.invalid", "mms.invalid", true],
    ["MMS.invalid", "mms.invalid", true],
    ["a.b, invalid", "mms.invalid", true],
    ["invalid:443", "mms.invalid", true],
    ["*", "mms.invalid", true],
    ["10.0.0.0/8", "10.1.2.3", true],
    ["[fd00::1]", "[fd00::1]", true],
    ["fd00::/8", "[fd00::1]", true],
    ["s.invalid", "mms.invalid", false],
    ["invalid:80", "mms.invalid", false],
    ["10.0.0.0/8", "11.1.2.3", false],
    ["a.mms.invalid", "mms.invalid", false],
  ])("NO_PROXY=%s and https://%s: reached directly is %s", (exceptions, host, directly) => {
    const env = { HTTPS_PROXY: "proxy.example.com:3128", NO_PROXY: exceptions };
    expect(proxyFor(`https://${host}/`, env) === undefined).toBe(directly);
  });

  test("NO_PROXY is honoured by requests", async () => {
    await serve();
    process.env["NO_PROXY"] = "invalid";
    expect(await failureAt("mms.invalid")).toMatchObject({ reason: "unresolved", sent: false });
    expect(asked).toEqual([]);
  });

  test("this machine is never behind a proxy", async () => {
    await serve();
    await client.getMmsJob({ sourceId: "7", jobId: "1" });
    expect(service.asked).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});
