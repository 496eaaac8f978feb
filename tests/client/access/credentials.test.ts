import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";

import { createMmsClient } from "../../../provider/mms/client.js";
import { resolveConfig } from "../../../provider/mms/config/config.js";
import { startService } from "../../support/service/service.js";

/** A server that hands out temporary credentials, a new token each time. */
async function startIssuer(secondsOf: (issued: number) => number) {
  const issued: string[] = [];
  const server = createServer((_request, response) => {
    issued.push(`emulator-token-${issued.length + 1}`);
    const ends = new Date(Date.now() + secondsOf(issued.length) * 1000);
    const answer = {
      AccessKeyId: "STS.emulator-key",
      AccessKeySecret: "emulator-access-key-secret",
      SecurityToken: issued.at(-1),
      Expiration: ends.toISOString().replace(/\.\d+Z$/, "Z"),
      Code: "Success",
    };
    response.end(JSON.stringify(answer));
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    issued,
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/credentials`,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

/** A service that accepts only the newest token. */
async function startStrictService(issued: readonly string[], refusals: (asked: number) => boolean) {
  let asked = 0;
  return startService(({ headers }) => {
    asked += 1;
    const good = headers["x-acs-security-token"] === issued.at(-1) && !refusals(asked);
    return good
      ? { body: { requestId: "R", data: { id: 7 } } }
      : {
          status: 403,
          body: { code: "InvalidSecurityToken.Expired", message: "the token is expired", requestId: "R" },
        };
  });
}

test("credentials that end are renewed before the call that needs them", async () => {
  const issuer = await startIssuer(() => 5 * 60);
  const service = await startStrictService(issuer.issued, () => false);
  const { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID } = service.env;
  const env = { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_CREDENTIALS_URI: issuer.uri };
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
  for (let call = 1; call <= 3; call += 1) await client.getMmsDataSource({ sourceId: "7" });
  const tokens = service.asked.map(({ headers }) => headers["x-acs-security-token"]);
  expect(new Set(tokens).size).toBe(3);
  await Promise.all([issuer.close(), service.close()]);
});

test("long-lived credentials are requested once, however many calls begin together", async () => {
  const issuer = await startIssuer(() => 3_600);
  const service = await startStrictService(issuer.issued, () => false);
  const { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID } = service.env;
  const env = { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID, ALICLOUD_CREDENTIALS_URI: issuer.uri };
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
  await Promise.all(Array.from({ length: 20 }, () => client.getMmsDataSource({ sourceId: "7" })));
  expect(issuer.issued).toHaveLength(1);
  await Promise.all([issuer.close(), service.close()]);
});

test("a token the service calls expired is replaced once, also for a creation: nothing was made", async () => {
  const issuer = await startIssuer(() => 3_600);
  const service = await startStrictService(issuer.issued, (asked) => asked === 1);
  const { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID } = service.env;
  const env = { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_CREDENTIALS_URI: issuer.uri };
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
  await client.createMmsJob({ sourceId: "7", body: { name: "job" } });
  expect(issuer.issued).toHaveLength(2);
  expect(service.asked).toHaveLength(2);
  await Promise.all([issuer.close(), service.close()]);
});

test("a token that stays expired is an error that says what to check", async () => {
  const issuer = await startIssuer(() => 3_600);
  const service = await startStrictService(issuer.issued, () => true);
  const { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID } = service.env;
  const env = { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_CREDENTIALS_URI: issuer.uri };
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
  await expect(client.getMmsDataSource({ sourceId: "7" })).rejects.toMatchObject({
    name: "AccessDeniedError",
    message: expect.stringContaining("Check the access key, its token and when they expire"),
  });
  expect(service.asked).toHaveLength(2);
  await Promise.all([issuer.close(), service.close()]);
});

test("no credentials at all are reported in plain words, without the SDK's own", async () => {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (/^ALI(BABA)?_?CLOUD/.test(name)) delete process.env[name];
  process.env["HOME"] = "/nonexistent";
  // The metadata service of an ECS instance is not there on other machines; without this the SDK waits for it.
  process.env["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
  const failure = await resolveConfig({ get: () => undefined, env: { ALIBABA_CLOUD_REGION: "cn-shanghai" } })
    .credentials()
    .catch((caught: unknown) => caught);
  process.env = before;
  expect(failure).toMatchObject({ name: "CredentialsError" });
  const { message } = failure as Error;
  expect(message).toContain("no credentials were found: neither the configuration");
  expect(message).toContain("ALIBABA_CLOUD_ACCESS_KEY_ID");
  expect(message).not.toMatch(/enviroment|undefined|ENOTFOUND|https?:|\.\./);
});

test("credentials that are not found are an error without secrets that names the settings", async () => {
  const broken = await startService(() => ({
    body: '{"AccessKeyId":"STS.emulator-key","AccessKeySecret":"half-a-secret-of-this-test"}',
  }));
  const { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID } = broken.env;
  const env = { ALICLOUD_MMS_ENDPOINT, ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_CREDENTIALS_URI: broken.url };
  const client = createMmsClient(resolveConfig({ get: () => undefined, env }));
  const error: unknown = await client.getMmsDataSource({ sourceId: "7" }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "CredentialsError", message: expect.stringContaining("alicloud-mms:accessKey") });
  expect(inspect(error)).not.toContain("half-a-secret");
  await broken.close();
});
