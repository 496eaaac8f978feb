import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { resolveConfig } from "../../../provider/mms/config/config.js";
import { type ScriptedService, startService } from "../../support/service/service.js";

const keys = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "emulator-access-key-id",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "emulator-access-key-secret",
};
const role = "acs:ram::1:role/r";
const idp = "acs:ram::1:oidc-provider/p";
const region = { "alicloud:region": "eu-central-1" };

let sts: ScriptedService;
let folder: string;

beforeEach(async () => {
  sts = await startService(() => ({
    body: {
      Credentials: {
        AccessKeyId: "STS.assumed",
        AccessKeySecret: "emulator-assumed-secret",
        SecurityToken: "emulator-token",
        Expiration: "2099-01-01T00:00:00Z",
      },
    },
  }));
  folder = await mkdtemp(join(tmpdir(), "mms-roles-"));
  await writeFile(join(folder, "token"), "aaa.bbb.ccc\n");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  await sts.close();
});

/** The credentials that settings lead to, and what STS was asked for them. */
async function asked(config: Record<string, unknown>, env: NodeJS.ProcessEnv) {
  const all: Record<string, unknown> = { ...region, "alicloud:endpoints": [{ sts: sts.url }], ...config };
  const get = (key: string) => {
    const value = all[key];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
  const credentials = await resolveConfig({ get, env }).credentials();
  const requests = sts.asked.map(({ query, body }) => ({ ...query, ...Object.fromEntries(new URLSearchParams(body)) }));
  return { id: credentials.accessKeyId, requests };
}

test.each<[string, Record<string, unknown>, NodeJS.ProcessEnv, Record<string, string>]>([
  ["ALIBABA_CLOUD_ROLE_ARN", {}, { ALIBABA_CLOUD_ROLE_ARN: role }, { RoleArn: role }],
  ["ALICLOUD_ASSUME_ROLE_ARN", {}, { ALICLOUD_ASSUME_ROLE_ARN: role }, { RoleArn: role }],
  [
    "ALIBABA_CLOUD_ROLE_SESSION_NAME",
    {},
    { ALIBABA_CLOUD_ROLE_ARN: role, ALIBABA_CLOUD_ROLE_SESSION_NAME: "ci-4711" },
    { RoleSessionName: "ci-4711" },
  ],
  [
    "ALICLOUD_ASSUME_ROLE_SESSION_NAME beside a role in the stack",
    { "alicloud:assumeRole": { roleArn: role } },
    { ALICLOUD_ASSUME_ROLE_SESSION_NAME: "ci" },
    { RoleArn: role, RoleSessionName: "ci" },
  ],
  [
    "ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION",
    { "alicloud:assumeRole": [{ sessionName: "stack" }] },
    { ALIBABA_CLOUD_ROLE_ARN: role, ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "900" },
    { RoleArn: role, RoleSessionName: "stack", DurationSeconds: "900" },
  ],
  [
    "every field of alicloud:assumeRole",
    {
      "alicloud:assumeRole": {
        roleArn: role,
        sessionName: "s",
        policy: "{}",
        sessionExpiration: 1800,
        externalId: "x",
      },
    },
    { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/another", ALIBABA_CLOUD_ROLE_SESSION_NAME: "another" },
    { RoleArn: role, RoleSessionName: "s", Policy: "{}", DurationSeconds: "1800", ExternalId: "x" },
  ],
])("keys and a role by %s: the role is assumed", async (_name, config, env, form) => {
  const { id, requests } = await asked(config, { ...keys, ...env });
  expect(id).toBe("STS.assumed");
  expect(requests).toMatchObject([{ Action: "AssumeRole", AccessKeyId: "emulator-access-key-id", ...form }]);
});

test("an empty roleArn means no role, also beside one in the environment", async () => {
  const { id, requests } = await asked(
    { "alicloud:assumeRole": { roleArn: "" } },
    { ...keys, ALIBABA_CLOUD_ROLE_ARN: role },
  );
  expect([id, requests]).toEqual(["emulator-access-key-id", []]);
});

const fields = {
  roleArn: ["ALIBABA_CLOUD_ROLE_ARN", role, "RoleArn", role],
  oidcProviderArn: ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN", idp, "OIDCProviderArn", idp],
  oidcTokenFile: ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "<file>", "OIDCToken", "aaa.bbb.ccc"],
  roleSessionName: ["ALIBABA_CLOUD_ROLE_SESSION_NAME", "ci", "RoleSessionName", "ci"],
} as const;
const names = Object.keys(fields) as (keyof typeof fields)[];

test.each([...names.map((name) => [name]), names, []])(
  "an OIDC role with %s %s %s %s in the environment, the rest in the stack",
  async (...inEnvironment) => {
    const valueOf = (name: keyof typeof fields) => fields[name][1].replace("<file>", join(folder, "token"));
    const env = Object.fromEntries(
      inEnvironment.map((name) => [fields[name as keyof typeof fields][0], valueOf(name as keyof typeof fields)]),
    );
    const rest = names.filter((name) => !inEnvironment.includes(name));
    const config =
      rest.length === 0
        ? {}
        : { "alicloud:assumeRoleWithOidc": Object.fromEntries(rest.map((name) => [name, valueOf(name)])) };
    const { id, requests } = await asked(config, env);
    expect(id).toBe("STS.assumed");
    const form = Object.fromEntries(names.map((name) => [fields[name][2], fields[name][3]]));
    expect(requests).toEqual([expect.objectContaining({ Action: "AssumeRoleWithOIDC", ...form })]);
  },
);

test.each<[string, Record<string, unknown>, NodeJS.ProcessEnv]>([
  [
    "the stack",
    { "alicloud:assumeRoleWithOidc": { roleArn: role, oidcProviderArn: idp, oidcToken: "aaa.bbb.ccc" } },
    {},
  ],
  [
    "the environment",
    {},
    { ALIBABA_CLOUD_ROLE_ARN: role, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: idp, ALIBABA_CLOUD_OIDC_TOKEN: "aaa.bbb.ccc\n" },
  ],
])("an OIDC token itself in %s", async (_name, config, env) => {
  const { requests } = await asked(config, env);
  expect(requests).toMatchObject([{ Action: "AssumeRoleWithOIDC", RoleArn: role, OIDCToken: "aaa.bbb.ccc" }]);
});

test.each([
  ["an assumed role", { ...keys, ALIBABA_CLOUD_ROLE_ARN: role }],
  [
    "an OIDC role",
    { ALIBABA_CLOUD_ROLE_ARN: role, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: idp, ALIBABA_CLOUD_OIDC_TOKEN: "a.b.c" },
  ],
])("%s is asked for at the region's STS host, and a proxy that refuses is named", async (_name, env) => {
  const before = { ...process.env };
  const hosts: (string | undefined)[] = [];
  const proxy = createServer().on(
    "connect",
    ({ url }, socket) => (hosts.push(url), socket.end("HTTP/1.1 403 No\r\n\r\n")),
  );
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  for (const name of ["https_proxy", "no_proxy", "NO_PROXY"]) delete process.env[name];
  process.env["HTTPS_PROXY"] = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { createMmsClient } = await import("../../../provider/mms/client.js");
  const endpoint = { ALICLOUD_MMS_ENDPOINT: sts.url, ALIBABA_CLOUD_REGION: "eu-central-1" };
  const client = createMmsClient(resolveConfig({ get: () => undefined, env: { ...endpoint, ...env } }));
  const error: unknown = await client.getMmsDataSource({ sourceId: "7" }).catch((caught: unknown) => caught);
  process.env = before;
  expect(hosts).toEqual(["sts.eu-central-1.aliyuncs.com:443"]);
  expect(error).toMatchObject({
    name: "CredentialsError",
    message: expect.stringContaining("(from HTTPS_PROXY) refused"),
  });
  await new Promise((resolve) => proxy.close(resolve));
});
