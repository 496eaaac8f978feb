// Jobs that their program does not let start yet: declared, and requested by a later run.
import type { MmsContext } from "../../base/service.js";
import type { State } from "../../../lifecycle/types.js";
import type { JobRecord } from "../record.js";
import { fits, take } from "../request.js";

/** Whether the program keeps a job from being requested. */
export const mustHold = (inputs: State): boolean => inputs["startWhen"] === false;

/**
 * Finds the job of a held resource: a run that was killed may have requested it, and kept nothing of that. Returns whether
 * the resource is still without a job.
 */
export async function isStillHeld(tracked: JobRecord, context: MmsContext): Promise<boolean> {
  if (!tracked.isHeld) return false;
  const { sourceId, name } = tracked;
  const [job] = (await context.service.jobs.named(sourceId, name, context.call)).filter(fits(tracked));
  if (job?.id === undefined) return true;
  take(tracked, job, context, "a run that was interrupted requested it");
  return false;
}
