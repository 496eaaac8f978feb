// `customTimeouts` arrive with each call, in seconds, and nobody enforces them: they count as the `timeouts` of that call alone.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import type { State } from "../../lifecycle/types.js";

type Verb = "create" | "update" | "delete";

/** Inputs with the engine's timeout for a verb, unless the program gives `timeouts` itself. */
export function withTimeout(
  { inputs: table }: Pick<Lifecycle<never>, "inputs">,
  inputs: State,
  verb: Verb,
  seconds: number,
): State {
  if (!(seconds > 0) || !Object.hasOwn(table, "timeouts") || !isEmpty(inputs["timeouts"])) return inputs;
  return { ...inputs, timeouts: { [verb]: `${seconds}s` } };
}

/** A state without the timeout of the call it came from. */
export function withoutTimeout(state: State, given: State): State {
  const others = Object.fromEntries(Object.entries(state).filter(([name]) => name !== "timeouts"));
  return isEmpty(given["timeouts"]) ? others : { ...others, timeouts: given["timeouts"] };
}
