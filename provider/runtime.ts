// BACK DOOR: what Pulumi's plugin process loads by name. Permanent: every stack's state says require("pulumi-alicloud-mms/runtime").
import type { dynamic } from "@pulumi/pulumi";

import * as frontDoor from "./index.js";
import { systemClock } from "./clock.js";
import { type ConfigLookup, type DynamicHost, dynamicProvider } from "./hosts/dynamic/provider.js";
import { engineProcess } from "./hosts/engine-process.js";
import type { Lifecycle } from "./lifecycle/lifecycle.js";
import { dropRepeatedErrors } from "./hosts/operation-error.js";
import { resolveConfig } from "./mms/config/config.js";
import { createMmsService, type MmsService } from "./resources/base/service.js";

/** Everything one plugin process shares. */
function processHost(): DynamicHost<MmsService> {
  const { signal, engine, track, ensureEngine } = engineProcess();
  let get: ConfigLookup = () => undefined;
  let service: MmsService | undefined;
  return {
    clock: systemClock,
    signal,
    track,
    engine,
    configure: (lookup) => void (get = lookup),
    service: () => (service ??= createMmsService(resolveConfig({ get, env: process.env }), systemClock, ensureEngine)),
  };
}

dropRepeatedErrors(process.stderr);
const host = processHost();

const lifecycles = Object.values(frontDoor).flatMap((exported: object) =>
  "lifecycle" in exported ? [exported.lifecycle as Lifecycle<MmsService>] : [],
);

/** Every resource's provider under the name of its kind. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = Object.fromEntries(
  lifecycles.map((lifecycle) => [lifecycle.kind, dynamicProvider(lifecycle, host)]),
);

export = providers;
