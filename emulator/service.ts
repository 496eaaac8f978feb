// One emulated service: its state, time, faults and journal.
import type { EmulatorClock } from "./clock.js";
import type { OperationName } from "../provider/mms/operations.js";
import { type Fault, Faults } from "./http/faults.js";
import type { Request } from "./operations/handlers.js";
import { handlers } from "./operations/index.js";
import { Journal } from "./journal.js";
import type { Keys } from "./http/keys.js";
import type { RateLimit } from "./http/rate-limit.js";
import { SignatureCheck } from "./http/signature.js";
import type { Store } from "./state/store.js";
import { switchedAnswer, switchedRefusal, switchedRequest } from "./operations/switched.js";

export class Service {
  readonly faults = new Faults();
  readonly journal = new Journal();
  readonly signatures: SignatureCheck;

  private state: Store;

  constructor(
    private readonly begin: (seed?: string) => Store,
    readonly clock: EmulatorClock,
    readonly keys: Keys,
    /** Real waiting, for delays that a client must feel. */
    readonly wait: (ms: number) => Promise<void>,
    /** How many requests it takes; as many as come where there is none. */
    readonly limit: RateLimit | undefined,
  ) {
    this.signatures = new SignatureCheck(keys);
    this.state = begin();
  }

  /** Its whole state, as it is now. */
  get store(): Store {
    this.bringToPresent();
    return this.state;
  }

  /** Clears all state and seeds it again, from another seed if one is given. */
  reset(seed?: string): void {
    this.state = this.begin(seed);
    this.faults.clear();
    this.journal.clear();
    this.signatures.forget();
  }

  /** Performs an operation on the state as it is now; returns `data`. */
  perform(operation: OperationName, request: Request, fault: Fault | undefined): unknown {
    const now = this.bringToPresent();
    const listLagMs = fault?.kind === "staleList" ? fault.ms : 0;
    const { denied } = this.state;
    try {
      const taken = switchedRequest(denied, operation, request);
      const data = handlers[operation]({ store: this.state, now, fault, listLagMs }, taken);
      return switchedAnswer(denied, operation, data);
    } catch (error) {
      throw switchedRefusal(denied, error);
    }
  }

  /** Processes everything that is due by now. Returns the time. */
  bringToPresent(): number {
    const now = this.clock.now();
    this.state.agenda.passTo(now);
    return now;
  }
}
