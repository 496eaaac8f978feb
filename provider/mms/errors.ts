// The error family. None of these has a field called `id`: Pulumi would take the failure for a creation.
import type { OperationName } from "./operations.js";
import { redact } from "./text/redact.js";
import { phrase } from "./text/sentence.js";

/** Options of an error. Not the library's own type, which is unknown to programs that compile for es2020. */
interface ErrorCause {
  readonly cause?: unknown;
}

/** Base of every error of this package, named as its class. Its text holds no secret, nor does that of its cause. */
export class MmsError extends Error {
  override readonly name: string;
  declare readonly operation?: OperationName;

  constructor(message: string, options?: ErrorCause & { operation?: OperationName }) {
    super(redact(message), options && "cause" in options ? { cause: withoutSecrets(options.cause) } : undefined);
    // Bundles have to keep the names of classes, as that of the plugin does: pages and events go by them.
    this.name = new.target.name;
    if (options?.operation !== undefined) this.operation = options.operation;
  }
}

/** A failure of another library as it may be shown: errors of the SDK quote requests, headers and responses. */
function withoutSecrets(cause: unknown): unknown {
  if (cause instanceof MmsError || cause === undefined) return cause;
  if (!(cause instanceof Error)) return redact(String(cause));
  const { name, message, stack, code } = cause as Error & { code?: unknown };
  const clean = new Error(redact(message), "cause" in cause ? { cause: withoutSecrets(cause.cause) } : undefined);
  clean.name = name;
  if (stack !== undefined) clean.stack = redact(stack);
  return typeof code === "string" ? Object.assign(clean, { code }) : clean;
}

/** What a call was about, for the texts of errors. */
export interface CallFacts {
  readonly operation: OperationName;
  /** The object of the call, for example `source 7, job 12`; empty where there is none. */
  readonly object: string;
  /** ARN the RAM action of the operation is granted on. */
  readonly resource: string;
  /** Host the call went to. */
  readonly endpoint: string;
}

const subject = ({ operation, object }: CallFacts): string => (object ? `${operation} (${object})` : operation);

/** How the service said no. */
export interface ApiFacts {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  readonly requestId: string;
  /** The service's own words. */
  readonly said: string;
}

/** The service refused the request. */
export class MmsApiError extends MmsError {
  declare readonly operation: OperationName;
  /** The service's error code; `no code` where it sent none. */
  readonly code: string;
  /** HTTP status, or the `httpCode` inside a response with status 200. */
  readonly status: number;
  /** Id to quote to the vendor's support; `unknown` where the response holds none. */
  readonly requestId: string;
  /** What went wrong, without what to do about it: for a request that is repeated. */
  readonly problem: string;
  /** The object of the call, for example `source 7, job 12`. */
  readonly object: string;

  constructor(call: CallFacts, facts: ApiFacts, advice: string, options?: ErrorCause) {
    const { code, status, requestId, said } = facts;
    const problem = redact(`${subject(call)}: ${phrase(said)} (${code}, HTTP ${status}, request ${requestId})`);
    super(`${problem}. ${advice}`, { ...options, operation: call.operation });
    this.problem = problem;
    this.object = call.object;
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

/** The only error that means "it is not there". */
export class NotFoundError extends MmsApiError {}

/** It exists already, or is in a state that does not allow the call: observe again. */
export class ConflictError extends MmsApiError {}

/** The service asks to slow down; it did nothing. Seen only when no time is left to wait. */
export class ThrottledError extends MmsApiError {
  /** How long the service requests to wait, in milliseconds, where it says so. */
  declare readonly retryAfterMs?: number;

  constructor(call: CallFacts, facts: ApiFacts, retryAfterMs: number | undefined, options?: ErrorCause) {
    super(
      call,
      facts,
      "Run again later, lower `--parallel`, or set alicloud-mms:requestsPerSecond below the account's limit",
      options,
    );
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

/** Credentials were refused, or lack a permission. */
export class AccessDeniedError extends MmsApiError {
  /** The RAM action that was needed, for example `odps:CreateMmsJob`. */
  readonly action: string;
  /** The ARN it was needed on. */
  readonly resource: string;

  constructor(call: CallFacts, facts: ApiFacts, kind: "permission" | "credentials" | "project", options?: ErrorCause) {
    const action = `odps:${call.operation}`;
    const needed = `the RAM action ${action} on ${call.resource}`;
    const advice = {
      permission: `Grant ${needed} to the identity that runs this program`,
      project:
        "MaxCompute itself denied access: the identity lacks a privilege in the project, or a payment of the account is " +
        `overdue. The call needs ${needed}`,
      credentials: "Check the access key, its token and when they expire",
    } as const;
    super(call, facts, advice[kind], options);
    this.action = action;
    this.resource = call.resource;
  }
}

/** Why there was no usable response. */
export type ConnectionFailure = "refused" | "timeout" | "garbled" | "reset" | "unresolved" | "untrusted" | "proxy";

/** Failures that stay until a setting is changed: a certificate, or what a proxy allows. */
const lasting: ReadonlySet<ConnectionFailure> = new Set(["untrusted", "proxy"]);

/** There was no usable response. */
export class MmsConnectionError extends MmsError {
  declare readonly operation: OperationName;
  readonly reason: ConnectionFailure;
  /** Whether the service may have acted on the request. */
  readonly sent: boolean;
  /** What went wrong, without what to do about it: for a request that is repeated. */
  readonly problem: string;

  /** Whether another try may end better. */
  get passing(): boolean {
    return !lasting.has(this.reason);
  }

  constructor(call: CallFacts, reason: ConnectionFailure, sent: boolean, what: string, options?: ErrorCause) {
    const effect = sent ? "The service may have acted on the request" : "Nothing was sent";
    const advice =
      `${effect}. Check the network, the proxy (HTTPS_PROXY and NO_PROXY in the environment), alicloud-mms:region and ` +
      "alicloud-mms:endpoint, then run again";
    const problem = redact(`${subject(call)}: ${phrase(what)} (${reason}, ${call.endpoint})`);
    super(`${problem}. ${advice}`, { ...options, operation: call.operation });
    this.problem = problem;
    this.reason = reason;
    this.sent = sent;
  }
}

/** The request was fine, the migration was not. */
export class JobFailedError extends MmsError {
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

/** The timeout of a wait ended; nothing was changed on the service. */
export class WaitTimeoutError extends MmsError {
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

/** Whether an error says nothing about the object of the request: the connection or the service failed, for the moment. */
export const isPassing = (error: unknown): boolean =>
  (error instanceof MmsConnectionError && error.passing) ||
  error instanceof ThrottledError ||
  (error instanceof MmsApiError && error.status >= 500);

/** Whether a request may have taken effect although no good response came: look before trying again. Assumes no-effect-on-4xx. */
export function isAmbiguous(error: Error): boolean {
  if (error instanceof MmsConnectionError) return error.sent;
  return error instanceof MmsApiError && !(error instanceof ThrottledError) && error.status >= 500;
}
