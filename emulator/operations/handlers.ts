// What an operation is given, and what it gives back.
import type { OperationName } from "../../provider/mms/operations.js";
import type { Fault } from "../faults.js";
import type { Store } from "../store.js";

/** A request that passed the gate. */
export interface Request {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The world at the moment of a request. */
export interface World {
  readonly store: Store;
  readonly now: number;
  readonly fault: Fault | undefined;
}

/** Answers `data`. */
export type Handler = (world: World, request: Request) => unknown;

export type Handlers = Partial<Record<OperationName, Handler>>;
