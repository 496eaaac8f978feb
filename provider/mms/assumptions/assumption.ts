// What a row of the ledger of assumptions says: facts of MMS that this package relies on and that were never seen live.
import type { OperationName } from "../operations.js";

/** Promises of docs/guarantees.md that rest on an assumption, by their headings. */
export const guarantees = {
  oneJob: "A declaration has at most one live job, whatever is killed, lost or slow",
  repaired: "A failed job is repaired, not run again",
  neverLost: "A job is never lost once the service has returned its id",
  foundAgain: "A job is found again when the run that requested it died before it wrote the state",
  gone: 'Only "not found" counts as deleted, and a live job needs two reads that agree',
  replacement: "A replacement never takes over the job that is deleted for it",
  finished: "A finished migration does not run again by accident",
  destroy: "A destroy leaves what `deletePolicy` says",
} as const;

export type Guarantee = keyof typeof guarantees;

/** Where a fact comes from: a page of the vendor, the models of its SDKs, public code that calls MMS, or a conclusion. */
export type Evidence = "documented" | "sdk" | "used-in-public" | "inferred";

/**
 * How `verify` finds the fact out on a real account: with reads alone, on things that it creates and removes, or by migrating one
 * table; otherwise, why it cannot.
 */
export type Check = "read-only" | "mutating" | "migration" | { readonly because: string };

/** The worst that a user meets where it is false, worst first. */
export const consequences = ["twice", "lost", "wrong report", "hang", "cost", "error", "cosmetic"] as const;

/** One assumption about MMS. */
export interface Assumption {
  /** The fact, as one sentence. */
  readonly says: string;
  readonly evidence: Evidence;
  /** Which page, model, code or conclusion. */
  readonly source: string;
  /** Promises that do not hold where it is false. None where the package does not need it, or notices in time. */
  readonly carries?: readonly Guarantee[];
  /** Operations whose requests or responses it is about. */
  readonly operations: readonly OperationName[];
  readonly worst: (typeof consequences)[number];
  /** What a user sees where it is false. */
  readonly ifFalse: string;
  readonly check: Check;
}

export type Ledger = Readonly<Record<string, Assumption>>;
