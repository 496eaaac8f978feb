// Makes sure that exactly one job exists for a declaration: looks first, requests once, and looks again when in doubt.
import { isDone, isLive } from "../../../mms/jobs/job-status.js";
import type { Job } from "../../../mms/models.js";
import { readInputs } from "../../../lifecycle/properties/typed-values.js";
import { ResourceNotReadyError } from "../../../lifecycle/not-ready.js";
import { refuseOther, renamedTo, warnOfUnseen } from "../../base/adopt.js";
import { describeDifferences } from "../../base/drift.js";
import { CreationUnknownError, ResourceExistsError } from "../../base/errors.js";
import { findOrCreate } from "../../base/creation/find-or-create.js";
import type { MmsContext } from "../../base/service.js";
import { isListed } from "../../jobs/deletion.js";
import { adoptionDifferences, notComparedWith, refuseAltered, visibleDifferences } from "../identity.js";
import { type Arrival, JobRecord } from "../record.js";
import { nameTaken, request } from "../request.js";
import { migrationJobSchema as schema } from "../schema.js";
import type { State } from "../../../lifecycle/types.js";

const describe = (job: Job): string => `job ${job.id} (${job.status ?? "?"}${job.stopped ? ", stopped" : ""})`;

function adopted(inputs: State, sourceId: string, name: string, job: Job): Arrival {
  const record = new JobRecord(inputs, sourceId, { name: job.name ?? name, jobId: job.id, adopted: true });
  record.see(job);
  return { record, job };
}

/**
 * A job under a generated name is ours: an earlier create made it, and state never learnt of it. The name says which
 * configuration it was made for, so what the service shows of that decides only between several.
 */
function recover(inputs: State, sourceId: string, name: string, found: readonly Job[], context: MmsContext) {
  const { progress } = context;
  const alike = found.filter((job) => visibleDifferences(inputs, job).length === 0);
  const ours = alike.find(isLive) ?? alike.at(-1) ?? found.find(isLive) ?? found.at(-1);
  if (ours === undefined) return undefined;
  progress.info(`found ${describe(ours)} from an earlier attempt; following it and starting no other`);
  const differences = describeDifferences(schema.inputs, visibleDifferences(inputs, ours));
  if (differences) progress.warn(`the service shows job ${ours.id} otherwise than it was requested: ${differences}`);
  if (isDone(ours)) {
    progress.warn(
      `job ${ours.id} is finished, so nothing is migrated; to migrate again, give \`triggers\` a value it never had`,
    );
  }
  return { ...adopted(inputs, sourceId, name, ours), isInterrupted: isLive(ours) };
}

/**
 * Jobs of a name. Under a generated one, jobs of an earlier configuration show too: one that still runs belongs to a run that
 * died before the program was changed, or was let go on purpose, so it is reported and left alone.
 */
async function jobsNamed(sourceId: string, name: string, isGenerated: boolean, context: MmsContext): Promise<Job[]> {
  const { service, progress, call } = context;
  // What a generated name ends with, after its last dash, stands for the configuration.
  const prefix = isGenerated ? name.slice(0, name.lastIndexOf("-") + 1) : name;
  const all = await service.jobs.beginningWith(sourceId, prefix, name, call);
  if (!isGenerated) return all;
  const family = all.filter(({ id = "" }) => !service.deletedJobs.has(id));
  refuseAltered(name, family);
  for (const job of family.filter((one) => one.name !== name && isLive(one))) {
    progress.warn(
      `${describe(job)} named "${job.name}" was started for an earlier configuration of this resource, and nothing follows ` +
        "it: a run was interrupted before it could, or deletePolicy was abandon. Stop it if it is not wanted",
    );
  }
  return family.filter((job) => job.name === name);
}

/** Takes over a job created elsewhere, once it is known to be what the program describes. */
async function takeOver(inputs: State, sourceId: string, jobId: string, context: MmsContext): Promise<Arrival> {
  const job = await context.service.jobs.current(sourceId, jobId, context.call);
  if (job === undefined || !(await isListed(sourceId, jobId, job, context))) {
    throw new ResourceExistsError(
      `adoptJobId: source ${sourceId} has no job ${jobId}; check the id, or remove adoptJobId`,
    );
  }
  const differences = describeDifferences(schema.inputs, adoptionDifferences(inputs, job));
  refuseOther("adoptJobId", describe(job), [renamedTo(job.name, inputs), differences], "job");
  warnOfUnseen(`job ${jobId}`, notComparedWith(inputs, job), context);
  return adopted(inputs, sourceId, schema.naming.generate(context.urn, inputs), { ...job, id: jobId });
}

async function requestJob(record: JobRecord, context: MmsContext): Promise<Arrival> {
  if (record.desired.startWhen === false) {
    record.record({ held: true });
    return { record };
  }
  try {
    return await request(record, context);
  } catch (error) {
    // There may be a job: the state keeps its name, so that the next run looks for it in place of requesting another.
    if (error instanceof CreationUnknownError) throw new ResourceNotReadyError(record.id, record.state, error);
    throw error;
  }
}

/** Makes sure that the one job of these inputs exists, and returns it. Starts none where one is found. */
export function createJob(inputs: State, context: MmsContext): Promise<Arrival> {
  const { sourceId } = readInputs(schema.inputs, inputs);
  return findOrCreate<Job, Arrival>(
    schema,
    inputs,
    {
      scope: sourceId,
      adopt: (jobId) => takeOver(inputs, sourceId, jobId, context),
      resume: (mine) => ({ record: new JobRecord(inputs, sourceId, { ...mine, adopted: false }) }),
      find: (name, isGenerated) => jobsNamed(sourceId, name, isGenerated, context),
      recover: (found, name) => recover(inputs, sourceId, name, found, context),
      taken: (found, name) => nameTaken(sourceId, name, found),
      create: (name) => requestJob(new JobRecord(inputs, sourceId, { name, adopted: false }), context),
    },
    context,
  );
}
