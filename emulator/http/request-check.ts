// Refuses parameters and bodies that are not of the documented types, as the service would.
import Ajv, { type ValidateFunction } from "ajv";

import { requestSchemas } from "../../provider/mms/generated/request-schemas.js";
import type { OperationName } from "../../provider/mms/operations.js";
import { badParameter } from "./errors.js";

interface Checks {
  readonly query: ValidateFunction;
  /** Of parameters that travel as one JSON text, by name. */
  readonly contents: readonly (readonly [string, ValidateFunction])[];
  readonly body: ValidateFunction | undefined;
}

// Query values arrive as text, so there they are coerced; a body says its types itself.
const queryAjv = new Ajv({ coerceTypes: true, strict: false });
const bodyAjv = new Ajv({ strict: false });
const compiled = new Map<OperationName, Checks>();

/** `stopped` of ListMmsJobs is an integer whose documented example is `false`: both are taken. */
const alsoBoolean = (name: string, schema: object): object =>
  name === "stopped" ? { type: ["integer", "boolean"] } : schema;

/** What is inside a parameter that travels as one JSON text. */
const contentSchemaOf = (schema: object): object | undefined => (schema as { contentSchema?: object }).contentSchema;

function checksOf(operation: OperationName): Checks {
  let checks = compiled.get(operation);
  if (checks === undefined) {
    const { query = {}, body } = requestSchemas[operation] ?? {};
    const properties = Object.fromEntries(
      Object.entries(query).map(([name, schema]) => [name, alsoBoolean(name, schema)]),
    );
    checks = {
      query: queryAjv.compile({ type: "object", properties, additionalProperties: false }),
      contents: Object.entries(query).flatMap(([name, schema]) => {
        const content = contentSchemaOf(schema);
        return content ? [[name, bodyAjv.compile(content)] as const] : [];
      }),
      body: body && bodyAjv.compile({ ...body, additionalProperties: false }),
    };
    compiled.set(operation, checks);
  }
  return checks;
}

function refuse({ errors }: ValidateFunction, where: string): never {
  const [first] = errors ?? [];
  const name = `${first?.instancePath.slice(1) ?? ""} ${String(first?.params["additionalProperty"] ?? "")}`.trim();
  throw badParameter(`${where}${name ? ` ${name}` : ""} ${first?.message ?? "is not valid"}.`);
}

/** Parameters as operations read them: without those that clients add to every call, and booleans in lower case. */
function normalised(operation: OperationName, given: Readonly<Record<string, string>>): Record<string, string> {
  const schemas = requestSchemas[operation]?.query ?? {};
  const isBoolean = (name: string): boolean =>
    name === "stopped" || (schemas[name] as { type?: unknown } | undefined)?.type === "boolean";
  return Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => !addedByClients.has(name))
      .map(([name, value]) => [name, isBoolean(name) && /^(true|false)$/i.test(value) ? value.toLowerCase() : value]),
  );
}
/** The value inside a parameter of JSON text; a bare word is a list of one. */
function contentOf(name: string, text: string): unknown {
  if (/^\w+$/.test(text) && text !== "null") return [text];
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter(`The query parameter ${name} is not JSON.`);
  }
}

/** The vendor's core SDKs send the region with every call. */
const addedByClients: ReadonlySet<string> = new Set(["RegionId"]);

/**
 * Throws the service's refusal for parameters or a body of other types than documented, or not documented at all.
 * Returns the parameters as operations read them.
 */
export function checkRequest(
  operation: OperationName,
  given: Readonly<Record<string, string>>,
  body: Buffer,
): Record<string, string> {
  const checks = checksOf(operation);
  const query = normalised(operation, given);
  if (!checks.query({ ...query })) refuse(checks.query, "The query parameter");
  for (const [name, check] of checks.contents)
    if (query[name] && !check(contentOf(name, query[name]))) refuse(check, `The query parameter ${name}:`);
  if (checks.body === undefined || body.length === 0) return query;
  let read: unknown;
  try {
    read = JSON.parse(body.toString("utf8"));
  } catch {
    throw badParameter("The body is not JSON.");
  }
  if (!checks.body(read)) refuse(checks.body, "The field");
  return query;
}
