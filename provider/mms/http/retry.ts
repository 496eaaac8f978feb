// Which failures are worth another try, how many, and how long between.
import { MmsApiError, MmsConnectionError, ThrottledError } from "../errors.js";
import { type OperationName, operationOf } from "../operations.js";

/** Why a call is sent again. */
export type RetryReason = "throttled" | "transient";

/**
 * Whether a failed call may be sent again, and why. A throttled request and one that never left did nothing, so even
 * what creates may be sent again (assumes no-effect-on-throttle); after anything else only what the table calls resendable.
 */
export function reasonToRetry(error: unknown, operation: OperationName): RetryReason | undefined {
  if (error instanceof ThrottledError) return "throttled";
  const { resend } = operationOf(operation);
  if (error instanceof MmsConnectionError) return error.passing && (resend || !error.sent) ? "transient" : undefined;
  return error instanceof MmsApiError && error.status >= 500 && resend ? "transient" : undefined;
}

const backoff = {
  transient: { firstMs: 500, longestMs: 20_000 },
  // Short: how fast all of them go is decided by the lane.
  throttled: { firstMs: 1_000, longestMs: 5_000 },
} as const satisfies Record<RetryReason, { firstMs: number; longestMs: number }>;

/** Pause before the next try: exponential with jitter, and at least what the service asks for. */
export function pauseMs(reason: RetryReason, attempt: number, error: unknown): number {
  const { firstMs, longestMs } = backoff[reason];
  const full = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  const asked = error instanceof ThrottledError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(full * (0.5 + Math.random() / 2)));
}

/** How long throttled calls are repeated when their caller has no deadline. */
export const throttledPatienceMs = 300_000;

type Strategy = import("@smithy/util-retry").StandardRetryStrategy;
type Token = Awaited<ReturnType<Strategy["acquireInitialRetryToken"]>>;

/**
 * A client's budget of repeats: failures spend it, every success fills it a little, so that a service that is down is not
 * stormed by every resource at once. It counts only; waiting is done on our clock, so its own pause is nothing.
 */
export class RetryBudget {
  private opened: Promise<{ readonly strategy: Strategy; readonly unspent: Token }> | undefined;

  /** One call's share of it. */
  allowance(): { take(): Promise<boolean>; giveBack(): Promise<void> } {
    let token: Token | undefined;
    return {
      /** Takes one repeat; false when the budget is spent. */
      take: async () => {
        const { strategy, unspent } = await (this.opened ??= RetryBudget.open());
        try {
          token = await strategy.refreshRetryTokenForRetry(token ?? unspent, { errorType: "TRANSIENT" });
          return true;
        } catch {
          return false;
        }
      },
      /** Gives back what was taken last; a success that took nothing gives a little. */
      giveBack: async () => {
        const opened = await this.opened;
        opened?.strategy.recordSuccess(token ?? opened.unspent);
      },
    };
  }

  private static async open() {
    const { StandardRetryStrategy } = require("@smithy/util-retry") as typeof import("@smithy/util-retry");
    const noPause = { computeNextBackoffDelay: () => 0, setDelayBase: () => undefined };
    const strategy = new StandardRetryStrategy({ maxAttempts: Number.POSITIVE_INFINITY, backoff: noPause });
    return { strategy, unspent: await strategy.acquireInitialRetryToken("mms") };
  }
}
