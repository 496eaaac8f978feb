// Each fault the emulator can play, as it looks on the wire; and signed requests that somebody changed on the way.
import { createHash, createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import { text } from "node:stream/consumers";

import { type Emulator, type Fault, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import type { OperationName } from "../../../provider/mms/operations.js";
import { type Exchange, record, type Recorder } from "../../support/service/recorder.js";
import type { MmsClient } from "../../../provider/mms/call.js";

const sourceId = "2000015";
let emulator: Emulator;
let recorder: Recorder;
let client: MmsClient;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  recorder = await record(emulator.url);
  const env = { ...emulator.env, ALICLOUD_MMS_ENDPOINT: recorder.url };
  client = createMmsClient(resolveConfig({ get: () => undefined, env }));
});
afterEach(async () => {
  await recorder.close();
  await emulator.close();
});

const body = { name: "job", srcDbName: "sales", tables: ["orders"] };

/** A request that the real client signed, to be sent again as it is or changed. */
async function signed(): Promise<Exchange> {
  await client.createMmsJob({ sourceId, body });
  const [exchange] = recorder.exchanges;
  if (exchange === undefined) throw new Error("nothing was sent");
  emulator.control.reset();
  return exchange;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request again, byte for byte but for what is changed; the signed host stays. */
function send(exchange: Exchange, change: Partial<Exchange> = {}): Promise<Answer> {
  const { url, method, body: sent } = { ...exchange, ...change };
  const headers: http.OutgoingHttpHeaders = { ...exchange.headers, ...change.headers };
  delete headers["transfer-encoding"];
  headers["content-length"] = Buffer.byteLength(sent);
  return new Promise((resolve, reject) => {
    const target = new URL(url.pathname + url.search, emulator.url);
    const request = http.request(target, { method, headers }, (response) => {
      void text(response).then((read) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: read });
      });
    });
    request.once("error", reject).end(sent);
  });
}

/** A GET signed here, after the vendor's description of ACS3-HMAC-SHA256. */
function getSigned(path: string, action: string, version: string): Promise<Answer> {
  const { host } = new URL(emulator.url);
  const bodyHash = createHash("sha256").update("").digest("hex");
  const headers: Record<string, string> = {
    host,
    "x-acs-action": action,
    "x-acs-content-sha256": bodyHash,
    "x-acs-date": new Date().toISOString(),
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-version": version,
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ["GET", path, "", lines.join(""), names, bodyHash].join("\n");
  const toSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonical).digest("hex")}`;
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret = "" } = emulator.env;
  const signature = createHmac("sha256", secret).update(toSign).digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${names},Signature=${signature}`;
  const url = new URL(path, emulator.url);
  return send({ method: "GET", url, headers: { ...headers, authorization }, body: "", status: 0, answer: "" });
}

const codeOf = (answer: Answer) => (JSON.parse(answer.text) as { code?: string }).code;

describe("a signed request", () => {
  it("is taken as it is", async () => {
    expect(await send(await signed())).toMatchObject({ status: 200 });
  });

  it("is refused with another body, even one whose hash was written anew", async () => {
    const exchange = await signed();
    const other = exchange.body.replace("orders", "refunds");
    expect(codeOf(await send(exchange, { body: other }))).toBe("SignatureDoesNotMatch");
    const headers = { "x-acs-content-sha256": createHash("sha256").update(other).digest("hex") };
    expect(codeOf(await send(exchange, { body: other, headers }))).toBe("SignatureDoesNotMatch");
    expect(emulator.control.jobs()).toEqual([]);
  });

  it("is refused with another path, query, date or token", async () => {
    const exchange = await signed();
    const path = new URL(exchange.url.href.replace(sourceId, "2000016"));
    expect(codeOf(await send(exchange, { url: path }))).toBe("SignatureDoesNotMatch");
    const query = new URL(`${exchange.url.href}?lang=en`);
    expect(codeOf(await send(exchange, { url: query }))).toBe("SignatureDoesNotMatch");
    const date = { "x-acs-date": new Date(Date.now() - 60_000).toISOString() };
    expect(codeOf(await send(exchange, { headers: date }))).toBe("SignatureDoesNotMatch");
    // A header of this kind that the signature does not cover.
    const token = { "x-acs-security-token": "token-of-nobody" };
    expect(codeOf(await send(exchange, { headers: token }))).toBe("MissingParameter");
  });

  it("is refused a second time, until the emulator begins anew", async () => {
    const exchange = await signed();
    expect(await send(exchange)).toMatchObject({ status: 200 });
    expect(codeOf(await send(exchange))).toBe("SignatureNonceUsed");
    emulator.control.reset();
    expect(await send(exchange)).toMatchObject({ status: 200 });
  });

  it("of any client that follows the published signature is taken, and refused for another action or version", async () => {
    const ask = (name: string, version: string) => getSigned("/api/v1/mms/datasources", name, version);
    expect(await ask("ListMmsDataSources", "2022-01-04")).toMatchObject({ status: 200 });
    expect(codeOf(await ask("ListMmsJobs", "2022-01-04"))).toBe("InvalidAction.NotFound");
    expect(codeOf(await ask("ListMmsDataSources", "2021-01-01"))).toBe("InvalidVersion");
  });
});

describe("a fault", () => {
  const played = async (fault: Fault, operation: OperationName = "CreateMmsJob") => {
    const exchange = await signed();
    emulator.control.injectFault(operation, fault);
    const answer = await send(exchange);
    emulator.control.advance(5_000);
    return { ...answer, jobs: emulator.control.jobs().length, journal: emulator.control.requests() };
  };

  it("throttled refuses before the effect, by code and with the headers that say how long", async () => {
    const answer = await played({ kind: "throttled", timeLeftSeconds: 7 });
    expect(answer.headers["x-ratelimit-user-api"]).toBe("Remaining:0,TimeLeft:7");
    expect([codeOf(answer), answer.jobs]).toEqual(["Throttling.User", 0]);
    expect(answer.journal).toMatchObject([{ status: answer.status, fault: "throttled", mutating: false }]);
  });

  it.each([
    [{ kind: "error", status: 503, code: "ServiceUnavailable" }, 0],
    [{ kind: "error", status: 500, code: "InternalError", afterEffect: true }, 1],
  ] as const)("error answers its status and code, before or after the effect: %j", async (fault, jobs) => {
    const answer = await played(fault);
    expect([answer.status, codeOf(answer), answer.jobs]).toEqual([fault.status, fault.code, jobs]);
  });

  it.each([
    [{ kind: "html", status: 502 }, 0],
    [{ kind: "html", status: 504, afterEffect: true }, 1],
  ] as const)("html is the page of a gateway: %j", async (fault, jobs) => {
    const answer = await played(fault);
    expect(answer).toMatchObject({ status: fault.status, jobs, headers: { "content-type": "text/html" } });
    expect(answer.text).toMatch(/^<html>/);
  });

  it("truncated ends the response in the middle, after the effect", async () => {
    const answer = await played({ kind: "truncated" });
    expect(() => JSON.parse(answer.text) as unknown).toThrow(SyntaxError);
    expect(answer.jobs).toBe(1);
  });

  it.each([
    ["resetBefore", 0],
    ["resetAfter", 1],
  ] as const)("%s breaks the connection", async (kind, jobs) => {
    await expect(played({ kind })).rejects.toThrow(/hang up|reset/i);
    emulator.control.advance(5_000);
    expect(emulator.control.jobs()).toHaveLength(jobs);
    expect(emulator.control.requests()).toMatchObject([{ fault: kind }]);
  });

  it("delay lets the client wait, and responds in the end", async () => {
    expect(await played({ kind: "delay", ms: 5 })).toMatchObject({ status: 200, jobs: 1 });
  });

  it("asyncTaskLost creates a job whose async task is unknown", async () => {
    const answer = await played({ kind: "asyncTaskLost" });
    const { asyncTaskId } = (JSON.parse(answer.text) as { data: { asyncTaskId: number } }).data;
    const looked = client.getMmsAsyncTask({ sourceId, asyncTaskId: String(asyncTaskId) });
    await expect(looked).rejects.toMatchObject({ code: "OBJECT_NOT_EXIST" });
    expect(answer.jobs).toBe(1);
  });

  it("asyncTaskFails creates no job, and says why where it is read", async () => {
    const answer = await played({ kind: "asyncTaskFails", errorMsg: "no quota" });
    const { asyncTaskId } = (JSON.parse(answer.text) as { data: { asyncTaskId: number } }).data;
    const { data } = await client.getMmsAsyncTask({ sourceId, asyncTaskId: String(asyncTaskId) });
    expect(data).toMatchObject({ running: false, errorMsg: "no quota" });
    expect(answer.jobs).toBe(0);
  });
});

describe("a fresh start", () => {
  it("forgets jobs, faults and requests, and gives the same ids again", async () => {
    const exchange = await signed();
    const first = (await send(exchange)).text;
    emulator.control.injectFault("CreateMmsJob", { kind: "forbidden" });
    emulator.control.reset();
    expect(emulator.control.requests()).toEqual([]);
    const data = (answer: string) => (JSON.parse(answer) as { data: unknown }).data;
    expect(data((await send(exchange)).text)).toEqual(data(first));
    expect(emulator.control.requestCounts()).toEqual({ CreateMmsJob: 1 });
  });
});

describe("tables of one's own", () => {
  it("are migrated like those of the seed, by day and hour", async () => {
    emulator.control.addTables(sourceId, "web", [{ name: "clicks", days: 2, hours: 24 }]);
    const partitionFilters = { clicks: "dt = '2026-01-01' and hour >= 12" };
    await client.createMmsJob({ sourceId, body: { name: "clicks", srcDbName: "web", partitionFilters } });
    emulator.control.advance(600_000);
    const [clicks] = emulator.control.tables(sourceId, "web");
    const done = Object.entries(clicks?.partitions ?? {}).filter(([, status]) => status === "DONE");
    expect(done).toHaveLength(12);
    expect(clicks?.status).toBe("PART_DONE");
  });

  it("need texts in quotes for columns that are no integers", async () => {
    const partitionFilters = { orders: "dt > 20260101" };
    const { data } = await client.createMmsJob({ sourceId, body: { ...body, partitionFilters } });
    emulator.control.advance(5_000);
    const task = await client.getMmsAsyncTask({ sourceId, asyncTaskId: data.asyncTaskId ?? "" });
    expect(task.data.errorMsg).toContain("write '20260101' in quotes");
  });
});
