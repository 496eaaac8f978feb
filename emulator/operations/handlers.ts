// What an operation is given, and what it gives back.
import type { OperationName } from "../../provider/mms/operations.js";
import { notFound } from "../http/errors.js";
import type { SourceEntity } from "../state/entities.js";
import type { Fault } from "../http/faults.js";
import type { Store } from "../state/store.js";

/** A request that passed the gate. */
export interface Request {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What an operation works with: the state, brought to the moment of the request. */
export interface RequestContext {
  readonly store: Store;
  readonly now: number;
  readonly fault: Fault | undefined;
  /** Milliseconds by which lists lag behind what was created. */
  readonly listLagMs: number;
}

/** Returns `data`. */
export type Handler = (context: RequestContext, request: Request) => unknown;

/** Handlers by operation; a table of all of them has to name every operation, or does not compile. */
export type Handlers<Names extends OperationName = OperationName> = Readonly<Record<Names, Handler>>;

/** The data source of a request, or the refusal that there is none. */
export function sourceOf({ store }: RequestContext, { path }: Request): SourceEntity {
  const source = store.sources.get(path["sourceId"] ?? "");
  if (source === undefined) throw notFound("data source", path["sourceId"] ?? "");
  return source;
}

/** A text of the body, where there is one. */
export const textIn = (body: Request["body"], name: string): string | undefined => {
  const value = body[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};
