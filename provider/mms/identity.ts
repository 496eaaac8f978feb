// Which identity the configuration asks for. Pure: no credentials are resolved here.
import {
  type ConfigSources,
  find,
  findAt,
  type Found,
  identitySettings,
  MmsConfigError,
  otherProfilesFile,
  places,
  type SettingName,
  settings,
} from "./settings.js";

/** Explicit settings; with none, the SDK's default chain decides. */
export interface Identity {
  readonly accessKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly securityToken?: string | undefined;
  readonly profile?: string | undefined;
  readonly ecsRoleName?: string | undefined;
  readonly credentialsUri?: string | undefined;
  readonly assumeRoleWithOidc?: AssumeRoleWithOidc | undefined;
  readonly assumeRole?: AssumeRole | undefined;
}

/** A role assumed with an OIDC token. */
interface AssumeRoleWithOidc {
  readonly roleArn: string;
  readonly oidcProviderArn: string;
  readonly oidcTokenFile: string;
  readonly roleSessionName?: string;
  readonly policy?: string;
  /** Seconds. */
  readonly sessionExpiration?: number;
}

/** A role assumed with the other credentials. */
export interface AssumeRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly policy?: string;
  /** Seconds. */
  readonly sessionExpiration?: number;
  readonly externalId?: string;
}

/** Pulumi hands objects over as JSON text; the Terraform bridge writes the one role as a list of one. */
function roleOf<Role>({ name, value }: Found, required: readonly (string & keyof Role)[]): Role {
  let role: unknown;
  try {
    role = [JSON.parse(value) as unknown].flat()[0];
  } catch {
    throw new MmsConfigError(
      `${name} is not an object: set it with \`pulumi config set --path ${name}.roleArn <arn>\``,
    );
  }
  const missing = required.find((key) => typeof (role as Role | undefined)?.[key] !== "string");
  if (missing === undefined) return role as Role;
  throw new MmsConfigError(`${name} has no ${missing}: set it with \`pulumi config set --path ${name}.${missing}\``);
}

function assumeRoleOf(sources: ConfigSources): AssumeRole | undefined {
  const found = find("assumeRole", sources);
  if (found !== undefined) return roleOf<AssumeRole>(found, ["roleArn"]);
  const arn = find("assumeRoleArn", sources);
  return arn && { roleArn: arn.value };
}

const oidcFields = ["roleArn", "oidcProviderArn", "oidcTokenFile"] as const;

/** Settings of identity from the first place that has any of them. */
export function identityOf(sources: ConfigSources): Identity {
  const assumeRole = assumeRoleOf(sources);
  for (const place of places) {
    const found = identitySettings.flatMap((name) => {
      const value = findAt(place, settings[name], sources);
      return value === undefined ? [] : [[name, value] as const];
    });
    if (found.length === 0) continue;
    const names = new Set<SettingName>(found.map(([name]) => name));
    if (names.has("accessKey") !== names.has("secretKey")) {
      const [, { name }] = found.find(([each]) => each === "accessKey" || each === "secretKey") ??
        found[0] ?? ["", { name: "" }];
      const missing = names.has("accessKey") ? settings.secretKey : settings.accessKey;
      throw new MmsConfigError(
        `${name} is set alone: set ${missing.key} in the same place (${missing.env.join(", ")} in the environment)`,
      );
    }
    const file = find(otherProfilesFile, sources);
    if (names.has("profile") && !names.has("accessKey") && file !== undefined) {
      throw new MmsConfigError(
        `${file.name} is set, but profiles are read from ~/.aliyun/config.json only: remove it, or set an access key`,
      );
    }
    const oidc = found.find(([name]) => name === "assumeRoleWithOidc")?.[1];
    const values = Object.fromEntries(found.map(([name, { value }]) => [name, value]));
    return { ...values, assumeRole, assumeRoleWithOidc: oidc && roleOf<AssumeRoleWithOidc>(oidc, oidcFields) };
  }
  return { assumeRole };
}
