// What a good status brought: data, or one of the ways in which such a response is a refusal nevertheless.
import type { CallFacts } from "../errors.js";
import { apiError, codeOf, type Fields, garbled, isFields, isRefusalOnly, saysFailed, type Wire } from "./to-error.js";
import { decodeJson } from "./json.js";
import { operationOf } from "../operations.js";

/** What the service returned. */
export interface RawResponse {
  readonly data: unknown;
  readonly requestId: string;
}

/** Some responses spell an absent value as the text "null". Assumes absent-forms. */
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "null";

function fieldsOf(text: string, call: CallFacts, wire: Wire): Fields {
  let parsed: unknown;
  try {
    parsed = decodeJson(text);
  } catch (cause) {
    throw garbled(call, wire, "the response is not JSON (a gateway's page, or cut short)", cause);
  }
  if (isFields(parsed)) return parsed;
  throw garbled(call, wire, "the response is not an object");
}

/** What a response without data means: that depends on the request. */
function withoutData(requestId: string, call: CallFacts, wire: Wire): RawResponse {
  const { mutates, resend, response } = operationOf(call.operation);
  if (response === "array") return { data: [], requestId };
  if (mutates && resend) return { data: undefined, requestId };
  if (mutates) throw garbled(call, wire, "the response does not say what was created");
  if (wire.status === 204) throw garbled(call, wire, "the response is empty");
  // A read that finds nothing may get a 200 without data (inferred: not-found-codes).
  throw apiError(call, { requestId, code: "no data", message: "there is no such object" }, 404, wire.headers);
}

/** The part of a response that says no, though its HTTP status does not: the whole of it, or its data. */
function refusalIn(fields: Fields, status: number): Fields | undefined {
  const { data } = fields;
  // The outer part fills in what the inner one leaves out, such as the request's id.
  if (isFields(data) && (saysFailed(data) || isRefusalOnly(data))) return { ...fields, ...data };
  if (status >= 300 || saysFailed(fields)) return fields;
  return isAbsent(data) && (codeOf(fields) !== undefined || isRefusalOnly(fields)) ? fields : undefined;
}

/** Reads the text of a response with a good status. */
export function readResponse(text: string, call: CallFacts, wire: Wire): RawResponse {
  if (wire.status === 204) return withoutData(String(wire.headers["x-acs-request-id"] ?? "unknown"), call, wire);
  if (text.trim() === "") throw garbled(call, wire, "the response is empty");
  const fields = fieldsOf(text, call, wire);
  const { data, httpCode } = fields;
  const status = Number(httpCode ?? 200);
  const refusal = refusalIn(fields, status);
  if (refusal) throw apiError(call, refusal, Number(refusal["httpCode"] ?? status), wire.headers);
  const requestId = String(fields["requestId"] ?? fields["RequestId"] ?? "unknown");
  return isAbsent(data) ? withoutData(requestId, call, wire) : { data, requestId };
}
