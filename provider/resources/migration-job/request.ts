// Requests a job. The service takes no client token, so a request is sent once in a run; where its response is lost and the job
// does not show up, the next runs look for it, and send it again only when it can no longer be on its way.
import { withDeadline } from "../../lifecycle/deadline.js";
import { MmsError } from "../../mms/errors.js";
import { byAge } from "../../mms/jobs/list-snapshot.js";
import type { Job } from "../../mms/models.js";
import { pagesOf } from "../../mms/pages.js";
import { createOnce, pausesWithin } from "../base/creation/create-once.js";
import { CreationUnknownError, JobUnseenError, ResourceExistsError } from "../base/errors.js";
import type { MmsContext } from "../base/service.js";
import { refuseUnknownNames } from "../inventory/unknown-names.js";
import { fits, refuseAltered, requestBody } from "./identity.js";
import type { Arrival, JobRecord } from "./record.js";
import { standingOf } from "./state.js";
import type { State } from "../../lifecycle/types.js";

/**
 * How long a requested job may take to show up, in milliseconds. The vendor's own tool estimates 1 to 5 minutes for the
 * asynchronous start of a job. Assumes job-appears-in-minutes.
 */
export const surfacesWithinMs = 5 * 60_000;

/** How old an unanswered request must be before it is sent again, in milliseconds. A choice: three times that estimate. */
export const requestsAgainAfterMs = 3 * surfacesWithinMs;

const iso = (ms: number): string => new Date(ms).toISOString();

/** The last day that is over everywhere on earth, as yyyy-MM-dd: in the last time zone it is 12 hours earlier than in UTC. */
const dayOver = (now: number): string => iso(now - 36 * 3_600_000).slice(0, 10);

/**
 * Refuses a completion date in the past, but only for a job that is not there yet: a check of the inputs would refuse it
 * for the finished job too, and for one that an earlier run requested, whose name a changed date would lose.
 */
function refusePastEta({ eta }: State, now: number): void {
  if (typeof eta !== "string" || eta > dayOver(now)) return;
  throw new MmsError(
    `eta: ${eta} is in the past, so no job was started; give the date by which the job should be complete, today or later, ` +
      "or remove eta",
  );
}

/** The error of a name that some job has, which may be anybody's. */
export function nameTaken(sourceId: string, name: string, found: readonly Job[]): ResourceExistsError {
  const { id, status, stopped } = found.at(-1) ?? {};
  return new ResourceExistsError(
    `source ${sourceId} already has job ${id} (${status ?? "?"}${stopped ? ", stopped" : ""}) named "${name}"; nothing was started. ` +
      `If it is this resource's job, set adoptJobId: "${id}" to take it over; otherwise choose another name, or leave ` +
      "the name out to have one generated that is found again after a crash",
  );
}

/** Takes a job that showed up for the one whose request never got a response, or of which the state has never learnt. */
function take(
  record: JobRecord,
  job: Job,
  { progress }: MmsContext,
  origin = "it came of a request whose response was lost",
): Arrival {
  const jobId = job.id ?? "";
  progress.info(`found job ${jobId} (${job.status ?? "?"}): ${origin}; following it and starting no other`);
  record.record({ jobId, adopted: true, held: undefined });
  record.see(job);
  return { record, job };
}

/**
 * Sends the request, once. Throws {@link CreationUnknownError} where its response is lost and nothing has shown up; the record
 * then holds when the job was requested, which is worth keeping.
 */
export async function request(record: JobRecord, context: MmsContext): Promise<Arrival> {
  const { service, urn, clock, call } = context;
  const { inputs, sourceId, name } = record;
  refusePastEta(inputs, clock.now());
  await refuseUnknownNames(inputs, context);
  const requestedAt = iso(clock.now());
  const creation = {
    operation: "CreateMmsJob",
    what: `job "${name}" of source ${sourceId}`,
    find: () => service.jobs.named(sourceId, name, call),
    idOf: ({ id }: Job) => id,
    matches: fits(inputs, name),
    doubt: { looksForMs: surfacesWithinMs, requestsInAll: 1 },
    request: async () => {
      // Assumes create-answer-has-id.
      const { data, requestId } = await service.client.createMmsJob(
        { sourceId, body: requestBody(inputs, name) },
        call,
      );
      return { newId: data.asyncTaskId, requestId };
    },
  };
  const { newId, requestId, found } = await createOnce<Job>(creation, [], context).catch((error: unknown) => {
    if (!(error instanceof CreationUnknownError)) throw error;
    service.submissions.set(urn, sourceId, { name, requestedAt });
    record.record({ requestedAt });
    throw error;
  });
  if (found !== undefined) return take(record, found, context);
  const accepted = { asyncTaskId: newId, ...(requestId ? { requestId } : {}) };
  service.submissions.set(urn, sourceId, { name, ...accepted });
  record.record(accepted);
  context.progress.report(standingOf(record.state));
  return { record, acceptedAt: clock.now() };
}

/** Looks for the job of an unanswered request until a moment, at least once. Throws {@link JobUnseenError}. */
export async function surfaced(record: JobRecord, until: number, context: MmsContext): Promise<Arrival> {
  const { clock, signal, progress, service } = context;
  const { inputs, sourceId, name, requestedAt = clock.now() } = record;
  // However short the timeout: each pause is followed by a whole look.
  const { call } = withDeadline(context, Number.POSITIVE_INFINITY);
  for (const pauseMs of [0, ...pausesWithin(until - clock.now())]) {
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    progress.status(`looking for job "${name}": the response to its request of ${iso(requestedAt)} was lost`);
    const [job] = (await service.jobs.named(sourceId, name, call)).filter(fits(inputs, name));
    if (job === undefined) continue;
    record.record({ requestedAt: undefined });
    return { ...take(record, job, context), isInterrupted: true };
  }
  throw new JobUnseenError(name, sourceId, iso(requestedAt), iso(requestedAt + requestsAgainAfterMs));
}

/** Jobs of our name in the whole list of the source: that the filter shows none proves nothing. */
async function inWholeList({ sourceId, name }: JobRecord, { service, call }: MmsContext): Promise<Job[]> {
  const found: Job[] = [];
  const pages = pagesOf({ call: service.client.call, name: "ListMmsJobs", params: { sourceId }, options: call });
  for await (const { items } of pages) {
    refuseAltered(name, items);
    found.push(...items.filter((job) => job.name === name));
  }
  return found.sort(byAge);
}

/** Goes on where an earlier run never learnt what became of its request: looks for the job, and at last requests it again. */
export async function resume(record: JobRecord, context: MmsContext): Promise<Arrival> {
  const { clock, progress } = context;
  const { inputs, requestedAt = clock.now(), sourceId, name } = record;
  const againFrom = requestedAt + requestsAgainAfterMs;
  try {
    return await surfaced(record, Math.min(context.deadline, againFrom), context);
  } catch (error) {
    if (!(error instanceof JobUnseenError) || clock.now() < againFrom) throw error;
  }
  const found = await inWholeList(record, context);
  const [ours] = found.filter(fits(inputs, name));
  if (ours !== undefined) return take(record, ours, context);
  if (found.length > 0) throw nameTaken(sourceId, name, found);
  progress.warn(
    `nothing came of the request of ${iso(requestedAt)}: no job named "${name}" is there. It is requested once more`,
  );
  return request(record, context);
}

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
