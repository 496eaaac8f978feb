// Generated names among the stored inputs, as Pulumi's own autonaming has them: a refresh then finds there what it writes.
import type { PropertyTable } from "../../lifecycle/properties/property-table.js";
import { hasUnknown, isEmpty, unknown } from "../../lifecycle/properties/values.js";
import type { Naming, State } from "../../lifecycle/types.js";

/** Hidden input of a resource that took something over without naming it: no check can know its name. */
const unnamedKey = "__unnamed";

interface Named {
  readonly naming?: Naming;
  readonly inputs: PropertyTable;
}

const isNamed = (inputs: State): boolean => !isEmpty(inputs["name"]) && inputs["name"] !== "";

/**
 * What a check adds to the inputs of a program that gives no name: the stored name, else the generated one. The engine gives
 * no stored inputs where a resource is made or replaced, and each of these has the name of its own inputs.
 */
export function storedName({ naming, inputs: table }: Named, urn: string, olds: State, inputs: State): State {
  if (naming === undefined || isNamed(inputs)) return {};
  if (isNamed(olds)) return { name: olds["name"] };
  if (olds[unnamedKey] === true || !isEmpty(inputs[naming.adoptedBy])) return { [unnamedKey]: true };
  const decides = Object.keys(table).filter((name) => table[name]?.onChange === "replace");
  return { name: decides.some((name) => hasUnknown(inputs[name])) ? unknown : naming.generate(urn, inputs) };
}

/** The inputs as the program gives them: without the name that a check generated. */
export function withoutGeneratedName({ naming }: Named, urn: string, inputs: State): State {
  if (naming === undefined || !isNamed(inputs)) return inputs;
  const { name, ...given } = inputs;
  return name === unknown || name === naming.generate(urn, inputs) ? given : inputs;
}

/** The inputs that a refresh writes: without a name that the stored ones lack. */
export function withoutUnstoredName(hidden: State, inputs: State): State {
  if (hidden[unnamedKey] !== true) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([input]) => input !== "name"));
}

/** Whether a program names what it had taken over without a name: the hidden input has to go from the state. */
export const isNowNamed = (olds: State, news: State): boolean => olds[unnamedKey] === true && news[unnamedKey] !== true;
