// Everything a client needs, resolved from the settings: stack configuration, then the environment, then the SDK's default chain.
import { createHash } from "node:crypto";

import { type Credentials, credentialSource } from "./credentials.js";
import { type Endpoint, endpointOf, type IdentityService, identityEndpointOf, stsEndpointOf } from "./endpoint.js";
import { identityOf } from "./identity.js";
import { packageVersion } from "../../version.js";
import { registerSecret } from "../text/redact.js";
import {
  type ConfigSources,
  first,
  MmsConfigError,
  readSettings,
  type Setting,
  type SettingName,
  type Settings,
  settings as rows,
  settingOf,
} from "./settings.js";

export { type ConfigSources, MmsConfigError };

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
  /** Where a service is requested for this identity. Throws MmsConfigError for a host that cannot be one. */
  identityEndpoint(service: IdentityService): Endpoint;
  /** Stands for endpoint and identity: what has the same scope shares reads and limits, and nothing else does. */
  readonly scope: string;
  /** Credentials as they are now, in the process that calls. Throws CredentialsError. */
  credentials(): Promise<Credentials>;
  /** Forgets credentials that the service called expired. */
  renewCredentials(): void;
}

function positive(name: SettingName, settings: Settings): number | undefined {
  const found = first(settings, name);
  const row: Setting = rows[name];
  const text = found?.value ?? row.default;
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new MmsConfigError(`${found?.name ?? name} is "${text}": give a number above 0. ${row.doc}`);
}

/** Whether previews look for what `up` would fail on; `undefined` where it is not set. */
export function previewChecksOf(sources: ConfigSources): boolean | undefined {
  const found = settingOf("previewChecks", sources);
  if (found === undefined) return undefined;
  if (found.value === "true" || found.value === "false") return found.value === "true";
  throw new MmsConfigError(`${found.name} is "${found.value}": give true or false. ${rows.previewChecks.doc}`);
}

/** Resolves the configuration. Pure: reads nothing but its sources, and resolves no credentials. */
export function resolveConfig(sources: ConfigSources): MmsConfig {
  const settings = readSettings(sources);
  const region = first(settings, "region")?.value;
  if (region === undefined) {
    throw new MmsConfigError(
      "no region: run `pulumi config set alicloud-mms:region <region>`, for example cn-shanghai, or set ALIBABA_CLOUD_REGION_ID",
    );
  }
  if (!/^[a-z0-9-]+$/.test(region)) throw new MmsConfigError(`region is "${region}": give an id such as cn-shanghai`);
  const identity = identityOf(settings);
  [identity.accessKey, identity.secretKey, identity.securityToken].forEach(registerSecret);
  const { host: endpoint, protocol } = endpointOf(settings, region);
  const source = credentialSource(identity, { region, endpoint: stsEndpointOf(settings, region) });
  const requestsPerSecond = positive("requestsPerSecond", settings);
  const number = (name: SettingName) => positive(name, settings) ?? 0;
  return {
    region,
    endpoint,
    protocol,
    accountId: first(settings, "accountId")?.value ?? rows.accountId.default,
    connectTimeoutMs: number("connectTimeout"),
    readTimeoutMs: number("readTimeout"),
    maxAttempts: number("maxAttempts"),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    userAgent: `pulumi-alicloud-mms/${packageVersion} Pulumi`,
    identityEndpoint: (service) => identityEndpointOf(service, settings, region),
    scope: createHash("sha256")
      .update(JSON.stringify([{ endpoint, protocol }, identity]))
      .digest("base64url"),
    credentials: () => source.get(),
    renewCredentials: () => source.renew(),
  };
}
