// Holds every response of the service against the OpenAPI document: what does not fit, unknown fields, and words of statuses.
import type { OperationName } from "../../provider/mms/operations.js";
import { isNode, type Node, ResponseSchemas } from "./response-schemas.js";

/** A response as it came. */
export interface RawText {
  readonly operation: OperationName;
  readonly text: string;
}

/** What the responses of a run show beside the assumptions. */
export interface ResponseReport {
  /** Responses that were validated. */
  readonly validated: number;
  /** What does not fit, by operation: `/data/objectList/[]/id must be integer`. */
  readonly mismatches: Readonly<Record<string, readonly string[]>>;
  /** Fields that the document does not have, by operation. */
  readonly unknownFields: Readonly<Record<string, readonly string[]>>;
  /** Values of fields named `status`, by operation. */
  readonly statusWords: Readonly<Record<string, readonly string[]>>;
}

/** A word of the service's own; anything else may be a user's text. */
const word = /^[A-Z][A-Za-z0-9_]{0,40}$/;
const fieldName = /^[A-Za-z][A-Za-z0-9]{0,40}$/;

const listed = (sets: ReadonlyMap<string, ReadonlySet<string>>): Record<string, string[]> =>
  Object.fromEntries([...sets].map(([name, values]) => [name, [...values].sort()]));

/** Validates responses of one run. */
export class ResponseCheck {
  private readonly schemas = new ResponseSchemas();
  private validated = 0;
  private readonly mismatches = new Map<string, Set<string>>();
  private readonly unknownFields = new Map<string, Set<string>>();
  private readonly statusWords = new Map<string, Set<string>>();

  /** Takes note of a response with a good status. What is no JSON is for the client to report. */
  see({ operation, text }: RawText): void {
    let response: unknown;
    try {
      response = JSON.parse(text);
    } catch {
      return;
    }
    // Refusals have a form of their own.
    if (!isNode(response) || response["data"] === undefined) return;
    this.validated += 1;
    this.collectWords(operation, response);
    const validate = this.schemas.validatorOf(operation);
    if (validate(response)) return;
    for (const { keyword, instancePath, message, params } of validate.errors ?? []) {
      const unknown: unknown = (params as Node)["unevaluatedProperty"];
      if (keyword === "unevaluatedProperties")
        this.note(this.unknownFields, operation, fieldName.test(String(unknown)) ? String(unknown) : "(another name)");
      else this.note(this.mismatches, operation, `${this.schemas.plain(instancePath)} ${message ?? keyword}`);
    }
  }

  report(): ResponseReport {
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
