// Refuses arguments of commands and options that are not of the documented form: with the path, what was given and what may be.
import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";

import { commandFacts, commandNames, policySchema } from "./command-facts.js";
import type { Commands } from "./commands.js";
import { switchIds } from "../switches.js";

const ajv = new Ajv({ allErrors: true, verbose: true, discriminator: true, strict: false });
const compiled = new Map<keyof Commands, ValidateFunction>();

/** Longest given value that is quoted whole. */
const quoted = 80;

function given({ data, parentSchema }: ErrorObject): string {
  // Configurations hold secrets.
  if (parentSchema?.["writeOnly"] === true) return "another type";
  // JSON has no word for what is no number.
  const text = typeof data === "number" ? String(data) : (JSON.stringify(data) ?? String(data));
  return text.length > quoted ? `${text.slice(0, quoted)}…` : text;
}

const listed = (values: unknown): string =>
  Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(", ") : JSON.stringify(values);

const pathOf = (instancePath: string, ...more: readonly string[]): string =>
  [...instancePath.split("/").slice(1), ...more]
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === "" ? part : `${path}.${part}`), "");

interface Branches {
  readonly oneOf?: readonly { readonly properties: { readonly kind: { readonly const: string } } }[];
}
const kindsOf = ({ oneOf = [] }: Branches): string => listed(oneOf.map(({ properties }) => properties.kind.const));

/** What may be in place of a value, by the rule it breaks. */
const allowed: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({ schema, parentSchema }) => {
    const fields = Object.keys((parentSchema?.["properties"] as object | undefined) ?? {});
    return `must be of type ${String(schema)}${fields.length > 0 ? ` with ${fields.join(", ")}` : ""}`;
  },
  enum: ({ schema }) => `must be one of ${listed(schema)}`,
  const: ({ schema }) => `must be ${listed(schema)}`,
  discriminator: ({ parentSchema }) => `must have a kind, one of ${kindsOf((parentSchema ?? {}) as Branches)}`,
  minProperties: ({ parentSchema }) =>
    `must have at least one of ${Object.keys((parentSchema?.["properties"] ?? {}) as object).join(", ")}`,
};

function complaint(error: ErrorObject): string {
  const { keyword, instancePath, params, parentSchema, message = "is not valid" } = error;
  if (keyword === "additionalProperties") {
    const known = Object.keys((parentSchema?.["properties"] as object | undefined) ?? {}).join(", ");
    return `${pathOf(instancePath, String(params["additionalProperty"]))} is not known; there are ${known}`;
  }
  if (keyword === "required") return `${pathOf(instancePath, String(params["missingProperty"]))} is missing`;
  const rule = allowed[keyword]?.(error) ?? message.replace(/^must/, "must");
  return `${pathOf(instancePath)} ${rule}; got ${given(error)}`;
}

/** The error that helps most: a misspelt name explains why another one is missing. */
function firstOf(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const unknown = errors.find(({ keyword }) => keyword === "additionalProperties");
  return unknown ?? errors.find(({ keyword }) => keyword !== "anyOf" && keyword !== "if") ?? errors[0];
}

function refuse(what: string, { errors }: ValidateFunction): never {
  const first = firstOf(errors ?? []);
  throw new TypeError(`${what}: ${first ? complaint(first) : "is not valid"}`);
}

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

const key = {
  type: "object",
  writeOnly: true,
  properties: {
    secret: { type: "string", writeOnly: true },
    securityToken: { type: "string", writeOnly: true },
    expiresAt: { type: "number" },
    policy: policySchema,
  },
  required: ["secret"],
  additionalProperties: false,
};
const checkGiven = ajv.compile({
  type: "object",
  properties: {
    port: { type: "integer", minimum: 0, maximum: 65_535 },
    host: { type: "string", minLength: 1 },
    seed: { type: "string" },
    // This and the time zone are checked where time is made of them.
    clock: {},
    ids: { enum: ["small", "beyondDoubles"] },
    overlap: { enum: ["refused", "allowed"] },
    timeZone: { type: "string" },
    assumptions: {
      type: "object",
      properties: Object.fromEntries(switchIds.map((id) => [id, { type: "boolean" }])),
      additionalProperties: false,
    },
    requestsPerSecond: { type: "number", exclusiveMinimum: 0 },
    keys: { type: "object", writeOnly: true, additionalProperties: key },
  },
  additionalProperties: false,
});

/** Throws for options of `startEmulator` that are not of the documented form. */
export function checkOptions(options: object): void {
  const meant = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  if (!checkGiven(meant)) refuse("startEmulator", checkGiven);
}
