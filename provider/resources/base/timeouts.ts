// How long each verb waits.
import { durationMs } from "../../lifecycle/properties/duration.js";
import type { State } from "../../lifecycle/types.js";

const minutes = 60_000;

/** Patience where the program states none. A migration may take a day; making or stopping one does not. */
const defaults = { brief: 20 * minutes, completed: 24 * 60 * minutes } as const;

export type Verb = "create" | "update" | "delete";

/** Milliseconds a verb may take; `completes` says whether it waits for a migration to end. */
export function timeoutMs(inputs: State, verb: Verb, completes = inputs["waitFor"] === "completed"): number {
  const stated = (inputs["timeouts"] as Partial<Record<Verb, string>> | undefined)?.[verb];
  const ms = stated === undefined ? undefined : durationMs(stated);
  return ms ?? (verb !== "delete" && completes ? defaults.completed : defaults.brief);
}
