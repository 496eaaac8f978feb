// What a resource is, whichever host serves it: six verbs over plain values, and the facts they are given.
import type { Clock } from "../clock.js";
import type { OutputTable, PropertyTable } from "./properties/property-table.js";

/** Inputs and outputs of one resource, side by side under their own names, as plain JSON. */
export type State = Record<string, unknown>;

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
}

/** What a verb works with. */
export interface Context<Service> {
  readonly service: Service;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
  /** URN of the resource; empty where the host does not know it. */
  readonly urn: string;
  /** URNs that the resource had before, as its program says. */
  readonly aliases?: readonly string[];
  /** The name of another resource of this run that declares the object; `undefined` where none does. */
  readonly holderOf?: (object: string) => string | undefined;
  /** For a delete: inputs of what replaces the resource, where this process has compared the two. */
  readonly replacedBy?: State;
}

/** One refused input. */
export interface CheckFailure {
  /** Path of the property, for example `tables[2]`. */
  readonly property: string;
  readonly reason: string;
}

/** One object of the service that a resource declares, and the input that names it. */
export interface HeldObject {
  readonly property: string;
  /** In words that are the same for the same object: `database "sales" of source 2000015`. */
  readonly object: string;
}

/** What would change, and how. */
export interface Diff {
  /** Whether an update or a replacement is due. */
  readonly changes: boolean;
  /** Properties that can only change by replacement. */
  readonly replaces: readonly string[];
  /** What a person should know about the change, in words. */
  readonly reasons: readonly string[];
}

/** A resource that exists. */
export interface Existing {
  readonly id: string;
  readonly state: State;
}

/** A resource as read back; `inputs` differ from the stored ones where the service differs. */
export interface Observed extends Existing {
  readonly inputs?: State;
}

/** How a resource gets the `name` that its program leaves out. */
export interface Naming {
  /** Pure, and the same in every attempt to create the resource. */
  generate(urn: string, inputs: State): string;
  /** Input that names something to take over, which has a name already. */
  readonly adoptedBy: string;
}

/** A kind of resource: its facts as tables, its behaviour as verbs. Knows no host. */
export interface Lifecycle<Service> {
  /** Name of the kind in Pulumi, for example `MigrationJob`. */
  readonly kind: string;
  readonly inputs: PropertyTable;
  readonly outputs: OutputTable;
  /** Absent where nothing has a generated name. Verbs never see a generated name among the inputs: only the state has it. */
  readonly naming?: Naming;
  /**
   * Whether a replacement is made only once the old one is gone, whoever asked for it: a create that looks before it makes
   * would otherwise find the old one, take it over, and lose it to the delete that follows.
   */
  readonly deletesFirst?: true;
  /** What tells the resource's object from others for all its life, where its id does not; two resources never have one. */
  identity?(existing: Existing): string;
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
  /** Makes the resource; throws {@link ResourceNotReadyError} for any failure once something exists. */
  create(inputs: State, context: Context<Service>): Promise<Existing>;
  /** Observes the resource; `undefined` means gone. */
  read(existing: Existing, context: Context<Service>): Promise<Observed | undefined>;
  /** Brings the resource to what the inputs say; never makes a second one. Returns the whole state. */
  update(existing: Existing, inputs: State, context: Context<Service>): Promise<State>;
  /**
   * What the row ends with, in words: the outcome in place of the last line of progress. Pure; absent where there is nothing to
   * say.
   */
  outcome?(state: State): string | undefined;
  /** Removes the resource as its policy says; already gone is success. */
  delete(existing: Existing, context: Context<Service>): Promise<void>;
}
