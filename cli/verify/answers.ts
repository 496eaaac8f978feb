// Holds every response of the service against the OpenAPI document: what does not fit, unknown fields, and words of statuses.
import { readFileSync } from "node:fs";

import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";

import type { OperationName } from "../../provider/mms/operations.js";

/** A response as it came. */
export interface RawText {
  readonly operation: OperationName;
  readonly text: string;
}

/** What the responses of a run show beside the assumptions. */
export interface AnswerReport {
  /** Responses that were validated. */
  readonly validated: number;
  /** What does not fit, by operation: `/data/objectList/[]/id must be integer`. */
  readonly mismatches: Readonly<Record<string, readonly string[]>>;
  /** Fields that the document does not have, by operation. */
  readonly unknownFields: Readonly<Record<string, readonly string[]>>;
  /** Values of fields named `status`, by operation. */
  readonly statusWords: Readonly<Record<string, readonly string[]>>;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

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

/** Names of all documented fields: what else stands in a path is a key of somebody's map. */
function fieldNames(node: unknown, names = new Set<string>()): Set<string> {
  if (Array.isArray(node)) node.forEach((item) => fieldNames(item, names));
  else if (isNode(node)) {
    if (isNode(node["properties"])) Object.keys(node["properties"]).forEach((name) => names.add(name));
    Object.values(node).forEach((value) => fieldNames(value, names));
  }
  return names;
}

/** A word of the service's own; anything else may be somebody's text. */
const word = /^[A-Z][A-Za-z0-9_]{0,40}$/;
const fieldName = /^[A-Za-z][A-Za-z0-9]{0,40}$/;

const listed = (sets: ReadonlyMap<string, ReadonlySet<string>>): Record<string, string[]> =>
  Object.fromEntries([...sets].map(([name, values]) => [name, [...values].sort()]));

/** Validates responses of one run. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly schemas = new Map<string, unknown>();
  private readonly names: ReadonlySet<string>;
  private readonly compiled = new Map<string, ValidateFunction>();
  private validated = 0;
  private readonly mismatches = new Map<string, Set<string>>();
  private readonly unknownFields = new Map<string, Set<string>>();
  private readonly statusWords = new Map<string, Set<string>>();

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

  /** Takes note of a response with a good status. What is no JSON is for the client to report. */
  see({ operation, text }: RawText): void {
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      return;
    }
    // Refusals have a form of their own.
    if (!isNode(answer) || answer["data"] === undefined) return;
    this.validated += 1;
    this.collectWords(operation, answer);
    const validate = this.validatorOf(operation);
    if (validate(answer)) return;
    for (const { keyword, instancePath, message, params } of validate.errors ?? []) {
      const unknown: unknown = (params as Node)["unevaluatedProperty"];
      if (keyword === "unevaluatedProperties")
        this.note(this.unknownFields, operation, fieldName.test(String(unknown)) ? String(unknown) : "(another name)");
      else this.note(this.mismatches, operation, `${this.plain(instancePath)} ${message ?? keyword}`);
    }
  }

  report(): AnswerReport {
    const { validated } = this;
    const [mismatches, unknownFields, statusWords] = [this.mismatches, this.unknownFields, this.statusWords].map(
      listed,
    );
    return {
      validated,
      mismatches: mismatches ?? {},
      unknownFields: unknownFields ?? {},
      statusWords: statusWords ?? {},
    };
  }

  private validatorOf(operation: OperationName): ValidateFunction {
    const known = this.compiled.get(operation);
    if (known !== undefined) return known;
    const local = JSON.parse(JSON.stringify(this.schemas.get(operation) ?? {}).replaceAll('"#/', '"mms#/')) as object;
    const validate = this.ajv.compile(local);
    this.compiled.set(operation, validate);
    return validate;
  }

  /** A path without anything but documented names. */
  private plain(path: string): string {
    return path
      .split("/")
      .map((part) => (part === "" || this.names.has(part) ? part : /^\d+$/.test(part) ? "[]" : "*"))
      .join("/");
  }

  private collectWords(operation: string, node: unknown): void {
    if (Array.isArray(node)) return node.forEach((item) => this.collectWords(operation, item));
    if (!isNode(node)) return;
    for (const [name, value] of Object.entries(node)) {
      if (name === "status" && typeof value === "string")
        this.note(this.statusWords, operation, word.test(value) ? value : "(another text)");
      else this.collectWords(operation, value);
    }
  }

  private note(where: Map<string, Set<string>>, operation: string, what: string): void {
    where.set(operation, (where.get(operation) ?? new Set()).add(what));
  }
}
