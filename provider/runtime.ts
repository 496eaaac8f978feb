// BACK DOOR: what Pulumi's plugin process loads by name. Permanent: every stack's state says require("pulumi-alicloud-mms/runtime").
import { setMaxListeners } from "node:events";

import type { dynamic } from "@pulumi/pulumi";

import * as frontDoor from "./index.js";
import { systemClock } from "./clock.js";
import { type ConfigLookup, type DynamicHost, dynamicProvider } from "./hosts/dynamic-provider.js";
import { connectEngine, type Engine } from "./hosts/engine-log.js";
import { enginePipe, EnginePresence } from "./hosts/engine-presence.js";
import type { Lifecycle } from "./lifecycle/lifecycle.js";
import { resolveConfig } from "./mms/config.js";
import { createMmsService, type MmsService } from "./resources/service.js";

/** Everything one plugin process shares. */
function processHost(): DynamicHost<MmsService> {
  const ending = new AbortController();
  // Every wait of every resource listens to it; Node would print a warning about the eleventh.
  setMaxListeners(0, ending.signal);
  let get: ConfigLookup = () => undefined;
  let service: MmsService | undefined;
  let connected: Engine | undefined;
  const engine = (): Engine => (connected ??= connectEngine());
  let watching: EnginePresence | undefined;
  // Begun at the first call of the engine's: this file may also be loaded where there is none.
  const presence = (): EnginePresence =>
    (watching ??= new EnginePresence({
      clock: systemClock,
      isThere: () => engine().isThere(),
      pipe: enginePipe(),
      gone: (reason) => {
        ending.abort(reason);
        process.exit(1);
      },
    }));
  // The engine ends each run with this signal, and waits for seconds before it kills a process that stays.
  process.once("SIGINT", () => {
    ending.abort(new Error("interrupted; the next `pulumi up` continues on the same job"));
    if (watching?.isIdle ?? true) process.exit(0);
  });
  return {
    clock: systemClock,
    signal: ending.signal,
    track: (work) => presence().during(work),
    engine,
    configure: (lookup) => void (get = lookup),
    service: () =>
      (service ??= createMmsService(resolveConfig({ get, env: process.env }), systemClock, () => presence().ensure())),
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
