// What a preview shows of a resource that is not there yet, or not changed yet: what is certain, and the rest as unknown.
import type { Lifecycle } from "../../../lifecycle/lifecycle.js";
import { isEmpty, unknown } from "../../../lifecycle/properties/values.js";
import { stableOutputs } from "./stable-outputs.js";
import type { State } from "../../../lifecycle/types.js";

/** A state after `create` or `update` as far as it is certain. `before` is the state that an update begins with. */
export function foreseen(
  { kind, inputs: table, outputs }: Pick<Lifecycle<never>, "kind" | "inputs" | "outputs">,
  inputs: State,
  before: State = {},
): State {
  const stable = new Set(stableOutputs[kind]);
  const certain = (name: string) => stable.has(name) && !isEmpty(before[name]);
  const later = Object.keys(outputs).map((name) => [name, certain(name) ? before[name] : unknown]);
  // Filled by the service, or kept from the first create, where the program leaves it out.
  const filled = Object.keys(table).flatMap((name) => {
    if (!table[name]?.computed || !isEmpty(inputs[name])) return [];
    return isEmpty(before[name]) ? [] : [[name, before[name]]];
  });
  return { ...Object.fromEntries([...later, ...filled]), ...inputs } as State;
}
