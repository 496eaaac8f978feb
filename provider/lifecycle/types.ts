// The plain values that facts and verbs of resources share.
/** Inputs and outputs of one resource, side by side under their own names, as plain JSON. */
export type State = Record<string, unknown>;

/** One refused input. */
export interface CheckFailure {
  /** Path of the property, for example `tables[2]`. */
  readonly property: string;
  readonly reason: string;
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

/** How a resource gets the `name` that its program leaves out. */
export interface Naming {
  /** Pure, and the same in every attempt to create the resource. */
  generate(urn: string, inputs: State): string;
  /** Input that names something to take over, which has a name already. */
  readonly adoptedBy: string;
}
