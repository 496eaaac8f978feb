// Gathers questions about the jobs of one source and answers them together, round after round.
import { setImmediate as nextTurn } from "node:timers/promises";

import type { Clock } from "../clock.js";
import type { CallOptions, RetryNotice } from "./client.js";
import { WaitTimeoutError } from "./errors.js";
import { LastList } from "./job-list.js";
import { byAge, type Found, isDoubtful, type JobReads, type Naming } from "./job-reads.js";
import type { Job } from "./models.js";

/** Facts of gathering. */
const gathering = {
  /** Span in which questions count as one burst. */
  burstMs: 2_000,
  /** Questions in that span that are answered without waiting for others. */
  atOnce: 4,
  /** In a burst, time between the beginnings of two rounds: so many times what a round takes, within these bounds. */
  timesRound: 4,
  leastMs: 50,
  mostMs: 500,
  /** Span in which as many questions mean that many jobs are being made, or as many jobs read that many are refreshed. */
  busyMs: 10_000,
  /** Meanwhile a whole list this old still tells that a name nobody here has asked about is free, and refreshes a job. */
  recentMs: 1_000,
} as const;

/** A question about jobs. */
interface Question {
  readonly kind: "job" | "name" | "prefix";
  /** Job id, name, or how a name begins. */
  readonly about: string;
  readonly options: CallOptions;
  answer(jobs: readonly Job[]): void;
  fail(error: unknown): void;
}

/**
 * Options under which one reading serves many: it ends when all have given up, and tells all of them, and also those who
 * wait for the reading after it, why it takes long.
 */
function sharedOptions(
  questions: readonly Question[],
  nextUp: () => readonly Question[],
  clock: Clock,
): { options: CallOptions; release: () => void } {
  const ending = new AbortController();
  const signals = questions.map(({ options }) => options.signal);
  const abort = () => {
    if (signals.every((signal) => signal?.aborted)) ending.abort(signals[0]?.reason);
  };
  signals.forEach((signal) => signal?.addEventListener("abort", abort, { once: true }));
  abort();
  const deadlineOf = ({ options }: Question): number => options.deadline ?? Number.POSITIVE_INFINITY;
  const onRetry = (notice: RetryNotice): void => {
    const now = clock.now();
    for (const question of [...questions, ...nextUp()]) {
      question.options.onRetry?.(notice);
      // Others may have more time: whoever has not is told now.
      if (deadlineOf(question) < now + notice.waitMs) question.fail(outOfTime(question, notice));
    }
  };
  const deadline = Math.max(...questions.map(deadlineOf));
  return {
    options: { signal: ending.signal, deadline, onRetry },
    release: () => signals.forEach((signal) => signal?.removeEventListener("abort", abort)),
  };
}

function outOfTime({ kind, about }: Question, { reason, waitMs }: RetryNotice): WaitTimeoutError {
  const waitingFor =
    kind === "job"
      ? `an answer about job ${about}`
      : `an answer about jobs named "${about}${kind === "prefix" ? "…" : ""}"`;
  return new WaitTimeoutError({ waitingFor, waitedMs: waitMs, seen: { [reason]: 1 } });
}

const keyOf = ({ kind, about }: Question): string => `${kind} ${about}`;

function settle(question: Question, found: Found): void {
  const { kind, about, answer, fail } = question;
  const [key, failed] = kind === "job" ? [about, found.failedJobs] : [keyOf(question), found.failedNames];
  const job = found.jobs.get(about);
  if (failed.has(key)) fail(failed.get(key));
  else if (kind !== "job") answer(found.named.get(key) ?? []);
  else answer(job ? [job] : []);
}

/** Rounds of questions and answers about the jobs of one source. */
export class JobRounds {
  private pending: Question[] = [];
  private running = false;
  private askedAt: number[] = [];
  private begunAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds of the last round; of the first, which pays for connecting, nothing is learnt. */
  private tookMs: number | undefined;
  private readonly refreshedAt = new Map<string, number>();
  private readonly askedNames = new Set<string>();
  private readonly askedPrefixes = new Set<string>();
  /** The last list that was read as a whole. */
  readonly list: LastList;

  /** @param saw Called with every job that is read, asked for or not. */
  constructor(
    private readonly reads: JobReads,
    private readonly clock: Clock,
    private readonly saw: (job: Job) => void,
  ) {
    this.list = new LastList(clock);
  }

  /** The job of this id as it is now; `undefined` means gone. */
  async job(jobId: string, options: CallOptions): Promise<Job | undefined> {
    this.askedAt.push(this.clock.now());
    return (await this.ask("job", jobId, options))[0];
  }

  /** While many are refreshed: the job of this id as a list read a moment ago shows it. */
  glimpse(jobId: string): Job | undefined {
    this.refreshedAt.set(jobId, this.clock.now());
    const job = this.isRefreshed() ? this.list.job(jobId) : undefined;
    return isDoubtful(job) ? undefined : job;
  }

  /** While many are refreshed: the jobs of this name, where a list read a moment ago shows any. */
  glimpseOf(name: string): Job[] | undefined {
    const jobs = this.isRefreshed() ? this.list.named(name) : [];
    return jobs.length > 0 ? [...jobs].sort(byAge) : undefined;
  }

  /** Whether many are refreshed, and a list is recent enough to answer for them. */
  private isRefreshed(): boolean {
    const now = this.clock.now();
    for (const [jobId, at] of this.refreshedAt)
      if (at > now || at <= now - gathering.busyMs) this.refreshedAt.delete(jobId);
    return this.list.ageMs <= gathering.recentMs && this.refreshedAt.size > gathering.atOnce;
  }

  /** The jobs of this name, or of every name that begins with it, as they are now. */
  async named({ name, isPrefix }: Naming, options: CallOptions): Promise<Job[]> {
    const kind = isPrefix ? "prefix" : "name";
    const isFirst = !this.isAskedAbout(name);
    (isPrefix ? this.askedPrefixes : this.askedNames).add(name);
    this.askedAt.push(this.clock.now());
    if (isFirst && this.isKnownFree({ name, isPrefix })) return [];
    return [...(await this.ask(kind, name, options))];
  }

  private isAskedAbout(name: string): boolean {
    if (this.askedNames.has(name) || this.askedPrefixes.has(name)) return true;
    return [...this.askedPrefixes].some((prefix) => name.startsWith(prefix));
  }

  /**
   * Whether a list read a moment ago shows that nobody has this name. Good only for the first question about it: after
   * that this process may have made a job of the name itself, and only a later reading will do.
   */
  private isKnownFree({ name, isPrefix }: Naming): boolean {
    const isRecent = this.list.ageMs <= gathering.recentMs;
    return isRecent && this.isAsked(gathering.busyMs) && !this.list.hasName({ name, isPrefix });
  }

  private ask(kind: Question["kind"], about: string, options: CallOptions): Promise<readonly Job[]> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const withdraw = () => {
        this.pending = this.pending.filter((other) => other !== question);
      };
      const abort = () => (withdraw(), reject(signal?.reason));
      const settled = () => signal?.removeEventListener("abort", abort);
      const question: Question = {
        kind,
        about,
        options,
        answer: (jobs) => (settled(), resolve(jobs)),
        fail: (error) => (settled(), withdraw(), reject(error)),
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.pending.push(question);
      void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.pending.length > 0) {
      // Whoever asks in the same moment is answered in the same round.
      await nextTurn();
      const spacing = this.spacingMs();
      const passed = this.clock.now() - this.begunAt;
      if (passed >= 0 && passed < spacing) await this.clock.sleep(spacing - passed);
      const questions = this.pending.splice(0);
      if (questions.length > 0) await this.round(questions);
    }
    this.running = false;
  }

  /** Whether so much was asked in this span that waiting for others saves requests. */
  private isAsked(spanMs: number): boolean {
    const now = this.clock.now();
    this.askedAt = this.askedAt.filter((at) => at <= now && at > now - gathering.busyMs);
    return this.askedAt.filter((at) => at > now - spanMs).length > gathering.atOnce;
  }

  /** Least time between two rounds: a service that answers fast is asked more often than a slow or throttled one. */
  private spacingMs(): number {
    if (!this.isAsked(gathering.burstMs)) return 0;
    return Math.min(gathering.mostMs, Math.max(gathering.leastMs, (this.tookMs ?? 0) * gathering.timesRound));
  }

  private async round(questions: readonly Question[]): Promise<void> {
    this.begunAt = this.clock.now();
    const begunAt = this.begunAt;
    const about = (...kinds: Question["kind"][]) => questions.filter(({ kind }) => kinds.includes(kind));
    const { options, release } = sharedOptions(questions, () => this.pending, this.clock);
    try {
      const names = about("name", "prefix").map(
        (one) => [keyOf(one), { name: one.about, isPrefix: one.kind === "prefix" }] as const,
      );
      const wanted = { jobIds: new Set(about("job").map((one) => one.about)), names: new Map(names) };
      const found = await this.reads.read(wanted, options, this.isAsked(gathering.busyMs));
      if (found.list) this.list.replace(begunAt, found.list);
      found.jobs.forEach((job) => this.saw(job));
      for (const question of questions) settle(question, found);
    } catch (error) {
      questions.forEach(({ fail }) => fail(error));
    } finally {
      this.tookMs = this.tookMs === undefined ? 0 : Math.max(0, this.clock.now() - begunAt);
      release();
    }
  }
}
