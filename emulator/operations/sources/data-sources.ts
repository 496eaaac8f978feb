// Data sources and their configuration.
import type { SourceEntity } from "../../state/entities.js";
import { badParameter } from "../../http/errors.js";
import { freshInventory, seedInventory } from "../../state/seed.js";
import { type Handlers, type Request, sourceOf, textIn, type RequestContext } from "../handlers.js";
import { equals, matches, page } from "../shape.js";
import { itemsOf } from "./config-items.js";
import { shownSource } from "./shown.js";
import { updateSource } from "./update.js";

function create({ store, now }: RequestContext, { body }: Request): object {
  const name = textIn(body, "name");
  const type = textIn(body, "type");
  if (name === undefined || type === undefined) throw badParameter("name and type are required.");
  const source: SourceEntity = {
    id: store.nextId(),
    name,
    type: type.toUpperCase(),
    networklink: textIn(body, "networklink"),
    status: "STOPPED",
    errMsg: undefined,
    settling: undefined,
    config: { ...(body["config"] as object | undefined) },
    scanId: undefined,
    createdAt: now,
    updatedAt: now,
  };
  store.sources.set(source.id, source);
  seedInventory(source, freshInventory, false, store.seedTarget(now));
  return { dataSourceId: source.id };
}

export const dataSources: Handlers<
  | "CreateMmsDataSource"
  | "ListMmsDataSources"
  | "GetMmsDataSource"
  | "UpdateMmsDataSource"
  | "DeleteMmsDataSource"
  | "ListMmsDataSourceConfigItems"
> = {
  CreateMmsDataSource: create,
  UpdateMmsDataSource: updateSource,
  GetMmsDataSource: (context, request) => {
    const source = sourceOf(context, request);
    return shownSource(source, context, request.query["withConfig"] === "true");
  },
  ListMmsDataSources: (context, { query }) => {
    const found = [...context.store.sources.values()].filter(
      ({ name, type }) =>
        matches(name, query["name"]) &&
        equals(type, query["type"]?.toUpperCase()) &&
        equals("cn-shanghai", query["region"]),
    );
    // Without paging everything is returned.
    return page(found, query, (source) => shownSource(source, context, false), found.length);
  },
  DeleteMmsDataSource: (context, request) => {
    const source = sourceOf(context, request);
    context.store.removeSource(source);
    return source.id;
  },
  ListMmsDataSourceConfigItems: (context, { query }) => {
    if (!query["sourceType"]) throw badParameter("sourceType is required.");
    const isKnown =
      context.store.holds("source-type-case") || query["sourceType"] === query["sourceType"].toUpperCase();
    return (isKnown ? itemsOf(query["sourceType"]) : []).map((one) => ({ ...one, name: one.key, desc: one.key }));
  },
};
