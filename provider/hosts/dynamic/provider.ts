// Serves a lifecycle as a dynamic provider: the side that runs in Pulumi's plugin process.
import type { dynamic } from "@pulumi/pulumi";

import { withPage } from "../../errors/pages.js";
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { plain } from "../../lifecycle/properties/values.js";
import type { Existing, State } from "../../lifecycle/types.js";
import { OperationError } from "../operation-error.js";
import { withSecretsMarked } from "../program/secrets/marked-secrets.js";
import { aliasesKey, isHostKey, providerKey, unpackUrn, urnKey, waveIn } from "../provider-text.js";
import { asSentence } from "../serving/check.js";
import { ServedKind } from "../serving/served-kind.js";
import type { ServingHost, Subject } from "../serving/serving-host.js";
import { isNowNamed, withoutUnstoredName } from "../serving/stored-name.js";
import { withSentinels, withUnknowns } from "../serving/unknowns.js";

/** Reads one key of the stack's configuration, by its full name. */
export type ConfigLookup = (key: string) => string | undefined;

/** What one plugin process shares between all its resources. */
export interface DynamicHost<Service> extends ServingHost<Service> {
  /** Called once per kind with the configuration of this process. */
  configure(get: ConfigLookup): void;
}

const withoutHostKeys = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isHostKey(name)));

const hostKeys = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isHostKey(name)));

const existingOf = (id: string, props: State): Existing => ({ id, state: withoutHostKeys(props) });

/** Pulumi's form of "created, but not ready": without `__provider` in the properties nothing could delete it later. */
function asPulumiError(error: unknown, host: State): Error {
  if (!(error instanceof ResourceNotReadyError)) return new OperationError(error);
  return Object.assign(new OperationError(error), {
    id: error.id,
    properties: { ...plain(error.state), ...host },
    reasons: error.reasons.map((reason) => withPage(error, reason)),
  });
}

/** Serves a lifecycle as a dynamic provider. */
export class DynamicProvider<Service> implements dynamic.ResourceProvider {
  private readonly served: ServedKind<Service>;

  constructor(
    private readonly lifecycle: Lifecycle<Service>,
    private readonly host: DynamicHost<Service>,
  ) {
    const createdFirst = "a transform of the program set deleteBeforeReplace: false, which is not supported";
    this.served = new ServedKind(lifecycle, host, createdFirst);
  }

  // Synchronous in effect: Pulumi may call other verbs before the returned promise settles.
  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.host.configure((key) => request.config.get(key));
  }

  async check(olds: State, news: State): Promise<dynamic.CheckResult> {
    const given = withUnknowns(withoutHostKeys(news));
    const subject = this.subject(news);
    const { inputs, failures } = this.served.check(subject.urn, olds, given);
    // The engine passes no preview to dynamic providers, and checks before it creates too.
    if (failures.length === 0) await this.settle(news, () => this.served.preview(subject, inputs));
    return {
      inputs: { ...this.written(withSentinels(inputs)), ...hostKeys(news) },
      failures: failures.map(asSentence),
    };
  }

  async diff(id: string, olds: State, news: State): Promise<dynamic.DiffResult> {
    return this.settle(news, async (subject) => {
      const inputs = withUnknowns(withoutHostKeys(news));
      const { changes, replaces } = await this.served.diff(subject, existingOf(id, olds), inputs);
      const deleteBeforeReplace = this.lifecycle.deletesFirst === true && replaces.length > 0;
      return { changes: changes || isNowNamed(olds, news), replaces: [...replaces], deleteBeforeReplace };
    });
  }

  async create(news: State): Promise<dynamic.CreateResult> {
    return this.settle(news, async (subject) => {
      const { id, state } = await this.served.create(subject, withoutHostKeys(news));
      return { id, outs: { ...plain(state), ...hostKeys(news) } };
    });
  }

  async read(id: string, props: State): Promise<dynamic.ReadResult> {
    return this.settle(props, async (subject) => {
      const seen = await this.served.read(subject, () => Promise.resolve(existingOf(id, props)));
      if (seen === undefined) return {};
      const host = hostKeys(props);
      const result = { id: seen.id, props: { ...plain(seen.state), ...host } };
      if (seen.inputs === undefined) return result;
      return { ...result, inputs: { ...this.written(withoutUnstoredName(host, seen.inputs)), ...host } };
    });
  }

  async update(id: string, olds: State, news: State): Promise<dynamic.UpdateResult> {
    return this.settle(news, async (subject) => {
      const state = await this.served.update(subject, existingOf(id, olds), withoutHostKeys(news));
      return { outs: { ...plain(state), ...hostKeys(news) } };
    });
  }

  async delete(id: string, props: State): Promise<void> {
    await this.settle(props, (subject) => this.served.delete(subject, existingOf(id, props)));
  }

  /** Inputs as the engine stores them. */
  private written(inputs: State): State {
    return withSecretsMarked(this.lifecycle.inputs, plain(inputs));
  }

  /** What a verb is about, as hidden inputs say: the engine passes no URN to dynamic providers. */
  private subject(values: State): Subject {
    const urnOf = (packed: string) => unpackUrn(packed, this.lifecycle.kind);
    const urn = urnOf(String(values[urnKey] ?? ""));
    const aliases = (values[aliasesKey] ?? []) as readonly string[];
    return { urn, row: urn, aliases: aliases.map(urnOf), ...waveIn(values) };
  }

  /** Runs a verb; whatever it throws leaves in Pulumi's form. */
  private async settle<Result>(values: State, verb: (subject: Subject) => Promise<Result>): Promise<Result> {
    try {
      return await verb(this.subject(values));
    } catch (error) {
      throw asPulumiError(error, { [providerKey]: values[providerKey], ...hostKeys(values) });
    }
  }
}
