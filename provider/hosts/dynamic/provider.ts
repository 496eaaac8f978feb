// Serves a lifecycle as a dynamic provider: the side that runs in Pulumi's plugin process.
import type { dynamic } from "@pulumi/pulumi";

import type { Clock } from "../../clock.js";
import type { Context, Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { changesOf, checkTable, diffOf, withDriftingDefaults } from "../../lifecycle/properties/property-table.js";
import { plain } from "../../lifecycle/properties/values.js";
import { aliasesKey, isHostKey, providerKey, unpackUrn, urnKey } from "../provider-text.js";
import { type Engine, type LogLine, progressOf, type RowProgress } from "../engine-log.js";
import { OperationError } from "../operation-error.js";
import { isNowNamed, storedName, withoutGeneratedName, withoutUnstoredName } from "./stored-name.js";
import { Holders } from "./holders.js";
import { withSecretsMarked } from "../program/secrets/marked-secrets.js";
import { withSentinels, withUnknowns } from "./unknowns.js";
import { type CheckFailure, type Existing, type State } from "../../lifecycle/types.js";

/** Reads one key of the stack's configuration, by its full name. */
export type ConfigLookup = (key: string) => string | undefined;

/** What one plugin process shares between all its resources. */
export interface DynamicHost<Service> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Keeps the process from ending by itself while a verb is under way. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Connected to at the first line. */
  engine(): Engine;
  /** Called once per kind with the configuration of this process. */
  configure(get: ConfigLookup): void;
  /** Made at the first call that needs it. */
  service(): Service;
}

const withoutHostKeys = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isHostKey(name)));

const hostKeys = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isHostKey(name)));

/** Pulumi's form of "created, but not ready": without `__provider` in the properties nothing could delete it later. */
function asPulumiError(error: unknown, host: State): Error {
  if (!(error instanceof ResourceNotReadyError)) return new OperationError(error);
  return Object.assign(new OperationError(error), {
    id: error.id,
    properties: { ...plain(error.state), ...host },
    reasons: [...error.reasons],
  });
}

/** What a verb works with, and the row it may write to. */
interface RowContext<Service> extends Context<Service> {
  readonly progress: RowProgress;
}

class DynamicProvider<Service> implements dynamic.ResourceProvider {
  /** Inputs that need a replacement, as last compared, by URN: the delete of the old one follows in the same process. */
  private readonly replacements = new Map<string, State>();

  private readonly holders: Holders;

  /** Reasons that were given, with their URN: a refresh and the update after it compare in one process. */
  private readonly told = new Set<string>();

  constructor(
    private readonly lifecycle: Lifecycle<Service>,
    private readonly host: DynamicHost<Service>,
  ) {
    this.holders = new Holders(lifecycle.kind, lifecycle.naming !== undefined);
  }

  // Synchronous in effect: Pulumi may call other verbs before the returned promise settles.
  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.host.configure((key) => request.config.get(key));
  }

  async check(olds: State, news: State): Promise<dynamic.CheckResult> {
    const inputs = withUnknowns(withoutHostKeys(news));
    const failures = checkTable(this.lifecycle.inputs, inputs);
    if (failures.length === 0) failures.push(...(this.lifecycle.check?.(inputs) ?? []), ...this.hold(news, inputs));
    const name = failures.length === 0 ? storedName(this.lifecycle, this.urnOf(news), olds, inputs) : {};
    const stored = { ...withDriftingDefaults(this.lifecycle.inputs, inputs), ...name };
    return { inputs: { ...this.written(withSentinels(stored)), ...hostKeys(news) }, failures };
  }

  async diff(id: string, olds: State, news: State): Promise<dynamic.DiffResult> {
    const state = withoutHostKeys(olds);
    const inputs = this.inputsOf(withUnknowns(news));
    return this.settle(news, async ({ progress, clock, urn }) => {
      const { changes, replaces, reasons } =
        this.lifecycle.diff?.(state, inputs, clock.now()) ?? diffOf(changesOf(this.lifecycle.inputs, state, inputs));
      for (const reason of reasons) {
        const told = `${urn} ${reason}`;
        if (!this.told.has(told)) progress.info(reason);
        this.told.add(told);
      }
      this.compared(this.identity({ id, state }), urn, replaces.length > 0 ? inputs : undefined);
      const deleteBeforeReplace = this.lifecycle.deletesFirst === true && replaces.length > 0;
      return { changes: changes || isNowNamed(olds, news), replaces: [...replaces], deleteBeforeReplace };
    });
  }

  async create(news: State): Promise<dynamic.CreateResult> {
    return this.settle(news, async (context) => {
      const { id, state } = await this.made(this.lifecycle.create(this.inputsOf(news), context), context.urn);
      this.endRow(context.progress, state);
      return { id, outs: { ...plain(state), ...hostKeys(news) } };
    });
  }

  async read(id: string, props: State): Promise<dynamic.ReadResult> {
    return this.settle(props, async (context) => {
      const existing = this.existing(id, props);
      this.holders.follow(this.identity(existing), context.urn);
      const seen = await this.lifecycle.read(existing, context);
      if (seen === undefined) return {};
      // What a refresh does not find changed needs no line, unless one stands there.
      if (context.progress.hasStatus) this.endRow(context.progress, seen.state);
      const host = hostKeys(props);
      const result = { id: seen.id, props: { ...plain(seen.state), ...host } };
      if (seen.inputs === undefined) return result;
      return { ...result, inputs: { ...this.written(withoutUnstoredName(host, seen.inputs)), ...host } };
    });
  }

  async update(id: string, olds: State, news: State): Promise<dynamic.UpdateResult> {
    return this.settle(news, async (context) => {
      const existing = this.existing(id, olds);
      this.holders.follow(this.identity(existing), context.urn);
      const state = await this.lifecycle.update(existing, this.inputsOf(news), context);
      this.endRow(context.progress, state);
      return { outs: { ...plain(state), ...hostKeys(news) } };
    });
  }

  async delete(id: string, props: State): Promise<void> {
    await this.settle(props, async (context) => {
      const { urn, progress } = context;
      const existing = this.existing(id, props);
      const object = this.identity(existing);
      const reason = this.lifecycle.deletesFirst && this.holders.reasonToLeave(object, existing.state, urn);
      if (reason) return progress.warn(`${object} is left as it is: ${reason}`);
      const replacedBy = this.replacements.get(urn);
      const inContext = replacedBy === undefined ? context : { ...context, replacedBy };
      await this.lifecycle.delete(existing, inContext);
      this.holders.release(object, urn);
    });
  }

  /** Notes what a comparison means for what is there: it stays, or is replaced by other inputs. */
  private compared(id: string, urn: string, replacedBy: State | undefined): void {
    if (replacedBy === undefined) {
      this.replacements.delete(urn);
      this.holders.keep(id, urn);
    } else {
      this.replacements.set(urn, replacedBy);
      this.holders.release(id, urn);
    }
  }

  /** Notes what a create makes, whether it is ready or not. */
  private async made(creating: Promise<Existing>, urn: string): Promise<Existing> {
    const make = (existing: Existing) => this.holders.make(this.identity(existing), existing.state, urn);
    return creating.then(
      (existing) => (make(existing), existing),
      (error: unknown) => {
        if (error instanceof ResourceNotReadyError) make(error);
        throw error;
      },
    );
  }

  private identity(existing: Existing): string {
    return this.lifecycle.identity?.(existing) ?? existing.id;
  }

  /** Inputs as the engine stores them. */
  private written(inputs: State): State {
    return withSecretsMarked(this.lifecycle.inputs, plain(inputs));
  }

  /** Notes what a declaration holds, and refuses what another one of the run holds already. */
  private hold(news: State, inputs: State): CheckFailure[] {
    const urn = this.urnOf(news);
    return urn === "" ? [] : this.holders.hold(urn, this.lifecycle.objects?.(inputs) ?? []);
  }

  /** Inputs of the program's, for a verb. */
  private inputsOf(news: State): State {
    return withoutGeneratedName(this.lifecycle, this.urnOf(news), withoutHostKeys(news));
  }

  private urnOf = (values: State): string => unpackUrn(String(values[urnKey] ?? ""), this.lifecycle.kind);

  private existing(id: string, props: State): Existing {
    return { id, state: withoutHostKeys(props) };
  }

  /** Lets the row end with the outcome in place of the last line of progress. */
  private endRow(progress: RowProgress, state: State): void {
    const outcome = this.lifecycle.outcome?.(state);
    if (outcome !== undefined) progress.status(outcome, { last: true });
  }

  /** Runs a verb; whatever it throws leaves in Pulumi's form. */
  private async settle<Result>(
    values: State,
    verb: (context: RowContext<Service>) => Promise<Result>,
  ): Promise<Result> {
    const host = hostKeys(values);
    const context = this.context(host);
    try {
      return await this.host.track(() => verb(context));
    } catch (error) {
      throw asPulumiError(error, { [providerKey]: values[providerKey], ...host });
    } finally {
      await context.progress.delivered();
    }
  }

  private context(values: State): RowContext<Service> {
    const { host } = this;
    const urn = this.urnOf(values);
    const aliases = (values[aliasesKey] ?? []) as readonly string[];
    const log: LogLine = (...line) => host.engine().log(...line);
    return {
      get service() {
        return host.service();
      },
      clock: host.clock,
      signal: host.signal,
      progress: progressOf(log, urn, host.clock),
      urn,
      aliases: aliases.map((alias) => unpackUrn(alias, this.lifecycle.kind)),
      holderOf: (object) => this.holders.holderOf(object, urn),
    };
  }
}

/** Serves a lifecycle as a dynamic provider. */
export function dynamicProvider<Service>(
  lifecycle: Lifecycle<Service>,
  host: DynamicHost<Service>,
): dynamic.ResourceProvider {
  return new DynamicProvider(lifecycle, host);
}
