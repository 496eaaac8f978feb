// BACK DOOR: what Pulumi's plugin process loads by name. Permanent: every stack's state says require("pulumi-alicloud-mms/runtime").
import type { dynamic } from "@pulumi/pulumi";

import { systemClock } from "./clock.js";
import { type ConfigLookup, type DynamicHost, DynamicProvider } from "./hosts/dynamic/provider.js";
import { engineProcess } from "./hosts/engine-process.js";
import { dropRepeatedErrors } from "./hosts/operation-error.js";
import { EventLog } from "./hosts/serving/event-log.js";
import { previewChecksOf, resolveConfig } from "./mms/config/config.js";
import { eventsFile } from "./mms/config/settings.js";
import { redact } from "./mms/text/redact.js";
import { lifecycleOf, resourceKinds } from "./registry.js";
import { createMmsService, type MmsService } from "./resources/base/service.js";

/** Everything one plugin process shares. */
function processHost(): DynamicHost<MmsService> {
  const { signal, engine, track, ensureEngine } = engineProcess();
  let get: ConfigLookup = () => undefined;
  let service: MmsService | undefined;
  const events = EventLog.lazily(() => ({ file: eventsFile({ get, env: process.env }), clock: systemClock, redact }));
  return {
    clock: systemClock,
    signal,
    track,
    engine,
    events,
    configure: (lookup) => void (get = lookup),
    previewChecks: () => previewChecksOf({ get, env: process.env }) ?? false,
    service: () => (service ??= createMmsService(resolveConfig({ get, env: process.env }), systemClock, ensureEngine)),
  };
}

dropRepeatedErrors(process.stderr);
const host = processHost();

/** Every resource's provider under the name of its kind, made when a resource of the kind is first used. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = {};
for (const kind of resourceKinds) {
  let provider: dynamic.ResourceProvider | undefined;
  const get = () => (provider ??= new DynamicProvider(lifecycleOf(kind), host));
  Object.defineProperty(providers, kind, { enumerable: true, get });
}

export = providers;
