// Makes sure that exactly one timer exists for a declaration: looks for its name, asks once, adopts where told.
import type { Timer } from "../../mms/models.js";
import { itemsNamed } from "../../mms/pages.js";
import { undefinedIfNotFound } from "../base/answers.js";
import { describeDifferences, notComparedWarning } from "../base/drift.js";
import { createOnce } from "../base/create-once.js";
import { ResourceExistsError } from "../base/errors.js";
import { formerNames, generatedName, givenName } from "../base/naming.js";
import type { MmsContext } from "../base/service.js";
import { refuseUnknownNames } from "../inventory/unknown-names.js";
import { type Witness, witnessIn } from "../jobs/witness.js";
import { fixedDifferences, narrowingOf, notComparedWith, requestBody } from "./identity.js";
import { migrationTimerInputs } from "./schema.js";
import { TimerRecord } from "./record.js";
import type { State } from "../../lifecycle/types.js";
import type { CallOptions } from "../../mms/call.js";

interface DesiredTimer {
  readonly inputs: State;
  readonly sourceId: string;
  readonly name: string;
}

/** What a generated name begins with where the resource's own name gives nothing readable. */
const fallback = "timer";

/** Where a process remembers the timers it made in a source. */
const scopeOf = (sourceId: string): string => `${sourceId}/timers`;

/** Reads a timer; `undefined` means gone. */
export async function readTimer(
  ids: { sourceId: string; timerId: string },
  options: CallOptions,
  { service }: MmsContext,
): Promise<Timer | undefined> {
  const { sourceId, timerId } = ids;
  const answer = await undefinedIfNotFound(service.client.getMmsTimer({ sourceId, timerId }, options));
  return answer && { ...answer.data, id: timerId };
}

/** What the list of a source's timers says of one that its own read does not find. */
export const timerWitness = (
  { sourceId, timerId }: { sourceId: string; timerId: string },
  options: CallOptions,
  { service }: MmsContext,
): Promise<Witness> =>
  witnessIn(service, sourceId, service.client.iterate("ListMmsTimers", { sourceId }, options), timerId);

/** Timers of exactly this name, with their configuration, which the list does not show. */
async function timersNamed(
  { sourceId, name }: DesiredTimer,
  options: CallOptions,
  context: MmsContext,
): Promise<Timer[]> {
  const listed = await itemsNamed(context.service.client, "ListMmsTimers", { sourceId }, name, options);
  const ids = listed.flatMap(({ id }) => id ?? []);
  const timers = await Promise.all(ids.map((timerId) => readTimer({ sourceId, timerId }, options, context)));
  return timers.filter((timer) => timer !== undefined);
}

/** Free settings may hold secrets, which reach a plugin in clear: their values are not told. */
const untold: ReadonlySet<string> = new Set(["others"]);

const matches = ({ inputs }: DesiredTimer, timer: Timer): boolean => fixedDifferences(inputs, timer).length === 0;

/** A timer under a generated name is ours, where its configuration is; any other name is somebody's. */
function fromBefore(wish: DesiredTimer, found: readonly Timer[], { progress }: MmsContext): TimerRecord {
  const { inputs, sourceId, name } = wish;
  const timer = found.find((one) => matches(wish, one));
  if (givenName(inputs) !== undefined || timer?.id === undefined) {
    const other = found.at(-1);
    throw new ResourceExistsError(
      `source ${sourceId} already has timer ${other?.id} named "${name}"; nothing was made. If it is this resource's ` +
        `timer, set adoptTimerId: "${other?.id}" to take it over; otherwise choose another name`,
    );
  }
  progress.info(`found timer ${timer.id} from an earlier attempt; making no other`);
  return TimerRecord.found(inputs, sourceId, timer.id, name);
}

/** Finds the timer that an earlier run made before the resource was renamed or moved. */
async function fromBeforeRename(wish: DesiredTimer, context: MmsContext): Promise<TimerRecord | undefined> {
  for (const name of formerNames(migrationTimerInputs, wish.inputs, fallback, context)) {
    const previous = { ...wish, name };
    const found = await timersNamed(previous, context.call, context);
    if (found.length > 0) return fromBefore(previous, found, context);
  }
  return undefined;
}

async function findOrAsk(wish: DesiredTimer, context: MmsContext): Promise<TimerRecord> {
  const { inputs, sourceId, name } = wish;
  const { service, urn } = context;
  const scope = scopeOf(sourceId);
  // The engine may call create again within one run; what this process made stays made.
  const mine = service.submissions.get(urn, scope, name);
  if (mine?.madeId !== undefined) return TimerRecord.found(inputs, sourceId, mine.madeId, name, mine.requestId);
  const before = await timersNamed(wish, context.call, context);
  if (before.length > 0) return fromBefore(wish, before, context);
  const renamed = await fromBeforeRename(wish, context);
  if (renamed !== undefined) return renamed;
  await refuseUnknownNames(inputs, context);
  const outcome = await createOnce<Timer>(
    {
      operation: "CreateMmsTimer",
      what: `timer "${name}" of source ${sourceId}`,
      find: (options) => timersNamed(wish, options, context),
      idOf: ({ id }) => id,
      matches: (timer) => matches(wish, timer),
      ask: async (options) => {
        const params = { sourceId, body: requestBody(inputs, name) };
        const { data, requestId } = await service.client.createMmsTimer(params, options);
        return { newId: data.timerId, requestId };
      },
    },
    before,
    context,
  );
  const requestId = outcome.kind === "made" ? outcome.requestId : undefined;
  service.submissions.set(urn, scope, { name, madeId: outcome.newId, ...(requestId ? { requestId } : {}) });
  return TimerRecord.fresh(inputs, sourceId, outcome.newId, name, requestId);
}

/** Takes over a timer made elsewhere, once what cannot be changed about it is what the program describes. */
async function takeOver(wish: DesiredTimer, timerId: string, context: MmsContext): Promise<TimerRecord> {
  const { inputs, sourceId } = wish;
  const timer = await readTimer({ sourceId, timerId }, context.call, context);
  if (timer === undefined) {
    throw new ResourceExistsError(
      `adoptTimerId: source ${sourceId} has no timer ${timerId}; check the id, or remove adoptTimerId`,
    );
  }
  const given = givenName(inputs);
  const renamed =
    given === undefined || given === timer.name ? "" : `its name is "${timer.name}", the program says "${given}"`;
  const differences = describeDifferences([...fixedDifferences(inputs, timer), ...narrowingOf(inputs, timer)], untold);
  if (renamed || differences) {
    throw new ResourceExistsError(
      `adoptTimerId: timer ${timerId} of source ${sourceId} is not what the program describes: ${[renamed, differences].filter(Boolean).join("; ")}. ` +
        "Change the program to match the timer, or remove adoptTimerId",
    );
  }
  const unseen = notComparedWith(inputs, timer);
  notComparedWarning(`timer ${timerId}`, unseen).forEach((warning) => context.progress.warn(warning));
  return TimerRecord.fresh(inputs, sourceId, timerId, timer.name ?? "");
}

/** Makes sure that the one timer of these inputs exists, and says which it is. Makes none where one is found. */
export async function createTimer(inputs: State, context: MmsContext): Promise<TimerRecord> {
  const sourceId = String(inputs["sourceId"]);
  const name = givenName(inputs) ?? generatedName(migrationTimerInputs, context.urn, inputs, fallback);
  const wish: DesiredTimer = { inputs, sourceId, name };
  const adopt = inputs["adoptTimerId"];
  if (adopt !== undefined) return takeOver(wish, String(adopt), context);
  return context.service.oneAtATime(`${scopeOf(sourceId)}/${name}`, () => findOrAsk(wish, context));
}

/** Forgets a timer that is gone. */
export const forget = ({ sourceId, name }: { sourceId: string; name: string }, { service, urn }: MmsContext): void =>
  service.submissions.forget(urn, scopeOf(sourceId), name);
