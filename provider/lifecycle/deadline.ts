// How long each verb may take, and the options of its calls that follow from that.
import { durationMs } from "./properties/duration.js";
import { isEmpty } from "./properties/values.js";
import type { CallOptions, Context } from "./lifecycle.js";
import type { ResourceSchema } from "./resource-schema.js";
import type { State } from "./types.js";

export type Verb = "create" | "update" | "delete";

const minuteMs = 60_000;

/** Timeouts where the program states none. A migration may take a day; creating or stopping one does not. */
const defaultsMs = { brief: 20 * minuteMs, migration: 24 * 60 * minuteMs } as const;

/**
 * Epoch milliseconds by which a verb must end; a kind without the input `timeouts` has no such moment. `engineSeconds` is the
 * timeout of the engine for this call, where it passes one: it counts where the program gives no `timeouts`.
 */
export function deadlineOf(
  { inputs: table, waitsForMigration }: Pick<ResourceSchema, "inputs" | "waitsForMigration">,
  verb: Verb,
  inputs: State,
  now: number,
  engineSeconds = 0,
): number {
  if (!Object.hasOwn(table, "timeouts")) return Number.POSITIVE_INFINITY;
  const { timeouts } = inputs;
  if (isEmpty(timeouts) && engineSeconds > 0) return now + engineSeconds * 1_000;
  const stated = Object.entries(timeouts ?? {}).find(([name]) => name === verb)?.[1] as unknown;
  const statedMs = typeof stated === "string" ? durationMs(stated) : undefined;
  const waits = verb !== "delete" && waitsForMigration?.(inputs) === true;
  return now + (statedMs ?? (waits ? defaultsMs.migration : defaultsMs.brief));
}

/** A context with this deadline in place of any other, and its calls with it. */
export function withDeadline<Base extends Omit<Context<unknown>, "deadline" | "call">>(
  context: Base,
  deadline: number,
): Base & { readonly deadline: number; readonly call: CallOptions } {
  const { signal, progress } = context;
  const onRetry: CallOptions["onRetry"] = ({ reason, waitMs }) =>
    progress.status(`next attempt in ${Math.max(1, Math.ceil(waitMs / 1_000))} s: ${reason}`);
  return { ...context, deadline, call: { signal, deadline, onRetry } };
}
