// What lists of tables and settings by table must not say. Pure; a value that is not known yet passes.
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import { shown } from "../../lifecycle/properties/value-types.js";
import { hasUnknown, isEmpty, unknown } from "../../lifecycle/properties/values.js";
import type { CheckFailure, State } from "../../lifecycle/types.js";

/** A value that is there and known in every part. */
export const known = (value: unknown): boolean => !isEmpty(value) && !hasUnknown(value);

/** Names with their place; what is not known yet, or is no name, has none. */
const placedNames = (value: unknown): [name: string, index: number][] =>
  (Array.isArray(value) ? (value as unknown[]) : namesIn(value)).flatMap((name, index): [string, number][] =>
    typeof name === "string" ? [[name, index]] : [],
  );

const namesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((name) => typeof name === "string")
    : value !== null && typeof value === "object"
      ? Object.keys(value)
      : [];

/** Refuses names that hold their database: those of lists, and the keys of settings by table. */
export function refuseQualified(
  inputs: Readonly<Record<string, unknown>>,
  database: unknown,
  properties: readonly string[],
): CheckFailure[] {
  if (typeof database !== "string") return [];
  const start = `${database}.`;
  return properties.flatMap((property) => {
    const isList = Array.isArray(inputs[property]);
    return placedNames(inputs[property]).flatMap(([name, index]) => {
      if (!name.startsWith(start)) return [];
      const path = isList ? `${property}[${index}]` : `${property}.${name}`;
      return [
        {
          property: path,
          reason: `${shown(name)} names its database; give the table's name alone: ${shown(name.slice(start.length))}`,
        },
      ];
    });
  });
}

/** Refuses a setting for a table that is not among those chosen by `list`. */
export function refuseStrangers(property: string, byTable: unknown, list: string, tables: unknown): CheckFailure[] {
  if (!known(tables) || isEmpty(byTable) || byTable === unknown) return [];
  const chosen = namesIn(tables);
  return namesIn(byTable)
    .filter((table) => !chosen.includes(table))
    .map((table) => ({
      property: `${property}.${table}`,
      reason: `${property} names table "${table}", which is not in ${list}: ${chosen.join(", ")}${didYouMean(table, chosen)}`,
    }));
}

/**
 * Refuses destinations that send two tables to one, where the rows of one would replace or join those of the other.
 * MaxCompute does not distinguish letter case. A table without a destination of its own keeps its name.
 */
export function refuseMerged(property: string, byTable: unknown, tables: unknown): CheckFailure[] {
  if (isEmpty(byTable) || byTable === unknown) return [];
  const destinations = byTable as Readonly<Record<string, unknown>>;
  const of = new Map<string, string>();
  const all = new Set([...(known(tables) ? namesIn(tables) : []), ...Object.keys(destinations)]);
  return [...all].flatMap((table) => {
    const name = destinations[table] ?? table;
    if (typeof name !== "string") return [];
    const other = of.get(name.toLowerCase());
    if (other === undefined) {
      of.set(name.toLowerCase(), table);
      return [];
    }
    const given = Object.hasOwn(destinations, table) ? table : other;
    return [
      {
        property: `${property}.${given}`,
        reason: `"${other}" and "${table}" would both land in table "${name}" and mix their rows; give each a name of its own`,
      },
    ];
  });
}

/** Refuses a white list beside a black one: the service would ignore it. */
export const refuseTwoLists = ({ tableBlackList, tableWhiteList }: State): CheckFailure[] =>
  known(tableBlackList) && known(tableWhiteList)
    ? [
        {
          property: "tableWhiteList",
          reason:
            "tableWhiteList has no effect beside tableBlackList, which wins; give the one you mean and remove the other",
        },
      ]
    : [];
