// Every setting of the provider, one row each: where it comes from, what it means, what holds when nobody sets it.

import { MmsError } from "./errors.js";

/** The configuration lacks something, or contradicts itself. Names the key. */
export class MmsConfigError extends MmsError {
  override readonly name = "MmsConfigError";
}

/** One setting. Sources are read in the order written: stack configuration first, then the environment. */
export interface Setting {
  /** Key below `alicloud-mms:`. */
  readonly key: string;
  /** Key below `alicloud:`, where `@pulumi/alicloud` has the same setting. */
  readonly alicloud?: string;
  readonly env: readonly string[];
  readonly doc: string;
  readonly default?: string;
  readonly secret?: true;
}

// One row a line, so that rows compare at a glance.
// prettier-ignore
export const settings = {
  region: { key: "region", alicloud: "region", env: ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"], doc: "Region of MMS, for example cn-shanghai. Required." },
  endpoint: { key: "endpoint", env: ["ALICLOUD_MMS_ENDPOINT"], doc: "Host of the service, or its URL. HTTPS, except on this machine.", default: "maxcompute.<region>.aliyuncs.com" },
  accountId: { key: "accountId", alicloud: "accountId", env: ["ALICLOUD_ACCOUNT_ID", "ALIBABA_CLOUD_ACCOUNT_ID"], doc: "Id of the account, for the ARNs in messages about missing permissions.", default: "*" },
  accessKey: { key: "accessKey", alicloud: "accessKey", env: ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID"], doc: "Access key id.", secret: true },
  secretKey: { key: "secretKey", alicloud: "secretKey", env: ["ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"], doc: "Access key secret.", secret: true },
  securityToken: { key: "securityToken", alicloud: "securityToken", env: ["ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN"], doc: "Token of temporary (STS) credentials.", secret: true },
  profile: { key: "profile", alicloud: "profile", env: ["ALICLOUD_PROFILE"], doc: "Profile of the aliyun command line, in ~/.aliyun/config.json." },
  ecsRoleName: { key: "ecsRoleName", alicloud: "ecsRoleName", env: ["ALICLOUD_ECS_ROLE_NAME"], doc: "RAM role of the ECS instance the program runs on." },
  credentialsUri: { key: "credentialsUri", alicloud: "credentialsUri", env: ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"], doc: "Address that hands out temporary credentials." },
  assumeRoleWithOidc: { key: "assumeRoleWithOidc", alicloud: "assumeRoleWithOidc", env: [], doc: "Role to assume with an OIDC token: an object with roleArn, oidcProviderArn, oidcTokenFile, and optionally roleSessionName, policy, sessionExpiration (seconds)." },
  assumeRole: { key: "assumeRole", alicloud: "assumeRole", env: [], doc: "Role to assume with the credentials above: an object with roleArn, and optionally sessionName, policy, sessionExpiration (seconds), externalId." },
  assumeRoleArn: { key: "assumeRoleArn", env: ["ALICLOUD_ASSUME_ROLE_ARN"], doc: "ARN of the role to assume, where assumeRole is not given." },
  connectTimeout: { key: "connectTimeout", alicloud: "clientConnectTimeout", env: ["ALICLOUD_MMS_CONNECT_TIMEOUT"], doc: "Longest time to a connection, in milliseconds.", default: "5000" },
  readTimeout: { key: "readTimeout", alicloud: "clientReadTimeout", env: ["ALICLOUD_MMS_READ_TIMEOUT"], doc: "Longest time to a whole answer, in milliseconds.", default: "60000" },
  maxAttempts: { key: "maxAttempts", env: ["ALICLOUD_MMS_MAX_ATTEMPTS"], doc: "How often a request that may be repeated is sent in all, when connections or the service fail. Throttling does not count.", default: "6" },
  requestsPerSecond: { key: "requestsPerSecond", env: ["ALICLOUD_MMS_REQUESTS_PER_SECOND"], doc: "Most requests a second, for reads and for changes each. Without it the provider finds the limit from throttling answers." },
} as const satisfies Record<string, Setting>;

/** Name of a setting. */
export type SettingName = keyof typeof settings;

/** The settings that say who is asking. They are taken from one place together: a key and a foreign token do not fit. */
export const identitySettings = [
  "accessKey",
  "secretKey",
  "securityToken",
  "profile",
  "ecsRoleName",
  "credentialsUri",
  "assumeRoleWithOidc",
] as const satisfies readonly SettingName[];

/**
 * A setting of `@pulumi/alicloud` that the SDK has no place for: it reads profiles from ~/.aliyun/config.json. Refused where
 * it would matter, so that no other identity is used unnoticed.
 */
export const otherProfilesFile: Setting = {
  key: "sharedCredentialsFile",
  alicloud: "sharedCredentialsFile",
  env: ["ALICLOUD_SHARED_CREDENTIALS_FILE"],
  doc: "File of profiles.",
};

/** What configuration is read from. */
export interface ConfigSources {
  /** Reads one key of Pulumi's configuration by its full name, for example `alicloud-mms:region`. */
  get(key: string): string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

export interface Found {
  readonly value: string;
  /** Where it was found, as the user wrote it. */
  readonly name: string;
}

/** The places settings come from, in order. */
export const places = ["alicloud-mms", "alicloud", "environment"] as const;
export type Place = (typeof places)[number];

export function findAt(
  place: Place,
  { key, alicloud, env: names }: Setting,
  { get, env }: ConfigSources,
): Found | undefined {
  const name = place === "alicloud" ? alicloud : key;
  const found =
    place === "environment"
      ? names.map((variable) => ({ name: variable, value: env[variable] }))
      : name === undefined
        ? []
        : [{ name: `${place}:${name}`, value: get(`${place}:${name}`) }];
  return found.find((each): each is Found => each.value !== undefined && each.value !== "");
}

export function find(setting: SettingName | Setting, sources: ConfigSources): Found | undefined {
  const row = typeof setting === "string" ? settings[setting] : setting;
  return places.map((place) => findAt(place, row, sources)).find((found) => found !== undefined);
}
