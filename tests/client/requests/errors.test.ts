import { inspect } from "node:util";

import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import {
  AccessDeniedError,
  ConflictError,
  isAmbiguous,
  isPassing,
  MmsApiError,
  MmsConnectionError,
  NotFoundError,
} from "../../../provider/mms/errors.js";
import { toMmsError } from "../../../provider/mms/http/to-error.js";
import { reasonToRetry } from "../../../provider/mms/http/retry.js";
import { type Reply, type ScriptedService, startService } from "../../support/service/service.js";
import type { MmsClient } from "../../../provider/mms/call.js";

let service: ScriptedService | undefined;

afterEach(() => service?.close());

/** A client that gets the same answer to everything; one attempt a call. */
async function clientOf(reply: Reply, settings: NodeJS.ProcessEnv = {}): Promise<MmsClient> {
  service = await startService(() => reply);
  const env = { ...service.env, ALICLOUD_MMS_MAX_ATTEMPTS: "1", ...settings };
  return createMmsClient(resolveConfig({ get: () => undefined, env }));
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (answer) => ({ answer }),
    (error: unknown) => error,
  );
const job = { sourceId: "7", jobId: "12" };
const fails = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { code, message: "the service's words", requestId: "R-7", ...more },
});

describe("not found", () => {
  test.each([
    ["HTTP 404", fails(404, "SomeCode")],
    ["a code with NOT_EXIST", fails(400, "OBJECT_NOT_EXIST")],
    ["a code with NOT_FOUND", fails(400, "PROJECT_NOT_FOUND")],
    ["a code with NotFound", fails(400, "MmsJob.NotFound")],
    ["MaxCompute's code for a project that is not there", fails(400, "ODPS-0420111")],
    [
      "a code in capital spelling of its field",
      { status: 400, body: { Code: "JOB_NOT_FOUND", Message: "-", RequestId: "R" } },
    ],
    ["an answer without data", { body: { requestId: "R-7" } }],
    ["null data", { body: { requestId: "R-7", data: null } }],
    ['the text "null" as data', { body: { requestId: "R-7", data: "null" } }],
    ["httpCode 404 in an answer with status 200", { body: { requestId: "R-7", httpCode: 404, message: "gone" } }],
  ] satisfies [string, Reply][])("is recognised in %s", async (_name, reply) => {
    const client = await clientOf(reply);
    expect(await failureOf(client.getMmsJob(job))).toBeInstanceOf(NotFoundError);
  });

  test.each([
    [
      "a gateway's page with status 404",
      { status: 404, body: "<html>404</html>", headers: { "content-type": "text/html" } },
    ],
    ["an unknown access key, which the gateway calls NotFound", fails(404, "InvalidAccessKeyId.NotFound")],
    ["an operation the gateway does not know", fails(404, "InvalidAction.NotFound")],
    ["a missing service-linked role", fails(400, "ServiceLinkedRole.NotFound")],
    ["a refusal whose code mentions existence", fails(403, "OBJECT_NOT_EXIST")],
    ["MaxCompute's code for access denied, also to an overdue account", fails(400, "ODPS-0420095")],
    ["the same code with status 404", fails(404, "ODPS-0420095")],
    ["MaxCompute's code for an invalid parameter", fails(400, "ODPS-0420061")],
    ["the same code with status 404, for an invalid parameter", fails(404, "ODPS-0420061")],
    ["an empty answer", { body: "" }],
    ["a code inside an answer with status 200", { body: { code: "SystemBusy", message: "-", requestId: "R-7" } }],
    ["an answer cut short", { body: '{"requestId":"R-7","data":{"id":1' }],
  ] satisfies [string, Reply][])("is not %s", async (_name, reply) => {
    const client = await clientOf(reply);
    const error = await failureOf(client.getMmsJob(job));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(NotFoundError);
  });
});

describe("a refusal under a good status", () => {
  const refused = { errorCode: "MMS-0010", errorMsg: "the service's words", requestId: "R-7" };
  test.each([
    ["success false", { ...refused, success: false, data: { id: 1 } }],
    ['success "false"', { ...refused, success: "False", data: { id: 1 } }],
    ["success false and an empty list", { ...refused, success: false, data: [] }],
    ["an errorCode without data", { ...refused, data: null }],
    ["a good code beside the bad one", { ...refused, code: "200", success: false }],
    ["the refusal as data", { requestId: "R-7", success: true, data: { ...refused, success: false } }],
    ["only a refusal in data", { requestId: "R-7", code: "OK", data: refused }],
  ])("is recognised in %s", async (_name, body) => {
    const client = await clientOf({ body });
    for (const call of [client.getMmsJob(job), client.createMmsJob({ sourceId: "7", body: { name: "j" } })]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ name: "MmsApiError", code: "MMS-0010", status: 200, requestId: "R-7" });
      expect((error as Error).message).toContain("the service's words");
      expect(isAmbiguous(error as Error)).toBe(false);
    }
  });

  test("is not an empty list", async () => {
    const client = await clientOf({ body: { success: false, errorMsg: "the service's words", requestId: "R-7" } });
    await expect(client.listMmsJobs({ sourceId: "7" })).rejects.toThrow("the service's words");
    await expect(client.deleteMmsJob(job)).rejects.toThrow("the service's words");
  });

  test("an object that shows its own error is none", async () => {
    const data = { id: 4, status: "DONE", errorMsg: "one table was skipped", running: false };
    const client = await clientOf({ body: { success: true, errorMsg: null, requestId: "R-7", data } });
    expect((await client.getMmsAsyncTask({ sourceId: "7", asyncTaskId: "4" })).data).toMatchObject({ id: "4" });
  });
});

describe("failures that another try does not mend", () => {
  const call = { operation: "GetMmsJob", object: "", resource: "*", endpoint: "mms.invalid" } as const;
  const raised = (code: string) => Object.assign(new Error(`Invalid something (${code})`), { code });

  test.each(["ERR_INVALID_CHAR", "ERR_INVALID_ARG_TYPE", "ERR_UNESCAPED_CHARACTERS", "ERR_INVALID_URL"])(
    "%s, raised before anything was sent",
    (code) => {
      const error = toMmsError(raised(code), call, { headers: {} });
      expect(error).not.toBeInstanceOf(MmsConnectionError);
      expect([isPassing(error), reasonToRetry(error, "GetMmsJob")]).toEqual([false, undefined]);
    },
  );

  test.each(["ERR_TLS_CERT_ALTNAME_INVALID", "ERR_SSL_WRONG_VERSION_NUMBER", "CERT_HAS_EXPIRED", "EPROTO"])(
    "%s, which says what to look at",
    (code) => {
      const error = toMmsError(raised(code), call, { headers: {}, sent: false });
      expect(error).toMatchObject({ reason: "untrusted", sent: false });
      expect([isPassing(error), reasonToRetry(error, "GetMmsJob")]).toEqual([false, undefined]);
    },
  );

  test("an unknown failure after the request was sent may have had its effect", () => {
    const error = toMmsError(raised("ERR_STREAM_PREMATURE_CLOSE"), call, { headers: {}, sent: true });
    expect(isAmbiguous(error)).toBe(true);
  });
});

describe("responses that are none", () => {
  test("a gateway's page is garbled, names its status and is ambiguous", async () => {
    const client = await clientOf({
      status: 502,
      body: "<html>Bad gateway</html>",
      headers: { "content-type": "text/html" },
    });
    const error = await failureOf(client.createMmsJob({ sourceId: "7", body: { name: "j" } }));
    expect(error).toMatchObject({
      name: "MmsConnectionError",
      reason: "garbled",
      sent: true,
      operation: "CreateMmsJob",
    });
    expect((error as Error).message).toContain("HTTP 502");
    expect(isAmbiguous(error as Error)).toBe(true);
  });

  test.each([
    ["is empty", { body: "" }],
    ["is cut short", { body: '{"requestId":"R","data":{"asyncTaskId":4' }],
    ["is no object", { body: "[1]" }],
    ["does not say what was made", { body: { requestId: "R", data: null } }],
    ["has no content at all", { status: 204 }],
  ] satisfies [string, Reply][])("a creation whose answer %s may have happened", async (_name, reply) => {
    const client = await clientOf(reply);
    const error = await failureOf(client.createMmsJob({ sourceId: "7", body: { name: "j" } }));
    expect(error).toBeInstanceOf(MmsConnectionError);
    expect(isAmbiguous(error as Error)).toBe(true);
  });

  test("a deletion may get a response without content", async () => {
    const client = await clientOf({ status: 204 });
    await expect(client.deleteMmsJob(job)).resolves.toMatchObject({ data: undefined });
  });

  test("a connection cut in the middle of the body is a reset that may have had its effect", async () => {
    const client = await clientOf((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"requestId":', () => response.destroy());
    });
    const error = await failureOf(client.createMmsJob({ sourceId: "7", body: { name: "j" } }));
    expect(error).toMatchObject({ reason: "reset", sent: true });
  });

  test("a refused connection had no effect", async () => {
    const client = await clientOf({});
    await service?.close();
    const error = await failureOf(client.createMmsJob({ sourceId: "7", body: { name: "j" } }));
    expect(error).toMatchObject({ reason: "refused", sent: false });
    expect(isAmbiguous(error as Error)).toBe(false);
  });

  test("a service that thinks longer than the connect timeout is waited for", async () => {
    const client = await clientOf(
      (response) => setTimeout(() => response.end('{"requestId":"R","data":{"asyncTaskId":4}}'), 300),
      {
        ALICLOUD_MMS_CONNECT_TIMEOUT: "100",
      },
    );
    const { data } = await client.createMmsJob({ sourceId: "7", body: { name: "j" } });
    expect(data).toEqual({ asyncTaskId: "4" });
  });

  test("a response that never comes is a timeout that may have had its effect", async () => {
    const client = await clientOf(() => undefined, { ALICLOUD_MMS_READ_TIMEOUT: "200" });
    const started = client.createMmsJob({ sourceId: "7", body: { name: "j" } });
    expect(await failureOf(started)).toMatchObject({ reason: "timeout", sent: true });
  });
});

describe("refusals", () => {
  test("a missing permission names the RAM action and the resource", async () => {
    const client = await clientOf(
      fails(403, "Forbidden.RAM", { accessDeniedDetail: { AuthPrincipalOwnerId: "1234567890" } }),
    );
    const error = await failureOf(client.createMmsJob({ sourceId: "7", body: { name: "j" } }));
    expect(error).toBeInstanceOf(AccessDeniedError);
    expect(error).toMatchObject({
      action: "odps:CreateMmsJob",
      resource: "acs:odps:cn-shanghai:1234567890:mmsdatasource/7",
      code: "Forbidden.RAM",
      status: 403,
      requestId: "R-7",
    });
    expect((error as Error).message).toBe(
      "CreateMmsJob (source 7): the service's words (Forbidden.RAM, HTTP 403, request R-7). " +
        "Grant the RAM action odps:CreateMmsJob on acs:odps:cn-shanghai:1234567890:mmsdatasource/7 to the identity that runs this program",
    );
  });

  test("MaxCompute's own denial says that it may be a privilege or an overdue account", async () => {
    const client = await clientOf(fails(400, "ODPS-0420095"));
    const error = await failureOf(client.getMmsJob(job));
    expect(error).toBeInstanceOf(AccessDeniedError);
    expect((error as Error).message).toMatch(
      /lacks a privilege in the project, or a payment of the account is overdue/,
    );
  });

  test("the configured account stands in the resource; what is granted on everything says so", async () => {
    const client = await clientOf(fails(403, "Forbidden.RAM"), { ALICLOUD_ACCOUNT_ID: "42" });
    expect(await failureOf(client.getMmsJob(job))).toMatchObject({
      resource: "acs:odps:cn-shanghai:42:mmsdatasource/7",
    });
    expect(await failureOf(client.listMmsDataSources({}))).toMatchObject({ resource: "*" });
  });

  test("a conflict is recognised, by status or code", async () => {
    expect(await failureOf((await clientOf(fails(409, "X"))).startMmsJob(job))).toBeInstanceOf(ConflictError);
    await service?.close();
    expect(await failureOf((await clientOf(fails(400, "JobAlreadyExists"))).startMmsJob(job))).toBeInstanceOf(
      ConflictError,
    );
  });

  test("an error without a code is not called undefined", async () => {
    const client = await clientOf({ status: 400, body: { requestId: "R-7" } });
    const error = await failureOf(client.startMmsJob(job));
    expect(error).toMatchObject({ code: "no code", requestId: "R-7" });
    expect((error as Error).message).not.toContain("undefined");
  });

  test("httpCode inside a response with status 200 is an error with that status", async () => {
    const client = await clientOf({ body: { requestId: "R-7", httpCode: 500, message: "no" } });
    const error = await failureOf(client.startMmsJob(job));
    expect(error).toBeInstanceOf(MmsApiError);
    expect(error).toMatchObject({ status: 500, requestId: "R-7" });
  });

  test("no error has a field that Pulumi would take for the id of something created", async () => {
    const client = await clientOf(fails(400, "Bad"));
    expect(await failureOf(client.startMmsJob(job))).not.toHaveProperty("id");
  });
});

describe("secrets", () => {
  test("nothing an error shows contains the access key or what a data source is configured with", async () => {
    const secret = "hive-password-of-the-test";
    const echo = `wrong signature for emulator-access-key-id with emulator-access-key-secret; body {"hive.jdbc.password":"${secret}"}`;
    const client = await clientOf({
      status: 400,
      body: { code: "SignatureDoesNotMatch", message: echo, requestId: "R" },
    });
    const body = { name: "s", type: "HIVE", config: { "hive.jdbc.password": secret } };
    const error = await failureOf(client.createMmsDataSource({ body }));
    const shown = [inspect(error, { depth: 10 }), (error as Error).stack, JSON.stringify(error)].join("\n");
    expect(shown).toContain("wrong signature");
    expect(shown).not.toMatch(/emulator-access-key-(id|secret)|hive-password/);
  });

  test("secrets in a response are kept out of later errors", async () => {
    const secret = "token-read-from-the-service";
    service = await startService((_asked, index): Reply =>
      index === 0
        ? {
            body: {
              requestId: "R",
              data: { id: 7, config: [{ key: "db.access.token", value: secret, type: "string" }] },
            },
          }
        : { status: 400, body: { code: "Bad", message: `cannot use ${secret}`, requestId: "R" } },
    );
    const client = createMmsClient(resolveConfig({ get: () => undefined, env: service.env }));
    await client.getMmsDataSource({ sourceId: "7", query: { withConfig: true } });
    expect(inspect(await failureOf(client.getMmsDataSource({ sourceId: "7" })))).not.toContain(secret);
  });
});
