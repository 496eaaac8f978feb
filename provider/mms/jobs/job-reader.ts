// Reads of jobs that all resources of a process share: one queue and one list loop a source.
import { type Clock, Nap } from "../../clock.js";
import { isPassing } from "../errors.js";
import type { Job } from "../models.js";
import { ListSnapshot, type Naming } from "./list-snapshot.js";
import { pollIntervalMs, withinDeadline } from "./poll-interval.js";
import { BatchReader, isDoubtful, type Question, sharedOptions } from "./read-batcher.js";
import type { CallOptions, MmsClient } from "../call.js";
import type { JobReads, JobReader, ReadOptions } from "./job-reads.js";
import { QuestionQueue } from "./question-queue.js";

/** A complete list this old, in milliseconds, still shows that a name is free, and refreshes a job. */
const recentMs = 1_000;

/** A job as it was read, alone or in a list, and when that began. */
interface LastRead {
  readonly job: Job;
  readonly at: number;
}

/** A caller that waits for the next poll of a job. */
interface Waiter {
  readonly jobId: string;
  readonly sinceMs: number;
  readonly intervalMs: number;
  readonly nap: Nap;
  /** The job, where a read for another caller showed that it has changed. */
  changed?: Job;
}

/** What a job shows of its progress. */
const stateOf = (job: Job): string => `${job.status} ${job.stopped === true} ${job.taskDone ?? 0}/${job.taskNum ?? 0}`;

/** The jobs of one source. */
class SourceReader {
  readonly list: ListSnapshot;
  private readonly batches: BatchReader;
  private readonly queue: QuestionQueue;
  private readonly requestedNames = new Set<string>();
  /** Jobs that are followed: since when, what they showed last, and the last read, where others may use it. */
  private readonly followed = new Map<
    string,
    { readonly sinceMs: number; state?: string; last?: LastRead | undefined }
  >();
  private readonly waiters = new Set<Waiter>();

  constructor(
    client: MmsClient,
    sourceId: string,
    private readonly clock: Clock,
  ) {
    this.list = new ListSnapshot(clock);
    this.batches = new BatchReader(client, sourceId);
    this.queue = new QuestionQueue(clock, (questions) => this.batch(questions));
  }

  get isBusy(): boolean {
    return this.queue.isBusy;
  }

  async current(jobId: string, options: ReadOptions): Promise<Job | undefined> {
    const known = this.readSince(jobId, options.since);
    if (known !== undefined) return known;
    const requestedAt = this.clock.now();
    const [job] = await this.queue.ask({ jobId }, options);
    if (job === undefined) this.followed.delete(jobId);
    else this.observe(job, requestedAt);
    return job;
  }

  /** The job, where a read since a moment can be believed. */
  private readSince(jobId: string, since = Number.POSITIVE_INFINITY): Job | undefined {
    const last = this.followed.get(jobId)?.last;
    if (last !== undefined && last.at >= since && last.at <= this.clock.now()) return last.job;
    const listed = this.list.isSince(since) ? this.list.job(jobId) : undefined;
    return isDoubtful(listed) ? undefined : listed;
  }

  async named(naming: Naming, options: ReadOptions): Promise<Job[]> {
    const { name, isPrefix } = naming;
    const { since } = options;
    const isRecent = this.list.isSince(since ?? this.clock.now() - recentMs);
    const isFirst = ![...this.requestedNames].some((requested) => name.startsWith(requested));
    if (isPrefix || isFirst) this.requestedNames.add(name);
    const known = isRecent ? this.list.named(naming) : [];
    // "None" is good only for the first question: afterwards this process may have created a job of the name itself.
    if (isRecent && known.length === 0 && isFirst && this.isBusy) {
      this.queue.count();
      return [];
    }
    if (known.length > 0 && since !== undefined) return known;
    return this.queue.ask(naming, options);
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
    const waiter: Waiter = { jobId, sinceMs: this.clock.now(), intervalMs, nap: new Nap(this.clock) };
    this.waiters.add(waiter);
    await waiter.nap.sleep(intervalMs, signal).finally(() => this.waiters.delete(waiter));
    // Callers past half of their interval read together with this one: so they fall into step.
    for (const other of this.waiters) {
      if (this.clock.now() - other.sinceMs >= other.intervalMs / 2) other.nap.wake();
    }
    return waiter.changed;
  }

  /** Records a job that was read. A change ends the waits for it. */
  private observe(job: Job, at: number): void {
    const { id } = job;
    if (id === undefined) return;
    const known = this.followed.get(id) ?? { sinceMs: this.clock.now() };
    const state = stateOf(job);
    const hasChanged = known.state !== undefined && known.state !== state;
    this.followed.set(id, { ...known, state, last: isDoubtful(job) ? undefined : { job, at } });
    if (!hasChanged) return;
    for (const waiter of this.waiters) {
      if (waiter.jobId !== id) continue;
      // What is believed only when the job itself says so is left to the waiter's own read.
      if (!isDoubtful(job)) waiter.changed = job;
      waiter.nap.wake();
    }
  }

  private async batch(questions: readonly Question[]): Promise<void> {
    const begunAt = this.clock.now();
    const { options, release } = sharedOptions(questions, () => this.queue.waiting, this.clock);
    try {
      const jobs = new Map<string, Job>();
      const list = await this.batches.listFor(questions, jobs, options, this.queue.isBusy);
      if (list) this.list.replace(begunAt, list);
      for (const job of jobs.values()) if (this.followed.has(job.id ?? "")) this.observe(job, begunAt);
      await this.batches.resolve(questions, jobs, list, options);
    } catch (error) {
      questions.forEach(({ reject }) => reject(error));
    } finally {
      release();
    }
  }
}

/**
 * Lets the reads of one refresh share what any of them has read in the last moment. What was read before the refresh began, for
 * a create for example, is not used: somebody may have changed the job since.
 */
function sinceRefresh(clock: Clock): (options: ReadOptions) => ReadOptions {
  let begun = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return (options) => {
    const now = clock.now();
    if (now - last > recentMs) begun = now;
    last = now;
    return { since: Math.max(now - recentMs, begun), ...options };
  };
}

/** Reads and follows jobs through one client. What uses another endpoint or identity has its own reader. */
export function createJobReader(client: MmsClient, clock: Clock): JobReader {
  const sources = new Map<string, SourceReader>();
  const at = (sourceId: string): SourceReader => {
    const known = sources.get(sourceId) ?? new SourceReader(client, sourceId, clock);
    sources.set(sourceId, known);
    return known;
  };
  const reads = (withAge: (options: ReadOptions) => ReadOptions): JobReads => ({
    current: (sourceId, jobId, options = {}) => at(sourceId).current(jobId, withAge(options)),
    named: (sourceId, name, options = {}) => at(sourceId).named({ name, isPrefix: false }, withAge(options)),
    beginningWith: (sourceId, prefix, name, options = {}) =>
      at(sourceId).named({ name: prefix, isPrefix: prefix !== name, surely: name }, withAge(options)),
    isBusy: (sourceId) => at(sourceId).isBusy,
    wasListed: (sourceId, job, since) => at(sourceId).list.shows(job, since),
    shown: (sourceId, expectation) => at(sourceId).list.expected(expectation),
    next: (sourceId, jobId, options = {}) => at(sourceId).next(jobId, options),
  });
  return { ...reads((options) => options), refreshing: reads(sinceRefresh(clock)) };
}
