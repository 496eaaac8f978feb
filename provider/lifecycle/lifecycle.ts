// What a resource is, whichever host serves it: six verbs over plain values, and the facts they are given.
import type { Clock } from "../clock.js";
import type { ResourceSchema } from "./resource-schema.js";
import type { State, CheckFailure, Diff, Existing } from "./types.js";

/** How many of several are finished. */
export interface Counts {
  /** In all. */
  readonly total: number;
  /** Finished well. */
  readonly done: number;
  /** Failed. */
  readonly failed: number;
}

/** How far the work of a resource has come, for machines. */
export interface Standing {
  /** Id of the data source. */
  readonly sourceId?: string;
  /** Id of the job. */
  readonly jobId?: string;
  /** Id of the async task that creates the job. */
  readonly asyncTaskId?: string;
  /** Id of the request for the job, for support, until the id of the job is known. */
  readonly requestId?: string;
  /**
   * Where it stands. Of a job: `held` while `startWhen` is false, `requested` until its id is known, `stopped`, or the status
   * that the service shows. Of a gate: its output `phase`. Of a scan: `running`, `done` or `failed`. Of what a verb leaves
   * nothing of: `gone`.
   */
  readonly phase?: string;
  /** Jobs of a gate. */
  readonly jobs?: Counts;
  /** Tasks of a job, or of all jobs of a gate. */
  readonly tasks?: Counts;
  /** Bytes of the tables in the source, as digits: of a gate that has passed, where the inventory shows them. */
  readonly bytes?: string;
}

/** Speaks to the person who waits. Losing a message never fails the work. */
export interface Progress {
  /**
   * Replaces the live line of the resource's row; kept nowhere. One that comes soon after another may be left out, unless
   * it is the `last`.
   */
  status(message: string, options?: { readonly last?: boolean }): void;
  /** A lasting message on the resource's row. */
  info(message: string): void;
  /** A lasting warning on the resource's row. */
  warn(message: string): void;
  /** How far the work has come, for a recorder; the same again is recorded once. */
  report(standing: Standing): void;
}

/** How the calls of one verb are made: they end with the verb, and report why they wait. */
export interface CallOptions {
  readonly signal: AbortSignal;
  readonly deadline: number;
  readonly onRetry: (notice: { readonly reason: string; readonly waitMs: number }) => void;
}

/** What a verb works with. */
export interface Context<Service> {
  readonly service: Service;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Aborts when the process is to end. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds by which the verb must end. */
  readonly deadline: number;
  /** Options of the verb's calls. */
  readonly call: CallOptions;
  /** URN of the resource; empty where the host does not know it. */
  readonly urn: string;
  /** URNs that the resource had before, as its program says. */
  readonly aliases?: readonly string[];
  /** The name of another resource of this run that declares the object; `undefined` where none does. */
  readonly holderOf?: (object: string) => string | undefined;
  /** For a delete: inputs of what replaces the resource, where this process has compared the two. */
  readonly replacedBy?: State;
}

/** One object of the service that a resource declares, and the input that names it. */
export interface HeldObject {
  readonly property: string;
  /** In words that are the same for the same object: `database "sales" of source 2000015`. */
  readonly object: string;
}

/** A resource as read back; `inputs` differ from the stored ones where the service differs. */
export interface Observed extends Existing {
  readonly inputs?: State;
}

/** Something that `up` would fail on. */
export interface Foreseen {
  /** In a sentence. */
  readonly reason: string;
  /** Whether it concerns other resources in the same words, so that it is enough to say it once. */
  readonly isShared: boolean;
}

/** A kind of resource: its facts and its verbs. Knows no host. */
export interface Lifecycle<Service> extends ResourceSchema {
  /**
   * Objects of the service that the inputs declare by a name or id of the program's: what any resource could declare. Two resources of a run that declare one are
   * refused, and `holderOf` lets a delete leave alone what another resource declares. Pure; unknown values declare nothing.
   */
  objects?(inputs: State): readonly HeldObject[];
  /** Refuses what the tables cannot: rules between properties. Pure; unknown values pass. */
  check?(inputs: State): CheckFailure[];
  /**
   * Says what a change amounts to, where the table alone does not know. Pure: `now` (epoch milliseconds) is for what ages; without it nothing does.
   * Throws to refuse a change.
   */
  diff?(state: State, inputs: State, now?: number): Diff;
  /**
   * What `up` would fail on as far as reads show, for a preview. Inputs may be unknown. What is missing may come to be before the
   * resource does, so nothing is refused.
   */
  preview?(inputs: State, context: Context<Service>): Promise<readonly Foreseen[]>;
  /** Creates the resource; throws {@link ResourceNotReadyError} for any failure once something exists. */
  create(inputs: State, context: Context<Service>): Promise<Existing>;
  /** Observes the resource; `undefined` means gone. */
  read(existing: Existing, context: Context<Service>): Promise<Observed | undefined>;
  /** Brings the resource to what the inputs say; never creates a second one. Returns the whole state. */
  update(existing: Existing, inputs: State, context: Context<Service>): Promise<State>;
  /**
   * What the row ends with, in words: the outcome in place of the last line of progress. Pure; absent where there is nothing to
   * say.
   */
  outcome?(state: State): string | undefined;
  /** How far the work is that a state shows, for machines. Pure; absent where a kind has nothing that runs on the service. */
  standing?(state: State): Standing;
  /** Removes the resource as its policy says; already gone is success. */
  delete(existing: Existing, context: Context<Service>): Promise<void>;
}
