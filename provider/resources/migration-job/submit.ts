// Makes sure that exactly one job exists for a declaration: looks first, asks once, and looks again when in doubt.
import { isAmbiguous } from "../../mms/errors.js";
import type { Job } from "../../mms/models.js";
import type { State } from "../../lifecycle/lifecycle.js";
import { shown } from "../../lifecycle/value-types.js";
import { CreationUnknownError, JobExistsError } from "../errors.js";
import type { MmsContext, Submission } from "../service.js";
import { generatedName, requestBody, visibleDifferences } from "./identity.js";
import { isLive } from "./state.js";
import { Tracked } from "./tracked.js";

/** Pauses between looks after an answer was lost: a request may take effect, and a list may show it, late. */
const looksAfterMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** How often a creation is asked for in all, when look after look finds nothing. */
const asksInAll = 3;

interface Wish {
  readonly inputs: State;
  readonly sourceId: string;
  readonly name: string;
  /** Whether the name is one nobody else would choose. */
  readonly generated: boolean;
  readonly deadline: number;
}

const describe = (job: Job): string => `job ${job.id} (${job.status ?? "?"}${job.stopped ? ", stopped" : ""})`;

const differencesIn = (inputs: State, job: Job): string =>
  visibleDifferences(inputs, job)
    .map(({ field, wanted, found }) => `${field} is ${shown(found)}, the program says ${shown(wanted)}`)
    .join("; ");

function adopt(wish: Wish, job: Job, submission: Partial<Submission> = {}): Tracked {
  const { asyncTaskId, requestId } = submission;
  const outputs = { asyncTaskId, requestId, jobId: job.id, adopted: asyncTaskId === undefined };
  const tracked = new Tracked(wish.inputs, wish.sourceId, wish.name, outputs);
  tracked.job = job;
  return tracked;
}

/** A job under a generated name is ours: an earlier create made it, and state never learnt of it. */
function recover(wish: Wish, found: readonly Job[], { progress }: MmsContext): Tracked {
  const matching = found.filter((job) => visibleDifferences(wish.inputs, job).length === 0);
  const ours = matching.find(isLive) ?? matching.at(-1);
  if (ours === undefined) {
    const other = found[0] as Job;
    throw new JobExistsError(
      `${describe(other)} of source ${wish.sourceId} has the name "${wish.name}", which is generated for this resource, ` +
        `but another configuration: ${differencesIn(wish.inputs, other)}. Delete that job, or give this resource a name`,
    );
  }
  progress.info(`found ${describe(ours)} from an earlier attempt; following it and starting no other`);
  return adopt(wish, ours);
}

function refuseTaken(wish: Wish, found: readonly Job[]): never {
  const job = found.at(-1) as Job;
  throw new JobExistsError(
    `source ${wish.sourceId} already has ${describe(job)} named "${wish.name}"; nothing was started. ` +
      `If it is this resource's job, set adoptJobId: "${job.id}" to take it over; otherwise choose another name, or leave ` +
      "the name out to have one generated that is found again after a crash",
  );
}

/** Looks until a job shows up that was not there before and has our configuration. */
async function lookForOurs(wish: Wish, before: ReadonlySet<string>, context: MmsContext): Promise<Job[]> {
  const { service, clock, signal, progress } = context;
  const options = { signal, deadline: wish.deadline };
  for (const pauseMs of looksAfterMs) {
    progress.status("the answer to CreateMmsJob was lost; looking for the job before anything else");
    const named = await service.jobs.named(wish.sourceId, wish.name, options);
    const ours = named.filter((job) => !before.has(job.id ?? "") && visibleDifferences(wish.inputs, job).length === 0);
    if (ours.length > 0) return ours;
    if (clock.now() + pauseMs >= wish.deadline) break;
    await clock.sleep(pauseMs, signal);
  }
  return [];
}

/** Asks for the job. A lost answer is never simply asked again: the service takes no client token. */
async function ask(wish: Wish, before: ReadonlySet<string>, context: MmsContext): Promise<Tracked> {
  const { service, clock, signal, urn } = context;
  const { sourceId, name, deadline } = wish;
  let lost = new Error("CreateMmsJob was not answered");
  for (let asked = 0; asked < asksInAll && (asked === 0 || clock.now() < deadline); asked += 1) {
    try {
      const params = { sourceId, body: requestBody(wish.inputs, name) };
      const { data, requestId } = await service.client.createMmsJob(params, { signal, deadline });
      const { asyncTaskId } = data;
      if (asyncTaskId !== undefined) {
        service.submissions.set(urn, sourceId, { name, asyncTaskId, requestId });
        return new Tracked(wish.inputs, sourceId, name, { asyncTaskId, requestId, adopted: false });
      }
      lost = new Error(`the answer (request ${requestId}) holds no asyncTaskId`);
    } catch (error) {
      if (!(error instanceof Error) || !isAmbiguous(error)) throw error;
      lost = error;
    }
    const [ours] = await lookForOurs(wish, before, context).catch((error: Error) => {
      throw new CreationUnknownError(name, sourceId, error);
    });
    if (ours !== undefined) return adopt(wish, ours);
  }
  throw new CreationUnknownError(name, sourceId, lost);
}

async function findOrAsk(wish: Wish, context: MmsContext): Promise<Tracked> {
  const { service, signal, urn } = context;
  // The engine may call create again within one run; what this process asked for stays asked for.
  const mine = service.submissions.get(urn, wish.sourceId, wish.name);
  if (mine !== undefined) return new Tracked(wish.inputs, wish.sourceId, wish.name, { ...mine, adopted: false });
  const found = await service.jobs.named(wish.sourceId, wish.name, { signal, deadline: wish.deadline });
  if (found.length > 0) return wish.generated ? recover(wish, found, context) : refuseTaken(wish, found);
  return ask(wish, new Set(found.map(({ id }) => id ?? "")), context);
}

/** Takes over a job made elsewhere, once it is known to be what the program describes. */
async function takeOver(wish: Wish, jobId: string, context: MmsContext): Promise<Tracked> {
  const { service, signal } = context;
  const job = await service.jobs.current(wish.sourceId, jobId, { signal, deadline: wish.deadline });
  if (job === undefined) {
    throw new JobExistsError(
      `adoptJobId: source ${wish.sourceId} has no job ${jobId}; check the id, or remove adoptJobId`,
    );
  }
  const differences = differencesIn(wish.inputs, job);
  const renamed =
    wish.generated || job.name === wish.name ? "" : `its name is "${job.name}", the program says "${wish.name}"`;
  if (differences || renamed) {
    throw new JobExistsError(
      `adoptJobId: ${describe(job)} is not what the program describes: ${[renamed, differences].filter(Boolean).join("; ")}. ` +
        "Change the program to match the job, or remove adoptJobId",
    );
  }
  return adopt({ ...wish, name: job.name ?? wish.name }, { ...job, id: jobId });
}

/** Makes sure that the one job of these inputs exists, and says which it is. Starts none where one is found. */
export async function submit(inputs: State, deadline: number, context: MmsContext): Promise<Tracked> {
  const sourceId = String(inputs["sourceId"]);
  const given = inputs["name"];
  const generated = typeof given !== "string" || given === "";
  const name = generated ? generatedName(context.urn, inputs) : given;
  const wish: Wish = { inputs, sourceId, name, generated, deadline };
  const adoptJobId = inputs["adoptJobId"];
  if (adoptJobId !== undefined) return takeOver(wish, String(adoptJobId), context);
  return context.service.oneAtATime(`${sourceId}/${name}`, () => findOrAsk(wish, context));
}
