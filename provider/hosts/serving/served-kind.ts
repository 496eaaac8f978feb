// One kind of resource as any host serves it: its verbs, with what a run must not do twice, lose, or say again.
import { deadlineOf, type Verb, withDeadline } from "../../lifecycle/deadline.js";
import type { Context, Lifecycle, Observed } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { changesOf, diffOf, withDriftedDefaults } from "../../lifecycle/properties/property-table.js";
import { canonicalJson, plain } from "../../lifecycle/properties/values.js";
import type { CheckFailure, Existing, State } from "../../lifecycle/types.js";
import { type LogLine, progressOf, type RowProgress } from "../engine-log.js";
import type { EventVerb } from "./event.js";
import type { Recorded, Recording } from "./event-log.js";
import { refusalsOf } from "./check.js";
import { warnOfForeseen } from "./foreseen.js";
import { Holders } from "./holders.js";
import type { Checked, Compared, ServingHost, Subject } from "./serving-host.js";
import { storedName, withoutGeneratedName } from "./stored-name.js";

/** What a verb works with, and the row it may write to. Its deadline follows from the values that it is about. */
type RowContext<Service> = Omit<Context<Service>, "deadline" | "call"> & { readonly progress: RowProgress };

/** The mark of a life that a create of this process began. */
const lifeOf = ({ life }: Subject, { state }: Existing): string => life ?? canonicalJson(plain(state));

/** One kind of resource. Values come without what belongs to a host. */
export class ServedKind<Service> {
  /** Inputs that need a replacement, as last compared, by URN: the delete of the old one follows in the same process. */
  private readonly replacements = new Map<string, State>();

  private readonly holders: Holders;

  /** Reasons that were given, with their URN: a refresh and the update after it compare in one process. */
  private readonly reported = new Set<string>();

  /** `createdFirst` says why a replacement could be made before the old one was deleted, and what prevents it. */
  constructor(
    readonly lifecycle: Lifecycle<Service>,
    private readonly host: ServingHost<Service>,
    createdFirst: string,
  ) {
    this.holders = new Holders({ kind: lifecycle.kind, areOwn: lifecycle.naming !== undefined, createdFirst });
  }

  /** Refuses inputs, or returns them as they are stored; `refused` is what the host itself refuses. */
  check(urn: string, olds: State, inputs: State, refused: readonly CheckFailure[] = []): Checked {
    const { lifecycle } = this;
    const { failures: found, accepted } = refusalsOf(lifecycle, inputs);
    const failures = [...found, ...refused, ...this.hold(urn, accepted)];
    const name = failures.length === 0 ? storedName(lifecycle, urn, olds, inputs) : {};
    return { inputs: { ...withDriftedDefaults(lifecycle.inputs, olds, inputs), ...name }, failures };
  }

  async diff(subject: Subject, existing: Existing, news: State): Promise<Compared> {
    const { lifecycle } = this;
    const inputs = this.inputsOf(subject, news);
    return this.run(subject, undefined, async ({ progress, clock }) => {
      const diff =
        lifecycle.diff?.(existing.state, inputs, clock.now()) ??
        diffOf(changesOf(lifecycle.inputs, existing.state, inputs));
      for (const reason of diff.reasons) {
        const key = `${subject.urn} ${reason}`;
        if (!this.reported.has(key)) progress.info(reason);
        this.reported.add(key);
      }
      this.compared(subject, this.identity(existing), diff.replaces.length > 0 ? inputs : undefined);
      return { ...diff, inputs };
    });
  }

  /** Warns of what `up` would fail on, where the provider is set to look for that. */
  async preview(subject: Subject, news: State): Promise<void> {
    const { lifecycle, host } = this;
    if (lifecycle.preview === undefined || !host.previewChecks()) return;
    const inputs = this.inputsOf(subject, news);
    await this.run(subject, undefined, (context) => warnOfForeseen(lifecycle, inputs, context, this.reported));
  }

  async create(subject: Subject, news: State): Promise<Existing> {
    const make = (made: Existing) => this.holders.make(this.identity(made), subject.urn, lifeOf(subject, made));
    const recorded = { verb: "create", before: news, after: ({ state }: Existing) => state } as const;
    return this.run(subject, recorded, async (context) => {
      try {
        const inputs = this.inputsOf(subject, news);
        const made = await this.lifecycle.create(inputs, this.timed("create", inputs, subject, context));
        make(made);
        this.endRow(context.progress, made.state);
        return made;
      } catch (error) {
        if (error instanceof ResourceNotReadyError) make(error);
        throw error;
      }
    });
  }

  /** Reads back what `find` returns: what is stored, or for an import what the service shows. */
  async read(
    subject: Subject,
    find: (context: Context<Service>) => Promise<Existing | undefined>,
  ): Promise<Observed | undefined> {
    const recorded = { verb: "read", before: {}, after: (seen?: Observed) => seen?.state } as const;
    return this.run(subject, recorded, async (context) => {
      const existing = await find(withDeadline(context, Number.POSITIVE_INFINITY));
      if (existing === undefined) return undefined;
      this.holders.follow(this.identity(existing), subject.urn, subject.life);
      const seen = await this.lifecycle.read(existing, this.timed("update", existing.state, subject, context));
      // What a refresh does not find changed needs no line, unless one stands there.
      if (seen !== undefined && context.progress.hasStatus) this.endRow(context.progress, seen.state);
      return seen;
    });
  }

  async update(subject: Subject, existing: Existing, news: State): Promise<State> {
    const recorded = { verb: "update", before: existing.state, after: (state: State) => state } as const;
    return this.run(subject, recorded, async (context) => {
      this.holders.follow(this.identity(existing), subject.urn, subject.life);
      const inputs = this.inputsOf(subject, news);
      const state = await this.lifecycle.update(existing, inputs, this.timed("update", inputs, subject, context));
      this.endRow(context.progress, state);
      return state;
    });
  }

  async delete(subject: Subject, existing: Existing): Promise<void> {
    const { urn } = subject;
    const recorded = { verb: "delete", before: existing.state, after: () => undefined } as const;
    await this.run(subject, recorded, async (context) => {
      const object = this.identity(existing);
      const reason = this.reasonToLeave(subject, existing);
      if (reason !== undefined) return context.progress.warn(`${object} is left as it is: ${reason}`);
      const replacedBy = this.replacements.get(urn);
      const timed = this.timed("delete", existing.state, subject, context);
      await this.lifecycle.delete(existing, replacedBy === undefined ? timed : { ...timed, replacedBy });
      this.holders.release(object, urn);
    });
  }

  /** Without a mark the state distinguishes lives: it may change by itself where a new resource takes nothing over. */
  private reasonToLeave(subject: Subject, existing: Existing): string | undefined {
    if (!this.lifecycle.deletesFirst && subject.life === undefined) return undefined;
    return this.holders.reasonToLeave(this.identity(existing), subject.urn, lifeOf(subject, existing));
  }

  /** Notes what a comparison means for what is there: it stays, or is replaced by other inputs. */
  private compared({ urn, life }: Subject, id: string, replacedBy: State | undefined): void {
    if (replacedBy === undefined) {
      this.replacements.delete(urn);
      this.holders.keep(id, urn, life);
    } else {
      this.replacements.set(urn, replacedBy);
      this.holders.release(id, urn);
    }
  }

  private identity(existing: Existing): string {
    return this.lifecycle.identity?.(existing) ?? existing.id;
  }

  /** Notes what a declaration holds, and refuses what another one of the run holds already. */
  private hold(urn: string, inputs: State): CheckFailure[] {
    return urn === "" ? [] : this.holders.hold(urn, this.lifecycle.objects?.(inputs) ?? []);
  }

  /** Inputs of the program's, for a verb. */
  private inputsOf({ urn }: Subject, news: State): State {
    return withoutGeneratedName(this.lifecycle, urn, news);
  }

  /** The context of a verb on these values, which hold the program's `timeouts`. */
  private timed(verb: Verb, values: State, { seconds }: Subject, context: RowContext<Service>): Context<Service> {
    return withDeadline(context, deadlineOf(this.lifecycle, verb, values, context.clock.now(), seconds));
  }

  /** Lets the row end with the outcome in place of the last line of progress. */
  private endRow(progress: RowProgress, state: State): void {
    const outcome = this.lifecycle.outcome?.(state);
    if (outcome !== undefined) progress.status(outcome, { last: true });
  }

  /** Runs a verb; it ends once the engine has every line of it. */
  private async run<Result>(
    subject: Subject,
    recorded: Recorded<Result> | undefined,
    work: (context: RowContext<Service>) => Promise<Result>,
  ): Promise<Result> {
    const recording = recorded && this.recording(subject, recorded.verb);
    const context = this.context(subject, recording);
    const verb = () => this.host.track(() => work(context));
    const { warn, delivered } = context.progress;
    const standing = (state: State) => this.lifecycle.standing?.(state) ?? {};
    try {
      return await (recording && recorded ? recording.during(verb, recorded, { standing, warn }) : verb());
    } finally {
      await delivered();
    }
  }

  private recording({ row, wave }: Subject, verb: EventVerb): Recording | undefined {
    return this.host.events?.()?.recording({ verb, urn: row, kind: this.lifecycle.kind, ...(wave && { wave }) });
  }

  private context({ urn, row, aliases = [] }: Subject, recording?: Recording): RowContext<Service> {
    const { host } = this;
    const log: LogLine = (...line) => host.engine().log(...line);
    return {
      get service() {
        return host.service();
      },
      clock: host.clock,
      signal: host.signal,
      progress: progressOf(log, row, host.clock, recording),
      urn,
      aliases,
      holderOf: (object) => this.holders.holderOf(object, urn),
    };
  }
}
