// The service as typed methods: one for each of the 36 operations, plus lists to their end.
import { type Clock, systemClock } from "../clock.js";
import type { RawAnswer } from "./http/response.js";
import type { MmsConfig } from "./config/config.js";
import { ThrottledError, WaitTimeoutError } from "./errors.js";
import { isExpired } from "./http/to-error.js";
import { lanesOf } from "./http/rate-limiter.js";
import type { Data, ItemOf, ListOperation, Params } from "./models.js";
import { type OperationName, operationNames, operationOf } from "./operations.js";
import { itemsOf } from "./pages.js";
import { pauseMs, reasonToRetry, RetryBudget, throttledPatienceMs } from "./http/retry.js";
import { type Call, createTransport } from "./http/transport.js";

/** A wait before a call is sent, or sent again. */
export interface RetryNotice {
  readonly operation: OperationName;
  /** Tries so far; 0 before the first. */
  readonly attempt: number;
  readonly waitMs: number;
  /** Why, in a sentence for people. */
  readonly reason: string;
}

/** How one call is made. */
export interface CallOptions {
  /** Ends the call at once, also in the middle of a request, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Epoch milliseconds on the client's clock after which no further attempt is made. */
  readonly deadline?: number;
  readonly onRetry?: (notice: RetryNotice) => void;
}

/** What an operation answered. */
export interface Answer<Name extends OperationName> {
  readonly data: NonNullable<Data<Name>>;
  readonly requestId: string;
}

type Methods = {
  [Name in OperationName as Uncapitalize<Name>]: (params: Params<Name>, options?: CallOptions) => Promise<Answer<Name>>;
};

/**
 * Client of MMS. Every method throws MmsApiError (NotFoundError, ConflictError, ThrottledError, AccessDeniedError) when
 * the service says no, MmsConnectionError when there is no usable answer, CredentialsError when there are no credentials.
 */
export interface MmsClient extends Methods {
  readonly config: MmsConfig;
  call<Name extends OperationName>(name: Name, params: Params<Name>, options?: CallOptions): Promise<Answer<Name>>;
  /** Every item of a list, page after page; an item that moves between pages comes once. */
  iterate<Name extends ListOperation>(
    name: Name,
    params: Params<Name>,
    options?: CallOptions,
  ): AsyncIterable<ItemOf<Name>>;
}

/**
 * Called right before a request that changes something on the service is sent, or sent again; what it throws ends the call.
 * Which requests these are, the table of operations says.
 */
export type BeforeChange = () => Promise<void>;

type AnyParams = Record<string, unknown> & { query?: Record<string, unknown>; body?: object };

/** Waits shorter than this are not worth telling anybody. */
const worthTellingMs = 1_000;

const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;

const outOfTurns = (operation: OperationName, waitedMs: number): WaitTimeoutError =>
  new WaitTimeoutError({ waitingFor: `a turn to call ${operation}`, waitedMs, seen: { "slowed after throttling": 1 } });

type Send = (name: OperationName, params: AnyParams, options?: CallOptions) => Promise<RawAnswer>;

/** One call with its turns, tries and pauses. */
function sender(config: MmsConfig, clock: Clock, beforeChange?: BeforeChange): Send {
  const transmit = createTransport(config);
  const budget = new RetryBudget();
  const lanes = lanesOf(clock, config.scope, config.requestsPerSecond);
  return async (operation, { query = {}, body, ...path }, options = {}) => {
    const { signal, deadline = Number.POSITIVE_INFINITY, onRetry } = options;
    const { mutates } = operationOf(operation);
    const lane = mutates ? lanes.changes : lanes.reads;
    const patience = Math.min(deadline, clock.now() + throttledPatienceMs);
    const allowance = budget.allowance();
    const spent = { transient: 1, throttled: 1, renewed: false };
    const started = clock.now();
    let last: unknown;
    for (let attempt = 0; ; attempt += 1) {
      const inTime = await lane.turn(deadline, signal, (waitMs) => {
        const reason = `slowed to ${lane.requestsPerSecond.toFixed(1)} requests a second after throttling; next in ${seconds(waitMs)}`;
        if (waitMs >= worthTellingMs) onRetry?.({ operation, attempt, waitMs, reason });
      });
      if (!inTime) throw last ?? outOfTurns(operation, clock.now() - started);
      signal?.throwIfAborted();
      if (mutates) await beforeChange?.();
      try {
        const withinMs = Number.isFinite(deadline) ? deadline - clock.now() : undefined;
        const call: Call = { operation, path: path as Record<string, string>, query, body, signal, withinMs };
        const answer = await transmit(call);
        lane.succeeded();
        await allowance.giveBack();
        return answer;
      } catch (error) {
        last = error;
        if (error instanceof ThrottledError) lane.throttled(error.retryAfterMs);
        if (isExpired(error) && !spent.renewed) {
          spent.renewed = true;
          config.renewCredentials();
          continue;
        }
        const reason = reasonToRetry(error, operation);
        if (reason === undefined) throw error;
        const waitMs = pauseMs(reason, spent[reason], error);
        spent[reason] += 1;
        const until = reason === "throttled" ? patience : deadline;
        if (clock.now() + waitMs > until) throw error;
        if (reason === "transient" && (spent.transient > config.maxAttempts || !(await allowance.take()))) throw error;
        const why = reason === "throttled" ? "throttled" : (error as Error).message;
        onRetry?.({ operation, attempt: attempt + 1, waitMs, reason: `${why}; next try in ${seconds(waitMs)}` });
        await clock.sleep(waitMs, signal);
      }
    }
  };
}

/** Connects to the service; loads the SDK at the first call. */
export function createMmsClient(config: MmsConfig, clock: Clock = systemClock, beforeChange?: BeforeChange): MmsClient {
  const send = sender(config, clock, beforeChange);
  const call = send as unknown as MmsClient["call"];
  const methods = Object.fromEntries(
    operationNames.map((name) => [
      name[0]?.toLowerCase() + name.slice(1),
      (params: AnyParams, options?: CallOptions) => send(name, params, options),
    ]),
  );
  const iterate: MmsClient["iterate"] = (name, params, options) => itemsOf(call, name, params, options);
  return { ...(methods as unknown as Methods), config, call, iterate };
}
