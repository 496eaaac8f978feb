// The service as typed methods: one for each of the 36 operations, plus lists to their end.
import { type Clock, systemClock } from "../clock.js";
import type { RawResponse } from "./http/response.js";
import type { MmsConfig } from "./config/config.js";
import { MmsApiError, MmsConnectionError, ThrottledError, WaitTimeoutError } from "./errors.js";
import { isExpired } from "./http/to-error.js";
import { rateLimitersOf } from "./http/rate-limiter.js";
import { type OperationName, operationNames, operationOf } from "./operations.js";
import { itemsOf } from "./pages.js";
import { pauseMs, reasonToRetry, RetryBudget, throttledPatienceMs } from "./http/retry.js";
import { type Call, createTransport, type OnResponse } from "./http/transport.js";
import type { CallOptions, Methods, MmsClient, BeforeChange } from "./call.js";

type AnyParams = Record<string, unknown> & { query?: Record<string, unknown>; body?: object };

/** Waits shorter than this are not reported. */
const worthTellingMs = 1_000;

/** Why a call is sent again: without the advice of its error, since the call goes on by itself. */
function problemOf(error: unknown): string {
  if (error instanceof ThrottledError) return `${error.operation}: throttled by the service (${error.code})`;
  return error instanceof MmsApiError || error instanceof MmsConnectionError ? error.problem : String(error);
}

const outOfTurns = (operation: OperationName, waitedMs: number): WaitTimeoutError =>
  new WaitTimeoutError({ waitingFor: `a turn to call ${operation}`, waitedMs, seen: { "slowed after throttling": 1 } });

type Send = (name: OperationName, params: AnyParams, options?: CallOptions) => Promise<RawResponse>;

/** One call with its turns, tries and pauses. */
function sender(config: MmsConfig, clock: Clock, beforeChange?: BeforeChange, onResponse?: OnResponse): Send {
  const transmit = createTransport(config, onResponse);
  const budget = new RetryBudget();
  const lanes = rateLimitersOf(clock, config.scope, config.requestsPerSecond);
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
      const inTime = await lane.acquire(deadline, signal, (waitMs) => {
        const reason = `limited to ${lane.requestsPerSecond.toFixed(1)} requests a second, because the service throttled earlier ones`;
        if (waitMs >= worthTellingMs) onRetry?.({ operation, attempt, waitMs, reason });
      });
      if (!inTime) throw last ?? outOfTurns(operation, clock.now() - started);
      signal?.throwIfAborted();
      if (mutates) await beforeChange?.();
      try {
        const withinMs = Number.isFinite(deadline) ? deadline - clock.now() : undefined;
        const call: Call = { operation, path: path as Record<string, string>, query, body, signal, withinMs };
        const response = await transmit(call);
        lane.succeeded();
        allowance.giveBack();
        return response;
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
        if (reason === "transient" && (spent.transient > config.maxAttempts || !allowance.take())) throw error;
        onRetry?.({ operation, attempt: attempt + 1, waitMs, reason: problemOf(error) });
        await clock.sleep(waitMs, signal);
      }
    }
  };
}

/** Connects to the service; loads the SDK at the first call. */
export function createMmsClient(
  config: MmsConfig,
  clock: Clock = systemClock,
  beforeChange?: BeforeChange,
  onResponse?: OnResponse,
): MmsClient {
  const send = sender(config, clock, beforeChange, onResponse);
  const call = send as unknown as MmsClient["call"];
  const methods = Object.fromEntries(
    operationNames.map((name) => [
      name[0]?.toLowerCase() + name.slice(1),
      (params: AnyParams, options?: CallOptions) => send(name, params, options),
    ]),
  );
  const iterate: MmsClient["iterate"] = (name, params, options) => itemsOf({ call, name, params, options });
  return { ...(methods as unknown as Methods), config, call, iterate };
}
