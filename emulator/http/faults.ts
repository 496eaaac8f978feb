// Faults, injected by operation and call.
import type { OperationName } from "../../provider/mms/operations.js";

/** A fault of one call. */
export type Fault =
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "resetBefore" }
  | { readonly kind: "resetAfter" }
  | { readonly kind: "error"; readonly status: number; readonly code: string; readonly afterEffect?: boolean }
  | { readonly kind: "html"; readonly status: number; readonly afterEffect?: boolean }
  | { readonly kind: "truncated" }
  | { readonly kind: "throttled"; readonly timeLeftSeconds?: number }
  | { readonly kind: "forbidden" }
  | { readonly kind: "staleList"; readonly ms: number }
  | { readonly kind: "asyncTaskLost" }
  | { readonly kind: "asyncTaskFails"; readonly errorMsg: string }
  | { readonly kind: "deliveredTwice" };

/** Which calls fail. */
export interface FaultOptions {
  /** Calls that pass first. @default 0 */
  readonly skip?: number;
  /** Calls that fail then. @default 1 */
  readonly times?: number;
}

interface InjectedFault {
  readonly operation: OperationName | "*";
  readonly fault: Fault;
  /** Calls that still pass. */
  skip: number;
  /** Calls that still fail. */
  times: number;
}

export class Faults {
  private injected: InjectedFault[] = [];

  /** The next `times` calls of an operation fail, after `skip` good ones. */
  inject(operation: OperationName | "*", fault: Fault, { skip = 0, times = 1 }: FaultOptions = {}): void {
    this.injected.push({ operation, fault, skip, times });
  }

  clear(): void {
    this.injected = [];
  }

  /** The fault of this call, if there is one. */
  take(operation: OperationName): Fault | undefined {
    for (const entry of this.injected) {
      if (entry.operation !== "*" && entry.operation !== operation) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      if (entry.times <= 0) continue;
      entry.times -= 1;
      return entry.fault;
    }
    return undefined;
  }
}
