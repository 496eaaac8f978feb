// Lookups of data sources and of the configuration items their types take.
import type * as pulumi from "@pulumi/pulumi";

import type { ConfigItem, DataSource, ItemOf } from "../mms/models.js";
import { type Filters, type Id, type Identified, identified, type Listed, listed, queryOf } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import { sealed } from "./sealed.js";
import { idOfOne } from "./find-record.js";

/** Arguments of {@link getDataSource}: `sourceId` or `name`. */
export interface GetDataSourceArgs {
  /** Id of the source. */
  sourceId?: Id;
  /** Exact name of the source. */
  name?: string;
  /** Read the configuration too. It holds credentials in clear, so it comes as a secret. */
  withConfig?: boolean;
  /** Language of the configuration items' texts, for example `en_US`. */
  lang?: string;
}

/** What {@link getDataSource} finds. */
export type GetDataSourceResult = Identified<Omit<DataSource, "config">> & {
  /** Configuration items, where `withConfig` is set. Always a secret. */
  readonly config?: pulumi.Output<ConfigItem[]>;
};

/**
 * One data source, by its id or its exact name.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * export const sourceId = mms.getDataSourceOutput({ name: "hive_demo" }).id;
 * ```
 */
export const [getDataSource, getDataSourceOutput] = defineFunction(
  "getDataSource",
  { sourceId: true, name: true, withConfig: true, lang: true },
  async (args: GetDataSourceArgs, service, caller): Promise<GetDataSourceResult> => {
    const { withConfig, lang } = args;
    const sourceId = await idOfOne("data source", args, service, caller);
    const query = { ...(withConfig ? { withConfig } : {}), ...(lang === undefined ? {} : { lang }) };
    const { config, ...source } = await service.get("GetMmsDataSource", { sourceId, query });
    const found = identified(`data source ${sourceId}`, source);
    return withConfig ? { ...found, config: sealed(config ?? []) } : found;
  },
);

/** Arguments of {@link getDataSources}: the service's filters. */
export type GetDataSourcesArgs = Filters<"ListMmsDataSources">;

/** What {@link getDataSources} finds. */
export type GetDataSourcesResult = Listed<"dataSources", ItemOf<"ListMmsDataSources">>;

/** Every data source that the service's filters let through. Its `name` filter finds parts of names too. */
export const [getDataSources, getDataSourcesOutput] = defineFunction(
  "getDataSources",
  { name: true, type: true, region: true },
  async (filters: GetDataSourcesArgs, service): Promise<GetDataSourcesResult> =>
    listed("dataSources", await service.list("ListMmsDataSources", { query: queryOf<"ListMmsDataSources">(filters) })),
);

/** Arguments of {@link getConfigItems}. */
export interface GetConfigItemsArgs {
  /** Type of source, for example `Hive`. */
  sourceType: string;
  /** Language of the items' texts, for example `en_US`. */
  lang?: string;
}

/** What {@link getConfigItems} finds. */
export interface GetConfigItemsResult {
  /** Items, in the service's order. */
  readonly configItems: ConfigItem[];
}

/** The configuration items that a type of source takes: keys, types, and which are required. */
export const [getConfigItems, getConfigItemsOutput] = defineFunction(
  "getConfigItems",
  { sourceType: true, lang: true },
  async ({ sourceType, lang }: GetConfigItemsArgs, service): Promise<GetConfigItemsResult> => {
    const query = { sourceType, ...(lang === undefined ? {} : { lang }) };
    return { configItems: await service.list("ListMmsDataSourceConfigItems", { query }) };
  },
);
