// Serves a lifecycle to the engine's native protocol: the same verbs as under the dynamic host, with what only this protocol has.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import type { Diff, Existing, State } from "../../lifecycle/types.js";
import { waveIn, waveKey } from "../provider-text.js";
import { ServedKind } from "../serving/served-kind.js";
import type { Checked, ServingHost, Subject } from "../serving/serving-host.js";
import { isNowNamed, withoutUnstoredName } from "../serving/stored-name.js";
import { clearSecrets } from "./clear-secrets.js";
import { foreseen } from "./diff/preview.js";
import type { Importer } from "./import/import.js";
import { lifeOf, markOf, newLife } from "./lives.js";
import { dynamicForm, withoutHostKeys } from "./protocol/contract.js";
import type { Received } from "./protocol/wire.js";

/** What one plugin process shares between its resources. */
export interface NativeHost<Service> extends ServingHost<Service> {
  isResourceKind(member: string): boolean;
}

/** What the engine calls a resource. */
export interface Known {
  readonly urn: string;
  readonly id: string;
}

/** A resource as read back. */
export interface Seen {
  readonly id: string;
  readonly state: State;
  readonly inputs: State;
}

/** Hidden inputs that count here too: that a resource took something over without a name, and the wave that it is in. */
const kept: ReadonlySet<string> = new Set(["__unnamed", waveKey]);

const hiddenInputs = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([name]) => kept.has(name)));

/** One kind of resource. */
export class NativeKind<Service> {
  private readonly served: ServedKind<Service>;

  constructor(
    readonly lifecycle: Lifecycle<Service>,
    private readonly host: NativeHost<Service>,
    private readonly importer: Importer<Service>,
  ) {
    this.served = new ServedKind(lifecycle, host, "set the option deleteBeforeReplace so that a new one is created");
  }

  check(urn: string, olds: State, news: Received): Checked {
    const refused = clearSecrets(this.lifecycle.inputs, news);
    const { inputs, failures } = this.served.check(this.urnOf(urn), olds, withoutHostKeys(news.values), refused);
    const { [waveKey]: wave } = news.values;
    return { inputs: wave === undefined ? inputs : { ...inputs, [waveKey]: wave }, failures };
  }

  async diff({ urn, id }: Known, olds: State, news: State): Promise<{ diff: Diff; state: State; inputs: State }> {
    const state = withoutHostKeys(olds);
    const { inputs, ...diff } = await this.served.diff(this.subject(urn, olds), { id, state }, withoutHostKeys(news));
    return { diff: { ...diff, changes: diff.changes || isNowNamed(olds, news) }, state, inputs };
  }

  /** What a preview shows of a create or update. */
  foresee(news: State, olds: State = {}): State {
    const shown = foreseen(this.lifecycle, withoutHostKeys(news), withoutHostKeys(olds));
    return { ...shown, ...hiddenInputs(news), ...lifeOf(olds) };
  }

  /** Warns, in a preview, of what `up` would fail on. */
  async lookAhead(urn: string, news: State): Promise<void> {
    await this.served.preview(this.subject(urn, {}), withoutHostKeys(news));
  }

  async create(urn: string, news: State, seconds: number): Promise<Existing> {
    const hidden = { ...hiddenInputs(news), ...newLife() };
    return keeping(hidden, async () => {
      const { id, state } = await this.served.create(this.subject(urn, hidden, seconds), withoutHostKeys(news));
      return { id, state: { ...state, ...hidden } };
    });
  }

  async update({ urn, id }: Known, olds: State, news: State, seconds: number): Promise<State> {
    const hidden = { ...hiddenInputs(news), ...lifeOf(olds) };
    return keeping(hidden, async () => {
      const existing = { id, state: withoutHostKeys(olds) };
      const subject = this.subject(urn, { ...olds, ...hiddenInputs(news) }, seconds);
      const state = await this.served.update(subject, existing, withoutHostKeys(news));
      return { ...state, ...hidden };
    });
  }

  /** Reads back; without stored inputs it is an import, which begins with what the service shows. */
  async read({ urn, id }: Known, olds: State, oldInputs: State): Promise<Seen | undefined> {
    const isImport = isEmpty(withoutHostKeys(oldInputs));
    let start: State | undefined;
    const seen = await this.served.read(this.subject(urn, olds), async (context) => {
      start = isImport ? await this.importer(id, context) : withoutHostKeys(olds);
      return start && { id, state: start };
    });
    if (seen === undefined) return undefined;
    const hidden = { ...hiddenInputs(oldInputs), ...lifeOf(olds) };
    const stored = isImport ? (start ?? {}) : oldInputs;
    const inputs = seen.inputs === undefined ? withoutHostKeys(stored) : withoutUnstoredName(oldInputs, seen.inputs);
    return { id: seen.id, state: { ...seen.state, ...hidden }, inputs: { ...inputs, ...hiddenInputs(oldInputs) } };
  }

  async delete({ urn, id }: Known, olds: State, seconds: number): Promise<void> {
    await this.served.delete(this.subject(urn, olds, seconds), { id, state: withoutHostKeys(olds) });
  }

  private urnOf(urn: string): string {
    return dynamicForm(urn, (member) => this.host.isResourceKind(member));
  }

  /** The engine tells no provider the aliases of a resource. */
  private subject(urn: string, state: State, seconds = 0): Subject {
    return { urn: this.urnOf(urn), row: urn, life: markOf(state), seconds, ...waveIn(state) };
  }
}

/** Runs a create or update; what exists, although it failed, keeps the hidden properties too. */
async function keeping<Result>(hidden: State, verb: () => Promise<Result>): Promise<Result> {
  try {
    return await verb();
  } catch (error) {
    if (!(error instanceof ResourceNotReadyError)) throw error;
    throw new ResourceNotReadyError(error.id, { ...error.state, ...hidden }, error.cause);
  }
}
