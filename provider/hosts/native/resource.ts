// Serves a lifecycle to the engine's native protocol: the same verbs as under the dynamic host, with what only this protocol has.
import type { Clock } from "../../clock.js";
import type { Context, Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { changesOf, checkTable, diffOf, withDriftingDefaults } from "../../lifecycle/properties/property-table.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import { type LogLine, progressOf } from "../engine-log.js";
import type { EngineProcess } from "../engine-process.js";
import { Holders } from "../dynamic/holders.js";
import { isNowNamed, storedName, withoutGeneratedName, withoutUnstoredName } from "../dynamic/stored-name.js";
import { clearSecrets } from "./clear-secrets.js";
import { dynamicForm, withoutHostKeys } from "./protocol/contract.js";
import type { Importer } from "./import/import.js";
import { lifeOf, type Lives } from "./lives.js";
import { foreseen } from "./diff/preview.js";
import { withoutTimeout, withTimeout } from "./timeouts.js";
import type { Received } from "./protocol/wire.js";
import { type CheckFailure, type Diff, type Existing, type State } from "../../lifecycle/types.js";

/** What one plugin process shares between its resources. */
export interface NativeHost<Service> {
  readonly process: EngineProcess;
  readonly clock: Clock;
  readonly lives: Lives;
  isResourceKind(member: string): boolean;
  service(): Service;
}

/** What a verb is about. */
export interface Subject {
  readonly urn: string;
  readonly id: string;
}

/** Refused inputs, or inputs as they are stored. */
export interface Checked {
  readonly inputs: State;
  readonly failures: readonly CheckFailure[];
}

/** A resource as read back. */
export interface Seen {
  readonly id: string;
  readonly state: State;
  readonly inputs: State;
}

/** The key of a resource that took something over without a name; the only hidden input that counts here too. */
const hiddenInputs = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name === "__unnamed"));

/** One kind of resource. */
export class NativeKind<Service> {
  /** Inputs that need a replacement, as last compared, by URN: the delete of the old one follows in the same process. */
  private readonly replacements = new Map<string, State>();

  private readonly holders: Holders;

  constructor(
    readonly lifecycle: Lifecycle<Service>,
    private readonly host: NativeHost<Service>,
    private readonly importer: Importer<Service>,
  ) {
    this.holders = new Holders(lifecycle.kind);
  }

  check(urn: string, olds: State, news: Received): Checked {
    const { lifecycle } = this;
    const inputs = withoutHostKeys(news.values);
    const failures = [...checkTable(lifecycle.inputs, inputs), ...clearSecrets(lifecycle.inputs, news)];
    if (failures.length === 0) {
      failures.push(...(lifecycle.check?.(inputs) ?? []));
      failures.push(...this.holders.hold(this.urnOf(urn), lifecycle.objects?.(inputs) ?? []));
    }
    const name = failures.length === 0 ? storedName(lifecycle, this.urnOf(urn), olds, inputs) : {};
    return { inputs: { ...withDriftingDefaults(lifecycle.inputs, inputs), ...name }, failures };
  }

  async diff({ urn, id }: Subject, olds: State, news: State): Promise<{ diff: Diff; state: State; inputs: State }> {
    const state = withoutHostKeys(olds);
    const inputs = this.given(urn, news);
    return this.during(urn, async ({ progress, clock }) => {
      const found =
        this.lifecycle.diff?.(state, inputs, clock.now()) ?? diffOf(changesOf(this.lifecycle.inputs, state, inputs));
      found.reasons.forEach((reason) => progress.info(reason));
      if (found.replaces.length === 0) this.replacements.delete(urn);
      else this.replacements.set(urn, inputs);
      this.host.lives.note(urn, id, olds);
      return { diff: { ...found, changes: found.changes || isNowNamed(olds, news) }, state, inputs };
    });
  }

  /** What a preview shows of a create or update. */
  foresee(news: State, olds: State = {}): State {
    const shown = foreseen(this.lifecycle, withoutHostKeys(news), withoutHostKeys(olds));
    return { ...shown, ...hiddenInputs(news), ...lifeOf(olds) };
  }

  async create(urn: string, news: State, seconds: number): Promise<Existing> {
    const hidden = { ...hiddenInputs(news), ...this.host.lives.begin() };
    const given = this.given(urn, news);
    const inputs = withTimeout(this.lifecycle, given, "create", seconds);
    return this.keeping(urn, given, hidden, async (context) => {
      const made = await this.lifecycle.create(inputs, context);
      this.host.lives.note(urn, made.id, hidden);
      this.tellOutcome(made.state, context);
      this.endRow(context, made.state);
      return { id: made.id, state: { ...withoutTimeout(made.state, given), ...hidden } };
    });
  }

  async update({ urn, id }: Subject, olds: State, news: State, seconds: number): Promise<State> {
    const hidden = { ...hiddenInputs(news), ...lifeOf(olds) };
    const given = this.given(urn, news);
    const inputs = withTimeout(this.lifecycle, given, "update", seconds);
    return this.keeping(urn, given, hidden, async (context) => {
      const state = await this.lifecycle.update({ id, state: withoutHostKeys(olds) }, inputs, context);
      this.tellOutcome(state, context);
      this.endRow(context, state);
      return { ...withoutTimeout(state, given), ...hidden };
    });
  }

  /** Reads back; without stored inputs it is an import, which begins with what the service shows. */
  async read({ urn, id }: Subject, olds: State, oldInputs: State): Promise<Seen | undefined> {
    return this.during(urn, async (context) => {
      const isImport = isEmpty(withoutHostKeys(oldInputs));
      const start = isImport ? await this.importer(id, context) : withoutHostKeys(olds);
      if (start === undefined) return undefined;
      const seen = await this.lifecycle.read({ id, state: start }, context);
      if (seen === undefined) return undefined;
      const hidden = { ...hiddenInputs(oldInputs), ...lifeOf(olds) };
      const stored = isImport ? withoutTimeout(start, {}) : oldInputs;
      const inputs = seen.inputs === undefined ? withoutHostKeys(stored) : withoutUnstoredName(oldInputs, seen.inputs);
      return { id: seen.id, state: { ...seen.state, ...hidden }, inputs: { ...inputs, ...hiddenInputs(oldInputs) } };
    });
  }

  async delete({ urn, id }: Subject, olds: State, seconds: number): Promise<void> {
    const state = withTimeout(this.lifecycle, withoutHostKeys(olds), "delete", seconds);
    await this.during(urn, async (context) => {
      if (this.host.lives.isTakenOver(urn, id, olds)) {
        context.progress.warn(
          `${id} is not removed: the replacement has taken it over, because it was made first. ` +
            "Set the option deleteBeforeReplace to have a new one made",
        );
        return;
      }
      const replacedBy = this.replacements.get(urn);
      const inContext = replacedBy === undefined ? context : { ...context, replacedBy };
      await this.lifecycle.delete({ id, state }, inContext);
    });
  }

  /** Lets the row end with the outcome in place of the last line of progress. */
  private endRow({ progress }: Context<Service>, state: State): void {
    const outcome = this.lifecycle.outcome?.(state);
    if (outcome !== undefined) progress.status(outcome, { last: true });
  }

  /** Lets the row end with the outcome in place of the last line of progress. */
  private tellOutcome(state: State, { progress }: Context<Service>): void {
    const outcome = this.lifecycle.outcome?.(state);
    if (outcome !== undefined) progress.status(outcome, { last: true });
  }

  private urnOf(urn: string): string {
    return dynamicForm(urn, (member) => this.host.isResourceKind(member));
  }

  /** Inputs of the program's, for a verb. */
  private given(urn: string, news: State): State {
    return withoutGeneratedName(this.lifecycle, this.urnOf(urn), withoutHostKeys(news));
  }

  /** Runs a verb; what exists although it failed keeps the hidden properties. */
  private async keeping<Result>(
    urn: string,
    given: State,
    hidden: State,
    verb: (context: Context<Service>) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.during(urn, verb);
    } catch (error) {
      if (!(error instanceof ResourceNotReadyError)) throw error;
      this.host.lives.note(urn, error.id, hidden);
      throw new ResourceNotReadyError(error.id, { ...withoutTimeout(error.state, given), ...hidden }, error.cause);
    }
  }

  private during<Result>(urn: string, verb: (context: Context<Service>) => Promise<Result>): Promise<Result> {
    const { host } = this;
    const log: LogLine = (...line) => host.process.engine().log(...line);
    const context: Context<Service> = {
      get service() {
        return host.service();
      },
      clock: host.clock,
      signal: host.process.signal,
      progress: progressOf(log, urn, host.clock),
      urn: this.urnOf(urn),
      holderOf: (object) => this.holders.holderOf(object, this.urnOf(urn)),
    };
    return host.process.track(() => verb(context));
  }
}
