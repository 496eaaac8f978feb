// Makes sure that exactly one job exists for a declaration: looks first, asks once, and looks again when in doubt.
import type { Job } from "../../../mms/models.js";
import { describeDifferences, notComparedWarning } from "../../base/drift.js";
import { ResourceNotReadyError } from "../../../lifecycle/not-ready.js";
import { CreationUnknownError, ResourceExistsError } from "../../base/errors.js";
import type { MmsContext } from "../../base/service.js";
import {
  adoptionDifferences,
  generatedName,
  generatedPrefix,
  notComparedWith,
  visibleDifferences,
} from "../identity.js";
import { mustHold } from "./hold.js";
import { isListed } from "../../jobs/deletion.js";
import { refuseAltered, refuseTaken, request } from "../request.js";
import { JobRecord } from "../record.js";
import type { State } from "../../../lifecycle/types.js";
import { isLive } from "../../../mms/jobs/job-status.js";

interface DesiredJob {
  readonly inputs: State;
  readonly sourceId: string;
  readonly name: string;
  /** Whether the name is one nobody else would choose. */
  readonly generated: boolean;
}

const describe = (job: Job): string => `job ${job.id} (${job.status ?? "?"}${job.stopped ? ", stopped" : ""})`;

function adopt(wish: DesiredJob, job: Job): JobRecord {
  const tracked = new JobRecord(wish.inputs, wish.sourceId, wish.name, { jobId: job.id, adopted: true });
  tracked.job = job;
  return tracked;
}

/**
 * A job under a generated name is ours: an earlier create made it, and state never learnt of it. The name says which
 * configuration it was made for, so what the service shows of that decides only between several.
 */
function recover(wish: DesiredJob, found: readonly Job[], { progress }: MmsContext): JobRecord {
  const alike = found.filter((job) => visibleDifferences(wish.inputs, job).length === 0);
  const ours = alike.find(isLive) ?? alike.at(-1) ?? found.find(isLive) ?? (found.at(-1) as Job);
  progress.info(`found ${describe(ours)} from an earlier attempt; following it and starting no other`);
  const differences = describeDifferences(visibleDifferences(wish.inputs, ours));
  if (differences) progress.warn(`the service shows job ${ours.id} otherwise than it was asked for: ${differences}`);
  if (ours.status === "DONE") {
    progress.warn(
      `job ${ours.id} is finished, so nothing is migrated; to migrate again, give \`triggers\` a value it never had`,
    );
  }
  const tracked = adopt({ ...wish, name: ours.name ?? wish.name }, ours);
  tracked.interrupted = isLive(ours);
  return tracked;
}

/** The names that a job of this declaration can have: by its URN now, and by those that the program says it had. */
const urnsOf = ({ urn, aliases = [] }: MmsContext): string[] => [...new Set([urn, ...aliases])];

/**
 * Jobs of this name. Under a generated one, jobs of an earlier configuration show too: one that still runs belongs to a
 * run that died before the program was changed, or was let go on purpose, so it is told and left alone.
 */
async function look(wish: DesiredJob, context: MmsContext): Promise<Job[]> {
  const { service, progress } = context;
  const { inputs, sourceId, name, generated } = wish;
  const options = context.call;
  if (!generated) return service.jobs.beginningWith(sourceId, name, name, options);
  const found: Job[] = [];
  for (const urn of urnsOf(context)) {
    const ownName = generatedName(urn, inputs);
    const all = await service.jobs.beginningWith(sourceId, generatedPrefix(urn), ownName, options);
    const family = all.filter(({ id = "" }) => !service.deletedJobs.has(id));
    refuseAltered(ownName, family);
    for (const job of family.filter((one) => one.name !== ownName && isLive(one))) {
      progress.warn(
        `${describe(job)} named "${job.name}" was started for an earlier configuration of this resource, and nothing follows ` +
          "it: a run was interrupted before it could, or deletePolicy was abandon. Stop it if it is not wanted",
      );
    }
    found.push(...family.filter((job) => job.name === ownName));
  }
  return found;
}

async function findOrAsk(wish: DesiredJob, context: MmsContext): Promise<JobRecord> {
  const { service, urn } = context;
  // The engine may call create again within one run; what this process asked for stays asked for.
  const mine = service.submissions.get(urn, wish.sourceId, wish.name);
  if (mine !== undefined) return new JobRecord(wish.inputs, wish.sourceId, wish.name, { ...mine, adopted: false });
  const found = await look(wish, context);
  if (found.length > 0) return wish.generated ? recover(wish, found, context) : refuseTaken(wish, found);
  if (mustHold(wish.inputs))
    return new JobRecord(wish.inputs, wish.sourceId, wish.name, { adopted: false, held: true });
  const tracked = new JobRecord(wish.inputs, wish.sourceId, wish.name, { adopted: false });
  try {
    await request(tracked, context);
    return tracked;
  } catch (error) {
    // There may be a job: the state keeps its name, so that the next run looks for it in place of requesting another.
    if (error instanceof CreationUnknownError) throw new ResourceNotReadyError(tracked.id, tracked.state, error);
    throw error;
  }
}

/** Free settings may hold secrets, which reach a plugin in clear: their values are left out. */
const untold: ReadonlySet<string> = new Set(["others"]);

/** Takes over a job made elsewhere, once it is known to be what the program describes. */
async function takeOver(wish: DesiredJob, jobId: string, context: MmsContext): Promise<JobRecord> {
  const options = context.call;
  const job = await context.service.jobs.current(wish.sourceId, jobId, options);
  if (job === undefined || !(await isListed(wish.sourceId, jobId, job, context))) {
    throw new ResourceExistsError(
      `adoptJobId: source ${wish.sourceId} has no job ${jobId}; check the id, or remove adoptJobId`,
    );
  }
  const differences = describeDifferences(adoptionDifferences(wish.inputs, job), untold);
  const renamed =
    wish.generated || job.name === wish.name ? "" : `its name is "${job.name}", the program says "${wish.name}"`;
  if (differences || renamed) {
    throw new ResourceExistsError(
      `adoptJobId: ${describe(job)} is not what the program describes: ${[renamed, differences].filter(Boolean).join("; ")}. ` +
        "Change the program to match the job, or remove adoptJobId",
    );
  }
  const unseen = notComparedWith(wish.inputs, job);
  notComparedWarning(`job ${jobId}`, unseen).forEach((warning) => context.progress.warn(warning));
  return adopt({ ...wish, name: job.name ?? wish.name }, { ...job, id: jobId });
}

/** Makes sure that the one job of these inputs exists, and says which it is. Starts none where one is found. */
export async function createJob(inputs: State, context: MmsContext): Promise<JobRecord> {
  const sourceId = String(inputs["sourceId"]);
  const given = inputs["name"];
  const generated = typeof given !== "string" || given === "";
  const name = generated ? generatedName(context.urn, inputs) : given;
  const wish: DesiredJob = { inputs, sourceId, name, generated };
  const adoptJobId = inputs["adoptJobId"];
  if (adoptJobId !== undefined) return takeOver(wish, String(adoptJobId), context);
  return context.service.oneAtATime(`${sourceId}/${name}`, () => findOrAsk(wish, context));
}
