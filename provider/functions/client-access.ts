// The service as functions reach it: from the user's program, configured by the same code as in the plugin's process.
import type * as pulumi from "@pulumi/pulumi";

import { type Configuration, isConfigured, pluginPackage } from "../hosts/program/explicit-provider.js";
import type { Data, ItemOf, Params } from "../mms/models.js";
import type { ListOperation, OperationName } from "../mms/operations.js";
import { LookupError } from "./arguments.js";
import { sdk } from "./sdk.js";
import { describeRetry, type MmsClient, type RetryNotice } from "../mms/call.js";

/** The service, cut down to some of its operations. */
export interface Reach<Name extends OperationName> {
  /** One record. */
  get<One extends Name>(name: One, params: Params<One>): Promise<NonNullable<Data<One>>>;
  /** Every record of a list. */
  list<One extends Name & ListOperation>(name: One, params: Params<One>): Promise<ItemOf<One>[]>;
}

/** Where a function's configuration comes from. */
export type Source = { readonly kind: "program" } | { readonly kind: "provider"; readonly values: Configuration };

/** Clients by the values they were configured with, so that calls share a connection, its credentials and its limits. */
const clients = new Map<string, MmsClient>();

async function clientOf(source: Source): Promise<MmsClient> {
  // Loaded at the first call: a program that only declares resources never needs the client.
  const [{ createMmsClient }, { resolveConfig }] = await Promise.all([
    import("../mms/client.js"),
    import("../mms/config/config.js"),
  ]);
  const look = (key: string) => (source.kind === "program" ? sdk().runtime.getConfig(key) : source.values[key]);
  const seen: Record<string, string | undefined> = {};
  const config = resolveConfig({ get: (key) => (seen[key] = look(key)), env: process.env });
  const key = JSON.stringify([seen, config.scope]);
  const client = clients.get(key) ?? createMmsClient(config);
  clients.set(key, client);
  return client;
}

/** Connects a function to a client; `notify` is called with why a request is repeated. */
export function reachThrough(client: () => Promise<MmsClient>, notify: (reason: string) => void): Reach<OperationName> {
  const options = { onRetry: (notice: RetryNotice) => notify(describeRetry(notice)) };
  return {
    async get(name, params) {
      return (await (await client()).call(name, params, options)).data;
    },
    async list<One extends ListOperation>(name: One, params: Params<One>) {
      const items: ItemOf<One>[] = [];
      for await (const item of (await client()).iterate(name, params, options)) items.push(item);
      return items;
    },
  };
}

/** Connects a function of the program. */
export const reach = (source: Source, opts: pulumi.InvokeOptions): Reach<OperationName> =>
  reachThrough(
    () => clientOf(source),
    (reason) => void sdk().log.info(reason, opts.parent, undefined, true),
  );

/** The configuration of a call: that of its explicit provider, or of its parent's, alone, or else the program's. */
export function sourceOf(opts: pulumi.InvokeOptions): pulumi.Output<Source> {
  const provider = opts.provider ?? opts.parent?.getProvider(`${pluginPackage}:index:Function`);
  if (provider === undefined) return sdk().output<Source>({ kind: "program" });
  if (!isConfigured(provider)) {
    throw new LookupError(
      "the provider given to this function is not one of this package: make it with new mms.Provider",
    );
  }
  // What is found with a secret key is no secret itself.
  return sdk()
    .unsecret(provider.__mmsConfiguration)
    .apply((values): Source => ({ kind: "provider", values }));
}
