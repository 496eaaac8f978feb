// A source's configuration: written as a map, read as a list of items, and partly secret.
import { isSecretKey } from "../../../secret-keys.js";
import { canonicalJson, isEmpty } from "../../../lifecycle/properties/values.js";
import type { ConfigItem } from "../../../mms/models.js";
import { registerSecret } from "../../../mms/text/redact.js";
import type { CheckFailure, State } from "../../../lifecycle/types.js";

/** A configuration as a program writes it. */
export type Config = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Config => typeof value === "object" && value !== null && !Array.isArray(value);

/** One part of the configuration among inputs or state. */
export const configOf = (values: State, part: "config" | "secretConfig"): Config => {
  const value = values[part];
  return isMap(value) ? value : {};
};

/** The whole configuration of these inputs, as the service takes it. */
export const wholeConfig = (values: State): Config => ({
  ...configOf(values, "config"),
  ...configOf(values, "secretConfig"),
});

const moveIt = (key: string): string =>
  `"${key}" is a secret, and config is stored in clear; move it to secretConfig, which is encrypted`;

function clearSecrets(config: Config, path: string): CheckFailure[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const property = `${path}.${key}`;
    if (isSecretKey(key)) return [{ property, reason: moveIt(key) }];
    return isMap(value) ? clearSecrets(value, property) : [];
  });
}

/** Refuses secrets in `config`, and keys given twice. Never shows a value. Pure; unknown values pass. */
export function checkConfig(inputs: State): CheckFailure[] {
  const secrets = configOf(inputs, "secretConfig");
  const twice = Object.keys(configOf(inputs, "config")).filter((key) => Object.hasOwn(secrets, key));
  return [
    ...clearSecrets(configOf(inputs, "config"), "config"),
    ...twice.map((key) => ({
      property: `config.${key}`,
      reason: `"${key}" is in config and in secretConfig; keep it in one of them`,
    })),
  ];
}

/** Keys of `config` that the service itself calls passwords, whatever they are named. */
export function passwordsInClear(inputs: State, items: readonly ConfigItem[]): string[] {
  const config = configOf(inputs, "config");
  return items
    .filter(({ key = "", type }) => isSecretKey(key, type) && Object.hasOwn(config, key))
    .map(({ key = "" }) => key);
}

/** The error for such keys. */
export const passwordInClearMessage = (keys: readonly string[]): string => keys.map(moveIt).join("; ");

/** Keeps every secret of these inputs out of all texts from now on. */
export function guardSecrets(values: State, items: readonly ConfigItem[] = []): void {
  const guard = (value: unknown): void => {
    if (typeof value === "string") registerSecret(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(guard);
  };
  guard(configOf(values, "secretConfig"));
  items.filter(({ key = "", type }) => isSecretKey(key, type)).forEach(({ value }) => guard(value));
}

/** Scalars are compared as text and maps as JSON: the service's items may hold either for what was written as the other. */
function comparable(value: unknown): string {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return canonicalJson(JSON.parse(value));
    } catch {
      return value;
    }
  }
  return typeof value === "object" && value !== null ? canonicalJson(value) : String(value);
}

/** A secret that is shown as stars says nothing. Inferred: secrets-in-clear, as in public use. */
const isMasked = (value: unknown): boolean => typeof value === "string" && /^\*{3,}$/.test(value);

/** An item's value; that of a masked one is taken for the one in `sent`, which is what was last known to be there. */
const valueOf = ({ key, value }: ConfigItem, sent: Config): unknown =>
  isMasked(value) && key !== undefined ? sent[key] : value;

/** One key on which the service and the program differ; `found` is absent where the service has no value. */
export interface ConfigDifference {
  readonly key: string;
  readonly found?: unknown;
}

/**
 * Keys of the program's configuration whose value on the service, as far as it or `sent` shows it, is another. Keys
 * the program leaves out never count.
 */
export function configDifferences(wanted: Config, items: readonly ConfigItem[], sent: Config): ConfigDifference[] {
  const found = new Map(items.map((item) => [item.key, valueOf(item, sent)]));
  return Object.entries(wanted).flatMap(([key, value]) => {
    const there = found.get(key);
    if (comparable(there ?? "") === comparable(value ?? "")) return [];
    return isEmpty(there) ? [{ key }] : [{ key, found: there }];
  });
}

/**
 * What UPDATE_CONFIG is sent: the program's keys over those the service shows, and over those in `sent` that it masks.
 * Whether it merges or replaces is not published; either way what is sent stays as it is. Assumes update-config-merge.
 */
export const mergedConfig = (wanted: Config, items: readonly ConfigItem[], sent: Config): Config => ({
  ...Object.fromEntries(
    items.flatMap((item) => {
      const value = valueOf(item, sent);
      return item.key === undefined || isEmpty(value) ? [] : [[item.key, value]];
    }),
  ),
  ...wanted,
});

/** Masked keys whose value is not known here: they cannot be sent along. */
export const unknownKeys = (merged: Config, items: readonly ConfigItem[]): string[] =>
  items.flatMap(({ key, value }) => (key !== undefined && isMasked(value) && !Object.hasOwn(merged, key) ? [key] : []));

/** A part of the configuration as the service has it, so that drift shows. */
export function driftedConfig(wanted: Config, items: readonly ConfigItem[]): Config {
  const drifted: Record<string, unknown> = { ...wanted };
  for (const { key, found } of configDifferences(wanted, items, wanted)) {
    if (found === undefined) delete drifted[key];
    else drifted[key] = found;
  }
  return drifted;
}
