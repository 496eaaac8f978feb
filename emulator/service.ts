// One emulated service: its state, time, faults and journal.
import type { ServerResponse } from "node:http";

import type { EmulatorClock } from "./clock.js";
import type { OperationName } from "../provider/mms/operations.js";
import { type Fault, Faults } from "./faults.js";
import type { Request, World } from "./operations/handlers.js";
import { handlers } from "./operations/index.js";
import { fireDueTimers } from "./operations/timers.js";
import type { JournalEntry } from "./server.js";
import type { Keys } from "./signature.js";
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

  /** Answers a request of the control API; says whether it was one. */
  controlRequest(url: URL, method: string, body: Buffer, response: ServerResponse): boolean {
    if (!url.pathname.startsWith("/_emulator/")) return false;
    const answer = this.control(`${method} ${url.pathname.slice("/_emulator/".length)}`, body);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? {}));
    return true;
  }

  private control(what: string, body: Buffer): unknown {
    const given = () => JSON.parse(body.toString("utf8") || "{}") as Record<string, never>;
    switch (what) {
      case "GET journal":
        return this.journal;
      case "POST advance":
        this.clock.advance(Number(given()["ms"]));
        return {};
      case "POST fault":
        this.faults.script(given()["operation"] ?? "*", given()["fault"] as never, given()["options"]);
        return {};
      default:
        return undefined;
    }
  }
}
