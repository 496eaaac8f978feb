// Makes sure that exactly one data source exists for a declaration: looks for its name, asks once, adopts where told.
import type { CreateMmsDataSourceRequest, DataSource, ItemOf } from "../../mms/models.js";
import { itemsNamed } from "../../mms/pages.js";
import { textOf, undefinedIfNotFound } from "../base/answers.js";
import { createOnce } from "../base/create-once.js";
import { ResourceExistsError } from "../base/errors.js";
import { formerNames, generatedName, givenName } from "../base/naming.js";
import type { MmsContext } from "../base/service.js";
import { wholeConfig } from "./config/config.js";
import { refuseBadConfig, warnOfType } from "./config/items.js";
import { listWitness, type Witness } from "../jobs/witness.js";
import { dataSourceInputs } from "./schema.js";
import { SourceRecord } from "./record.js";
import type { State } from "../../lifecycle/types.js";
import type { CallOptions } from "../../mms/call.js";

type Listed = ItemOf<"ListMmsDataSources">;

/** Where a process remembers sources it made: they belong to no other source. */
const scope = "datasources";

/** What a generated name begins with where the resource's own name gives nothing readable. */
const fallback = "source";

/** Whether two names of a source type mean the same; their letter case differs between the service's own pages. Assumes source-type-case. */
export const sameType = (a: unknown, b: unknown): boolean => String(a).toLowerCase() === String(b).toLowerCase();

function requestBody(inputs: State, name: string): CreateMmsDataSourceRequest {
  const { type, networklink } = inputs;
  return {
    name,
    type: String(type),
    ...(typeof networklink === "string" ? { networklink } : {}),
    config: { ...wholeConfig(inputs) },
  };
}

/** A source under a generated name is ours, where its type is; any other name is somebody's. */
function fromBefore(inputs: State, name: string, found: readonly Listed[], context: MmsContext): SourceRecord {
  const source = found.find(({ type }) => sameType(type, inputs["type"]));
  if (givenName(inputs) !== undefined || source?.id === undefined) {
    const other = found.at(-1);
    throw new ResourceExistsError(
      `there is already a data source named "${name}": ${other?.id} of type ${other?.type}; nothing was made. ` +
        `If it is this resource's source, set adoptSourceId: "${other?.id}" to take it over; otherwise choose another name`,
    );
  }
  context.progress.info(`found data source ${source.id} from an earlier attempt; making no other`);
  return SourceRecord.fresh(inputs, source.id, name);
}

/** Finds the source that an earlier run made before the resource was renamed or moved. */
async function fromBeforeRename(
  inputs: State,
  find: (name: string) => Promise<readonly Listed[]>,
  context: MmsContext,
): Promise<SourceRecord | undefined> {
  for (const name of formerNames(dataSourceInputs, inputs, fallback, context)) {
    const found = await find(name);
    if (found.length > 0) return fromBefore(inputs, name, found, context);
  }
  return undefined;
}

async function findOrAsk(inputs: State, name: string, context: MmsContext): Promise<SourceRecord> {
  const { service, urn } = context;
  // The engine may call create again within one run; what this process made stays made.
  const mine = service.submissions.get(urn, scope, name);
  if (mine?.madeId !== undefined) return SourceRecord.fresh(inputs, mine.madeId, name, mine.requestId);
  const named = (one: string, options: CallOptions) =>
    itemsNamed(service.client, "ListMmsDataSources", {}, one, options);
  const before = await named(name, context.call);
  if (before.length > 0) return fromBefore(inputs, name, before, context);
  const renamed = await fromBeforeRename(inputs, (one) => named(one, context.call), context);
  if (renamed !== undefined) return renamed;
  const outcome = await createOnce<Listed>(
    {
      operation: "CreateMmsDataSource",
      what: `data source "${name}"`,
      find: (options) => named(name, options),
      idOf: ({ id }) => id,
      matches: ({ type }) => sameType(type, inputs["type"]),
      ask: async (options) => {
        const { data, requestId } = await service.client.createMmsDataSource(
          { body: requestBody(inputs, name) },
          options,
        );
        return { newId: data.dataSourceId, requestId };
      },
    },
    before,
    context,
  );
  const requestId = outcome.kind === "made" ? outcome.requestId : undefined;
  service.submissions.set(urn, scope, { name, madeId: outcome.newId, ...(requestId ? { requestId } : {}) });
  return SourceRecord.fresh(inputs, outcome.newId, name, requestId);
}

/** Takes over a source made elsewhere, once it is known to be of the type and on the network of the program. */
async function takeOver(inputs: State, sourceId: string, context: MmsContext): Promise<SourceRecord> {
  const source = await readSource(sourceId, context);
  if (source === undefined) {
    throw new ResourceExistsError(
      `adoptSourceId: there is no data source ${sourceId}; check the id, or remove adoptSourceId`,
    );
  }
  const { type, networklink } = inputs;
  const differences = [
    sameType(source.type, type) ? "" : `its type is ${source.type}, the program says ${String(type)}`,
    networklink === undefined || networklink === (textOf(source.networklink) ?? networklink)
      ? ""
      : `its networklink is ${source.networklink}, the program says ${String(networklink)}`,
  ].filter(Boolean);
  if (differences.length > 0) {
    throw new ResourceExistsError(
      `adoptSourceId: data source ${sourceId} is not what the program describes: ${differences.join("; ")}. ` +
        "Neither can be changed: change the program to match the source, or remove adoptSourceId",
    );
  }
  return SourceRecord.fresh(inputs, sourceId, source.name ?? "");
}

/** Reads a source with its configuration, which holds secrets in clear; `undefined` means gone. */
export async function readSource(sourceId: string, context: MmsContext): Promise<DataSource | undefined> {
  const { client } = context.service;
  const params = { sourceId, query: { withConfig: true } };
  return (await undefinedIfNotFound(client.getMmsDataSource(params, context.call)))?.data;
}

/** What the list of sources says of one that its own read does not find. */
export const sourceWitness = (sourceId: string, context: MmsContext): Promise<Witness> =>
  listWitness(context.service.client.iterate("ListMmsDataSources", {}, context.call), sourceId);

/** Makes sure that the one source of these inputs exists, and says which it is. Makes none where one is found. */
export async function createSource(inputs: State, context: MmsContext): Promise<SourceRecord> {
  const adopt = inputs["adoptSourceId"];
  if (adopt === undefined) warnOfType(inputs, context);
  await refuseBadConfig(inputs, adopt === undefined, context);
  if (adopt !== undefined) return takeOver(inputs, String(adopt), context);
  const name = givenName(inputs) ?? generatedName(dataSourceInputs, context.urn, inputs, fallback);
  return context.service.oneAtATime(`${scope}/${name}`, () => findOrAsk(inputs, name, context));
}

/** Forgets a source that is gone. */
export const forget = (name: string, { service, urn }: MmsContext): void =>
  service.submissions.forget(urn, scope, name);
