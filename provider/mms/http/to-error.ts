// The only place where a raw failure is looked at: what the SDK throws, and what a response says, become errors of ours.
import {
  AccessDeniedError,
  type ApiFacts,
  type CallFacts,
  ConflictError,
  type ConnectionFailure,
  MmsApiError,
  MmsConnectionError,
  MmsError,
  NotFoundError,
  ThrottledError,
} from "../errors.js";
import { phrase } from "../text/sentence.js";
import { ProxyFailure } from "./proxy.js";

/** What is known of a request apart from the SDK's own words. */
export interface Wire {
  /** HTTP status, once the head of a response has come. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whether a connection to the service stood; `undefined` when no request was seen to begin. */
  readonly sent?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOf = (fields: Fields, ...names: string[]): string | undefined => {
  const value = names.map((name) => fields[name]).find((each) => each !== undefined && each !== null && each !== "");
  const text = value === undefined ? undefined : String(value);
  return text === "undefined" || text === "null" ? undefined : text;
};

const codeFields = ["code", "Code", "errorCode", "ErrorCode"] as const;
const messageFields = ["message", "Message", "errorMsg", "ErrorMsg", "errorMessage", "ErrorMessage"] as const;
const goodCode = /^(200|0|OK|success)$/i;

/** The code of a refusal, where a response has one; `code: "200"` beside an `errorCode` is none. */
export const codeOf = (fields: Fields): string | undefined =>
  codeFields.map((name) => textOf(fields, name)).find((code) => code !== undefined && !goodCode.test(code));

/** What a signature was computed over: several lines, of which a reader learns nothing, before the code and the advice. */
const stringToSign = /[\s.]*server string to sign is:[^]*$/i;

const messageOf = (fields: Fields): string | undefined => textOf(fields, ...messageFields)?.replace(stringToSign, "");

/** Whether a response says by itself that the call failed. `errorMsg` alone does not: objects of MMS have one too. Assumes failures-have-status-or-code. */
export const saysFailed = (fields: Fields): boolean =>
  ["success", "Success"].some((name) => String(fields[name]).toLowerCase() === "false");

/** Whether there is nothing in it but the parts of a refusal. */
export const isRefusalOnly = (fields: Fields): boolean => {
  const parts: readonly string[] = [...codeFields, ...messageFields, "success", "Success", "requestId", "httpCode"];
  return (
    textOf(fields, "errorCode", "ErrorCode", "errorMsg", "ErrorMsg") !== undefined &&
    Object.keys(fields).every((name) => parts.includes(name))
  );
};

/** The service's words in a response that says no; every spelling its SDKs accept. */
export function apiFactsOf(fields: Fields, status: number): ApiFacts {
  return {
    code: codeOf(fields) ?? "no code",
    status,
    requestId: textOf(fields, "requestId", "RequestId", "requestid") ?? "unknown",
    said: messageOf(fields) ?? "the service gives no reason",
  };
}

// Codes of MMS are not published. The words are those of sibling operations (inferred: not-found-codes, conflict-codes, permission-form, billing-lock-form); ODPS-0420111 is "Project not found"
// on the vendor's page of MaxCompute error codes.
const notFoundCode = /NOT_EXIST|NOT_FOUND|NotFound|^ODPS-0420111$/;
// Some end in NotFound too, but say that the caller, the gateway or a role is unknown, not the object of the call.
// ODPS-0420061 is "Invalid parameter in HTTP request" on the same page.
const notTheObject =
  /^(InvalidAccessKeyId|InvalidSecurityToken|InvalidAction|InvalidApi|InvalidProduct|InvalidVersion|ServiceLinkedRole|EntityNotExist|InvalidEndpoint|ODPS-0420061$)/i;
const conflictCode = /Conflict|AlreadyExist|ALREADY_EXIST|InvalidStatus|IncorrectStatus/i;
const throttleCode = /Throttling/;
const credentialsCode =
  /^(InvalidAccessKeyId|InvalidSecurityToken|SignatureDoesNotMatch|IncompleteSignature|MissingSecurityToken|SecurityTokenExpired|InvalidCredentials)/i;
const permissionCode = /^(Forbidden|NoPermission|AccessDenied|Unauthorized|ODPS-0420095$)/i;
/** "Access Denied" of MaxCompute itself; the vendor's page of the code names overdue accounts too. */
const projectDeniedCode = /^ODPS-0420095$/;

/** Whether temporary credentials ran out: fresh ones may do. Assumes expired-token-no-effect. */
export function isExpired(error: unknown): boolean {
  return error instanceof AccessDeniedError && /^InvalidSecurityToken|SecurityTokenExpired/i.test(error.code);
}

const rateHeaders = ["x-ratelimit-user-api", "x-ratelimit-user"] as const;

const wholeNumber = (value: string | undefined): number | undefined =>
  value !== undefined && /^\s*\d+\s*$/.test(value) ? Number(value) : undefined;

/** `Retry-After`: seconds, or the date until which to wait, measured against the response's own date. */
function standardRetryAfterMs(value: string | undefined, respondedAt: string | undefined): number | undefined {
  const seconds = wholeNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const waitMs = Date.parse(value ?? "") - Date.parse(respondedAt ?? "");
  return waitMs >= 0 ? waitMs : undefined;
}

/**
 * The longest wait that a throttling response requests: `x-acs-retry-after` in milliseconds, `Retry-After`, and
 * `Remaining:0,TimeLeft:5` in a rate-limit header, whose unit is not published: seconds are inferred: throttle-form.
 */
function retryAfterMs(headers: Wire["headers"]): number | undefined {
  const one = (name: string) => [headers[name]].flat()[0];
  const left = rateHeaders.map((name) => wholeNumber(/TimeLeft:\s*(\d+)/i.exec(one(name) ?? "")?.[1]));
  const waits = [
    wholeNumber(one("x-acs-retry-after")),
    standardRetryAfterMs(one("retry-after"), one("date")),
    ...left.map((seconds) => seconds && seconds * 1000),
  ].filter((waitMs) => waitMs !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** The account an access-denied response names; the ARN needs it, and configuration may not have it. */
function withAccount(call: CallFacts, detail: unknown): CallFacts {
  const owner = isFields(detail) ? textOf(detail, "AuthPrincipalOwnerId") : undefined;
  return owner === undefined
    ? call
    : { ...call, resource: call.resource.replace(/^(acs:odps:[^:]*):\*:/, `$1:${owner}:`) };
}

/** The error of a response that says no. */
export function apiError(
  call: CallFacts,
  fields: Fields,
  status: number,
  headers: Wire["headers"],
  cause?: unknown,
): MmsApiError {
  const facts = apiFactsOf(fields, status);
  const { code } = facts;
  const options = cause === undefined ? undefined : { cause };
  if (throttleCode.test(code) || status === 429) return new ThrottledError(call, facts, retryAfterMs(headers), options);
  if (credentialsCode.test(code) || status === 401) return new AccessDeniedError(call, facts, "credentials", options);
  if (status === 403 || permissionCode.test(code)) {
    const named = withAccount(call, fields["accessDeniedDetail"] ?? fields["AccessDeniedDetail"]);
    return new AccessDeniedError(named, facts, projectDeniedCode.test(code) ? "project" : "permission", options);
  }
  if ((status === 404 || notFoundCode.test(code)) && !notTheObject.test(code)) {
    return new NotFoundError(call, facts, "Check the ids, the region and the account", options);
  }
  if (status === 409 || conflictCode.test(code)) {
    return new ConflictError(call, facts, "Look at its state; run again once that allows the call", options);
  }
  const advice =
    status >= 500 ? "The service itself failed: run again" : "Correct what the service names, then run again";
  return new MmsApiError(call, facts, advice, options);
}

/** A response came, but not one of MMS: a gateway's page, half a document, nothing. */
export function garbled(call: CallFacts, wire: Wire, what: string, cause?: unknown): MmsConnectionError {
  const status = wire.status === undefined ? "" : ` with HTTP ${wire.status}`;
  return new MmsConnectionError(
    call,
    "garbled",
    wire.sent ?? true,
    `${what}${status}`,
    cause === undefined ? undefined : { cause },
  );
}

interface Failure {
  readonly reason: ConnectionFailure;
  readonly what: string;
  /** Set where the code alone says that nothing can have been sent. */
  readonly neverSent?: true;
}

const failures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { reason: "refused", what: "the connection was refused", neverSent: true },
  EHOSTUNREACH: { reason: "refused", what: "the host cannot be reached", neverSent: true },
  ENETUNREACH: { reason: "refused", what: "the network cannot be reached", neverSent: true },
  ENOTFOUND: { reason: "unresolved", what: "the host name is unknown", neverSent: true },
  EAI_AGAIN: { reason: "unresolved", what: "the host name could not be looked up", neverSent: true },
  ECONNRESET: { reason: "reset", what: "the connection was cut" },
  EPIPE: { reason: "reset", what: "the connection was cut" },
  ECONNABORTED: { reason: "reset", what: "the connection was cut" },
  ETIMEDOUT: { reason: "timeout", what: "no response in time" },
};

interface Raw {
  readonly name: string;
  readonly code?: unknown;
  readonly message: string;
  readonly data?: unknown;
}

const isRaw = (value: unknown): value is Raw => value instanceof Error || (isFields(value) && "message" in value);

/** Errors of httpx carry no code, only a name and a sentence. */
function failureOf({ name, code, message }: Raw): Failure | undefined {
  const known = typeof code === "string" ? failures[code] : undefined;
  if (known) return known;
  if (/timeout/i.test(`${name} ${message}`)) return failures["ETIMEDOUT"];
  if (/socket hang up|aborted|disconnected/i.test(message)) return failures["ECONNRESET"];
  const certificate = typeof code === "string" && /CERT|^ERR_(SSL|TLS)_|SIGNATURE|^EPROTO$/.test(code);
  return certificate ? { reason: "untrusted", what: `no secure connection (${code})` } : undefined;
}

/** Turns whatever the SDK throws into one of ours. */
export function toMmsError(raw: unknown, call: CallFacts, wire: Wire): MmsError {
  if (raw instanceof MmsError) return raw;
  if (raw instanceof ProxyFailure) {
    return new MmsConnectionError(call, raw.passing ? "refused" : "proxy", false, raw.what, { cause: raw });
  }
  const failure: Raw = isRaw(raw) ? raw : { name: "", message: String(raw) };
  const status = wire.status ?? (isFields(failure.data) ? Number(failure.data["statusCode"]) : undefined);
  // The head of the response said no, and its body was one of the service's errors.
  if (status !== undefined && isFields(failure.data)) return apiError(call, failure.data, status, wire.headers, raw);
  const known = failureOf(failure);
  if (known) {
    // Where nothing was seen of the request it may have been sent all the same: what changes something is then looked for, not repeated.
    const sent = known.neverSent ? false : (wire.sent ?? true);
    return new MmsConnectionError(call, known.reason, sent, known.what, { cause: raw });
  }
  if (status !== undefined)
    return garbled(call, wire, "the response is not one of the service (a gateway's page?)", raw);
  // What went wrong is unknown, but the service had the request: it may have acted on it.
  if (wire.sent) return new MmsConnectionError(call, "reset", true, phrase(failure.message), { cause: raw });
  return new MmsError(`${call.operation}: ${phrase(failure.message)}`, { cause: raw, operation: call.operation });
}
