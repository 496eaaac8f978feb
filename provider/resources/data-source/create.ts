// Makes sure that exactly one data source exists for a declaration.
import type { CreateMmsDataSourceRequest, DataSource, ItemOf } from "../../mms/models.js";
import { itemsNamed } from "../../mms/pages.js";
import { refuseOther } from "../base/adopt.js";
import { textOf, undefinedIfNotFound } from "../base/answers.js";
import { createOnce } from "../base/creation/create-once.js";
import { ResourceExistsError } from "../base/errors.js";
import { findOrCreate } from "../base/creation/find-or-create.js";
import type { MmsContext } from "../base/service.js";
import { wholeConfig } from "./config/config.js";
import { refuseBadConfig, warnOfType } from "./config/items.js";
import { listWitness, type Witness } from "../jobs/witness.js";
import { SourceRecord } from "./record.js";
import { dataSourceSchema as schema } from "./schema.js";
import type { State } from "../../lifecycle/types.js";

type Listed = ItemOf<"ListMmsDataSources">;

/** Where a process remembers sources it created: they belong to no other source. */
const scope = "datasources";

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

/** Takes over a source created elsewhere, once it is known to be of the type and on the network of the program. */
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
  ];
  refuseOther("adoptSourceId", `data source ${sourceId}`, differences, "source", "Neither can be changed: change");
  return SourceRecord.fresh(inputs, sourceId, source.name ?? "");
}

/** Reads a source with its configuration, which holds secrets in clear; `undefined` means gone. */
export async function readSource(sourceId: string, { service, call }: MmsContext): Promise<DataSource | undefined> {
  const params = { sourceId, query: { withConfig: true } };
  return (await undefinedIfNotFound(service.client.getMmsDataSource(params, call)))?.data;
}

/** What the list of sources says of one that its own read does not find. */
export const sourceWitness = (sourceId: string, { service, call }: MmsContext): Promise<Witness> =>
  listWitness(service.client.iterate("ListMmsDataSources", {}, call), sourceId);

/** Requests a source, once. */
async function request(
  inputs: State,
  name: string,
  find: () => Promise<Listed[]>,
  context: MmsContext,
): Promise<SourceRecord> {
  const { service, urn, call } = context;
  const { type } = inputs;
  const { newId, requestId } = await createOnce<Listed>(
    {
      operation: "CreateMmsDataSource",
      what: `data source "${name}"`,
      find,
      idOf: ({ id }) => id,
      matches: (one) => sameType(one.type, type),
      request: async () => {
        const response = await service.client.createMmsDataSource({ body: requestBody(inputs, name) }, call);
        return { newId: response.data.dataSourceId, requestId: response.requestId };
      },
    },
    [],
    context,
  );
  service.submissions.set(urn, scope, { name, madeId: newId, ...(requestId ? { requestId } : {}) });
  return SourceRecord.fresh(inputs, newId, name, requestId);
}

/** Makes sure that the one source of these inputs exists, and returns it. Creates none where one is found. */
export async function createSource(inputs: State, context: MmsContext): Promise<SourceRecord> {
  const { type, adoptSourceId } = inputs;
  const isNew = adoptSourceId === undefined;
  if (isNew) warnOfType(inputs, context);
  await refuseBadConfig(inputs, isNew, context);
  const named = (name: string) => itemsNamed(context.service.client, "ListMmsDataSources", {}, name, context.call);
  return findOrCreate<Listed, SourceRecord>(
    schema,
    inputs,
    {
      scope,
      adopt: (sourceId) => takeOver(inputs, sourceId, context),
      resume: ({ madeId = "", name, requestId }) => SourceRecord.fresh(inputs, madeId, name, requestId),
      find: named,
      recover: (found, name) => {
        const source = found.find((one) => sameType(one.type, type));
        if (source?.id === undefined) return undefined;
        context.progress.info(`found data source ${source.id} from an earlier attempt; creating no other`);
        return SourceRecord.fresh(inputs, source.id, source.name ?? name);
      },
      taken: (found, name) => {
        const { id, type: other } = found.at(-1) ?? {};
        return new ResourceExistsError(
          `there is already a data source named "${name}": ${id} of type ${other}; nothing was created. ` +
            `If it is this resource's source, set adoptSourceId: "${id}" to take it over; otherwise choose another name`,
        );
      },
      create: (name) => request(inputs, name, () => named(name), context),
    },
    context,
  );
}

/** Forgets a source that is gone. */
export const forget = (name: string, { service, urn }: MmsContext): void =>
  service.submissions.forget(urn, scope, name);
