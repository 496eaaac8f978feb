// Makes sure that exactly one timer exists for a declaration.
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import type { Timer } from "../../mms/models.js";
import { itemsNamed } from "../../mms/pages.js";
import { refuseOther, renamedTo, warnOfUnseen } from "../base/adopt.js";
import { undefinedIfNotFound } from "../base/answers.js";
import { createOnce } from "../base/creation/create-once.js";
import { describeDifferences } from "../base/drift.js";
import { ResourceExistsError } from "../base/errors.js";
import { findOrCreate } from "../base/creation/find-or-create.js";
import type { MmsContext } from "../base/service.js";
import { refuseUnknownNames } from "../inventory/unknown-names.js";
import { type Witness, witnessIn } from "../jobs/witness.js";
import { adoptionDifferences, fixedDifferences, notComparedWith, requestBody, type TimerIds } from "./identity.js";
import { TimerRecord } from "./record.js";
import { migrationTimerSchema as schema } from "./schema.js";
import type { State } from "../../lifecycle/types.js";

/** Where a process remembers the timers it created in a source. */
const scopeOf = (sourceId: string): string => `${sourceId}/timers`;

/** Reads a timer; `undefined` means gone. */
export async function readTimer(ids: TimerIds, { service, call }: MmsContext): Promise<Timer | undefined> {
  const { sourceId, timerId } = ids;
  const response = await undefinedIfNotFound(service.client.getMmsTimer({ sourceId, timerId }, call));
  return response && { ...response.data, id: timerId };
}

/** What the list of a source's timers says of one that its own read does not find. */
export const timerWitness = ({ sourceId, timerId }: TimerIds, { service, call }: MmsContext): Promise<Witness> =>
  witnessIn(service, sourceId, service.client.iterate("ListMmsTimers", { sourceId }, call), timerId);

/** Timers of exactly this name, with their configuration, which the list does not show. */
async function timersNamed(sourceId: string, name: string, context: MmsContext): Promise<Timer[]> {
  const listed = await itemsNamed(context.service.client, "ListMmsTimers", { sourceId }, name, context.call);
  const ids = listed.flatMap(({ id }) => id ?? []);
  const timers = await Promise.all(ids.map((timerId) => readTimer({ sourceId, timerId }, context)));
  return timers.filter((timer) => timer !== undefined);
}

/** Takes over a timer created elsewhere, once what cannot be changed about it is what the program describes. */
async function takeOver(inputs: State, sourceId: string, timerId: string, context: MmsContext): Promise<TimerRecord> {
  const timer = await readTimer({ sourceId, timerId }, context);
  if (timer === undefined) {
    throw new ResourceExistsError(
      `adoptTimerId: source ${sourceId} has no timer ${timerId}; check the id, or remove adoptTimerId`,
    );
  }
  const what = `timer ${timerId}`;
  const differences = describeDifferences(schema.inputs, adoptionDifferences(inputs, timer));
  refuseOther("adoptTimerId", `${what} of source ${sourceId}`, [renamedTo(timer.name, inputs), differences], "timer");
  warnOfUnseen(what, notComparedWith(inputs, timer), context);
  return TimerRecord.fresh(inputs, { sourceId, timerId, name: timer.name ?? "" });
}

/** Requests a timer, once. */
async function request(inputs: State, sourceId: string, name: string, context: MmsContext): Promise<TimerRecord> {
  const { service, urn } = context;
  await refuseUnknownNames(inputs, context);
  const { newId: timerId, requestId } = await createOnce<Timer>(
    {
      operation: "CreateMmsTimer",
      what: `timer "${name}" of source ${sourceId}`,
      find: () => timersNamed(sourceId, name, context),
      idOf: ({ id }) => id,
      matches: (timer) => fixedDifferences(inputs, timer).length === 0,
      request: async () => {
        const params = { sourceId, body: requestBody(inputs, name) };
        const response = await service.client.createMmsTimer(params, context.call);
        return { newId: response.data.timerId, requestId: response.requestId };
      },
    },
    [],
    context,
  );
  service.submissions.set(urn, scopeOf(sourceId), { name, madeId: timerId, ...(requestId ? { requestId } : {}) });
  return TimerRecord.fresh(inputs, { sourceId, timerId, name, requestId });
}

/** Makes sure that the one timer of these inputs exists, and returns it. Creates none where one is found. */
export function createTimer(inputs: State, context: MmsContext): Promise<TimerRecord> {
  const { sourceId } = readInputs(schema.inputs, inputs);
  return findOrCreate<Timer, TimerRecord>(
    schema,
    inputs,
    {
      scope: scopeOf(sourceId),
      adopt: (timerId) => takeOver(inputs, sourceId, timerId, context),
      resume: ({ madeId: timerId = "", name, requestId }) =>
        TimerRecord.fresh(inputs, { sourceId, timerId, name, requestId, isRecovered: true }),
      find: (name) => timersNamed(sourceId, name, context),
      recover: (found, name) => {
        const timer = found.find((one) => fixedDifferences(inputs, one).length === 0);
        if (timer?.id === undefined) return undefined;
        context.progress.info(`found timer ${timer.id} from an earlier attempt; creating no other`);
        const { id: timerId } = timer;
        return TimerRecord.fresh(inputs, { sourceId, timerId, name: timer.name ?? name, isRecovered: true });
      },
      taken: (found, name) => {
        const id = found.at(-1)?.id;
        return new ResourceExistsError(
          `source ${sourceId} already has timer ${id} named "${name}"; nothing was created. If it is this resource's ` +
            `timer, set adoptTimerId: "${id}" to take it over; otherwise choose another name`,
        );
      },
      create: (name) => request(inputs, sourceId, name, context),
    },
    context,
  );
}

/** Forgets a timer that is gone. */
export const forget = ({ ids, name }: TimerRecord, { service, urn }: MmsContext): void =>
  service.submissions.forget(urn, scopeOf(ids.sourceId), name);
