// What is wrong with a value, from what the validator found: the path, what was given and what may be.
import type { ErrorObject, ValidateFunction } from "ajv";

/** What a validator has to know to say all of it. */
export const validatorOptions = { allErrors: true, verbose: true, discriminator: true, strict: false } as const;

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

/** Throws what is wrong, in one line. */
export function refuse(what: string, { errors }: ValidateFunction): never {
  const first = firstOf(errors ?? []);
  throw new TypeError(`${what}: ${first ? complaint(first) : "is not valid"}`);
}
