// The vendor's older clients: another signature, and refusals under other names.
import { createHash, createHmac } from "node:crypto";

import * as core from "@alicloud/pop-core";

import { type Emulator, startEmulator } from "../../../emulator/index.js";

const path = "/api/v1/mms/datasources";
const jobs = `${path}/2000015/jobs`;
let emulator: Emulator;

/** What is used of the SDK's ROA client, of which its declarations say nothing. */
interface RoaClient {
  get<Answer>(path: string, query: object): Promise<Answer>;
  post(path: string, query: object, body: string, headers: object): Promise<unknown>;
}
const { ROAClient } = core as unknown as { readonly ROAClient: new (options: object) => RoaClient };

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual", requestsPerSecond: 50 });
});
afterEach(() => emulator.close());

const clientOf = (change: object = {}) =>
  new ROAClient({
    endpoint: emulator.url,
    apiVersion: "2022-01-04",
    accessKeyId: emulator.env["ALIBABA_CLOUD_ACCESS_KEY_ID"] ?? "",
    accessKeySecret: emulator.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] ?? "",
    ...change,
  });

const json = { "content-type": "application/json" };

describe("the vendor's core SDK", () => {
  it("reads and creates", async () => {
    const made = await clientOf().post(jobs, {}, JSON.stringify({ name: "older", srcDbName: "sales" }), json);
    expect(made).toMatchObject({ data: { asyncTaskId: expect.anything() } });
    const found = await clientOf().get(path, { name: "hive demo & Söhne", pageNum: 1, RegionId: "cn-shanghai" });
    expect(found).toMatchObject({ data: { total: 0 } });
  });

  it("writes booleans as Python does", async () => {
    const tables = (hasPartitions: string) =>
      clientOf().get<{ data: { total: number } }>(`${path}/2000015/tables`, {
        dbName: "sales",
        hasPartitions,
        pageSize: 1,
      });
    expect([(await tables("True")).data.total, (await tables("False")).data.total]).toEqual([4, 8]);
  });

  it("reads the refusals of the gateway, and the string to sign after a colon", async () => {
    const refused = clientOf({ accessKeySecret: "another-secret" }).get(path, {});
    await expect(refused).rejects.toMatchObject({ code: "SignatureDoesNotMatch", statusCode: 400 });
    const { result } = (await refused.catch((error: unknown) => error)) as { result: Record<string, string> };
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(["Code", "Message", "RequestId", "HostId", "Recommend", "code", "message", "requestId"]),
    );
    const [, stringToSign = ""] = /^[^:]*:([^]*)$/.exec(result["Message"] ?? "") ?? [];
    expect(stringToSign).toMatch(
      /^GET\napplication\/json\n[^]*\nx-acs-version:2022-01-04\n\/api\/v1\/mms\/datasources$/,
    );
    await expect(clientOf({ accessKeyId: "nobody" }).get(path, {})).rejects.toMatchObject({
      code: "InvalidAccessKeyId.NotFound",
    });
  });

  it("reads how long to wait when it is throttled", async () => {
    emulator.control.injectFault("ListMmsDataSources", { kind: "throttled", timeLeftSeconds: 3 });
    const response = await fetch(new URL(path, emulator.url));
    expect(response.headers.get("x-acs-retry-after")).toBe("3000");
    expect(await response.json()).toMatchObject({ Code: "Throttling.User", code: "Throttling.User" });
  });

  it("has to send the token of a temporary key", async () => {
    await emulator.close();
    emulator = await startEmulator({ clock: "manual", keys: { sts: { secret: "s", securityToken: "t" } } });
    const key = { accessKeyId: "sts", accessKeySecret: "s" };
    await expect(clientOf(key).get(path, {})).rejects.toMatchObject({ code: "MissingSecurityToken" });
    expect(await clientOf({ ...key, securityToken: "t" }).get(path, {})).toMatchObject({ data: { total: 3 } });
  });
});

/** A request with the older signature over what is given, and then with other headers or another body. */
async function sent(signed: Record<string, string>, then: { headers?: Record<string, string>; body?: string } = {}) {
  const body = '{"name":"n","srcDbName":"sales"}';
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-md5": createHash("md5").update(body).digest("base64"),
    "content-type": "application/json",
    date: new Date().toUTCString(),
    "x-acs-signature-method": "HMAC-SHA1",
    "x-acs-signature-nonce": String(Math.random()),
    "x-acs-signature-version": "1.0",
    "x-acs-version": "2022-01-04",
    ...signed,
  };
  const head = ["accept", "content-md5", "content-type", "date"].map((name) => headers[name]).join("\n");
  const acs = Object.keys(headers)
    .filter((name) => name.startsWith("x-acs-"))
    .sort();
  const text = `POST\n${head}\n${acs.map((name) => `${name}:${headers[name]}\n`).join("")}${jobs}`;
  const signature = createHmac("sha1", "emulator-access-key-secret").update(text).digest("base64");
  const authorization = `acs emulator-access-key-id:${signature}`;
  const response = await fetch(new URL(jobs, emulator.url), {
    method: "POST",
    headers: { ...headers, authorization, ...then.headers },
    body: then.body ?? body,
  });
  return ((await response.json()) as { Code?: string }).Code ?? response.status;
}

describe("the older signature", () => {
  it.each([
    ["as it should be", {}, {}, 200],
    ["of yesterday", { date: "Mon, 06 Jan 2020 00:00:00 GMT" }, {}, "InvalidTimeStamp.Expired"],
    ["over another body", {}, { body: "{}" }, "SignatureDoesNotMatch"],
    ["over other headers", {}, { headers: { "x-acs-region-id": "cn-beijing" } }, "SignatureDoesNotMatch"],
    ["without the hash of its body", { "content-md5": "" }, {}, "MissingParameter"],
    ["of another method", { "x-acs-signature-method": "HMAC-MD5" }, {}, "InvalidSignatureMethod"],
    ["of another operation", { "x-acs-action": "ListMmsJobs" }, {}, "InvalidAction.NotFound"],
  ])("%s", async (_what, signed, then, answer) => {
    expect(await sent(signed as Record<string, string>, then)).toEqual(answer);
  });

  it("is taken once", async () => {
    const nonce = { "x-acs-signature-nonce": "the-same" };
    expect([await sent(nonce), await sent(nonce)]).toEqual([200, "SignatureNonceUsed"]);
  });
});
