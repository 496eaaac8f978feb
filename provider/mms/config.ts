// Where the service is and who is asking: stack configuration, then the environment, then the SDK's default chain.
import type CredentialClient from "@alicloud/credentials";

import { MmsError } from "./errors.js";
import { registerSecret } from "./redact.js";

/** The configuration lacks something, or contradicts itself. */
export class MmsConfigError extends MmsError {
  override readonly name = "MmsConfigError";
}

/** Everything a client needs. Holds credentials; prints none. */
export interface MmsConfig {
  readonly region: string;
  /** Host, with a port where there is one. */
  readonly endpoint: string;
  readonly protocol: "https" | "http";
  readonly accountId: string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly maxAttempts: number;
  /** Resolved at the first call, in the process that makes it. */
  credentials(): CredentialClient;
}

/** What configuration is read from. */
export interface ConfigSources {
  /** Reads one key of Pulumi's configuration by its full name. */
  get(key: string): string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** One setting: where it may come from, in order. */
interface Setting {
  /** Keys below `alicloud-mms:`, then below `alicloud:`. */
  readonly keys: readonly string[];
  readonly env: readonly string[];
}

const settings = {
  region: { keys: ["region"], env: ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"] },
  endpoint: { keys: ["endpoint"], env: ["ALICLOUD_MMS_ENDPOINT"] },
  accountId: { keys: ["accountId"], env: ["ALIBABA_CLOUD_ACCOUNT_ID", "ALICLOUD_ACCOUNT_ID"] },
  accessKey: { keys: ["accessKey"], env: ["ALICLOUD_ACCESS_KEY"] },
  secretKey: { keys: ["secretKey"], env: ["ALICLOUD_SECRET_KEY"] },
  securityToken: { keys: ["securityToken"], env: ["ALICLOUD_SECURITY_TOKEN"] },
  profile: { keys: ["profile"], env: ["ALICLOUD_PROFILE"] },
  ecsRoleName: { keys: ["ecsRoleName"], env: ["ALICLOUD_ECS_ROLE_NAME"] },
  connectTimeout: { keys: ["connectTimeout"], env: ["ALICLOUD_MMS_CONNECT_TIMEOUT"] },
  readTimeout: { keys: ["readTimeout"], env: ["ALICLOUD_MMS_READ_TIMEOUT"] },
} as const satisfies Record<string, Setting>;

const isLoopback = (host: string) => /^(127\.|localhost$|\[::1\])/.test(host);

function readEndpoint(text: string | undefined, region: string): Pick<MmsConfig, "endpoint" | "protocol"> {
  if (text === undefined) return { endpoint: `maxcompute.${region}.aliyuncs.com`, protocol: "https" };
  const url = URL.canParse(text) && text.includes("://") ? new URL(text) : new URL(`https://${text}`);
  const protocol = url.protocol === "http:" ? "http" : "https";
  if (protocol === "http" && !isLoopback(url.hostname)) {
    throw new MmsConfigError(
      `alicloud-mms:endpoint is ${text}: http is only for the local machine; use https://${url.host}`,
    );
  }
  return { endpoint: url.host, protocol };
}

/** Resolves the configuration. Pure: reads nothing but its sources, resolves no credentials. */
export function resolveConfig({ get, env }: ConfigSources): MmsConfig {
  const read = ({ keys, env: names }: Setting): string | undefined =>
    ["alicloud-mms", "alicloud"].flatMap((namespace) => keys.map((key) => get(`${namespace}:${key}`))).find(Boolean) ??
    names.map((name) => env[name]).find(Boolean);
  const region = read(settings.region);
  if (region === undefined) {
    throw new MmsConfigError(
      "no region is configured: run `pulumi config set alicloud:region <region>`, for example cn-shanghai, or set ALIBABA_CLOUD_REGION_ID",
    );
  }
  const milliseconds = (setting: Setting, fallback: number) => Number(read(setting) ?? fallback);
  const accessKeyId = read(settings.accessKey);
  const accessKeySecret = read(settings.secretKey);
  const securityToken = read(settings.securityToken);
  registerSecret(accessKeySecret);
  registerSecret(securityToken);
  let credentials: CredentialClient | undefined;
  return {
    region,
    ...readEndpoint(read(settings.endpoint), region),
    accountId: read(settings.accountId) ?? "*",
    connectTimeoutMs: milliseconds(settings.connectTimeout, 5_000),
    readTimeoutMs: milliseconds(settings.readTimeout, 30_000),
    maxAttempts: 5,
    credentials: () =>
      (credentials ??= connectCredentials({
        accessKeyId,
        accessKeySecret,
        securityToken,
        profile: read(settings.profile),
        roleName: read(settings.ecsRoleName),
      })),
  };
}

interface Explicit {
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly securityToken?: string | undefined;
  readonly profile?: string | undefined;
  readonly roleName?: string | undefined;
}

function connectCredentials({ accessKeyId, accessKeySecret, securityToken, roleName }: Explicit): CredentialClient {
  // Loaded here and not above: a program that only declares resources never needs the SDK.
  const sdk = require("@alicloud/credentials") as typeof import("@alicloud/credentials");
  const Credential = sdk.default;
  if (accessKeyId !== undefined && accessKeySecret !== undefined) {
    const type = securityToken === undefined ? "access_key" : "sts";
    const given = { type, accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) };
    return new Credential(new sdk.Config(given));
  }
  return roleName === undefined ? new Credential() : new Credential(new sdk.Config({ type: "ecs_ram_role", roleName }));
}
