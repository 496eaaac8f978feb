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
  // Short: the rate limiter decides how fast all of them go.
  throttled: { firstMs: 1_000, longestMs: 5_000 },
} as const satisfies Record<RetryReason, { firstMs: number; longestMs: number }>;

/** Pause before the next try: exponential with jitter, and at least what the service requests. */
export function pauseMs(reason: RetryReason, attempt: number, error: unknown): number {
  const { firstMs, longestMs } = backoff[reason];
  const full = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  const requestedMs = error instanceof ThrottledError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(requestedMs, Math.round(full * (0.5 + Math.random() / 2)));
}

/** How long throttled calls are repeated when their caller has no deadline. */
export const throttledPatienceMs = 300_000;

/** As the vendor-neutral retry budgets have it: some hundred failures in a row empty it. */
const fullBudget = 500;
const costOfRepeat = 5;

/**
 * A client's budget of repeats: repeats spend it, every success refills it a little, so that a service that is down is
 * not stormed by every resource at once.
 */
export class RetryBudget {
  private left = fullBudget;

  /** One call's share of the budget. */
  allowance(): { take(): boolean; giveBack(): void } {
    let taken = 0;
    return {
      /** Takes one repeat; false when the budget is spent. */
      take: () => {
        if (this.left < costOfRepeat) return false;
        this.left -= taken = costOfRepeat;
        return true;
      },
      /** Gives back the last repeat; a success that needed none gives a little. */
      giveBack: () => {
        this.left = Math.min(fullBudget, this.left + (taken || 1));
      },
    };
  }
}
