// BACK DOOR: what Pulumi's plugin process loads by name. Permanent: every stack's state says require("pulumi-alicloud-mms/runtime").
import { setMaxListeners } from "node:events";

import type { dynamic } from "@pulumi/pulumi";

import * as frontDoor from "./index.js";
import { systemClock } from "./clock.js";
import { type ConfigLookup, type DynamicHost, dynamicProvider } from "./hosts/dynamic-provider.js";
import { connectEngine, type Engine } from "./hosts/engine-log.js";
import type { Lifecycle } from "./lifecycle/lifecycle.js";
import { resolveConfig } from "./mms/config.js";
import { createMmsService, type MmsService } from "./resources/service.js";

/** Everything one plugin process shares. */
function processHost(): DynamicHost<MmsService> {
  const ending = new AbortController();
  // Every wait of every resource listens to it; Node would print a warning about the eleventh.
  setMaxListeners(0, ending.signal);
  let underWay = 0;
  // The engine ends each run with this signal, and waits for seconds before it kills a process that stays.
  process.once("SIGINT", () => {
    ending.abort(new Error("interrupted; the next `pulumi up` continues on the same job"));
    if (underWay === 0) process.exit(0);
  });
  let get: ConfigLookup = () => undefined;
  let service: MmsService | undefined;
  let engine: Engine | undefined;
  return {
    clock: systemClock,
    signal: ending.signal,
    track: async (work) => {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    engine: () => (engine ??= connectEngine()),
    configure: (lookup) => void (get = lookup),
    service: () => (service ??= createMmsService(resolveConfig({ get, env: process.env }))),
  };
}

const host = processHost();

const lifecycles = Object.values(frontDoor).flatMap((exported: object) =>
  "lifecycle" in exported ? [exported.lifecycle as Lifecycle<MmsService>] : [],
);

/** Every resource's provider under the name of its kind. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = Object.fromEntries(
  lifecycles.map((lifecycle) => [lifecycle.kind, dynamicProvider(lifecycle, host)]),
);

export = providers;
