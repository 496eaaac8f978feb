import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createMmsClient, type MmsClient } from "../../provider/mms/client.js";
import { resolveConfig } from "../../provider/mms/config.js";
import { type Reply, type ScriptedService, startService } from "../support/service.js";

let service: ScriptedService;
let client: MmsClient;

async function serve(reply: Reply = {}): Promise<void> {
  service = await startService(() => reply);
  client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }));
}

afterEach(() => service.close());

test("ids beyond 2^53 survive both ways, in paths, bodies and answers", async () => {
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

test("what stands in a path is encoded, and what is missing there is told", async () => {
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
  const variables = [
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
  ];
  const before = { ...process.env };
  let asked: string[];
  let proxy: ReturnType<typeof createServer>;

  beforeEach(async () => {
    for (const name of variables) delete process.env[name];
    asked = [];
    proxy = createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    proxy.unref();
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    process.env["HTTPS_PROXY"] = `http://user:proxy-password@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    process.env["HTTP_PROXY"] = process.env["HTTPS_PROXY"];
  });

  afterEach(() => {
    for (const name of variables) delete process.env[name];
    Object.assign(process.env, before);
    proxy.close();
    proxy.closeAllConnections();
  });

  const outside = (endpoint: string) =>
    createMmsClient(
      resolveConfig({
        get: () => undefined,
        env: { ...service.env, ALICLOUD_MMS_ENDPOINT: endpoint, ALICLOUD_MMS_MAX_ATTEMPTS: "1" },
      }),
    );

  test("an HTTPS endpoint is reached through HTTPS_PROXY; a proxy that refuses had nothing sent", async () => {
    await serve();
    const call = outside("mms.invalid").createMmsJob({ sourceId: "7", body: { name: "j" } });
    const error: unknown = await call.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "MmsConnectionError", sent: false });
    expect((error as Error).message).not.toContain("proxy-password");
    expect(asked).toEqual(["mms.invalid:443"]);
  });

  test("NO_PROXY is honoured", async () => {
    await serve();
    process.env["NO_PROXY"] = ".invalid";
    await expect(outside("mms.invalid").getMmsJob({ sourceId: "7", jobId: "1" })).rejects.toMatchObject({
      reason: "unresolved",
      sent: false,
    });
    expect(asked).toEqual([]);
  });

  test("this machine is never behind a proxy", async () => {
    await serve();
    await client.getMmsJob({ sourceId: "7", jobId: "1" });
    expect(service.asked).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});
