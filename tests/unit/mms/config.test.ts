import { MmsConfigError, resolveConfig } from "../../../provider/mms/config/config.js";
import { identityOf } from "../../../provider/mms/config/identity.js";
import { readSettings, settings } from "../../../provider/mms/config/settings.js";

const resolve = (config: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) =>
  resolveConfig({ get: (key) => config[key], env });
const region = { "alicloud:region": "cn-shanghai" };
const keys = { "alicloud:accessKey": "emulator-access-key-id", "alicloud:secretKey": "emulator-access-key-secret" };

function failureOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing failed");
}

describe("precedence", () => {
  test("our own key comes before alicloud's, and that before the environment", () => {
    const env = { ALIBABA_CLOUD_REGION_ID: "cn-beijing" };
    expect(resolve({ "alicloud-mms:region": "cn-hangzhou", ...region }, env).region).toBe("cn-hangzhou");
    expect(resolve(region, env).region).toBe("cn-shanghai");
    expect(resolve({}, env).region).toBe("cn-beijing");
    expect(resolve({}, { ALICLOUD_REGION: "cn-shenzhen" }).region).toBe("cn-shenzhen");
  });

  test("an access key is never combined with a token from another place", async () => {
    const env = { ALIBABA_CLOUD_SECURITY_TOKEN: "token-of-somebody-else" };
    const { accessKeyId, securityToken } = await resolve({ ...region, ...keys }, env).credentials();
    expect(accessKeyId).toBe("emulator-access-key-id");
    expect(securityToken ?? "").toBe("");
  });

  test("temporary credentials of the environment are used with their token", async () => {
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.emulator",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "emulator-access-key-secret",
      ALIBABA_CLOUD_SECURITY_TOKEN: "emulator-token",
    };
    expect(await resolve(region, env).credentials()).toMatchObject({
      accessKeyId: "STS.emulator",
      securityToken: "emulator-token",
    });
  });
});

describe("endpoint", () => {
  test("is the regional host over HTTPS", () => {
    expect(resolve(region)).toMatchObject({ endpoint: "maxcompute.cn-shanghai.aliyuncs.com", protocol: "https" });
  });

  test.each([
    ["maxcompute-vpc.cn-shanghai.aliyuncs.com", "maxcompute-vpc.cn-shanghai.aliyuncs.com", "https"],
    ["https://maxcompute.aliyuncs.com/", "maxcompute.aliyuncs.com", "https"],
    ["http://127.0.0.1:8080", "127.0.0.1:8080", "http"],
    ["http://localhost:8080", "localhost:8080", "http"],
    ["http://[::1]:8080", "[::1]:8080", "http"],
  ])("%s is understood", (given, endpoint, protocol) => {
    expect(resolve({ ...region, "alicloud-mms:endpoint": given })).toMatchObject({ endpoint, protocol });
  });

  test.each([
    ["http://maxcompute.aliyuncs.com", "use https://maxcompute.aliyuncs.com"],
    ["http://127.0.0.1.example.com", "http is only for this machine"],
    ["http://user:secret-word@127.0.0.1", "contains more than a host"],
    ["https://maxcompute.aliyuncs.com/api", "contains more than a host"],
    ["ftp://maxcompute.aliyuncs.com", "speaks HTTPS"],
    ["not a host", "give a host"],
  ])("%s is refused", (given, words) => {
    const error = failureOf(() => resolve({ ...region, "alicloud-mms:endpoint": given }));
    expect(error).toBeInstanceOf(MmsConfigError);
    expect(error.message).toContain("alicloud-mms:endpoint");
    expect(error.message).toContain(words);
  });
});

describe("mistakes", () => {
  test("a missing region is reported with the command that sets it", () => {
    expect(failureOf(() => resolve()).message).toContain("pulumi config set alicloud-mms:region");
  });

  test("half an access key is reported with its other half", () => {
    const config = { ...region, "alicloud:accessKey": "emulator-access-key-id" };
    expect(failureOf(() => resolve(config)).message).toContain("alicloud:accessKey is set alone: set secretKey");
  });

  test.each(["-1", "0", "soon"])("a limit of %s requests a second is refused by its key", (value) => {
    const error = failureOf(() => resolve({ ...region, "alicloud-mms:requestsPerSecond": value }));
    expect(error.message).toContain(`alicloud-mms:requestsPerSecond is "${value}"`);
  });

  test.each(["arn", "{}", "[]"])("assumeRole %s is refused by its key", (value) => {
    expect(failureOf(() => resolve({ ...region, "alicloud:assumeRole": value })).message).toContain(
      "alicloud:assumeRole",
    );
  });

  test("a credentials file that would not be read is refused beside the profile it belongs to", () => {
    const config = { ...region, "alicloud:profile": "prod", "alicloud:sharedCredentialsFile": "/etc/aliyun.json" };
    expect(failureOf(() => resolve(config)).message).toContain("alicloud:sharedCredentialsFile is set");
  });

  test("a role with an OIDC token needs its file", () => {
    const role = JSON.stringify({ roleArn: "acs:ram::1:role/r", oidcProviderArn: "acs:ram::1:oidc-provider/p" });
    const error = failureOf(() => resolve({ ...region, "alicloud:assumeRoleWithOidc": role }));
    expect(error.message).toContain("alicloud:assumeRoleWithOidc has no oidcTokenFile");
  });

  test("no message shows a secret", () => {
    const config = { ...region, "alicloud:secretKey": "a-secret-of-this-test" };
    expect(failureOf(() => resolve(config)).message).not.toContain("a-secret-of-this-test");
  });
});

describe("keys", () => {
  const id = "ALIBABA_CLOUD_ACCESS_KEY_ID";
  const secret = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

  test.each(["\n", "\r\n", " ", "\t"])("lose a %j at their ends", async (end) => {
    const env = {
      [id]: `the-id${end}`,
      [secret]: `${end}the-secret${end}`,
      ALIBABA_CLOUD_SECURITY_TOKEN: `token${end}`,
    };
    expect(await resolve(region, env).credentials()).toMatchObject({
      accessKeyId: "the-id",
      accessKeySecret: "the-secret",
      securityToken: "token",
    });
  });

  test.each([
    [id, { [id]: "an\nid", [secret]: "s" }],
    [secret, { [id]: "id", [secret]: "half of\u00a0it" }],
    ["ALIBABA_CLOUD_SECURITY_TOKEN", { [id]: "id", [secret]: "s", ALIBABA_CLOUD_SECURITY_TOKEN: "a\u0000b" }],
  ])("with a blank inside are refused by name: %s", (name, env) => {
    const { message } = failureOf(() => resolve(region, env));
    expect(message).toContain(`${name} contains a space, a line break`);
    expect(message).not.toContain("half of");
  });

  test.each([
    ["accessKey", "ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"],
    ["profile", "ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"],
    ["ecsRoleName", "ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"],
    ["credentialsUri", "ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
  ] as const)("%s comes from each of its variables", (name, ...variables) => {
    for (const variable of variables) {
      const identity = identityOf(
        readSettings({ get: () => undefined, env: { [variable]: "x", [secret]: name === "accessKey" ? "s" : "" } }),
      );
      expect(identity[name]).toBe("x");
    }
  });

  test("an OIDC provider of the environment without a token is refused, not passed over", () => {
    const env = {
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/r",
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/p",
    };
    expect(failureOf(() => resolve(region, env)).message).toContain("ALIBABA_CLOUD_OIDC_TOKEN_FILE in the environment");
  });

  test("a host of RAM that cannot be one fails what requests from RAM, and nothing else", () => {
    const config = resolve({ ...region, "alicloud:endpoints": '{"ram":"https://ram.example.com/path"}' });
    expect(config.identityEndpoint("sts").host).toBe("sts.cn-shanghai.aliyuncs.com");
    expect(failureOf(() => config.identityEndpoint("ram")).message).toContain(
      "alicloud:endpoints.ram contains more than a host",
    );
  });

  test("maxcompute of alicloud:endpoints is the host of MMS, unless an endpoint is set", () => {
    const endpoints = { ...region, "alicloud:endpoints": '[{"maxcompute":"maxcompute-vpc.cn-shanghai.aliyuncs.com"}]' };
    expect(resolve(endpoints).endpoint).toBe("maxcompute-vpc.cn-shanghai.aliyuncs.com");
    expect(resolve({ ...endpoints, "alicloud-mms:endpoint": "mms.example.com" }).endpoint).toBe("mms.example.com");
  });
});

describe("scope", () => {
  test("is the same for the same identity and endpoint, and for nothing else", () => {
    const same = resolve({ ...region, ...keys }).scope;
    expect(resolve({ ...region, ...keys }).scope).toBe(same);
    const others = [
      { ...region, ...keys, "alicloud:secretKey": "another-access-key-secret" },
      { ...keys, "alicloud:region": "cn-beijing" },
      { ...region, ...keys, "alicloud:assumeRole": '{"roleArn":"acs:ram::1:role/r"}' },
    ].map((config) => resolve(config).scope);
    expect(new Set([same, ...others]).size).toBe(4);
    expect(same).not.toContain("secret");
  });
});

test("every default of the table holds when nothing is set", () => {
  const { connectTimeoutMs, readTimeoutMs, maxAttempts, accountId, requestsPerSecond } = resolve(region);
  expect([connectTimeoutMs, readTimeoutMs, maxAttempts].map(String)).toEqual([
    settings.connectTimeout.default,
    settings.readTimeout.default,
    settings.maxAttempts.default,
  ]);
  expect(accountId).toBe(settings.accountId.default);
  expect(requestsPerSecond).toBeUndefined();
});
