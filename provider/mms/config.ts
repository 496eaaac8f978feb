// Where the service is and who is asking: stack configuration, then the environment, then the SDK's default chain.
import { createHash } from "node:crypto";

import type CredentialClient from "@alicloud/credentials";
import type { CredentialModel } from "@alicloud/credentials";

import { MmsError } from "./errors.js";
import { redact, registerSecret } from "./redact.js";
import { type Identity, identityOf } from "./identity.js";
import {
  type ConfigSources,
  find,
  type Found,
  MmsConfigError,
  type Setting,
  type SettingName,
  settings,
} from "./settings.js";

export { type ConfigSources, MmsConfigError };

/** Credentials as a request is signed with them. */
export type Credentials = CredentialModel;

/** Everything a client needs. Gives credentials; prints none. */
export interface MmsConfig {
  readonly region: string;
  /** Host, with a port where there is one. */
  readonly endpoint: string;
  readonly protocol: "https" | "http";
  /** Account for ARNs; `*` where it is not known. */
  readonly accountId: string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly maxAttempts: number;
  readonly requestsPerSecond?: number;
  readonly userAgent: string;
  /** Stands for endpoint and identity: what has the same scope shares reads and limits, and nothing else does. */
  readonly scope: string;
  /** Credentials as they are now, in the process that calls. Throws CredentialsError. */
  credentials(): Promise<Credentials>;
  /** Forgets credentials that the service called expired. */
  renewCredentials(): void;
}

const isLoopback = (host: string): boolean => /^(127(\.\d+){3}|localhost|\[::1\])$/.test(host);

function endpointOf(found: Found | undefined, region: string): Pick<MmsConfig, "endpoint" | "protocol"> {
  if (found === undefined) return { endpoint: `maxcompute.${region}.aliyuncs.com`, protocol: "https" };
  const { name, value } = found;
  const text = value.includes("://") ? value : `https://${value}`;
  if (!URL.canParse(text))
    throw new MmsConfigError(
      `${name} is "${value}": give a host, or a URL such as https://maxcompute.${region}.aliyuncs.com`,
    );
  const { protocol, host, hostname, pathname, username } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") {
    throw new MmsConfigError(`${name} is "${value}": the service speaks HTTPS, so write https://${host || "<host>"}`);
  }
  if (username !== "" || pathname !== "/") {
    throw new MmsConfigError(`${name} has more than a host: write https://${host}`);
  }
  if (protocol === "http:" && !isLoopback(hostname)) {
    throw new MmsConfigError(`${name} is "${value}": http is only for this machine; use https://${host}`);
  }
  return { endpoint: host, protocol: protocol === "http:" ? "http" : "https" };
}

function positive(name: SettingName, sources: ConfigSources): number | undefined {
  const found = find(name, sources);
  const row: Setting = settings[name];
  const text = found?.value ?? row.default;
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new MmsConfigError(`${found?.name ?? name} is "${text}": give a number above 0. ${row.doc}`);
}

function userAgent(): string {
  const { version } = require("pulumi-alicloud-mms/package.json") as { version: string };
  return `pulumi-alicloud-mms/${version} Pulumi`;
}

/** Resolves the configuration. Pure: reads nothing but its sources, and resolves no credentials. */
export function resolveConfig(sources: ConfigSources): MmsConfig {
  const region = find("region", sources)?.value;
  if (region === undefined) {
    throw new MmsConfigError(
      "no region: run `pulumi config set alicloud:region <region>`, for example cn-shanghai, or set ALIBABA_CLOUD_REGION_ID",
    );
  }
  if (!/^[a-z0-9-]+$/.test(region)) throw new MmsConfigError(`region is "${region}": give an id such as cn-shanghai`);
  const identity = identityOf(sources);
  [identity.accessKey, identity.secretKey, identity.securityToken].forEach(registerSecret);
  const source = credentialSource(identity, region);
  const at = endpointOf(find("endpoint", sources), region);
  const requestsPerSecond = positive("requestsPerSecond", sources);
  const number = (name: SettingName) => positive(name, sources) ?? 0;
  return {
    region,
    ...at,
    accountId: find("accountId", sources)?.value ?? settings.accountId.default,
    connectTimeoutMs: number("connectTimeout"),
    readTimeoutMs: number("readTimeout"),
    maxAttempts: number("maxAttempts"),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    userAgent: userAgent(),
    scope: createHash("sha256")
      .update(JSON.stringify([at, identity]))
      .digest("base64url"),
    credentials: () => source.get(),
    renewCredentials: () => source.renew(),
  };
}

/** No credentials could be had. */
export class CredentialsError extends MmsError {
  override readonly name = "CredentialsError";
}

// Loaded at the first call: importing the package must not cost the SDK.
const sdk = () => require("@alicloud/credentials") as typeof import("@alicloud/credentials");

/** Name under which sessions of assumed roles are logged, where the configuration gives none. */
const sessionName = "pulumi-alicloud-mms";

/** What gives credentials before any role is assumed; it renews temporary ones by itself. */
function baseProvider(identity: Identity) {
  const from = sdk();
  const { accessKey, secretKey, securityToken, profile, ecsRoleName, credentialsUri, assumeRoleWithOidc } = identity;
  if (accessKey !== undefined && secretKey !== undefined) {
    if (securityToken === undefined) {
      return from.StaticAKCredentialsProvider.builder()
        .withAccessKeyId(accessKey)
        .withAccessKeySecret(secretKey)
        .build();
    }
    const temporary = from.StaticSTSCredentialsProvider.builder().withAccessKeyId(accessKey);
    return temporary.withAccessKeySecret(secretKey).withSecurityToken(securityToken).build();
  }
  if (profile !== undefined) return from.CLIProfileCredentialsProvider.builder().withProfileName(profile).build();
  if (ecsRoleName !== undefined) return from.ECSRAMRoleCredentialsProvider.builder().withRoleName(ecsRoleName).build();
  if (assumeRoleWithOidc !== undefined) {
    const { roleArn, oidcProviderArn, oidcTokenFile, roleSessionName, policy, sessionExpiration } = assumeRoleWithOidc;
    const role = from.OIDCRoleArnCredentialsProvider.builder()
      .withRoleArn(roleArn)
      .withOIDCProviderArn(oidcProviderArn);
    role.withOIDCTokenFilePath(oidcTokenFile).withRoleSessionName(roleSessionName ?? sessionName);
    if (policy !== undefined) role.withPolicy(policy);
    if (sessionExpiration !== undefined) role.withDurationSeconds(sessionExpiration);
    return role.build();
  }
  if (credentialsUri !== undefined) {
    return from.URICredentialsProvider.builder().withCredentialsURI(credentialsUri).build();
  }
  return from.DefaultCredentialsProvider.builder().build();
}

function connect(identity: Identity, region: string): CredentialClient {
  const { default: Client, RAMRoleARNCredentialsProvider } = sdk();
  const base = baseProvider(identity);
  const role = identity.assumeRole;
  if (role === undefined) return new Client(null, base);
  const assumed = RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(base).withRoleArn(role.roleArn);
  assumed.withRoleSessionName(role.sessionName ?? sessionName).withStsRegionId(region);
  if (role.policy !== undefined) assumed.withPolicy(role.policy);
  if (role.sessionExpiration !== undefined) assumed.withDurationSeconds(role.sessionExpiration);
  if (role.externalId !== undefined) assumed.withExternalId(role.externalId);
  return new Client(null, assumed.build());
}

const chain = "the environment, OIDC, the aliyun command line's profile, the credentials file, the ECS role";

/** The SDK quotes what it read, secrets and all: only its own words before that are shown. */
function failure(cause: unknown): CredentialsError {
  const words = redact(cause instanceof Error ? cause.message : String(cause)).split(
    /(?:result|failed|message)\s*[:=]\s*[{<"]/,
  )[0];
  return new CredentialsError(
    `no credentials: ${words}. Set alicloud:accessKey and alicloud:secretKey (with --secret), alicloud:profile, ` +
      `ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or one of ${chain}`,
  );
}

/** Source of credentials: one request to whoever gives them at a time, however many ask. */
export interface CredentialSource {
  /** Throws {@link CredentialsError}. */
  get(): Promise<Credentials>;
  /** Forgets what it holds: the next call reads files and asks servers anew. */
  renew(): void;
}

/** Gives credentials of an identity. Does nothing before the first call. */
export function credentialSource(identity: Identity, region: string): CredentialSource {
  let client: CredentialClient | undefined;
  let pending: Promise<Credentials> | undefined;
  const resolve = async (): Promise<Credentials> => {
    try {
      client ??= connect(identity, region);
      const credentials = await client.getCredential();
      const { accessKeyId, accessKeySecret, securityToken } = credentials;
      [accessKeyId, accessKeySecret, securityToken].forEach(registerSecret);
      return credentials;
    } catch (cause) {
      // After a failure the chain would ask only the place it asked last.
      client = undefined;
      throw failure(cause);
    } finally {
      pending = undefined;
    }
  };
  return {
    get: () => (pending ??= resolve()),
    renew: () => void (client = undefined),
  };
}
