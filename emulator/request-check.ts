// Refuses parameters and bodies that are not of the documented types, as the service would.
import Ajv, { type ValidateFunction } from "ajv";

import { requestSchemas } from "../provider/mms/generated/request-schemas.js";
import type { OperationName } from "../provider/mms/operations.js";
import { badParameter } from "./errors.js";

interface Checks {
  readonly query: ValidateFunction;
  readonly body: ValidateFunction | undefined;
}

// Query values arrive as text, so there they are coerced; a body says its types itself.
const queryAjv = new Ajv({ coerceTypes: true, strict: false });
const bodyAjv = new Ajv({ strict: false });
const compiled = new Map<OperationName, Checks>();

/** `stopped` of ListMmsJobs is an integer whose documented example is `false`: both are taken. */
const alsoBoolean = (name: string, schema: object): object =>
  name === "stopped" ? { type: ["integer", "boolean"] } : schema;

/** Arrays travel as one JSON text (`status` of tables and partitions); operations read them themselves. */
function querySchema(name: string, schema: { type?: unknown }): object {
  if (schema.type === "array" || schema.type === "object") return { type: "string" };
  return alsoBoolean(name, schema);
}

function checksOf(operation: OperationName): Checks {
  let checks = compiled.get(operation);
  if (checks === undefined) {
    const { query = {}, body } = requestSchemas[operation] ?? {};
    const properties = Object.fromEntries(
      Object.entries(query).map(([name, schema]) => [name, querySchema(name, schema)]),
    );
    checks = {
      query: queryAjv.compile({ type: "object", properties, additionalProperties: false }),
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

/** Throws the service's refusal for parameters or a body of other types than documented, or not documented at all. */
export function checkRequest(operation: OperationName, query: Readonly<Record<string, string>>, body: Buffer): void {
  const checks = checksOf(operation);
  if (!checks.query({ ...query })) refuse(checks.query, "The query parameter");
  if (checks.body === undefined || body.length === 0) return;
  let read: unknown;
  try {
    read = JSON.parse(body.toString("utf8"));
  } catch {
    throw badParameter("The body is not JSON.");
  }
  if (!checks.body(read)) refuse(checks.body, "The field");
}
