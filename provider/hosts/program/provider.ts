// Provider: one account and region, said in the program. Several of them give several accounts in one program.
import * as pulumi from "@pulumi/pulumi";

import { Refusal } from "./errors/refusal.js";
import { type Configuration, type ConfiguredProvider, pluginPackage } from "./explicit-provider.js";
import { type Setting, type SettingName, settings } from "../../mms/config/settings.js";

/** The role that a {@link Provider} assumes with its credentials. */
export interface AssumeRoleArgs {
  /** ARN of the role. */
  roleArn: pulumi.Input<string>;
  /** Name of the session. */
  sessionName?: pulumi.Input<string>;
  /** Policy that narrows the role down. */
  policy?: pulumi.Input<string>;
  /** Length of the session in seconds. */
  sessionExpiration?: pulumi.Input<number>;
  /** External id that the role's trust policy requires. */
  externalId?: pulumi.Input<string>;
}

/** The role that a {@link Provider} assumes with an OIDC token, in CI or on a Kubernetes cluster with RRSA. */
export interface AssumeRoleWithOidcArgs {
  /** ARN of the role. Else ALIBABA_CLOUD_ROLE_ARN. */
  roleArn?: pulumi.Input<string>;
  /** ARN of the OIDC provider that the account trusts. Else ALIBABA_CLOUD_OIDC_PROVIDER_ARN. */
  oidcProviderArn?: pulumi.Input<string>;
  /** File that holds the token; read again when the session ends. Else ALIBABA_CLOUD_OIDC_TOKEN_FILE. */
  oidcTokenFile?: pulumi.Input<string>;
  /** The token itself, in place of a file. Else ALIBABA_CLOUD_OIDC_TOKEN. */
  oidcToken?: pulumi.Input<string>;
  /** Name of the session. */
  roleSessionName?: pulumi.Input<string>;
  /** Policy that narrows the role down. */
  policy?: pulumi.Input<string>;
  /** Length of the session in seconds. */
  sessionExpiration?: pulumi.Input<number>;
}

/**
 * Arguments of a {@link Provider}. What is given here comes first; what is left out is read from the environment, then from
 * the default chain of `@alicloud/credentials`. The stack's configuration (`alicloud-mms:*`, `alicloud:*`) is for programs
 * without a provider, and is not read. Credentials are never mixed from two places: one credential setting given here
 * (`accessKey` to `assumeRoleWithOidc`) means that none is read from the environment.
 */
export interface ProviderArgs {
  /** Region of MMS, for example `cn-shanghai`. Else ALIBABA_CLOUD_REGION_ID, ALICLOUD_REGION, ALIBABA_CLOUD_REGION. */
  region?: pulumi.Input<string>;
  /** Host of the service, or its URL; HTTPS, except on this machine. Else ALICLOUD_MMS_ENDPOINT. @default maxcompute.<region>.aliyuncs.com */
  endpoint?: pulumi.Input<string>;
  /** Hosts by service: `maxcompute` is the host of MMS where `endpoint` is not given, `sts` the host that roles are assumed at. */
  endpoints?: pulumi.Input<{ maxcompute?: pulumi.Input<string>; sts?: pulumi.Input<string> }>;
  /** Id of the account, for the ARNs in messages about missing permissions. Else ALICLOUD_ACCOUNT_ID, ALIBABA_CLOUD_ACCOUNT_ID. @default * */
  accountId?: pulumi.Input<string>;
  /** Access key id, with `secretKey`; always a secret in state. Else ALICLOUD_ACCESS_KEY, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABACLOUD_ACCESS_KEY_ID. */
  accessKey?: pulumi.Input<string>;
  /** Access key secret, with `accessKey`; always a secret in state. Else ALICLOUD_SECRET_KEY, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABACLOUD_ACCESS_KEY_SECRET. */
  secretKey?: pulumi.Input<string>;
  /** Token of temporary (STS) credentials; always a secret in state. Else ALICLOUD_SECURITY_TOKEN, ALIBABA_CLOUD_SECURITY_TOKEN, ALIBABACLOUD_SECURITY_TOKEN. */
  securityToken?: pulumi.Input<string>;
  /** Profile of the aliyun command line, in ~/.aliyun/config.json. Else ALICLOUD_PROFILE, ALIBABA_CLOUD_PROFILE. */
  profile?: pulumi.Input<string>;
  /** RAM role of the ECS instance that the program runs on. Else ALICLOUD_ECS_ROLE_NAME, ALIBABA_CLOUD_ECS_METADATA. */
  ecsRoleName?: pulumi.Input<string>;
  /** Address that hands out temporary credentials. Else ALICLOUD_CREDENTIALS_URI, ALIBABA_CLOUD_CREDENTIALS_URI. */
  credentialsUri?: pulumi.Input<string>;
  /** Role to assume with an OIDC token, in place of the credentials above. Else ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE. */
  assumeRoleWithOidc?: pulumi.Input<AssumeRoleWithOidcArgs>;
  /** Role to assume with the credentials above. */
  assumeRole?: pulumi.Input<AssumeRoleArgs>;
  /** ARN of the role to assume, where `assumeRole` is not given. Else ALIBABA_CLOUD_ROLE_ARN, ALICLOUD_ASSUME_ROLE_ARN. */
  assumeRoleArn?: pulumi.Input<string>;
  /** Longest time to a connection, in milliseconds. Else ALICLOUD_MMS_CONNECT_TIMEOUT. @default 5000 */
  connectTimeout?: pulumi.Input<number>;
  /** Longest time to a whole response, in milliseconds. Else ALICLOUD_MMS_READ_TIMEOUT. @default 60000 */
  readTimeout?: pulumi.Input<number>;
  /** How often a request that may be repeated is sent in all, when connections or the service fail. Else ALICLOUD_MMS_MAX_ATTEMPTS. @default 6 */
  maxAttempts?: pulumi.Input<number>;
  /** Most requests a second, for reads and for changes each. Else ALICLOUD_MMS_REQUESTS_PER_SECOND. @default found from throttling responses */
  requestsPerSecond?: pulumi.Input<number>;
  /** File that events are appended to, one JSON a line; a relative path begins at the folder of the program. Else ALICLOUD_MMS_EVENTS. @default no events */
  events?: pulumi.Input<string>;
  /** Whether runs first read the source, the database and the tables that resources name, each once, and warn of what `pulumi up` would fail on. Else ALICLOUD_MMS_PREVIEW_CHECKS. @default false; true in the native plugin */
  previewChecks?: pulumi.Input<boolean>;
}

/** A setting as configuration holds it: text, or an object as JSON. */
const written = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** Arguments as configuration, secret where the table says so. */
function configuration(args: ProviderArgs): Record<string, pulumi.Output<string>> {
  const names = Object.keys(settings) as SettingName[];
  const stranger = Object.keys(args).find((name) => !Object.hasOwn(settings, name));
  if (stranger !== undefined) throw new Refusal(`Provider has no option "${stranger}"; it has ${names.join(", ")}`);
  return Object.fromEntries(
    names.flatMap((name) => {
      if (args[name] === undefined) return [];
      const text = pulumi.output(args[name] as pulumi.Input<string | number | object>).apply(written);
      const row: Setting = settings[name];
      return [[`alicloud-mms:${name}`, row.secret ? pulumi.secret(text) : text]];
    }),
  );
}

/**
 * An account and region for the resources and functions that name it, in place of the stack's configuration. Each provider
 * is served by a process of its own. Keys given here are encrypted in state; the engine's own traces (`pulumi -v=9`) print
 * what passes it, so keys that must not be there either belong in the environment or in a profile.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const config = new pulumi.Config();
 * const tokyo = new mms.Provider("tokyo", {
 *   region: "ap-northeast-1",
 *   accessKey: config.requireSecret("tokyoAccessKey"),
 *   secretKey: config.requireSecret("tokyoSecretKey"),
 * });
 *
 * const source = mms.getDataSourceOutput({ name: "hive_demo" }, { provider: tokyo });
 * const sales = new mms.MigrationJob("sales", { sourceId: source.id, srcDbName: "sales" }, { provider: tokyo });
 *
 * export const jobId = sales.jobId;
 * ```
 */
export class Provider extends pulumi.ProviderResource implements ConfiguredProvider {
  /** @internal */
  readonly __mmsConfiguration: pulumi.Output<Configuration>;

  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const values = configuration(args);
    super(pluginPackage, name, values, opts);
    this.__mmsConfiguration = pulumi.output(values);
  }
}
