// Tells of an unfinished job that is not there, where its data source is not there either. To a run with the wrong account
// or region everything looks gone; without a word, a job that moves data would be dropped unseen.
import { callOptions, unlessGone } from "../answers.js";
import type { MmsContext } from "../service.js";
import { isTerminal } from "./state.js";
import type { Tracked } from "./tracked.js";

/** How long the look for the source may take. */
const patienceMs = 20_000;

async function isSourceThere({ sourceId, name }: Tracked, context: MmsContext): Promise<boolean> {
  const options = callOptions(context, context.clock.now() + patienceMs);
  try {
    return (await unlessGone(context.service.jobs.named(sourceId, name, options))) !== undefined;
  } catch {
    // Nobody can tell now; the job itself was not found, which is what counts.
    return true;
  }
}

/** Warns where the source of a vanished job is gone with it. */
export async function tellVanished(tracked: Tracked, context: MmsContext): Promise<void> {
  const { sourceId, jobId, name, status = "unknown" } = tracked;
  if (jobId === undefined || isTerminal(status) || (await isSourceThere(tracked, context))) return;
  context.progress.warn(
    `job ${jobId} named "${name}", last seen ${status}, is not there, and neither is its data source ${sourceId}. Unless ` +
      "somebody deleted the source, this run has other credentials, another region or another endpoint than the one before, " +
      "and the job may still move data: set them back and run `pulumi up`, which finds the job again by its name",
  );
}
