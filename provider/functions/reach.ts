// The service as functions reach it: from the user's program, configured by the same code as in the plugin's process.
import * as pulumi from "@pulumi/pulumi";

import { type Configuration, isConfigured, pluginPackage } from "../hosts/explicit-provider.js";
import type { MmsClient } from "../mms/client.js";
import type { Data, ItemOf, ListOperation, Params } from "../mms/models.js";
import type { OperationName } from "../mms/operations.js";
import { LookupError } from "./arguments.js";

/** The service, cut down to some of its operations. */
export interface Reach<Name extends OperationName> {
  /** One record. */
  get<One extends Name>(name: One, params: Params<One>): Promise<NonNullable<Data<One>>>;
  /** Every record of a list. */
  list<One extends Name & ListOperation>(name: One, params: Params<One>): Promise<ItemOf<One>[]>;
}

/** Where a function's configuration comes from. */
export type Source = { readonly kind: "program" } | { readonly kind: "provider"; readonly values: Configuration };

const fromProgram: Source = { kind: "program" };

/** Clients by the values they were configured with, so that calls share a connection, its credentials and its limits. */
const clients = new Map<string, MmsClient>();

async function clientOf(source: Source): Promise<MmsClient> {
  // Loaded at the first call: a program that only declares resources never needs the client.
  const [{ createMmsClient }, { resolveConfig }] = await Promise.all([
    import("../mms/client.js"),
    import("../mms/config.js"),
  ]);
  const look = (key: string) => (source.kind === "program" ? pulumi.runtime.getConfig(key) : source.values[key]);
  const seen: Record<string, string | undefined> = {};
  const config = resolveConfig({ get: (key) => (seen[key] = look(key)), env: process.env });
  const key = JSON.stringify([seen, config.scope]);
  const client = clients.get(key) ?? createMmsClient(config);
  clients.set(key, client);
  return client;
}

/** Connects a function. */
export function reach(source: Source, opts: pulumi.InvokeOptions): Reach<OperationName> {
  const options = {
    onRetry: ({ reason }: { reason: string }) => void pulumi.log.info(reason, opts.parent, undefined, true),
  };
  return {
    async get(name, params) {
      return (await (await clientOf(source)).call(name, params, options)).data;
    },
    async list<One extends ListOperation>(name: One, params: Params<One>) {
      const items: ItemOf<One>[] = [];
      for await (const item of (await clientOf(source)).iterate(name, params, options)) items.push(item);
      return items;
    },
  };
}

/** The explicit provider of a call: its own, or its parent's. */
function providerOf({ provider, parent }: pulumi.InvokeOptions): pulumi.ProviderResource | undefined {
  return provider ?? parent?.getProvider(`${pluginPackage}:index:Function`);
}

/** The configuration of a call: that of its explicit provider alone, or else the program's. */
export function sourceOf(opts: pulumi.InvokeOptions): pulumi.Output<Source> {
  const provider = providerOf(opts);
  if (provider === undefined) return pulumi.output(fromProgram);
  if (!isConfigured(provider)) {
    throw new LookupError(
      "the provider given to this function is not one of this package: make it with new mms.Provider",
    );
  }
  // What is found with a secret key is no secret itself.
  return pulumi.unsecret(provider.__mmsConfiguration).apply((values): Source => ({ kind: "provider", values }));
}
