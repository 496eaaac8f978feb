// The schemas of responses in the OpenAPI document, made strict: a field that is not documented does not fit.
import { readFileSync } from "node:fs";

import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";

import type { OperationName } from "../../provider/mms/operations.js";

export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Schemas that others extend; those close what they extend. */
const extendedIn = (components: unknown): ReadonlySet<string> =>
  new Set([...JSON.stringify(components).matchAll(/"allOf":\[\{"\$ref":"[^"]*\/(\w+)"/g)].map(([, name = ""]) => name));

/** Forbids fields that are not documented, at any depth where fields are documented at all. */
function closed(node: unknown, extended: ReadonlySet<string>, name = ""): unknown {
  if (Array.isArray(node)) return node.map((item) => closed(item, extended));
  if (!isNode(node)) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) copy[key] = key === "allOf" ? value : closed(value, extended, key);
  const hasFields = copy["properties"] !== undefined || copy["allOf"] !== undefined;
  return hasFields && !extended.has(name) ? { ...copy, unevaluatedProperties: false } : copy;
}

/** Names of all documented fields: what else stands in a path is a key of a user's map. */
function fieldNames(node: unknown, names = new Set<string>()): Set<string> {
  if (Array.isArray(node)) node.forEach((item) => fieldNames(item, names));
  else if (isNode(node)) {
    if (isNode(node["properties"])) Object.keys(node["properties"]).forEach((name) => names.add(name));
    Object.values(node).forEach((value) => fieldNames(value, names));
  }
  return names;
}

/** The documented forms of all responses. */
export class ResponseSchemas {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly schemas = new Map<string, unknown>();
  private readonly names: ReadonlySet<string>;
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(
    path = require.resolve("pulumi-alicloud-mms/package.json").replace(/package\.json$/, "provider/mms/openapi.yaml"),
  ) {
    const document = parse(readFileSync(path, "utf8")) as Node;
    const { components } = document;
    this.names = new Set(["data", ...fieldNames(document)]);
    this.ajv.addSchema({ $id: "mms", components: closed(components, extendedIn(components)) });
    for (const methods of Object.values(document["paths"] as Record<string, Record<string, Node>>)) {
      for (const operation of Object.values(methods)) {
        const { 200: ok } = operation["responses"] as Record<number, { content: Record<string, { schema: unknown }> }>;
        this.schemas.set(String(operation["operationId"]), ok?.content["application/json"]?.schema);
      }
    }
  }

  validatorOf(operation: OperationName): ValidateFunction {
    const known = this.compiled.get(operation);
    if (known !== undefined) return known;
    const local = JSON.parse(JSON.stringify(this.schemas.get(operation) ?? {}).replaceAll('"#/', '"mms#/')) as object;
    const validate = this.ajv.compile(local);
    this.compiled.set(operation, validate);
    return validate;
  }

  /** A path without anything but documented names. */
  plain(path: string): string {
    return path
      .split("/")
      .map((part) => (part === "" || this.names.has(part) ? part : /^\d+$/.test(part) ? "[]" : "*"))
      .join("/");
  }
}
