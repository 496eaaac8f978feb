// Makes one thing on a service that takes no client token: asks, and when the answer is lost looks before asking again.
import { isAmbiguous } from "../../mms/errors.js";
import { CreationUnknownError } from "./errors.js";
import type { MmsContext } from "./service.js";
import type { CallOptions } from "../../mms/call.js";

/** Pauses between looks after an answer was lost, in milliseconds; the last one is repeated. Each is followed by a look. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** How a creation deals with a lost answer. */
export interface Doubt {
  /** How long to look for what was requested, in milliseconds: a request may take effect, and a list may show it, late. */
  readonly looksForMs: number;
  /** How often the request is sent in all, when look after look finds nothing. */
  readonly requestsInAll: number;
}

/** What is cheap to have twice, and easy to see. A choice: no source says how late a request may take effect. */
const defaultDoubt: Doubt = { looksForMs: 60_000, requestsInAll: 3 };

/** What a good answer to the request says. */
export interface CreateResponse {
  readonly newId?: string | undefined;
  readonly requestId: string;
}

/** One thing to make. */
export interface Creation<Found> {
  /** Operation that makes it. */
  readonly operation: string;
  /** What is made, in words: `data source "sales"`. */
  readonly what: string;
  /** What is on the service now under its name. Always asks afresh. */
  readonly find: (options: CallOptions) => Promise<readonly Found[]>;
  readonly idOf: (found: Found) => string | undefined;
  /** Whether something found can come from this request. */
  readonly matches: (found: Found) => boolean;
  readonly ask: (options: CallOptions) => Promise<CreateResponse>;
  readonly doubt?: Doubt;
}

/** What came of it: the answer's own id, or what was found after the answer was lost. */
export type Outcome<Found> =
  | { readonly kind: "made"; readonly newId: string; readonly requestId: string }
  | { readonly kind: "found"; readonly newId: string; readonly found: Found };

/** Pauses that add up to so long. */
export function* pausesWithin(totalMs: number): Generator<number> {
  let leftMs = totalMs;
  for (let index = 0; leftMs > 0; index += 1) {
    const pauseMs = Math.min(leftMs, pausesMs[Math.min(index, pausesMs.length - 1)] as number);
    leftMs -= pauseMs;
    yield pauseMs;
  }
}

async function lookFor<Found>(
  creation: Creation<Found>,
  before: ReadonlySet<string>,
  context: MmsContext,
): Promise<Outcome<Found> | "absent" | "outOfTime"> {
  const { clock, signal, progress, deadline } = context;
  const { looksForMs } = creation.doubt ?? defaultDoubt;
  for (const pauseMs of [0, ...pausesWithin(looksForMs)]) {
    if (pauseMs > 0 && clock.now() + pauseMs >= deadline) return "outOfTime";
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    progress.status(`the answer to ${creation.operation} was lost; looking for ${creation.what} before anything else`);
    const found = await creation.find(context.call);
    for (const one of found.filter(creation.matches)) {
      const newId = creation.idOf(one);
      if (newId !== undefined && !before.has(newId)) return { kind: "found", newId, found: one };
    }
  }
  return "absent";
}

/**
 * Sends the request, and takes an ambiguous answer for neither yes nor no: what appears afterwards, was not in `before`
 * and matches is ours. Throws {@link CreationUnknownError} when it cannot be told.
 */
export async function createOnce<Found>(
  creation: Creation<Found>,
  before: readonly Found[],
  context: MmsContext,
): Promise<Outcome<Found>> {
  const { operation, what } = creation;
  const { requestsInAll } = creation.doubt ?? defaultDoubt;
  const known = new Set(before.flatMap((found) => creation.idOf(found) ?? []));
  let lost = new Error(`${operation} was not answered`);
  for (let asked = 0; asked < requestsInAll && (asked === 0 || context.clock.now() < context.deadline); asked += 1) {
    try {
      const { newId, requestId } = await creation.ask(context.call);
      if (newId !== undefined) return { kind: "made", newId, requestId };
      lost = new Error(`the answer (request ${requestId}) holds no id`);
    } catch (error) {
      if (!(error instanceof Error) || !isAmbiguous(error)) throw error;
      lost = error;
    }
    const ours = await lookFor(creation, known, context).catch((error: Error) => {
      throw new CreationUnknownError(operation, what, error);
    });
    // Half a look is no reason to ask again: what was asked for may show up in a moment.
    if (ours === "outOfTime") break;
    if (ours !== "absent") return ours;
  }
  throw new CreationUnknownError(operation, what, lost);
}
