// Snapshot of the last complete job list of a source, shared by all readers of one process.
import { type Clock, Nap } from "../../clock.js";
import type { Job } from "../models.js";
import { isNamed } from "../pages.js";

/** Jobs of a name, or of every name that begins with it. */
export interface Naming {
  readonly name: string;
  readonly isPrefix: boolean;
  /**
   * A full name that must not be missed: that a filter shows nothing does not prove that nothing is there, so the newest jobs
   * are read without one too.
   */
  readonly surely?: string;
}

/** A job that is waited for. */
export interface Expectation {
  readonly name: string;
  readonly fits: (job: Job) => boolean;
  /** Epoch milliseconds: only a list whose reading began later counts. */
  readonly since: number;
  readonly maxWaitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Oldest first: ids grow. Assumes job-ids-grow. */
export const byAge = (a: Job, b: Job): number => (BigInt(a.id ?? 0) < BigInt(b.id ?? 0) ? -1 : 1);

/** The last complete list, and the callers that wait for a job to show in one. */
export class ListSnapshot {
  private begunAt = Number.NEGATIVE_INFINITY;
  private byName: ReadonlyMap<string, readonly Job[]> = new Map();
  private byId: ReadonlyMap<string, Job> = new Map();
  private readonly expecting = new Map<string, Set<() => void>>();

  constructor(private readonly clock: Clock) {}

  /** Whether its reading began at this moment or later. Never before the first, nor after the clock was set back. */
  isSince(moment: number): boolean {
    return this.begunAt >= moment && this.begunAt <= this.clock.now();
  }

  replace(begunAt: number, all: ReadonlyMap<string, Job>): void {
    const byName = new Map<string, Job[]>();
    for (const job of [...all.values()].sort(byAge)) {
      const jobs = byName.get(job.name ?? "");
      if (jobs) jobs.push(job);
      else byName.set(job.name ?? "", [job]);
    }
    this.begunAt = begunAt;
    this.byName = byName;
    this.byId = all;
    for (const [name, looks] of this.expecting) if (byName.has(name)) looks.forEach((look) => look());
  }

  job(jobId: string): Job | undefined {
    return this.byId.get(jobId);
  }

  /** The jobs of a name, oldest first. */
  named({ name, isPrefix }: Naming): Job[] {
    if (!isPrefix) return [...(this.byName.get(name) ?? [])];
    return [...this.byId.values()].filter((job) => isNamed(job, name, isPrefix)).sort(byAge);
  }

  /** Whether it was read since a moment and shows the job. */
  shows({ jobId, name }: { readonly jobId: string; readonly name: string }, since: number): boolean {
    return this.begunAt >= since && this.byId.get(jobId)?.name === name;
  }

  /** Jobs that are expected, as soon as a list shows any; none when the time is up. */
  async expected({ name, fits, since, maxWaitMs, signal }: Expectation): Promise<Job[]> {
    const found = () => (this.begunAt > since ? this.named({ name, isPrefix: false }).filter(fits) : []);
    const nap = new Nap(this.clock);
    const others = this.expecting.get(name) ?? new Set();
    const look = () => void (found().length > 0 && nap.wake());
    this.expecting.set(name, others.add(look));
    look();
    await nap.sleep(maxWaitMs, signal).finally(() => {
      others.delete(look);
      if (others.size === 0) this.expecting.delete(name);
    });
    return found();
  }
}
