// Every setting of the provider, one row each: where it comes from, what it means, what holds where it is not set.

import { MmsError } from "../errors.js";

/** The configuration lacks something, or contradicts itself. Names the key. */
export class MmsConfigError extends MmsError {}

/** One setting. Sources are read in the order written: stack configuration first, then the environment. */
export interface Setting {
  /** Key below `alicloud:`, where `@pulumi/alicloud` has the same setting. */
  readonly alicloud?: string;
  readonly env: readonly string[];
  /** Fields of an object that the environment may give instead, with their variables. */
  readonly fieldEnv?: Readonly<Record<string, readonly string[]>>;
  readonly doc: string;
  readonly default?: string;
  readonly secret?: true;
}

const sessionName = "ALIBABA_CLOUD_ROLE_SESSION_NAME";

/** Every setting by its key below `alicloud-mms:`. */
export const settings = {
  region: {
    alicloud: "region",
    env: ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"],
    doc: "Region of MMS, for example cn-shanghai. Required.",
  },
  endpoint: {
    env: ["ALICLOUD_MMS_ENDPOINT"],
    doc: "Host of the service, or its URL. HTTPS, except on this machine. Without it `maxcompute` of endpoints.",
    default: "maxcompute.<region>.aliyuncs.com",
  },
  endpoints: {
    alicloud: "endpoints",
    env: [],
    doc:
      "Hosts by service, an object or a list of one: `maxcompute` is the host of MMS, `sts` the host that roles are " +
      "assumed at; `doctor` asks `sts` and `ram` whose keys are used. Others are not used.",
  },
  accountId: {
    alicloud: "accountId",
    env: ["ALICLOUD_ACCOUNT_ID", "ALIBABA_CLOUD_ACCOUNT_ID"],
    doc: "Id of the account, for the ARNs in messages about missing permissions.",
    default: "*",
  },
  accessKey: {
    alicloud: "accessKey",
    env: ["ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_ID"],
    doc: "Access key id.",
    secret: true,
  },
  secretKey: {
    alicloud: "secretKey",
    env: ["ALICLOUD_SECRET_KEY", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_ACCESS_KEY_SECRET"],
    doc: "Access key secret.",
    secret: true,
  },
  securityToken: {
    alicloud: "securityToken",
    env: ["ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABACLOUD_SECURITY_TOKEN"],
    doc: "Token of temporary (STS) credentials.",
    secret: true,
  },
  profile: {
    alicloud: "profile",
    env: ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"],
    doc: "Profile of the aliyun command line, in ~/.aliyun/config.json.",
  },
  ecsRoleName: {
    alicloud: "ecsRoleName",
    env: ["ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"],
    doc: "RAM role of the ECS instance the program runs on.",
  },
  credentialsUri: {
    alicloud: "credentialsUri",
    env: ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
    doc: "Address that hands out temporary credentials.",
  },
  assumeRoleWithOidc: {
    alicloud: "assumeRoleWithOidc",
    env: [],
    fieldEnv: {
      roleArn: ["ALIBABA_CLOUD_ROLE_ARN"],
      oidcProviderArn: ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"],
      oidcTokenFile: ["ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
      oidcToken: ["ALIBABA_CLOUD_OIDC_TOKEN"],
      roleSessionName: [sessionName],
    },
    doc:
      "Role to assume with an OIDC token: an object with roleArn, oidcProviderArn, oidcTokenFile or oidcToken, and " +
      "optionally roleSessionName, policy, sessionExpiration (seconds). Each field comes from the object, else from the environment.",
    secret: true,
  },
  assumeRole: {
    alicloud: "assumeRole",
    env: [],
    fieldEnv: {
      sessionName: [sessionName, "ALICLOUD_ASSUME_ROLE_SESSION_NAME"],
      sessionExpiration: ["ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION"],
    },
    doc:
      "Role to assume with the credentials above: an object with roleArn (else assumeRoleArn; empty means no role), and " +
      "optionally sessionName, policy, sessionExpiration (seconds), externalId. Each field comes from the object, else " +
      "from the environment.",
  },
  assumeRoleArn: {
    env: ["ALIBABA_CLOUD_ROLE_ARN", "ALICLOUD_ASSUME_ROLE_ARN"],
    doc:
      "ARN of the role to assume, where assumeRole is not given. ALIBABA_CLOUD_ROLE_ARN beside " +
      "ALIBABA_CLOUD_OIDC_PROVIDER_ARN is the role of assumeRoleWithOidc instead.",
  },
  connectTimeout: {
    alicloud: "clientConnectTimeout",
    env: ["ALICLOUD_MMS_CONNECT_TIMEOUT"],
    doc: "Longest time to a connection, in milliseconds.",
    default: "5000",
  },
  readTimeout: {
    alicloud: "clientReadTimeout",
    env: ["ALICLOUD_MMS_READ_TIMEOUT"],
    doc: "Longest time to a whole response, in milliseconds.",
    default: "60000",
  },
  maxAttempts: {
    env: ["ALICLOUD_MMS_MAX_ATTEMPTS"],
    doc:
      "How often a request that may be repeated is sent in all, when connections or the service fail. " +
      "Throttling does not count.",
    default: "6",
  },
  requestsPerSecond: {
    env: ["ALICLOUD_MMS_REQUESTS_PER_SECOND"],
    doc:
      "Most requests a second, for reads and for changes each. Without it the provider finds the limit from " +
      "throttling responses.",
  },
  events: {
    env: ["ALICLOUD_MMS_EVENTS"],
    doc:
      "File that events are appended to, one JSON a line (docs/events.md). A relative path begins at the folder of the " +
      "program. Without it none are written.",
  },
  previewChecks: {
    env: ["ALICLOUD_MMS_PREVIEW_CHECKS"],
    doc:
      "Whether a preview reads the source, the database and the tables that resources name, each once, and warns of what " +
      "`pulumi up` would fail on: true or false. Programs in TypeScript pass no preview to the provider, so with true their " +
      "`up` reads them too.",
    default: "true in the native plugin, false for programs in TypeScript",
  },
} as const satisfies Record<string, Setting>;

/** Name of a setting. */
export type SettingName = keyof typeof settings;

/**
 * A setting of `@pulumi/alicloud` that the SDK has no place for: it reads profiles from ~/.aliyun/config.json. Refused
 * where it would matter, so that no other identity is used unnoticed.
 */
const otherProfilesFile: Setting = {
  alicloud: "sharedCredentialsFile",
  env: ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"],
  doc: "File of profiles.",
};

/** What configuration is read from. */
export interface ConfigSources {
  /** Reads one key of Pulumi's configuration by its full name, for example `alicloud-mms:region`. */
  get(key: string): string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** The places settings come from, in order. */
export const places = ["alicloud-mms", "alicloud", "environment"] as const;
export type Place = (typeof places)[number];

export interface Found {
  readonly value: string;
  /** Where it was found, as the user wrote it. */
  readonly name: string;
  readonly place: Place;
}

/** Every setting as it was found, read once: by name, in the order of the places that have it. */
export interface Settings {
  readonly found: Readonly<Record<SettingName | "sharedCredentialsFile", readonly Found[]>>;
  /** Fields of objects in the environment. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, Found>>>>;
}

/** A value without the blanks and line breaks that files and cluster secrets end with; nothing if it is empty then. */
function foundIn(place: Place, name: string, text: string | undefined): Found[] {
  const value = text?.trim() ?? "";
  return value === "" ? [] : [{ place, name, value }];
}

const firstOf = (variables: readonly string[], env: NodeJS.ProcessEnv): Found[] =>
  variables.flatMap((name) => foundIn("environment", name, env[name])).slice(0, 1);

function foundOf(key: string, { alicloud, env: variables }: Setting, { get, env }: ConfigSources): readonly Found[] {
  const inStack = (place: Place, name: string) => foundIn(place, `${place}:${name}`, get(`${place}:${name}`));
  return [
    ...inStack("alicloud-mms", key),
    ...(alicloud === undefined ? [] : inStack("alicloud", alicloud)),
    ...firstOf(variables, env),
  ];
}

const fieldsOf = ({ fieldEnv = {} }: Setting, { env }: ConfigSources): Record<string, Found> =>
  Object.fromEntries(
    Object.entries(fieldEnv).flatMap(([field, variables]) => firstOf(variables, env).map((found) => [field, found])),
  );

/** Reads every setting, once. */
export function readSettings(sources: ConfigSources): Settings {
  const rows = Object.entries<Setting>({ ...settings, sharedCredentialsFile: otherProfilesFile });
  return {
    found: Object.fromEntries(
      rows.map(([name, row]) => [name, foundOf(name, row, sources)]),
    ) as unknown as Settings["found"],
    fields: Object.fromEntries(rows.map(([name, row]) => [name, fieldsOf(row, sources)])),
  };
}

/** One setting alone, from the first place that has it. */
export const settingOf = (name: SettingName, sources: ConfigSources): Found | undefined =>
  foundOf(name, settings[name], sources)[0];

/** The file of events, where one is set. */
export const eventsFile = (sources: ConfigSources): string | undefined => settingOf("events", sources)?.value;

/** A setting from the first place that has it. */
export const first = ({ found }: Settings, name: keyof Settings["found"]): Found | undefined => found[name][0];

/** An object of the configuration. Pulumi passes it as JSON text; the Terraform bridge writes it as a list of one. */
export function objectOf({ name, value }: Found, example: string): Readonly<Record<string, unknown>> {
  let object: unknown;
  try {
    object = [JSON.parse(value) as unknown].flat()[0];
  } catch {
    // Refused below, with whatever else is no object.
  }
  if (typeof object === "object" && object !== null) return object as Record<string, unknown>;
  throw new MmsConfigError(`${name} is not an object: set it with \`pulumi config set --path ${name}.${example}\``);
}
