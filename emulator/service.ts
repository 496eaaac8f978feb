// One emulated service: its state, time, faults and journal.
import type { ServerResponse } from "node:http";

import type { EmulatorClock } from "./clock.js";
import { Faults } from "./faults.js";
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
