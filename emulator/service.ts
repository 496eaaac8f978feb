// One emulated service: its state, time, faults and journal.
import type { EmulatorClock } from "./clock.js";
import type { OperationName } from "../provider/mms/operations.js";
import { type Fault, Faults } from "./faults.js";
import type { Request, World } from "./operations/handlers.js";
import { handlers } from "./operations/index.js";
import { fireDueTimers } from "./operations/timers.js";
import type { JournalEntry } from "./server.js";
import type { Keys } from "./keys.js";
import type { Store } from "./store.js";

export class Service {
  readonly faults = new Faults();
  readonly journal: JournalEntry[] = [];

  constructor(
    readonly store: Store,
    readonly clock: EmulatorClock,
    readonly keys: Keys,
    /** Real waiting, for delays that a client must feel. */
    readonly wait: (ms: number) => Promise<void>,
  ) {}

  /** How far lists lag behind what was created. */
  private listLagMs = 0;

  /** Performs an operation on the state as it is now; answers `data`. */
  perform(operation: OperationName, request: Request, fault: Fault | undefined): unknown {
    const now = this.clock.now();
    if (fault?.kind === "staleList") this.listLagMs = fault.ms;
    const world: World = { store: this.store, now, fault, listLagMs: this.listLagMs };
    this.store.bringTo(now);
    fireDueTimers(this.store, world);
    return handlers[operation](world, request);
  }

  /** Brings everything to the present without being asked anything. */
  bringToPresent(): void {
    const now = this.clock.now();
    this.store.bringTo(now);
    fireDueTimers(this.store, { store: this.store, now, fault: undefined, listLagMs: this.listLagMs });
  }
}
