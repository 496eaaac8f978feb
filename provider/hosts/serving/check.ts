// What a check refuses: everything that is wrong with a resource at once, in words that the engine prints as they are.
import { nearest } from "../../lifecycle/did-you-mean.js";
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { checkTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import { acceptedPart } from "../../lifecycle/properties/value-types.js";
import { unknown } from "../../lifecycle/properties/values.js";
import type { CheckFailure, State } from "../../lifecycle/types.js";

const topOf = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? path;

/**
 * Inputs as the rules between properties see them: what the table refuses is not known, so that rules still find what is wrong
 * beside it, and nothing is refused twice. A misspelt name leaves the property that it means unknown.
 */
function forRules(table: PropertyTable, inputs: State, failures: readonly CheckFailure[]): State {
  const names = Object.keys(table);
  const strangers = Object.keys(inputs).filter((name) => !Object.hasOwn(table, name));
  const meant = strangers.map((name) => nearest(name, names)).filter((name) => inputs[name ?? ""] === undefined);
  const refused = new Set([...failures.map(({ property }) => topOf(property)), ...meant]);
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { type }]): [string, unknown][] => {
      const value = inputs[name];
      if (!refused.has(name)) return value === undefined ? [] : [[name, value]];
      return [[name, acceptedPart(type, value) ?? unknown]];
    }),
  );
}

/** What the tables and the rules of a kind refuse, and the inputs as far as they are accepted. */
export function refusalsOf<Service>(
  { inputs: table, check }: Pick<Lifecycle<Service>, "inputs" | "check">,
  inputs: State,
): { readonly failures: CheckFailure[]; readonly accepted: State } {
  const failures = checkTable(table, inputs);
  const accepted = failures.length === 0 ? inputs : forRules(table, inputs, failures);
  return { failures: [...failures, ...(check?.(accepted) ?? [])], accepted };
}

/**
 * A failure as the engine is given it: the whole path in the sentence, and no property. Of a property the engine prints the value
 * that its inputs have under that very name, in Go's notation: `{<nil>}` for `timeouts.create`, `jobIds[0]` and what is missing,
 * `{map[...]}` for a map, and a secret that a program gives in clear.
 */
export function asSentence({ property, reason }: CheckFailure): CheckFailure {
  const isNamed = property === "" || [property, `"${property}"`].some((path) => reason.startsWith(`${path} `));
  return { property: "", reason: isNamed ? reason : `${property}: ${reason}` };
}
