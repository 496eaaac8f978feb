// How long things take.
import type { Phase } from "./entities.js";

/** How long things take, in milliseconds of the emulator's clock. Inferred; chosen to look like a small migration. */
export interface Pace {
  creationMs: number;
  stopMs: number;
  /** From when a job reads stopped until its tasks do. Inferred: the predecessor signals what runs to stop, and sets the flag. */
  drainMs: number;
  /** From the appearance of a job to its first task. */
  queueMs: number;
  phaseMs: Record<Phase, number>;
  /** Tasks of a job that run at once. Inferred from the self-hosted predecessor. */
  parallel: number;
  scanMs: number;
  startMs: number;
  /** Partitions of one task. Assumes fifty-partitions-a-task. */
  partitionsPerTask: number;
}

/** What of a pace changes; phases that are not named keep their time. */
export type PaceChange = Partial<Omit<Pace, "phaseMs">> & { readonly phaseMs?: Partial<Record<Phase, number>> };

export const defaultPace: Readonly<Pace> = {
  creationMs: 3_000,
  stopMs: 5_000,
  drainMs: 0,
  queueMs: 10_000,
  phaseMs: { SCHEMA: 5_000, DATA: 60_000, VERIFICATION: 15_000 },
  parallel: 20,
  scanMs: 60_000,
  startMs: 15_000,
  partitionsPerTask: 50,
};
