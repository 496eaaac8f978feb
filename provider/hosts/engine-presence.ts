// Notices that the engine which started this process is gone. Nobody would store what comes of its work any more, and another
// run may be at work on the same stack: so nothing is changed on the service, and the process ends.
import { fstatSync } from "node:fs";
import type { Readable } from "node:stream";

import type { Clock } from "../clock.js";

/** How often the engine is checked for while work is under way, in milliseconds. */
const checksEveryMs = 5_000;

/** How often in a row it must not be there before this process ends; a request that changes something is refused at once. */
const missesInAll = 2;

/** The engine that requested something is gone, so nothing would store what comes of it. */
export class EngineGoneError extends Error {
  override readonly name = "EngineGoneError";

  constructor() {
    super("the Pulumi engine is gone, so nothing more is changed; the next `pulumi up` begins where this run ended");
  }
}

/** What the presence of an engine is seen by. */
export interface EngineSigns {
  readonly clock: Clock;
  /** Whether the engine responds. */
  isThere(): Promise<boolean>;
  /** The engine's end of a pipe to this process, where there is one: its end arrives at once, however the engine dies. */
  readonly pipe: Readable | undefined;
  /** Called once, when the engine is gone. */
  gone(reason: EngineGoneError): void;
}

/** Whether the engine is there, as known to one plugin process. */
export class EnginePresence {
  private isGone = false;
  private underWay = 0;
  private isWatching = false;

  constructor(private readonly signs: EngineSigns) {
    const ended = () => this.lose();
    for (const event of ["end", "close", "error"]) signs.pipe?.once(event, ended);
    // A pipe without a reader never says that it has ended.
    signs.pipe?.resume();
  }

  /** Throws where the engine is gone. */
  async ensure(): Promise<void> {
    if (this.isGone || !(await this.signs.isThere())) throw new EngineGoneError();
  }

  /** Does work, and goes on checking for the engine meanwhile. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.underWay += 1;
    void this.watch();
    try {
      return await work();
    } finally {
      this.underWay -= 1;
    }
  }

  get isIdle(): boolean {
    return this.underWay === 0;
  }

  private lose(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.signs.gone(new EngineGoneError());
  }

  private async watch(): Promise<void> {
    if (this.isWatching) return;
    this.isWatching = true;
    for (let misses = 0; this.underWay > 0 && !this.isGone;) {
      await this.signs.clock.sleep(checksEveryMs);
      misses = (await this.signs.isThere()) ? 0 : misses + 1;
      if (misses === missesInAll) this.lose();
    }
    this.isWatching = false;
  }
}

/**
 * Standard input where it is a pipe, as the engine's plugins have it; a terminal or `/dev/null` says nothing of an engine. Its
 * status is read as bigints: Node looks up links of modules by the last status read as numbers, and follows none after a pipe's,
 * so that packages which pnpm has linked would not find their own.
 */
export function enginePipe(): Readable | undefined {
  try {
    const input = fstatSync(0, { bigint: true });
    return input.isFIFO() || input.isSocket() ? process.stdin : undefined;
  } catch {
    return undefined;
  }
}
