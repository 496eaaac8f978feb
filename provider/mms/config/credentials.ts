// Gives the credentials of an identity, through the vendor's SDK, and renews those that end.
import { readFile } from "node:fs/promises";
import { devNull } from "node:os";

import type CredentialClient from "@alicloud/credentials";
import type { CredentialModel } from "@alicloud/credentials";

import type { Endpoint } from "./endpoint.js";
import { MmsError } from "../errors.js";
import type { AssumeRole, AssumeRoleWithOidc, Identity } from "./identity.js";
import { ProxyFailure } from "../http/proxy.js";
import { redact, registerSecret } from "../text/redact.js";

/** Credentials as a request is signed with them. */
export type Credentials = CredentialModel;

/** No credentials were found, or those that were could not be used. */
export class CredentialsError extends MmsError {}

// Loaded at the first call: importing the package must not cost the SDK.
const sdk = () => require("@alicloud/credentials") as typeof import("@alicloud/credentials");

/** Name under which sessions of assumed roles are logged, where the configuration gives none. */
const sessionName = "pulumi-alicloud-mms";

/** What gives credentials before any role is assumed; it renews temporary ones by itself. */
function baseProvider(identity: Identity, sts: Sts) {
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
  if (assumeRoleWithOidc !== undefined) return oidcProvider(assumeRoleWithOidc, sts);
  if (credentialsUri !== undefined) {
    return from.URICredentialsProvider.builder().withCredentialsURI(credentialsUri).build();
  }
  return from.DefaultCredentialsProvider.builder().build();
}

/** Where roles are assumed: the host that the configuration names, else that of the region. */
export interface Sts {
  readonly region: string;
  readonly endpoint: Endpoint | undefined;
}

interface StsRequest {
  protocol: string;
  readonly bodyForm: Record<string, string>;
}

/** The SDK's providers send through a property of theirs; here the request is changed before it goes out. */
function beforeExchange<Provider extends object>(
  provider: Provider,
  { endpoint }: Sts,
  change: (form: Record<string, string>) => Promise<void> = async () => undefined,
): Provider {
  const sending = provider as unknown as { doRequest(request: StsRequest): Promise<unknown> };
  const { doRequest } = sending;
  sending.doRequest = async (request) => {
    request.protocol = endpoint?.protocol ?? request.protocol;
    await change(request.bodyForm);
    return doRequest(request);
  };
  return provider;
}

function oidcProvider(role: AssumeRoleWithOidc, sts: Sts) {
  const { roleArn, oidcProviderArn, oidcTokenFile, oidcToken, policy, sessionExpiration } = role;
  registerSecret(oidcToken);
  const builder = sdk().OIDCRoleArnCredentialsProvider.builder().withRoleArn(roleArn).withStsRegionId(sts.region);
  // The SDK knows files only: it reads an empty one, and the token takes its place below.
  builder.withOIDCProviderArn(oidcProviderArn).withOIDCTokenFilePath(devNull);
  builder.withRoleSessionName(role.roleSessionName ?? sessionName);
  if (sts.endpoint !== undefined) builder.withStsEndpoint(sts.endpoint.host);
  if (policy !== undefined) builder.withPolicy(policy);
  if (sessionExpiration !== undefined) builder.withDurationSeconds(sessionExpiration);
  return beforeExchange(builder.build(), sts, async (form) => {
    // Read at every exchange: a cluster writes a new token before the old one ends.
    form["OIDCToken"] = (oidcToken ?? (await readFile(String(oidcTokenFile), "utf8"))).trim();
  });
}

function assumedProvider(role: AssumeRole, base: ReturnType<typeof baseProvider>, sts: Sts) {
  const builder = sdk().RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(base).withRoleArn(role.roleArn);
  builder.withRoleSessionName(role.sessionName ?? sessionName).withStsRegionId(sts.region);
  if (sts.endpoint !== undefined) builder.withStsEndpoint(sts.endpoint.host);
  if (role.policy !== undefined) builder.withPolicy(role.policy);
  if (role.sessionExpiration !== undefined) builder.withDurationSeconds(role.sessionExpiration);
  if (role.externalId !== undefined) builder.withExternalId(role.externalId);
  return beforeExchange(builder.build(), sts);
}

function connect(identity: Identity, sts: Sts): CredentialClient {
  const { default: Client } = sdk();
  const base = baseProvider(identity, sts);
  const { assumeRole } = identity;
  return new Client(null, assumeRole === undefined ? base : assumedProvider(assumeRole, base, sts));
}

/** Where credentials come from, in words. */
function originOf(identity: Identity): string | undefined {
  const { assumeRole, assumeRoleWithOidc: oidc, profile, ecsRoleName, credentialsUri } = identity;
  if (assumeRole !== undefined) return `the role ${assumeRole.roleArn}`;
  if (profile !== undefined) return `the profile "${profile}" in ~/.aliyun/config.json`;
  if (ecsRoleName !== undefined) return `the ECS role "${ecsRoleName}"`;
  if (oidc !== undefined) return `the role ${oidc.roleArn} with an OIDC token`;
  return credentialsUri === undefined ? undefined : "the credentials URI";
}

const advice =
  "Set alicloud-mms:accessKey and alicloud-mms:secretKey (with --secret), or ALIBABA_CLOUD_ACCESS_KEY_ID and " +
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment, or alicloud-mms:profile (a profile of the aliyun command line)";

/** The SDK quotes what it read, secrets and all: only its own words before that are shown. */
function wordsOf(cause: unknown): string {
  if (cause instanceof ProxyFailure) return cause.what;
  const said = redact(cause instanceof Error ? cause.message : String(cause));
  const [words = ""] = said.split(/(?:result|failed|message)\s*[:=]\s*[{<"]/);
  // Its HTTP library appends the request to the message.
  return words.replace(/\s*(?:GET|POST) https?:\/\/.*$/s, "").replace(/[.:\s]+$/, "");
}

/** What the SDK's chain says of a place that is there but fails, such as a profile that has expired; absent places are no news. */
function reasonsOf(cause: unknown): string {
  const absent =
    /enviroment variables|environment variable|ENOENT|ENOTFOUND|EHOSTUNREACH|ECONN|ETIMEDOUT|[Tt]imeout|Can not find|must be/;
  const said = wordsOf(cause).replace(/^unable to get credentials from any of the providers in the chain:\s*/, "");
  const reasons = said.split(", ").filter((reason) => reason !== "" && !absent.test(reason));
  return reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
}

/** Failures of the network: nothing is wrong with the keys or the role. */
const unreached = /ENOTFOUND|EAI_AGAIN|ECONN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|[Tt]imeout/;
const networkAdvice = "Check the network, the proxy variables and the region, then run again";

function failure(cause: unknown, identity: Identity): CredentialsError {
  const origin = originOf(identity);
  const text =
    origin === undefined
      ? `no credentials were found: neither the configuration, nor the environment, nor the aliyun command line's profile, nor an ECS role gives any${reasonsOf(cause)}. ${advice}`
      : `no credentials from ${origin}: ${wordsOf(cause)}. ${unreached.test(wordsOf(cause)) ? networkAdvice : `Correct that, or use other credentials. ${advice}`}`;
  return new CredentialsError(text, { cause: new Error(wordsOf(cause)) });
}

/** A file or a server may hand a key over with a line break at its end. */
function cleaned(credentials: Credentials, identity: Identity): Credentials {
  for (const name of ["accessKeyId", "accessKeySecret", "securityToken"] as const) {
    const value = credentials[name]?.trim();
    if (value === undefined) continue;
    registerSecret(value);
    if (/[^\x21-\x7e]/.test(value)) {
      throw new CredentialsError(
        `${name} from ${originOf(identity) ?? "the default chain"} contains a space or a line break`,
      );
    }
    credentials[name] = value;
  }
  return credentials;
}

/** Source of credentials: one request at a time, however many callers wait for it. */
export interface CredentialSource {
  /** Throws {@link CredentialsError}. */
  get(): Promise<Credentials>;
  /** Forgets what it holds: the next call reads files and requests from servers anew. */
  renew(): void;
}

/** Gives credentials of an identity. Does nothing before the first call. */
export function credentialSource(identity: Identity, sts: Sts): CredentialSource {
  let client: CredentialClient | undefined;
  let pending: Promise<Credentials> | undefined;
  const resolve = async (): Promise<Credentials> => {
    try {
      client ??= connect(identity, sts);
      return cleaned(await client.getCredential(), identity);
    } catch (cause) {
      // After a failure the chain would try only the place it tried last.
      client = undefined;
      throw cause instanceof MmsError ? cause : failure(cause, identity);
    } finally {
      pending = undefined;
    }
  };
  return {
    get: () => (pending ??= resolve()),
    renew: () => void (client = undefined),
  };
}
