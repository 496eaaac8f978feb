// The last list of a source's jobs that was read as a whole: what it shows answers for whoever did not ask for it.
import type { Clock } from "../clock.js";
import type { Naming } from "./job-reads.js";
import type { Job } from "./models.js";
import { isNamed } from "./pages.js";

/** A job that is waited for. */
export interface Expectation {
  readonly name: string;
  readonly fits: (job: Job) => boolean;
  /** Epoch milliseconds: only a list whose reading began later counts. */
  readonly since: number;
  readonly maxWaitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The last whole list, and those who wait for a job to show in one. */
export class LastList {
  private begunAt = Number.NEGATIVE_INFINITY;
  private byName: ReadonlyMap<string, readonly Job[]> = new Map();
  private byId: ReadonlyMap<string, Job> = new Map();
  private readonly expecting = new Map<string, Set<() => void>>();

  constructor(private readonly clock: Clock) {}

  /** How long ago its reading began, in milliseconds; endless before the first, and after the clock was set back. */
  get ageMs(): number {
    const ageMs = this.clock.now() - this.begunAt;
    return ageMs >= 0 ? ageMs : Number.POSITIVE_INFINITY;
  }

  /** Takes a list that was read as a whole in the place of the last one. */
  replace(begunAt: number, all: ReadonlyMap<string, Job>): void {
    const byName = new Map<string, Job[]>();
    for (const job of all.values()) byName.set(job.name ?? "", [...(byName.get(job.name ?? "") ?? []), job]);
    this.begunAt = begunAt;
    this.byName = byName;
    this.byId = all;
    for (const [name, looks] of this.expecting) if (byName.has(name)) looks.forEach((look) => look());
  }

  /** The job of this id. */
  job(jobId: string): Job | undefined {
    return this.byId.get(jobId);
  }

  /** Whether it has a job of this name, or of one that begins with it. */
  hasName({ name, isPrefix }: Naming): boolean {
    if (!isPrefix) return this.byName.has(name);
    return [...this.byName.keys()].some((taken) => isNamed({ name: taken }, name, isPrefix));
  }

  /** The jobs of this name. */
  named(name: string): readonly Job[] {
    return this.byName.get(name) ?? [];
  }

  /** Whether it was read since a moment and shows the job. */
  shows({ jobId, name }: { readonly jobId: string; readonly name: string }, since: number): boolean {
    return this.begunAt >= since && this.byId.get(jobId)?.name === name;
  }

  /** Jobs that are expected, as soon as a list shows any; none when the time is up. */
  async expected({ name, fits, since, maxWaitMs, signal }: Expectation): Promise<Job[]> {
    const found = () => (this.begunAt > since ? this.named(name).filter(fits) : []);
    const ending = new AbortController();
    const others = this.expecting.get(name) ?? new Set();
    const look = () => void (found().length > 0 && ending.abort());
    this.expecting.set(name, others.add(look));
    look();
    try {
      const both = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
      await this.clock.sleep(maxWaitMs, both).catch((error: unknown) => {
        if (!ending.signal.aborted) throw error;
      });
      return found();
    } finally {
      others.delete(look);
      if (others.size === 0) this.expecting.delete(name);
    }
  }
}
