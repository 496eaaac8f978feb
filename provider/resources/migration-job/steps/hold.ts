// Jobs that their program does not let start yet: declared, and requested by a later run.
import type { MmsContext } from "../../base/service.js";
import { fits } from "../identity.js";
import type { JobRecord } from "../record.js";
import { take } from "../request.js";

/**
 * Finds the job of a held resource: a run that was killed may have requested it, and kept nothing of that. Returns whether
 * the resource is still without a job.
 */
export async function isStillHeld(record: JobRecord, context: MmsContext): Promise<boolean> {
  if (!record.isHeld) return false;
  const { inputs, sourceId, name } = record;
  const [job] = (await context.service.jobs.named(sourceId, name, context.call)).filter(fits(inputs, name));
  if (job?.id === undefined) return true;
  take(record, job, context, "a run that was interrupted requested it");
  return false;
}
