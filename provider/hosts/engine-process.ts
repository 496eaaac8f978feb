// A process that serves the engine: how it ends, and how it knows that the engine is there.
import { setMaxListeners } from "node:events";

import { systemClock } from "../clock.js";
import { connectEngine, type Engine } from "./engine-log.js";
import { enginePipe, EnginePresence } from "./engine-presence.js";

/** What every host shares with its process. */
export interface EngineProcess {
  /** Aborts when the process is to end. */
  readonly signal: AbortSignal;
  /** Connected to at the first line. */
  engine(): Engine;
  /** Watches for the engine from now on, and not only from the first work on. */
  watch(): void;
  /** Does work of the engine's, and watches for the engine meanwhile. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Throws where the engine is gone. */
  ensureEngine(): Promise<void>;
  /** Ends every wait; what exists keeps its id. May be called more than once. */
  cancel(): void;
}

/** Begins to serve: from now on the process ends with its engine. */
export function engineProcess(address?: string): EngineProcess {
  const ending = new AbortController();
  // Every wait of every resource listens to it; Node would print a warning about the eleventh.
  setMaxListeners(0, ending.signal);
  let connected: Engine | undefined;
  const engine = (): Engine => (connected ??= connectEngine(address));
  let watching: EnginePresence | undefined;
  // Begun at the first call of the engine's: the dynamic host may also be loaded where there is none.
  const presence = (): EnginePresence =>
    (watching ??= new EnginePresence({
      clock: systemClock,
      isThere: () => engine().isThere(),
      pipe: enginePipe(),
      gone: (reason) => {
        ending.abort(reason);
        process.exit(1);
      },
    }));
  const cancel = () => ending.abort(new Error("interrupted; the next `pulumi up` continues where this run ended"));
  // The engine ends each run with this signal, and waits for seconds before it kills a process that stays.
  process.once("SIGINT", () => {
    cancel();
    if (watching?.isIdle ?? true) process.exit(0);
  });
  return {
    signal: ending.signal,
    engine,
    watch: () => void presence(),
    track: (work) => presence().during(work),
    ensureEngine: () => presence().ensure(),
    cancel,
  };
}
