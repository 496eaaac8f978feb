// What jobs look like now, for everybody in this process who asks: shared readings, and one poll loop a source.
import type { Clock } from "../clock.js";
import type { CallOptions, MmsClient } from "./client.js";
import { isPassing } from "./errors.js";
import { JobPace, withinDeadline } from "./job-pace.js";
import { JobReads, type Naming } from "./job-reads.js";
import type { Expectation, LastList } from "./job-list.js";
import { JobRounds } from "./job-rounds.js";
import type { Job } from "./models.js";

/**
 * Reads of jobs. Questions asked at the same time about one source are answered from the same pages of its list, or by
 * single reads where those are fewer. A list may lag: a job that is missing, failed or stopped there is read by itself
 * before that is believed.
 */
export interface JobReadings {
  /** The job as it is now, read after this call; `undefined` means gone. */
  current(sourceId: string, jobId: string, options?: CallOptions): Promise<Job | undefined>;
  /**
   * Jobs of exactly this name, newest last. Read after this call; only in a burst of calls may the first one about a
   * name be told that it is free by a list read within the last second.
   */
  named(sourceId: string, name: string, options?: CallOptions): Promise<Job[]>;
  /** Whether a whole list that was read since a moment, for whoever asked, shows the job. Asks nothing itself. */
  wasListed(sourceId: string, job: { readonly jobId: string; readonly name: string }, since: number): boolean;
  /** Jobs of every name that begins so; otherwise as {@link named}. */
  beginningWith(sourceId: string, prefix: string, options?: CallOptions): Promise<Job[]>;
  /** Jobs of a name that fit, as soon as a list read for whoever asks shows any; none when the time is up. */
  shown(sourceId: string, expectation: Expectation): Promise<Job[]>;
  /**
   * The job after the next poll of its source: as soon as a change is seen, at the latest after one interval. Failures
   * of the connection or the service do not end the wait before `options.deadline`. `maxWaitMs` shortens the interval.
   */
  next(
    sourceId: string,
    jobId: string,
    options?: CallOptions & { readonly maxWaitMs?: number },
  ): Promise<Job | undefined>;
}

/** Reads of jobs, and the same for a refresh. */
export interface JobObserver extends JobReadings {
  /** While many jobs are refreshed, a list read within the last second may answer for `current` and `named`. */
  readonly refreshing: JobReadings;
}

/** Someone who waits for the next look at a job. */
interface Waiter {
  readonly jobId: string;
  readonly intervalMs: number;
  remainingMs: number;
  look(seen?: Job): void;
}

/** Whoever has waited half an interval looks together with whoever is due: so they fall into step. */
const isReady = ({ remainingMs, intervalMs }: Waiter): boolean => remainingMs <= intervalMs / 2;

/** The jobs of one source. */
class SourceWatch {
  private readonly pace = new JobPace();
  /** Jobs somebody asked about, as last seen. */
  private readonly last = new Map<string, Job | undefined>();
  private readonly waiters = new Set<Waiter>();
  private readonly waitersOf = new Map<string, Set<Waiter>>();
  private readonly rounds: JobRounds;
  private awaken: AbortController | undefined;

  constructor(
    client: MmsClient,
    sourceId: string,
    private readonly clock: Clock,
  ) {
    this.rounds = new JobRounds(new JobReads(client, sourceId), clock, (job) => this.saw(job));
  }

  named(naming: Naming, options: CallOptions): Promise<Job[]> {
    return this.rounds.named(naming, options);
  }

  async refreshed(jobId: string, options: CallOptions): Promise<Job | undefined> {
    return this.rounds.glimpse(jobId) ?? this.current(jobId, options);
  }

  async refreshedOf(name: string, options: CallOptions): Promise<Job[]> {
    return this.rounds.glimpseOf(name) ?? this.named({ name, isPrefix: false }, options);
  }

  get list(): LastList {
    return this.rounds.list;
  }

  async current(jobId: string, options: CallOptions): Promise<Job | undefined> {
    if (!this.last.has(jobId)) this.last.set(jobId, undefined);
    const job = await this.rounds.job(jobId, options);
    if (job === undefined) {
      this.last.delete(jobId);
      this.pace.forget(jobId);
    }
    return job;
  }

  async next(jobId: string, options: CallOptions & { readonly maxWaitMs?: number }): Promise<Job | undefined> {
    const { maxWaitMs = Number.POSITIVE_INFINITY, deadline = Number.NEGATIVE_INFINITY } = options;
    for (let leftMs = maxWaitMs; ;) {
      const begun = this.clock.now();
      const interval = this.pace.intervalMs(jobId, begun, this.last.get(jobId));
      const changed = await this.wait(jobId, withinDeadline(interval, leftMs), options.signal);
      if (changed !== undefined) return changed;
      try {
        return await this.current(jobId, options);
      } catch (error) {
        const now = this.clock.now();
        leftMs = Math.min(leftMs - Math.max(0, now - begun), deadline - now);
        if (!isPassing(error) || leftMs <= 0) throw error;
      }
    }
  }

  /** Takes note of a job that was read. A change ends the waiting for it, and so does half of the time. */
  private saw(job: Job): void {
    const { id } = job;
    if (id === undefined || !this.last.has(id)) return;
    const changed = this.pace.saw(id, job, this.clock.now());
    this.last.set(id, job);
    // What is believed only when the job itself says so is left to the waiter's own look.
    const certain = job.status !== "FAILED" && job.stopped !== true;
    for (const waiter of [...(this.waitersOf.get(id) ?? [])]) {
      if (changed || isReady(waiter)) waiter.look(certain ? job : undefined);
    }
  }

  /** Waits for a change of the job or for the time; answers the changed job. */
  private wait(jobId: string, ms: number, signal: AbortSignal | undefined): Promise<Job | undefined> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.leave(waiter);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => {
        leave();
        this.awaken?.abort();
        reject(signal?.reason);
      };
      const waiter: Waiter = { jobId, intervalMs: ms, remainingMs: ms, look: (seen) => (leave(), resolve(seen)) };
      signal?.addEventListener("abort", abort, { once: true });
      this.join(waiter);
      if (this.awaken) this.awaken.abort();
      else void this.poll();
    });
  }

  private join(waiter: Waiter): void {
    this.waiters.add(waiter);
    const others = this.waitersOf.get(waiter.jobId) ?? new Set();
    this.waitersOf.set(waiter.jobId, others.add(waiter));
  }

  private leave(waiter: Waiter): void {
    this.waiters.delete(waiter);
    const others = this.waitersOf.get(waiter.jobId);
    others?.delete(waiter);
    if (others?.size === 0) this.waitersOf.delete(waiter.jobId);
  }

  /** The poll loop of the source: sleeps until the first waiter is due, and lets all who nearly are look together. */
  private async poll(): Promise<void> {
    while (this.waiters.size > 0) {
      const ms = Math.max(0, Math.min(...[...this.waiters].map(({ remainingMs }) => remainingMs)));
      this.awaken = new AbortController();
      const before = this.clock.now();
      const slept = await this.clock.sleep(ms, this.awaken.signal).then(
        () => true,
        () => false,
      );
      // Time slept counts even when the clock was set back meanwhile, and time that passed in a suspended machine too.
      const passed = this.clock.now() - before;
      const counted = slept ? Math.max(ms, passed) : Math.min(ms, Math.max(0, passed));
      for (const waiter of this.waiters) waiter.remainingMs -= counted;
      const due = [...this.waiters].some(({ remainingMs }) => remainingMs <= 0);
      if (due) for (const waiter of [...this.waiters].filter(isReady)) waiter.look();
    }
    this.awaken = undefined;
  }
}

/** Reads and watches jobs through one client. What uses another endpoint or identity has its own observer. */
export function createJobObserver(client: MmsClient, clock: Clock): JobObserver {
  const sources = new Map<string, SourceWatch>();
  const at = (sourceId: string): SourceWatch => {
    const known = sources.get(sourceId) ?? new SourceWatch(client, sourceId, clock);
    sources.set(sourceId, known);
    return known;
  };
  const strict: JobReadings = {
    current: (sourceId, jobId, options = {}) => at(sourceId).current(jobId, options),
    named: (sourceId, name, options = {}) => at(sourceId).named({ name, isPrefix: false }, options),
    beginningWith: (sourceId, name, options = {}) => at(sourceId).named({ name, isPrefix: true }, options),
    wasListed: (sourceId, job, since) => at(sourceId).list.shows(job, since),
    shown: (sourceId, expectation) => at(sourceId).list.expected(expectation),
    next: (sourceId, jobId, options = {}) => at(sourceId).next(jobId, options),
  };
  const refreshing: JobReadings = {
    ...strict,
    current: (sourceId, jobId, options = {}) => at(sourceId).refreshed(jobId, options),
    named: (sourceId, name, options = {}) => at(sourceId).refreshedOf(name, options),
  };
  return { ...strict, refreshing };
}
