// Requests a job. The service takes no client token, so a request is sent once in a run; where its answer is lost and the job
// does not show up, the next runs look for it, and send it again only when it can no longer be on its way.
import { withDeadline } from "../../lifecycle/deadline.js";
import { MmsError } from "../../mms/errors.js";
import { isLive } from "../../mms/jobs/job-status.js";
import { byAge } from "../../mms/jobs/list-snapshot.js";
import type { Job } from "../../mms/models.js";
import { pagesOf } from "../../mms/pages.js";
import { createOnce, pausesWithin } from "../base/creation/create-once.js";
import { CreationUnknownError, JobUnseenError, ResourceExistsError } from "../base/errors.js";
import type { MmsContext } from "../base/service.js";
import { refuseUnknownNames } from "../inventory/unknown-names.js";
import { isGeneratedName, requestBody, visibleDifferences } from "./identity.js";
import type { JobRecord } from "./record.js";
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
 * for the finished job too, and for one that an earlier run asked for, whose name a changed date would lose.
 */
function refusePastEta({ eta }: State, now: number): void {
  if (typeof eta !== "string" || eta > dayOver(now)) return;
  throw new MmsError(
    `eta: ${eta} is in the past, so no job was started; give the date by which the job should be complete, today or later, ` +
      "or remove eta",
  );
}

/** Whether a job of our name can be ours: a generated name was made from the configuration, a chosen one says nothing of it. */
export const fits = ({ inputs, name }: JobRecord): ((job: Job) => boolean) =>
  isGeneratedName(name, inputs) ? () => true : (job) => visibleDifferences(inputs, job).length === 0;

/** Some job of this name is there already, and may be anybody's. */
export function refuseTaken({ sourceId, name }: { sourceId: string; name: string }, found: readonly Job[]): never {
  const { id, status, stopped } = found.at(-1) as Job;
  throw new ResourceExistsError(
    `source ${sourceId} already has job ${id} (${status ?? "?"}${stopped ? ", stopped" : ""}) named "${name}"; nothing was started. ` +
      `If it is this resource's job, set adoptJobId: "${id}" to take it over; otherwise choose another name, or leave ` +
      "the name out to have one generated that is found again after a crash",
  );
}

/**
 * Stops where a live job has the name of ours as a service may have altered it: cut short, or in other letters. It may be
 * ours, so nothing is requested beside it. Assumes name-kept-verbatim.
 */
export function refuseAltered(name: string, found: readonly Job[]): void {
  const altered = found.find((job) => isLive(job) && isAltered(name, job.name ?? ""));
  if (altered === undefined) return;
  throw new ResourceExistsError(
    `job ${altered.id} (${altered.status ?? "?"}) is named "${altered.name}", which "${name}" becomes where the service alters ` +
      `names: it may have been requested for this resource by a run that died, so nothing was started. If it was, set ` +
      `adoptJobId: "${altered.id}"; otherwise stop it [name-kept-verbatim]`,
  );
}

/** How much of a name has to be left for one that was cut short to count. */
const leastOfName = 12;

const isAltered = (sent: string, shown: string): boolean => {
  const [one, other] = [sent.toLowerCase(), shown.toLowerCase()];
  return shown !== sent && (one === other || (other.length >= leastOfName && one.startsWith(other)));
};

/** Takes a job that showed up for the one whose request was never answered, or of which the state has never learnt. */
export function take(
  tracked: JobRecord,
  job: Job,
  { progress }: MmsContext,
  origin = "it came of a request whose answer was lost",
): string {
  const jobId = job.id ?? "";
  progress.info(`found job ${jobId} (${job.status ?? "?"}): ${origin}; following it and starting no other`);
  tracked.record({ jobId, adopted: true, held: undefined });
  tracked.job = job;
  return jobId;
}

/**
 * Sends the request, once. Throws {@link CreationUnknownError} where its answer is lost and nothing has shown up; the tracked
 * job then knows when it was requested, which is worth keeping.
 */
export async function request(tracked: JobRecord, context: MmsContext): Promise<void> {
  const { service, urn, clock, call } = context;
  const { inputs, sourceId, name } = tracked;
  refusePastEta(inputs, clock.now());
  await refuseUnknownNames(inputs, context);
  const requestedAt = iso(clock.now());
  const creation = {
    operation: "CreateMmsJob",
    what: `job "${name}" of source ${sourceId}`,
    find: () => service.jobs.named(sourceId, name, call),
    idOf: ({ id }: Job) => id,
    matches: fits(tracked),
    doubt: { looksForMs: surfacesWithinMs, requestsInAll: 1 },
    request: async () => {
      const params = { sourceId, body: requestBody(inputs, name) };
      // Assumes create-answer-has-id.
      const { data, requestId } = await service.client.createMmsJob(params, call);
      return { newId: data.asyncTaskId, requestId };
    },
  };
  const { newId, requestId, found } = await createOnce<Job>(creation, [], context).catch((error: unknown) => {
    if (!(error instanceof CreationUnknownError)) throw error;
    service.submissions.set(urn, sourceId, { name, requestedAt });
    tracked.record({ requestedAt });
    throw error;
  });
  if (found !== undefined) return void take(tracked, found, context);
  const accepted = { asyncTaskId: newId, ...(requestId ? { requestId } : {}) };
  service.submissions.set(urn, sourceId, { name, ...accepted });
  tracked.record(accepted);
  tracked.acceptedAt = clock.now();
  context.progress.report(standingOf(tracked.state));
}

/** Looks for the job of an unanswered request until a moment, at least once. Throws {@link JobUnseenError}. */
export async function surfaced(tracked: JobRecord, until: number, context: MmsContext): Promise<string> {
  const { clock, signal, progress, service } = context;
  const { sourceId, name, requestedAt = clock.now() } = tracked;
  // However short the timeout: each pause is followed by a whole look.
  const { call } = withDeadline(context, Number.POSITIVE_INFINITY);
  for (const pauseMs of [0, ...pausesWithin(until - clock.now())]) {
    if (pauseMs > 0) await clock.sleep(pauseMs, signal);
    progress.status(`looking for job "${name}": the answer to its request of ${iso(requestedAt)} was lost`);
    const [job] = (await service.jobs.named(sourceId, name, call)).filter(fits(tracked));
    if (job === undefined) continue;
    tracked.record({ requestedAt: undefined });
    tracked.interrupted = true;
    return take(tracked, job, context);
  }
  throw new JobUnseenError(name, sourceId, iso(requestedAt), iso(requestedAt + requestsAgainAfterMs));
}

/** Jobs of our name in the whole list of the source: that the filter shows none proves nothing. */
async function inWholeList({ sourceId, name }: JobRecord, context: MmsContext): Promise<Job[]> {
  const found: Job[] = [];
  const pages = pagesOf(context.service.client.call, "ListMmsJobs", { sourceId }, context.call);
  for await (const { items } of pages) {
    refuseAltered(name, items);
    found.push(...items.filter((job) => job.name === name));
  }
  return found.sort(byAge);
}

/** Goes on where an earlier run never learnt what became of its request: looks for the job, and at last requests it again. */
export async function resume(tracked: JobRecord, context: MmsContext): Promise<void> {
  const { clock, progress } = context;
  const { requestedAt = clock.now(), sourceId, name } = tracked;
  const againFrom = requestedAt + requestsAgainAfterMs;
  try {
    await surfaced(tracked, Math.min(context.deadline, againFrom), context);
  } catch (error) {
    if (!(error instanceof JobUnseenError) || clock.now() < againFrom) throw error;
    const found = await inWholeList(tracked, context);
    const [ours] = found.filter(fits(tracked));
    if (ours !== undefined) return void take(tracked, ours, context);
    if (found.length > 0) refuseTaken({ sourceId, name }, found);
    progress.warn(
      `nothing came of the request of ${iso(requestedAt)}: no job named "${name}" is there. Requesting it once more`,
    );
    await request(tracked, context);
  }
}
