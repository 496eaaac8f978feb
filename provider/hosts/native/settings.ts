// The provider's settings in the native plugin: its arguments alone, which for the default provider are the stack's `alicloud-mms:*`.
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import { canonicalJson, isEmpty, plain } from "../../lifecycle/properties/values.js";
import { type Setting, settings } from "../../mms/config/settings.js";
import { packageName } from "./protocol/contract.js";
import type { Path } from "./protocol/wire.js";
import type { CheckFailure, State } from "../../lifecycle/types.js";

const rows: Readonly<Record<string, Setting>> = settings;

/** Properties of every provider, which the engine keeps beside ours. */
const isEngines = (name: string): boolean => name.startsWith("__") || ["version", "pluginDownloadURL"].includes(name);

/** Refuses settings that there are not. */
export function checkSettings(given: State): CheckFailure[] {
  const known = Object.keys(rows);
  return Object.keys(given)
    .filter((name) => !isEngines(name) && !Object.hasOwn(rows, name))
    .map((property) => {
      const hint = didYouMean(property, known) || `; it has ${known.join(", ")}`;
      return { property, reason: `the provider has no setting "${property}"${hint}` };
    });
}

/** Where secrets lie among the settings. */
export const secretSettings: readonly Path[] = Object.keys(rows).flatMap((name) =>
  rows[name]?.secret ? [[name]] : [],
);

/** A setting in one way of writing: objects come as such, or as JSON text. */
function written(value: unknown): string {
  if (typeof value !== "string") return canonicalJson(value);
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" ? canonicalJson(parsed) : value;
  } catch {
    return value;
  }
}

/** The settings of a provider of either host: the dynamic one keeps them by their full keys. */
const namedAlike = (given: State): State =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([name, value]) => !isEngines(name) && !isEmpty(value))
      .map(([name, value]) => [name.replace(`${packageName}:`, ""), value]),
  );

/** Names of changed settings. No change of them replaces the provider: that would replace, and migrate again, what it serves. */
export function changedSettings(olds: State, news: State): string[] {
  const [before, after] = [namedAlike(olds), namedAlike(news)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => written(before[name]) !== written(after[name]));
}

/** Looks settings up as the stack's configuration would have them. */
export function settingsLookup(given: State): (key: string) => string | undefined {
  const known = namedAlike(plain(given));
  return (key) => {
    const value = key.startsWith(`${packageName}:`) ? known[key.slice(packageName.length + 1)] : undefined;
    return value === undefined ? undefined : typeof value === "object" ? JSON.stringify(value) : String(value);
  };
}
