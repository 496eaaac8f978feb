// What a served kind works with and returns, as types.
import type { Clock } from "../../clock.js";
import type { CheckFailure, Diff, State } from "../../lifecycle/types.js";
import type { Engine } from "../engine-log.js";
import type { EventLog } from "./event-log.js";

/** What one plugin process shares between all its resources. */
export interface ServingHost<Service> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Keeps the process from ending by itself while a verb is under way. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Connected to at the first line. */
  engine(): Engine;
  /** Made at the first call that needs it. */
  service(): Service;
  /** Where events are recorded, if anybody reads them. */
  readonly events?: () => EventLog | undefined;
  /** Whether previews look on the service for what `up` would fail on. */
  previewChecks(): boolean;
}

/** What a verb is about. */
export interface Subject {
  /** The URN in the dynamic host's form, which generated names hash; empty where the host does not know it. */
  readonly urn: string;
  /** The URN that the engine has a row for. */
  readonly row: string;
  /** URNs that the resource had before, where the host is given them. */
  readonly aliases?: readonly string[];
  /** The engine's timeout for this call, in seconds, where it passes one. */
  readonly seconds?: number;
  /** The wave that a component declares the resource for. */
  readonly wave?: string;
  /** The mark of this life of the resource, where the host gives states one; the whole state is the mark elsewhere. */
  readonly life?: string;
}

/** Refused inputs, or inputs as they are stored. */
export interface Checked {
  readonly inputs: State;
  readonly failures: readonly CheckFailure[];
}

/** A comparison, and the inputs that were compared. */
export interface Compared extends Diff {
  readonly inputs: State;
}
