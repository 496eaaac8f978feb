// Which identity the configuration names. Pure: no credentials are resolved here.
import {
  first,
  type Found,
  MmsConfigError,
  objectOf,
  places,
  type SettingName,
  type Settings,
  settings as rows,
} from "./settings.js";

/** Explicit settings; with none, the SDK's default chain decides. */
export interface Identity {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly securityToken?: string;
  readonly profile?: string;
  readonly ecsRoleName?: string;
  readonly credentialsUri?: string;
  readonly assumeRoleWithOidc?: AssumeRoleWithOidc;
  readonly assumeRole?: AssumeRole;
}

/** A role assumed with an OIDC token. */
export interface AssumeRoleWithOidc {
  readonly roleArn: string;
  readonly oidcProviderArn: string;
  /** One of the token and its file is there; the token comes first. */
  readonly oidcToken?: string;
  readonly oidcTokenFile?: string;
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

/** Settings that say who is asking. They are taken from one place together: a key and a foreign token do not fit. */
const plain = ["accessKey", "secretKey", "securityToken", "profile", "ecsRoleName", "credentialsUri"] as const;

/** Fields of a role by name, each from the object in the stack, else from the environment. */
type Fields = Readonly<Record<string, Found>>;

function fieldsOf(settings: Settings, name: "assumeRole" | "assumeRoleWithOidc", object: Found | undefined): Fields {
  const given = object ? Object.entries(objectOf(object, "roleArn <arn>")) : [];
  const inObject = given.flatMap(([field, value]): [string, Found][] => {
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    const isEmptyRole = field === "roleArn" && value === "";
    return object && (text !== "" || isEmptyRole)
      ? [[field, { ...object, name: `${object.name}.${field}`, value: text }]]
      : [];
  });
  return { ...settings.fields[name], ...Object.fromEntries(inObject) };
}

function secondsOf(found: Found | undefined): number | undefined {
  if (found === undefined) return undefined;
  const seconds = Number(found.value);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new MmsConfigError(`${found.name} is "${found.value}": give a whole number of seconds, at least 900`);
}

/** The optional fields of a role that are there. */
function optional<Name extends string>(fields: Fields, names: readonly Name[]): { [Key in Name]?: string } {
  return Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name].value]] : []))) as {
    [Key in Name]?: string;
  };
}

function expirationOf(fields: Fields): { sessionExpiration?: number } {
  const sessionExpiration = secondsOf(fields["sessionExpiration"]);
  return sessionExpiration === undefined ? {} : { sessionExpiration };
}

function missing(
  at: string,
  field: string,
  name: "assumeRole" | "assumeRoleWithOidc",
  more: readonly string[] = [],
): MmsConfigError {
  const variables = [...((rows[name].fieldEnv as Readonly<Record<string, readonly string[]>>)[field] ?? []), ...more];
  const path = at.includes(":") ? at : `alicloud-mms:${name}`;
  return new MmsConfigError(
    `${at} has no ${field}: set it with \`pulumi config set --path ${path}.${field}\`, or ${variables.join(" or ")} in the environment`,
  );
}

/** The OIDC role, if the stack has one or the environment gives a token for one. */
function oidcRoleOf(settings: Settings, object: Found | undefined): AssumeRoleWithOidc | undefined {
  const fields = fieldsOf(settings, "assumeRoleWithOidc", object);
  const isWanted =
    object !== undefined || ["oidcProviderArn", "oidcToken", "oidcTokenFile"].some((name) => fields[name]);
  if (!isWanted) return undefined;
  const at = object?.name ?? "the OIDC role of the environment";
  const required = (field: string): string => {
    const value = fields[field]?.value;
    if (value) return value;
    throw missing(at, field, "assumeRoleWithOidc");
  };
  const roleArn = required("roleArn");
  const oidcProviderArn = required("oidcProviderArn");
  if (!fields["oidcToken"]) required("oidcTokenFile");
  return {
    roleArn,
    oidcProviderArn,
    ...optional(fields, ["oidcToken", "oidcTokenFile", "roleSessionName", "policy"]),
    ...expirationOf(fields),
  };
}

/** ALIBABA_CLOUD_ROLE_ARN is the role of an OIDC token where the environment or the identity has one. */
function isForOidc(found: Found, settings: Settings, isOidc: boolean): boolean {
  return (
    found.name === "ALIBABA_CLOUD_ROLE_ARN" &&
    (isOidc || settings.fields["assumeRoleWithOidc"]?.["oidcProviderArn"] !== undefined)
  );
}

function assumeRoleOf(settings: Settings, isOidc: boolean): AssumeRole | undefined {
  const object = first(settings, "assumeRole");
  const fields = fieldsOf(settings, "assumeRole", object);
  const arn = fields["roleArn"] ?? settings.found.assumeRoleArn.find((found) => !isForOidc(found, settings, isOidc));
  if (arn?.value === "" || (arn === undefined && object === undefined)) return undefined;
  if (arn === undefined) throw missing(object?.name ?? "assumeRole", "roleArn", "assumeRole", rows.assumeRoleArn.env);
  return { roleArn: arn.value, ...optional(fields, ["sessionName", "policy", "externalId"]), ...expirationOf(fields) };
}

/** Half a key, or a file of profiles that would not be read, would mean another identity. */
function refuseHalves(found: ReadonlyMap<SettingName, Found>, settings: Settings): void {
  const [id, secret] = [found.get("accessKey"), found.get("secretKey")];
  const alone = id && secret ? undefined : (id ?? secret);
  if (alone) {
    const other = id ? "secretKey" : "accessKey";
    throw new MmsConfigError(
      `${alone.name} is set alone: set ${other} in the same place (${rows[other].env.join(", ")} in the environment)`,
    );
  }
  const file = first(settings, "sharedCredentialsFile");
  if (found.has("profile") && !id && file !== undefined) {
    throw new MmsConfigError(
      `${file.name} is set, but profiles are read from ~/.aliyun/config.json only: remove it, or set an access key`,
    );
  }
}

/** Blanks at the ends are gone already: one inside, or a control character, cannot be signed with. */
function refuseBlanks(found: ReadonlyMap<SettingName, Found>): void {
  for (const name of ["accessKey", "secretKey", "securityToken"] as const) {
    const one = found.get(name);
    if (one && /[^\x21-\x7e]/.test(one.value)) {
      throw new MmsConfigError(
        `${one.name} contains a space, a line break or another character that no key has: copy it again (its value is not shown)`,
      );
    }
  }
}

/** Settings of identity from the first place that has any of them, and the role to assume with them. */
export function identityOf(settings: Settings): Identity {
  for (const place of places) {
    const at = (name: SettingName) => settings.found[name].find((found) => found.place === place);
    const found = new Map<SettingName, Found>(
      plain.flatMap((name) => {
        const one = at(name);
        return one ? [[name, one]] : [];
      }),
    );
    const object = at("assumeRoleWithOidc");
    const oidc = object || (place === "environment" && found.size === 0) ? oidcRoleOf(settings, object) : undefined;
    if (found.size === 0 && oidc === undefined) continue;
    refuseHalves(found, settings);
    refuseBlanks(found);
    const assumeRole = assumeRoleOf(settings, oidc !== undefined);
    return {
      ...Object.fromEntries([...found].map(([name, { value }]) => [name, value])),
      ...(oidc && { assumeRoleWithOidc: oidc }),
      ...(assumeRole && { assumeRole }),
    };
  }
  const assumeRole = assumeRoleOf(settings, false);
  return assumeRole ? { assumeRole } : {};
}
