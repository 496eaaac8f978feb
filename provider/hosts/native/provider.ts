// The provider behind the protocol: which resources there are, how they are configured, and the service they share.
import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb.js";

import { systemClock } from "../../clock.js";
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import type { MmsService } from "../../resources/base/service.js";
import { eventsFile } from "../../mms/config/settings.js";
import { redact } from "../../mms/text/redact.js";
import type { EngineProcess } from "../engine-process.js";
import { EventLog } from "../serving/event-log.js";
import type { ComponentProcess } from "./components.js";
import { kindOf, memberOf, packageName } from "./protocol/contract.js";
import { importerOf } from "./import/importers.js";
import { functionNamed, isResourceKind, resourceKinds, lifecycleOf } from "../../registry.js";
import { NativeKind } from "./resource.js";
import { settingsLookup } from "./settings.js";
import type { State } from "../../lifecycle/types.js";

/** Everything one native plugin process serves. */
export class NativeProvider {
  private readonly kinds = new Map<string, NativeKind<MmsService>>();
  private settings: State = {};
  private made: MmsService | undefined;
  /** What the engine calls this provider, where it says so. */
  private reference: string | undefined;
  private readonly events = EventLog.lazily(() => ({
    file: eventsFile({ get: settingsLookup(this.settings), env: process.env }),
    clock: systemClock,
    redact,
  }));

  constructor(
    readonly process: EngineProcess,
    private readonly components: Pick<ComponentProcess, "construct">,
  ) {}

  configure(settings: State, reference?: string): void {
    this.settings = settings;
    this.reference = reference;
  }

  /** Makes a component. Its resources are this provider's too, so that one process sees which of them declare one object. */
  construct(request: ConstructRequest): Promise<ConstructResponse> {
    const providers = request.getProvidersMap();
    if (this.reference !== undefined && !providers.has(packageName)) providers.set(packageName, this.reference);
    return this.process.track(() => this.components.construct(request));
  }

  /** Made at the first call that needs it: the process that only hands out the schema never connects to anything. */
  service(): MmsService {
    if (this.made !== undefined) return this.made;
    const { createMmsService } =
      require("../../resources/base/service.js") as typeof import("../../resources/base/service.js");
    const { resolveConfig } = require("../../mms/config/config.js") as typeof import("../../mms/config/config.js");
    const config = resolveConfig({ get: settingsLookup(this.settings), env: process.env });
    return (this.made = createMmsService(config, systemClock, () => this.process.ensureEngine()));
  }

  /** The kind of the resource that a URN names. */
  kind(urn: string): NativeKind<MmsService> {
    const name = kindOf(urn) ?? "";
    if (!isResourceKind(name)) {
      throw new Error(`${packageName} has no resource ${name || urn}${didYouMean(name, resourceKinds)}`);
    }
    const kind = this.kinds.get(name) ?? new NativeKind(lifecycleOf(name), this.host(), importerOf(name));
    this.kinds.set(name, kind);
    return kind;
  }

  /** What a function finds. */
  async invoke(token: string, args: State): Promise<object> {
    const found = functionNamed(memberOf(token) ?? "");
    if (found === undefined) throw new Error(`${packageName} has no function ${token}`);
    const { reachThrough } =
      require("../../functions/client-access.js") as typeof import("../../functions/client-access.js");
    const client = () => Promise.resolve(this.service().client);
    const tell = (reason: string) => this.process.engine().log("INFO", "", reason, true);
    return this.process.track(() => found.invoke(args, reachThrough(client, tell))) as Promise<object>;
  }

  private host() {
    const { signal, track, engine } = this.process;
    const { events } = this;
    const [previewChecks, service] = [() => this.previewChecks(), () => this.service()];
    return { clock: systemClock, signal, track, engine, events, isResourceKind, previewChecks, service };
  }

  /** On unless it is turned off: the engine says here what is a preview, so a run of `up` sends nothing more. */
  private previewChecks(): boolean {
    const { previewChecksOf } = require("../../mms/config/config.js") as typeof import("../../mms/config/config.js");
    return previewChecksOf({ get: settingsLookup(this.settings), env: process.env }) ?? true;
  }
}
