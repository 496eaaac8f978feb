// The error family, and the only place where a raw failure is looked at. None of these has a field called `id`.
import type { OperationName } from "./operations.js";
import { redact } from "./redact.js";

/** Base of every error of this package. Its text holds no secret. */
export class MmsError extends Error {
  override readonly name: string = "MmsError";

  constructor(message: string, options?: ErrorOptions) {
    super(redact(message), options);
  }
}

/** What a call was about, for the texts of errors. */
export interface CallFacts {
  readonly operation: OperationName;
  /** The object of the call, for example `source 7, job 12`. */
  readonly object: string;
  /** ARN the RAM action of the operation is granted on. */
  readonly resource: string;
}

interface ApiFacts {
  readonly code: string;
  readonly status: number;
  readonly requestId: string;
  readonly said: string;
}

/** The service answered, and said no. */
export class MmsApiError extends MmsError {
  override readonly name: string = "MmsApiError";
  readonly operation: OperationName;
  readonly code: string;
  readonly status: number;
  readonly requestId: string;

  constructor(call: CallFacts, { code, status, requestId, said }: ApiFacts, advice = "", options?: ErrorOptions) {
    const object = call.object ? ` (${call.object})` : "";
    super(
      `${call.operation}${object}: ${said} [${code}, HTTP ${status}, request ${requestId}]${advice && `. ${advice}`}`,
      options,
    );
    this.operation = call.operation;
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

/** The only error that means "it is not there". */
export class NotFoundError extends MmsApiError {
  override readonly name = "NotFoundError";
}

/** It exists already, or is in a state that does not allow the call: observe again. */
export class ConflictError extends MmsApiError {
  override readonly name = "ConflictError";
}

/** The service asks to slow down. */
export class ThrottledError extends MmsApiError {
  override readonly name = "ThrottledError";
  /** How long the service asks to wait, where it says so. */
  retryAfterMs?: number;
}

/** Credentials were refused, or lack a permission. */
export class AccessDeniedError extends MmsApiError {
  override readonly name = "AccessDeniedError";
  /** The RAM action that was needed. */
  readonly action: string;
  /** The ARN it was needed on. */
  readonly resource: string;

  constructor(call: CallFacts, facts: ApiFacts, options?: ErrorOptions) {
    const action = `odps:${call.operation}`;
    super(call, facts, `Check the credentials, and that they are allowed ${action} on ${call.resource}`, options);
    this.action = action;
    this.resource = call.resource;
  }
}

/** There was no usable answer. */
export class MmsConnectionError extends MmsError {
  override readonly name = "MmsConnectionError";

  constructor(
    readonly operation: OperationName,
    readonly reason: "refused" | "unresolved" | "timeout" | "reset" | "garbled",
    /** Whether the service may have acted on the request. */
    readonly sent: boolean,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${operation}: ${what}`, options);
  }
}

/** The request was fine, the migration was not. */
export class JobFailedError extends MmsError {
  override readonly name = "JobFailedError";
  readonly jobId: string;
  readonly status: string;
  readonly failedTasks: readonly object[];

  constructor(facts: {
    sourceId: string;
    jobId: string;
    status: string;
    failedTasks: readonly object[];
    details: string;
  }) {
    super(`job ${facts.jobId} of source ${facts.sourceId} ${facts.status}: ${facts.details}`);
    this.jobId = facts.jobId;
    this.status = facts.status;
    this.failedTasks = facts.failedTasks;
  }
}

/** Our patience ended; nothing was changed on the service. */
export class WaitTimeoutError extends MmsError {
  override readonly name = "WaitTimeoutError";
  /** How often each state was seen. */
  readonly seen: Readonly<Record<string, number>>;
  readonly waitedMs: number;

  constructor(facts: { waitingFor: string; waitedMs: number; seen: Readonly<Record<string, number>> }) {
    const states = Object.entries(facts.seen).map(([state, times]) => `${state} ×${times}`);
    super(
      `still waiting after ${Math.round(facts.waitedMs / 1000)} s for ${facts.waitingFor} (seen: ${states.join(", ") || "nothing"}). ` +
        "Nothing was changed on the service: run `pulumi up` again to go on waiting, or raise `timeouts`",
    );
    this.seen = facts.seen;
    this.waitedMs = facts.waitedMs;
  }
}

/** Whether a request may have taken effect although no good answer came. */
export function isAmbiguous(error: Error): boolean {
  if (error instanceof MmsConnectionError) return error.sent;
  return error instanceof MmsApiError && !(error instanceof ThrottledError) && error.status >= 500;
}

const notFoundCode = /NOT_EXIST|NOT_FOUND|NotFound|^ODPS-0420095$|^ODPS-0420111$|^ODPS-0420061$/;
const conflictCode = /Conflict|AlreadyExist|ALREADY_EXIST|InvalidStatus|IncorrectStatus/i;
const throttleCode = /Throttling/;
const deniedCode =
  /^Forbidden|NoPermission|^InvalidAccessKey|^SignatureDoesNotMatch|^InvalidSecurityToken|Unauthorized/i;

/** The error of an answer that says no. */
export function apiError(call: CallFacts, facts: ApiFacts, cause?: unknown): MmsApiError {
  const { code, status } = facts;
  const options = { cause };
  if (throttleCode.test(code) || status === 429) return new ThrottledError(call, facts, "", options);
  if (status === 401 || status === 403 || deniedCode.test(code)) return new AccessDeniedError(call, facts, options);
  if (status === 404 || notFoundCode.test(code)) return new NotFoundError(call, facts, "", options);
  if (status === 409 || conflictCode.test(code)) return new ConflictError(call, facts, "", options);
  return new MmsApiError(call, facts, "", options);
}

interface Raw {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly statusCode?: number;
  readonly data?: Record<string, unknown>;
}

const connectionCodes: Readonly<Record<string, readonly [MmsConnectionError["reason"], boolean, string]>> = {
  ECONNREFUSED: ["refused", false, "the connection was refused"],
  ENOTFOUND: ["unresolved", false, "the host name is unknown"],
  EAI_AGAIN: ["unresolved", false, "the host name could not be looked up"],
  ECONNRESET: ["reset", true, "the connection was cut"],
  EPIPE: ["reset", true, "the connection was cut"],
  ETIMEDOUT: ["timeout", true, "no answer in time"],
};

/** Turns whatever the SDK throws into one of ours. */
export function toMmsError(raw: unknown, call: CallFacts, endpoint: string): Error {
  if (raw instanceof MmsError) return raw;
  const { name = "", code = "", message = String(raw), data, statusCode } = raw as Raw;
  const status = Number(data?.["statusCode"] ?? statusCode ?? 0);
  if (status > 0) {
    const text = (...names: string[]) => names.map((key) => data?.[key]).find((value) => typeof value === "string");
    return apiError(
      call,
      {
        code: code && code !== "undefined" ? code : "no code",
        status,
        requestId: String(text("requestId", "RequestId", "requestid") ?? "unknown"),
        said: String(text("message", "Message") ?? "the service gives no reason"),
      },
      raw,
    );
  }
  const where = `${endpoint}; check region, endpoint, network and proxy`;
  const options = { cause: raw };
  const known = connectionCodes[code];
  if (known) return new MmsConnectionError(call.operation, known[0], known[1], `${known[2]} by ${where}`, options);
  if (/timeout/i.test(`${name} ${message}`)) {
    const connecting = /connect timeout/i.test(message);
    return new MmsConnectionError(call.operation, "timeout", !connecting, `no answer in time from ${where}`, options);
  }
  if (raw instanceof SyntaxError || name === "SyntaxError") {
    return new MmsConnectionError(
      call.operation,
      "garbled",
      true,
      `the answer of ${endpoint} is not JSON (a gateway's page?)`,
      options,
    );
  }
  if (/socket hang up|aborted/i.test(message)) {
    return new MmsConnectionError(call.operation, "reset", true, `the connection was cut by ${where}`, options);
  }
  return new MmsError(`${call.operation}: ${message}`, options);
}
