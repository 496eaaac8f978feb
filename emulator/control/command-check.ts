// Refuses arguments of commands that are not of the documented form: with the path, what was given and what may be.
import Ajv, { type ValidateFunction } from "ajv";

import { commandFacts, commandNames } from "./command-facts.js";
import type { Commands } from "./commands.js";
import { refuse, validatorOptions } from "./complaint.js";

const ajv = new Ajv(validatorOptions);
const compiled = new Map<keyof Commands, ValidateFunction>();

function checkOf(name: keyof Commands): ValidateFunction {
  let check = compiled.get(name);
  if (check === undefined) {
    const { takes } = commandFacts[name];
    check = ajv.compile({
      type: "object",
      properties: Object.fromEntries(takes.map((one) => [one.name, one.schema])),
      required: takes.filter(({ optional }) => !optional).map((one) => one.name),
    });
    compiled.set(name, check);
  }
  return check;
}

/** How a command is called: `reset(seed?)`. */
export const callOf = (name: keyof Commands): string =>
  `${name}(${commandFacts[name].takes.map((one) => `${one.name}${one.optional ? "?" : ""}`).join(", ")})`;

/** Arguments without those at the end that were left out. */
export function withoutTail(args: readonly unknown[]): readonly unknown[] {
  let count = args.length;
  while (count > 0 && args[count - 1] === undefined) count -= 1;
  return args.slice(0, count);
}

/** Throws for arguments that a command does not take. */
export function checkArguments(name: keyof Commands, args: readonly unknown[]): void {
  const { takes } = commandFacts[name];
  const meant = withoutTail(args);
  if (meant.length > takes.length)
    throw new TypeError(`${callOf(name)} takes ${takes.length} arguments; got ${meant.length}`);
  const entries = takes.map((one, index) => [one.name, meant[index]] as const);
  const check = checkOf(name);
  if (!check(Object.fromEntries(entries.filter(([, value]) => value !== undefined)))) refuse(callOf(name), check);
}

/** The command of a name. Throws for one there is none of. */
export function commandNamed(name: string): keyof Commands {
  const found = commandNames.find((one) => one === name);
  if (found === undefined)
    throw new TypeError(`no command ${JSON.stringify(name)}; there are ${commandNames.join(", ")}`);
  return found;
}
