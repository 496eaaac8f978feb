// Creates one thing on a service that takes no client token: when the response is lost, it looks before it requests again.
import { isAmbiguous } from "../../../mms/errors.js";
import { CreationUnknownError } from "../errors.js";
import type { MmsContext } from "../service.js";

/** Pauses between looks after a response was lost, in milliseconds; the last one is repeated. Each is followed by a look. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** How a creation deals with a lost response. */
export interface Doubt {
  /** How long to look for what was requested, in milliseconds: a request may take effect, and a list may show it, late. */
  readonly looksForMs: number;
  /** How often the request is sent in all, when look after look finds nothing. */
  readonly requestsInAll: number;
}

/** What is cheap to have twice, and easy to see. A choice: no source says how late a request may take effect. */
const defaultDoubt: Doubt = { looksForMs: 60_000, requestsInAll: 3 };

/** What a good response to the request says. */
export interface CreateResponse {
  readonly newId?: string | undefined;
  readonly requestId: string;
}

/** One thing to create. */
export interface Request<Found> {
  /** Operation that creates it. */
  readonly operation: string;
  /** What is created, in words: `data source "sales"`. */
  readonly what: string;
  /** What is on the service now under its name. Always requested afresh. */
  readonly find: () => Promise<readonly Found[]>;
  readonly idOf: (found: Found) => string | undefined;
  /** Whether something found can come from this request. */
  readonly matches: (found: Found) => boolean;
  readonly request: () => Promise<CreateResponse>;
  readonly doubt?: Doubt;
}

/** What came of it: the id in the response, or what was found after the response was lost, and then without a request id. */
export interface Created<Found> {
  readonly newId: string;
  readonly requestId?: string;
  readonly found?: Found;
}

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
  one: Request<Found>,
  before: ReadonlySet<string>,
  context: MmsContext,
): Promise<Created<Found> | "absent" | "outOfTime"> {
  const { clock, signal, progress, deadline } = context;
  const { looksForMs } = one.doubt ?? defaultDoubt;
  for (const pauseMs of [0, ...pausesWithin(looksForMs)]) {
    if (pauseMs > 0 && clock.now() + pauseMs >= deadline) return "outOfTime";
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    progress.status(`the response to ${one.operation} was lost; looking for ${one.what} before anything else`);
    for (const found of (await one.find()).filter(one.matches)) {
      const newId = one.idOf(found);
      if (newId !== undefined && !before.has(newId)) return { newId, found };
    }
  }
  return "absent";
}

/**
 * Sends the request, and takes an ambiguous response for neither yes nor no: what appears afterwards, was not in `before`
 * and matches is ours. Throws {@link CreationUnknownError} when that is unknown.
 */
export async function createOnce<Found>(
  one: Request<Found>,
  before: readonly Found[],
  context: MmsContext,
): Promise<Created<Found>> {
  const { operation, what } = one;
  const { requestsInAll } = one.doubt ?? defaultDoubt;
  const known = new Set(before.flatMap((found) => one.idOf(found) ?? []));
  let lost = new Error(`${operation} got no response`);
  for (let sent = 0; sent < requestsInAll && (sent === 0 || context.clock.now() < context.deadline); sent += 1) {
    try {
      const { newId, requestId } = await one.request();
      if (newId !== undefined) return { newId, requestId };
      lost = new Error(`the response (request ${requestId}) has no id`);
    } catch (error) {
      if (!(error instanceof Error) || !isAmbiguous(error)) throw error;
      lost = error;
    }
    const ours = await lookFor(one, known, context).catch((error: Error) => {
      throw new CreationUnknownError(operation, what, error);
    });
    // Half a look is no reason to request again: what was requested may show up in a moment.
    if (ours === "outOfTime") break;
    if (ours !== "absent") return ours;
  }
  throw new CreationUnknownError(operation, what, lost);
}
