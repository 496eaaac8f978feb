// Reads of jobs that all resources of a process share: one queue and one list loop a source.
import { setImmediate as nextTurn } from "node:timers/promises";

import type { Clock } from "../../clock.js";
import { isPassing } from "../errors.js";
import type { Job } from "../models.js";
import { ListSnapshot, type Naming } from "./list-snapshot.js";
import { pollIntervalMs, withinDeadline } from "./poll-interval.js";
import { BatchReader, isDoubtful, type Question, sharedOptions } from "./read-batcher.js";
import type { CallOptions, MmsClient } from "../call.js";
import type { JobReads, JobReader } from "./job-reads.js";

/** Facts of gathering questions, in milliseconds where nothing else is said. */
const gathering = {
  /** So many questions within `burstMs` are a burst: then batches begin `spacingMs` apart, so that each serves many. */
  burstMs: 2_000,
  burstOf: 4,
  spacingMs: 250,
  /** After so many within this span a list is worth more than a single read: more questions are about to come. */
  busyMs: 10_000,
  /** A complete list this old still shows that a name is free, and refreshes a job. */
  recentMs: 1_000,
} as const;

/** A caller that waits for the next poll of a job. */
interface Waiter {
  readonly jobId: string;
  readonly sinceMs: number;
  readonly intervalMs: number;
  readonly waking: AbortController;
  /** The job, where a read for another caller showed that it has changed. */
  changed?: Job;
}

/** Given to every abort of a wait: without one Node makes an exception with a stack each time, for hundreds of waits at once. */
const woken = new Error("the wait is over");

/** What a job shows of its progress. */
const stateOf = (job: Job): string => `${job.status} ${job.stopped === true} ${job.taskDone ?? 0}/${job.taskNum ?? 0}`;

/** The jobs of one source. */
class SourceReader {
  readonly list: ListSnapshot;
  private readonly batches: BatchReader;
  private queue: Question[] = [];
  private isRunning = false;
  private arrivals: number[] = [];
  private begunAt = Number.NEGATIVE_INFINITY;
  private readonly askedNames = new Set<string>();
  /** Jobs that are followed: since when, and what they showed last. */
  private readonly followed = new Map<string, { readonly sinceMs: number; state?: string }>();
  private readonly waiters = new Set<Waiter>();

  constructor(
    client: MmsClient,
    sourceId: string,
    private readonly clock: Clock,
  ) {
    this.list = new ListSnapshot(clock);
    this.batches = new BatchReader(client, sourceId);
  }

  /** @param maxAgeMs How old a complete list may be that serves the question without a request. */
  async current(jobId: string, options: CallOptions, maxAgeMs?: number): Promise<Job | undefined> {
    const recent = maxAgeMs !== undefined && this.list.isRecent(maxAgeMs) ? this.list.job(jobId) : undefined;
    const job = isDoubtful(recent) ? (await this.ask({ jobId }, options))[0] : recent;
    if (job === undefined) this.followed.delete(jobId);
    else this.observe(job);
    return job;
  }

  /** @param maxAgeMs How old a complete list may be that serves the question without a request. */
  async named(naming: Naming, options: CallOptions, maxAgeMs?: number): Promise<Job[]> {
    const { name, isPrefix } = naming;
    const isRecent = this.list.isRecent(maxAgeMs ?? gathering.recentMs);
    const isFirst = ![...this.askedNames].some((asked) => name.startsWith(asked));
    if (isPrefix || isFirst) this.askedNames.add(name);
    const known = isRecent ? this.list.named(naming) : [];
    // "None" is good only for the first question: afterwards this process may have created a job of the name itself.
    if (isRecent && known.length === 0 && isFirst && this.isBusy()) {
      this.arrivals.push(this.clock.now());
      return [];
    }
    if (known.length > 0 && maxAgeMs !== undefined) return known;
    return this.ask(naming, options);
  }

  async next(jobId: string, options: CallOptions & { readonly maxWaitMs?: number }): Promise<Job | undefined> {
    const { maxWaitMs = Number.POSITIVE_INFINITY, deadline = Number.NEGATIVE_INFINITY, signal } = options;
    for (let leftMs = maxWaitMs; ;) {
      const begun = this.clock.now();
      const { sinceMs } = this.followed.get(jobId) ?? { sinceMs: begun };
      const changed = await this.wait(jobId, withinDeadline(pollIntervalMs(begun - sinceMs), leftMs), signal);
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

  /** Sleeps until the interval is over or the job is seen to have changed; returns the changed job. */
  private async wait(jobId: string, intervalMs: number, signal?: AbortSignal): Promise<Job | undefined> {
    const waiter: Waiter = { jobId, sinceMs: this.clock.now(), intervalMs, waking: new AbortController() };
    // Not AbortSignal.any: thousands of them on one signal that lives as long as the process are never freed by Node 20.
    const wake = () => waiter.waking.abort(woken);
    signal?.addEventListener("abort", wake, { once: true });
    this.waiters.add(waiter);
    if (!signal?.aborted) await this.clock.sleep(intervalMs, waiter.waking.signal).catch(() => undefined);
    this.waiters.delete(waiter);
    signal?.removeEventListener("abort", wake);
    signal?.throwIfAborted();
    // Callers past half of their interval read together with this one: so they fall into step.
    for (const other of this.waiters) {
      if (this.clock.now() - other.sinceMs >= other.intervalMs / 2) other.waking.abort(woken);
    }
    return waiter.changed;
  }

  /** Records a job that was read. A change ends the waits for it. */
  private observe(job: Job): void {
    const { id } = job;
    if (id === undefined) return;
    const known = this.followed.get(id) ?? { sinceMs: this.clock.now() };
    const state = stateOf(job);
    const hasChanged = known.state !== undefined && known.state !== state;
    this.followed.set(id, { ...known, state });
    if (!hasChanged) return;
    for (const waiter of this.waiters) {
      if (waiter.jobId !== id) continue;
      // What is believed only when the job itself says so is left to the waiter's own read.
      if (!isDoubtful(job)) waiter.changed = job;
      waiter.waking.abort(woken);
    }
  }

  private ask(about: Question["about"], options: CallOptions): Promise<Job[]> {
    const { signal } = options;
    this.arrivals.push(this.clock.now());
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const withdraw = () => {
        this.queue = this.queue.filter((other) => other !== question);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => (withdraw(), reject(signal?.reason));
      const question: Question = {
        about,
        options,
        resolve: (jobs) => (withdraw(), resolve(jobs)),
        reject: (error) => (withdraw(), reject(error)),
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.queue.push(question);
      void this.run();
    });
  }

  /** Serves the queue, batch after batch, until it is empty. */
  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.queue.length > 0) {
      // Questions of the same moment are served by the same batch.
      await nextTurn();
      const passed = this.clock.now() - this.begunAt;
      const spacing = this.arrivalsWithin(gathering.burstMs) > gathering.burstOf ? gathering.spacingMs : 0;
      if (passed >= 0 && passed < spacing) await this.clock.sleep(spacing - passed);
      const questions = this.queue.splice(0);
      if (questions.length > 0) await this.batch(questions);
    }
    this.isRunning = false;
  }

  private async batch(questions: readonly Question[]): Promise<void> {
    this.begunAt = this.clock.now();
    const { begunAt } = this;
    const { options, release } = sharedOptions(questions, () => this.queue, this.clock);
    try {
      const jobs = new Map<string, Job>();
      const list = await this.batches.listFor(questions, jobs, options, this.isBusy());
      if (list) this.list.replace(begunAt, list);
      for (const job of jobs.values()) if (this.followed.has(job.id ?? "")) this.observe(job);
      await this.batches.resolve(questions, jobs, list, options);
    } catch (error) {
      questions.forEach(({ reject }) => reject(error));
    } finally {
      release();
    }
  }

  /** Whether so much was asked lately that a list is worth more than a single read. */
  private isBusy(): boolean {
    return this.arrivalsWithin(gathering.busyMs) > gathering.burstOf;
  }

  private arrivalsWithin(spanMs: number): number {
    const now = this.clock.now();
    this.arrivals = this.arrivals.filter((at) => at <= now && at > now - gathering.busyMs);
    return this.arrivals.filter((at) => at > now - spanMs).length;
  }
}

/** Reads and follows jobs through one client. What uses another endpoint or identity has its own reader. */
export function createJobReader(client: MmsClient, clock: Clock): JobReader {
  const sources = new Map<string, SourceReader>();
  const at = (sourceId: string): SourceReader => {
    const known = sources.get(sourceId) ?? new SourceReader(client, sourceId, clock);
    sources.set(sourceId, known);
    return known;
  };
  const reads = (maxAgeMs?: number): JobReads => ({
    current: (sourceId, jobId, options = {}) => at(sourceId).current(jobId, options, maxAgeMs),
    named: (sourceId, name, options = {}) => at(sourceId).named({ name, isPrefix: false }, options, maxAgeMs),
    beginningWith: (sourceId, prefix, name, options = {}) =>
      at(sourceId).named({ name: prefix, isPrefix: prefix !== name, surely: name }, options, maxAgeMs),
    wasListed: (sourceId, job, since) => at(sourceId).list.shows(job, since),
    shown: (sourceId, expectation) => at(sourceId).list.expected(expectation),
    next: (sourceId, jobId, options = {}) => at(sourceId).next(jobId, options),
  });
  return { ...reads(), refreshing: reads(gathering.recentMs) };
}
