// Holds a configuration against the items that its type of source takes, before anything is created.
import { didYouMean, nearest } from "../../../lifecycle/did-you-mean.js";
import { readInputs } from "../../../lifecycle/properties/typed-values.js";
import { shown } from "../../../lifecycle/properties/value-types.js";
import { isEmpty, unknown } from "../../../lifecycle/properties/values.js";
import { AccessDeniedError, MmsApiError, MmsError } from "../../../mms/errors.js";
import type { ConfigItem } from "../../../mms/models.js";
import { phrase } from "../../../mms/text/sentence.js";
import { dataSourceInputs } from "../schema.js";
import type { MmsContext } from "../../base/service.js";
import { configOf, passwordInClearMessage, passwordsInClear, wholeConfig } from "./config.js";
import type { State } from "../../../lifecycle/types.js";
import { isSecretKey } from "../../../secret-keys.js";

/** Types of source that the vendor's pages name. The list is open. Source: BEHAVIOUR of the create call, public use. */
const knownTypes = ["HIVE", "BIGQUERY", "DATABRICKS", "MAXCOMPUTE", "SNOWFLAKE", "REDSHIFT"] as const;

/** A source's configuration does not fit its type; nothing was created. */
export class ConfigRefusedError extends MmsError {
  constructor(problems: readonly string[]) {
    super(`the configuration was refused before anything was created: ${problems.join("; ")}`);
  }
}

/** That a type is not documented; nothing for one that is. */
function unknownType(inputs: State): string[] {
  const { type } = readInputs(dataSourceInputs, inputs);
  if (knownTypes.some((one) => one === type.toUpperCase())) return [];
  const meant = nearest(type, knownTypes);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return [
    `type: ${shown(type)} is unknown to this package; the types that the vendor documents are ${knownTypes.join(", ")}${hint}`,
  ];
}

/** Warns of a type that is not documented: the vendor may have added it, or a source of it is created and never starts. */
export const warnOfType = (inputs: State, { progress }: MmsContext): void =>
  unknownType(inputs).forEach((problem) => progress.warn(problem));

/** Items of a type, as far as the service lists any. Source: ListMmsDataSourceConfigItems. */
async function itemsFor(inputs: State, context: MmsContext): Promise<readonly ConfigItem[]> {
  const query = { sourceType: readInputs(dataSourceInputs, inputs).type };
  try {
    const options = context.call;
    return (await context.service.client.listMmsDataSourceConfigItems({ query }, options)).data;
  } catch (error) {
    // A type the service lists no items of: what the keys themselves show was checked already.
    if (!(error instanceof MmsApiError) || error instanceof AccessDeniedError || error.status >= 500) throw error;
    context.progress.warn(`the keys of config could not be checked: ${phrase(error.message)}`);
    return [];
  }
}

/** Under which input a program gives a key. */
const partOf = (inputs: State, key: string): string =>
  Object.hasOwn(configOf(inputs, "secretConfig"), key) ? "secretConfig" : "config";

/** Keys that no item has; those that look like a misspelt item are refused, of others the service may know more. */
function strangers(inputs: State, items: readonly ConfigItem[], { progress }: MmsContext): string[] {
  const given = wholeConfig(inputs);
  const known = items.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const free = known.filter((key) => !Object.hasOwn(given, key));
  const { type } = readInputs(dataSourceInputs, inputs);
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .flatMap((key) => {
      const path = `${partOf(inputs, key)}.${key}`;
      if (nearest(key, free) !== undefined)
        return [`${path}: sources of type ${type} have no such key${didYouMean(key, free)}`];
      progress.warn(`${path}: the service lists no such key for sources of type ${type}; it is sent anyway`);
      return [];
    });
}

/** Every required key that is not given and has no default. */
function missing(inputs: State, items: readonly ConfigItem[]): string[] {
  const given = wholeConfig(inputs);
  const absent = items.filter(
    ({ key = "", required, value }) => required === true && isBlank(given[key]) && isBlank(value),
  );
  return absent.map(({ key = "", type }) => `${isSecretKey(key, type) ? "secretConfig" : "config"}.${key} is required`);
}

const isBlank = (value: unknown): boolean => isEmpty(value) || value === "";

/** Values that are not among those an item allows. Values of secret keys are not shown. */
function notAllowed(inputs: State, items: readonly ConfigItem[]): string[] {
  const given = wholeConfig(inputs);
  return items.flatMap(({ key = "", type, enums = [] }) => {
    const value = given[key];
    if (enums.length === 0 || isBlank(value) || value === unknown || enums.includes(String(value))) return [];
    const got = isSecretKey(key, type) ? "another value" : shown(value) + didYouMean(String(value), enums);
    return [`${partOf(inputs, key)}.${key}: expected one of ${enums.join(", ")}; got ${got}`];
  });
}

/**
 * Refuses a configuration that does not fit its type, naming everything that is wrong with it at once. `isNew` says whether
 * a source is to be created with it: one that is taken over has a configuration already.
 */
export async function refuseBadConfig(inputs: State, isNew: boolean, context: MmsContext): Promise<void> {
  if (!isNew && Object.keys(wholeConfig(inputs)).length === 0) return;
  const items = await itemsFor(inputs, context);
  if (items.length === 0) return;
  const clear = passwordsInClear(inputs, items);
  const problems: string[] = [
    ...(clear.length > 0 ? [`config: ${passwordInClearMessage(clear)}`] : []),
    ...strangers(inputs, items, context),
    ...(isNew ? missing(inputs, items) : []),
    ...notAllowed(inputs, items),
  ];
  // A wrong type has other settings than the one that is meant, so what is said of them follows from it.
  if (problems.length > 0) throw new ConfigRefusedError([...unknownType(inputs), ...problems]);
}
