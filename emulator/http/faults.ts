// Things that go wrong on purpose, scripted per operation and per call.
import type { OperationName } from "../../provider/mms/operations.js";

/** What goes wrong with one call. */
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

/** Which calls go wrong. */
export interface ScriptOptions {
  /** Calls that pass first. @default 0 */
  readonly skip?: number;
  /** Calls that go wrong then. @default 1 */
  readonly times?: number;
}

interface Scripted {
  readonly operation: OperationName | "*";
  readonly fault: Fault;
  /** Calls still to pass untouched. */
  skip: number;
  /** Calls still to go wrong. */
  times: number;
}

export class Faults {
  private scripted: Scripted[] = [];

  /** Lets the next `times` calls of an operation go wrong, after `skip` good ones. */
  script(operation: OperationName | "*", fault: Fault, { skip = 0, times = 1 }: ScriptOptions = {}): void {
    this.scripted.push({ operation, fault, skip, times });
  }

  clear(): void {
    this.scripted = [];
  }

  /** The fault of this call, if there is one. */
  take(operation: OperationName): Fault | undefined {
    for (const entry of this.scripted) {
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
