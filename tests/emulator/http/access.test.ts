// Whom the emulator lets in: it checks signatures, keys and policies as the service does.
import { createHash } from "node:crypto";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { AccessDeniedError, NotFoundError } from "../../../provider/mms/errors.js";
import { VirtualClock } from "../../support/service/virtual-clock.js";
import type { MmsClient } from "../../../provider/mms/call.js";

const sourceId = "2000015";
let emulator: Emulator;
let client: MmsClient;

const clientOf = (env: NodeJS.ProcessEnv) =>
  createMmsClient(resolveConfig({ get: () => undefined, env }), new VirtualClock());

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = clientOf(emulator.env);
});
afterEach(() => emulator.close());

describe("signatures", () => {
  it("refuse an unknown key, a wrong secret and a missing signature", async () => {
    const key = { ...emulator.env, ALIBABA_CLOUD_ACCESS_KEY_ID: "somebody-else" };
    await expect(clientOf(key).listMmsDataSources({})).rejects.toMatchObject({ code: "InvalidAccessKeyId.NotFound" });
    const secret = { ...emulator.env, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another-access-key-secret" };
    await expect(clientOf(secret).listMmsDataSources({})).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
    const message = await clientOf(secret)
      .listMmsDataSources({})
      .catch((error: Error) => error.message);
    expect(message).toMatch(
      /^ListMmsDataSources: Specified signature is not matched [^\n]*SignatureDoesNotMatch[^\n]*$/,
    );
    expect(message).not.toContain("string to sign");
    const bare = await fetch(new URL("/api/v1/mms/datasources", emulator.url));
    expect(await bare.json()).toMatchObject({ code: "MissingParameter" });
  });

  it("refuse a body that is not the signed one, and a request of yesterday", async () => {
    const sent = (date: string, text: string) =>
      fetch(new URL(`/api/v1/mms/datasources/${sourceId}/jobs`, emulator.url), {
        method: "POST",
        headers: {
          authorization: "ACS3-HMAC-SHA256 Credential=emulator-access-key-id,SignedHeaders=host,Signature=00",
          "x-acs-date": date,
          "x-acs-content-sha256": createHash("sha256").update("{}").digest("hex"),
        },
        body: text,
      }).then((response) => response.json() as Promise<{ message: string; code: string }>);
    const now = new Date().toISOString();
    expect((await sent(now, '{"name":"x"}')).message).toContain("hash of the body");
    expect((await sent("2020-01-01T00:00:00Z", "{}")).code).toBe("InvalidTimeStamp.Expired");
  });

  it("refuse a temporary key without its token, and after its time", async () => {
    const keys = {
      temporary: { secret: "temporary-secret-of-a-test", securityToken: "token-of-a-test", expiresAt: Date.now() - 1 },
    };
    await emulator.close();
    emulator = await startEmulator({ clock: "manual", keys });
    const env = {
      ...emulator.env,
      ALIBABA_CLOUD_ACCESS_KEY_ID: "temporary",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "temporary-secret-of-a-test",
    };
    await expect(clientOf(env).listMmsDataSources({})).rejects.toMatchObject({ code: "MissingSecurityToken" });
    const withToken = { ...env, ALIBABA_CLOUD_SECURITY_TOKEN: "token-of-a-test" };
    await expect(clientOf(withToken).listMmsDataSources({})).rejects.toMatchObject({
      code: "InvalidSecurityToken.Expired",
    });
  });
});

describe("policies", () => {
  const allow = (...actions: string[]) => ({
    Version: "1" as const,
    Statement: [{ Effect: "Allow" as const, Action: actions, Resource: `acs:odps:*:*:mmsdatasource/${sourceId}` }],
  });

  it("allow what they name, on the source they name, and nothing else", async () => {
    emulator.control.setPolicy(allow("odps:ListMms*"));
    await client.listMmsJobs({ sourceId });
    await expect(client.listMmsJobs({ sourceId: "2000016" })).rejects.toThrow(AccessDeniedError);
    await expect(client.getMmsDataSource({ sourceId })).rejects.toThrow("odps:GetMmsDataSource");
  });

  it("deny whatever else they allow", async () => {
    const { Statement } = allow("odps:*");
    const Deny = { Effect: "Deny" as const, Action: "odps:DeleteMmsJob", Resource: "*" };
    emulator.control.setPolicy({ Version: "1", Statement: [...Statement, Deny] });
    await expect(client.deleteMmsJob({ sourceId, jobId: "1" })).rejects.toThrow(AccessDeniedError);
    await expect(client.getMmsJob({ sourceId, jobId: "1" })).rejects.toThrow(NotFoundError);
  });
});
