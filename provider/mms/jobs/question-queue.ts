// Gathers questions about the jobs of a source, so that one batch of reads serves many of them.
import { setImmediate as nextTurn } from "node:timers/promises";

import { type Clock, Nap } from "../../clock.js";
import type { Job } from "../models.js";
import type { Question } from "./read-batcher.js";
import type { CallOptions } from "../call.js";

/** Facts of gathering questions, in milliseconds where nothing else is said. */
const gathering = {
  /** So many questions within `burstMs` are a burst: then batches begin `spacingMs` apart, so that each serves many. */
  burstMs: 2_000,
  burstOf: 4,
  spacingMs: 300,
  /** So many questions are worth a batch at once. */
  enough: 6,
  /** A batch that took long is followed by a pause of so many times as long: reading should be the smaller part of the work. */
  pauseTimes: 3,
  /** After so many within this span a list is worth more than a single read: more questions are about to come. */
  busyMs: 10_000,
} as const;

/** Questions that wait, and the batches that serve them one after another. */
export class QuestionQueue {
  private queue: Question[] = [];
  private isRunning = false;
  private arrivals: number[] = [];
  private begunAt = Number.NEGATIVE_INFINITY;
  private endedAt = Number.NEGATIVE_INFINITY;
  private nap: Nap | undefined;

  /** @param serve Settles every question it is given; never rejects. */
  constructor(
    private readonly clock: Clock,
    private readonly serve: (questions: readonly Question[]) => Promise<void>,
  ) {}

  get waiting(): readonly Question[] {
    return this.queue;
  }

  /** Whether so many questions came lately that a list is worth more than a single read. */
  get isBusy(): boolean {
    return this.arrivalsWithin(gathering.busyMs) > gathering.burstOf;
  }

  /** Counts a question that needed no batch. */
  count(): void {
    this.arrivals.push(this.clock.now());
  }

  ask(about: Question["about"], options: CallOptions): Promise<Job[]> {
    const { signal } = options;
    this.count();
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
      if (this.queue.length >= gathering.enough) this.nap?.wake();
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
      await this.gather();
      const questions = this.queue.splice(0);
      if (questions.length === 0) continue;
      this.begunAt = this.clock.now();
      await this.serve(questions);
      this.endedAt = this.clock.now();
    }
    this.isRunning = false;
  }

  /** In a burst, waits until enough questions are there, or the last batch is long enough ago. */
  private async gather(): Promise<void> {
    const now = this.clock.now();
    const isBurst = this.arrivalsWithin(gathering.burstMs) > gathering.burstOf;
    if (!isBurst || now < this.endedAt || this.queue.length >= gathering.enough) return;
    const tookMs = this.endedAt - this.begunAt;
    const nextAt = Math.max(this.begunAt + gathering.spacingMs, this.endedAt + tookMs * gathering.pauseTimes);
    if (!(nextAt > now)) return;
    this.nap = new Nap(this.clock);
    await this.nap.sleep(nextAt - now);
  }

  private arrivalsWithin(spanMs: number): number {
    const now = this.clock.now();
    this.arrivals = this.arrivals.filter((at) => at <= now && at > now - gathering.busyMs);
    return this.arrivals.filter((at) => at > now - spanMs).length;
  }
}
