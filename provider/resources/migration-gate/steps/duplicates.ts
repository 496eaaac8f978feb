// A gate reads the list of its source anyway, so it sees when a job of its own has a double: a run that died requested one too,
// and it showed up late. The job belongs to a MigrationJob, which ends the double; a gate only says so.
import { MmsError } from "../../../mms/errors.js";
import type { Job } from "../../../mms/models.js";
import { hasGeneratedName } from "../../base/naming.js";
import type { MmsContext } from "../../base/service.js";
import { isLive } from "../../../mms/jobs/job-status.js";

/** Every job of a source by name, as far as the name was generated: nobody else chooses such a name. */
async function byGeneratedName(sourceId: string, { service, signal }: MmsContext): Promise<Map<string, Job[]>> {
  const byName = new Map<string, Job[]>();
  for await (const job of service.client.iterate("ListMmsJobs", { sourceId }, { signal })) {
    const { name = "" } = job;
    if (hasGeneratedName(name)) byName.set(name, [...(byName.get(name) ?? []), job]);
  }
  return byName;
}

/** Warns of live jobs that have the name of a job of the gate. A list that cannot be read keeps no gate from its work. */
export async function warnOfDuplicates(
  sourceId: string,
  jobIds: readonly string[],
  context: MmsContext,
): Promise<void> {
  const { progress } = context;
  const ours = new Set(jobIds);
  try {
    for (const [name, jobs] of await byGeneratedName(sourceId, context)) {
      const own = jobs.find(({ id }) => id !== undefined && ours.has(id));
      const others = jobs.filter((job) => job.id !== undefined && !ours.has(job.id) && isLive(job));
      if (own === undefined || others.length === 0) continue;
      progress.warn(
        `job ${others.map(({ id }) => id).join(", ")} has the name "${name}" of job ${own.id} and moves the same data: a run that was ` +
          "interrupted started it too. Run `pulumi up --refresh`: it keeps the oldest, and stops and deletes the others",
      );
    }
  } catch (error) {
    if (!(error instanceof MmsError)) throw error;
    progress.info(`whether another run started the same jobs is not known: ${error.message}`);
  }
}
