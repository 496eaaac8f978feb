// What a preview says of what `up` would fail on. It warns and refuses nothing, since what is missing may come to be in the same run.
import { withDeadline } from "../../lifecycle/deadline.js";
import type { Context, Foreseen, Lifecycle } from "../../lifecycle/lifecycle.js";
import type { State } from "../../lifecycle/types.js";

/** How long a preview may look. */
const withinMs = 15_000;

type Base<Service> = Omit<Context<Service>, "deadline" | "call">;

/** What `up` would fail on; that it cannot be found out is such a thing, as `up` would not come further. */
async function found<Service>(
  { preview }: Pick<Lifecycle<Service>, "preview">,
  inputs: State,
  context: Base<Service>,
): Promise<readonly Foreseen[]> {
  try {
    // The service is made here, from settings that may be wrong.
    return (await preview?.(inputs, withDeadline(context, context.clock.now() + withinMs))) ?? [];
  } catch (error) {
    return [{ reason: error instanceof Error ? error.message : String(error), isShared: true }];
  }
}

/** Warns of what is foreseen, but for what was `reported` before in this run. */
export async function warnOfForeseen<Service>(
  lifecycle: Pick<Lifecycle<Service>, "preview">,
  inputs: State,
  context: Base<Service>,
  reported: Set<string>,
): Promise<void> {
  for (const { reason, isShared } of await found(lifecycle, inputs, context)) {
    const key = isShared ? reason : `${context.urn} ${reason}`;
    if (!reported.has(key)) context.progress.warn(`\`pulumi up\` would fail as things are: ${reason}`);
    reported.add(key);
  }
}
