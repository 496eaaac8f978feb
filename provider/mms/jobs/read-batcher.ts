// One batch of reads of the jobs of a source: pages of the list for many questions, single reads for few.
import { readsFailed } from "./job-status.js";
import type { Clock } from "../../clock.js";
import { AccessDeniedError, isPassing, NotFoundError, WaitTimeoutError } from "../errors.js";
import type { Job } from "../models.js";
import { openTasksOf } from "./open-tasks.js";
import { isNamed, itemsNamed, pagesOf } from "../pages.js";
import { byAge, type Naming } from "./list-snapshot.js";
import type { CallOptions, MmsClient, RetryNotice } from "../call.js";

/** A question about jobs: the job of an id, or the jobs of a name. */
export interface Question {
  readonly about: { readonly jobId: string } | Naming;
  readonly options: CallOptions;
  resolve(jobs: Job[]): void;
  reject(error: unknown): void;
}

/** The first page of a list without a filter. */
interface FirstPage {
  readonly items: readonly Job[];
  readonly isWhole: boolean;
}

/** Single reads under way at a time. */
const readsAtATime = 8;

/** Up to so many jobs a list is read in place of one of them: it costs as many requests, and shows the others too. */
const smallList = 200;

/** What a list says may be old. Failed, stopped or missing is believed only when the job itself says so. */
export const isDoubtful = (job: Job | undefined): boolean =>
  job === undefined || readsFailed(job) || job.stopped === true;

/** Whether FAILED may be no end. Of a stopped job nothing goes on by itself, and a single task is the one that failed. */
const mayHaveOpenTasks = (job: Job): boolean => readsFailed(job) && job.stopped !== true && job.taskNum !== 1;

/**
 * Options under which one read serves many questions: it ends when all callers have given up, and reports to all of them,
 * and to those who wait for the next batch, why it takes long. A caller whose time is up by then is refused at once.
 */
export function sharedOptions(
  questions: readonly Question[],
  waiting: () => readonly Question[],
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
    for (const question of [...questions, ...waiting()]) {
      question.options.onRetry?.(notice);
      if (deadlineOf(question) < clock.now() + notice.waitMs) question.reject(outOfTime(question, notice));
    }
  };
  return {
    options: { signal: ending.signal, deadline: Math.max(...questions.map(deadlineOf)), onRetry },
    release: () => signals.forEach((signal) => signal?.removeEventListener("abort", abort)),
  };
}

function outOfTime({ about }: Question, { reason, waitMs }: RetryNotice): WaitTimeoutError {
  const what = "jobId" in about ? `job ${about.jobId}` : `jobs named "${about.name}${about.isPrefix ? "…" : ""}"`;
  return new WaitTimeoutError({ waitingFor: `a response about ${what}`, waitedMs: waitMs, seen: { [reason]: 1 } });
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(readsAtATime, queue.length) }, worker));
}

/** Reads jobs of one source. */
export class BatchReader {
  /** Pages the list had when it was last read. */
  private pages = 1;
  /** Jobs it had when it was last read as a whole. */
  private count: number | undefined;
  /** Whether the caller may not list jobs. */
  private isRefused = false;

  constructor(
    private readonly client: MmsClient,
    private readonly sourceId: string,
  ) {}

  /**
   * The complete list, where reading it takes fewer requests than single reads; `jobs` receives what was read of it in any
   * case. Throws what concerns all questions.
   *
   * @param prefersList Whether a list is worth more than a single read, as more questions that it covers are about to come.
   */
  async listFor(
    questions: readonly Question[],
    jobs: Map<string, Job>,
    options: CallOptions,
    prefersList: boolean,
  ): Promise<ReadonlyMap<string, Job> | undefined> {
    const servesMany = prefersList || questions.length > 1;
    const isCheaper = (servesMany || this.isSmall(questions)) && questions.length >= this.pages;
    if (!isCheaper) return undefined;
    try {
      return (await this.readList(questions, jobs, options)) ? jobs : undefined;
    } catch (error) {
      const mayReadAlone = !servesMany && isPassing(error) && questions.every(({ about }) => "jobId" in about);
      if (!mayReadAlone) throw error;
      // Until a list was read again, the job is read by itself.
      this.count = undefined;
      return undefined;
    }
  }

  /** Whether the list is small; before it was read, that is tried for a name that must not be missed. */
  private isSmall(questions: readonly Question[]): boolean {
    if (this.isRefused) return false;
    if (this.count !== undefined) return this.count <= smallList;
    return this.pages === 1 && questions.some(({ about }) => "surely" in about);
  }

  /** Resolves every question: from what was read, or by single reads. */
  async resolve(
    questions: readonly Question[],
    jobs: ReadonlyMap<string, Job>,
    list: ReadonlyMap<string, Job> | undefined,
    options: CallOptions,
  ): Promise<void> {
    let page: Promise<FirstPage> | undefined;
    const begun = { items: [...jobs.values()], isWhole: list !== undefined };
    const newest = () => (page ??= jobs.size > 0 ? Promise.resolve(begun) : this.firstPage(options));
    await inParallel(questions, async (question) => {
      try {
        question.resolve(await this.resolved(question, jobs, list, options, newest));
      } catch (error) {
        question.reject(error);
      }
    });
  }

  private async resolved(
    { about }: Question,
    jobs: ReadonlyMap<string, Job>,
    list: ReadonlyMap<string, Job> | undefined,
    options: CallOptions,
    newest: () => Promise<FirstPage>,
  ): Promise<Job[]> {
    const { client, sourceId } = this;
    if ("jobId" in about) {
      const { jobId } = about;
      const listed = jobs.get(jobId);
      if (listed !== undefined && !isDoubtful(listed)) return [listed];
      try {
        return [await this.withOpenTasks((await client.getMmsJob({ sourceId, jobId }, options)).data, options)];
      } catch (error) {
        if (error instanceof NotFoundError) return [];
        throw error;
      }
    }
    const { name, isPrefix } = about;
    const named = list
      ? [...list.values()].filter((job) => isNamed(job, name, isPrefix))
      : await this.filtered(about, options, newest);
    return Promise.all(named.sort(byAge).map((job) => this.withOpenTasks(job, options)));
  }

  /**
   * Jobs of a name by the list's filter, which is documented as one of the data source's name; so where it shows none, by the
   * newest jobs unfiltered, and by the full name. Assumes job-name-filter, unfiltered-list-complete.
   */
  private async filtered(
    { name, isPrefix, surely }: Naming,
    options: CallOptions,
    newest: () => Promise<FirstPage>,
  ): Promise<Job[]> {
    const { client, sourceId } = this;
    const found = await itemsNamed(client, "ListMmsJobs", { sourceId }, name, options, isPrefix);
    if (found.length > 0 || surely === undefined) return found;
    const { items, isWhole } = await newest();
    const shown = items.filter((job) => isNamed(job, name, isPrefix));
    if (shown.length > 0 || isWhole || surely === name) return shown;
    return itemsNamed(client, "ListMmsJobs", { sourceId }, surely, options);
  }

  /** The whole list, page by page. */
  private list(options: CallOptions) {
    const params = { sourceId: this.sourceId };
    return pagesOf({ call: this.client.call, name: "ListMmsJobs", params, options });
  }

  private async firstPage(options: CallOptions): Promise<FirstPage> {
    for await (const { items, pages: count } of this.list(options)) return { items, isWhole: count === 1 };
    return { items: [], isWhole: true };
  }

  /** The job, with the number of tasks that still wait or run where it reads FAILED. */
  private async withOpenTasks(job: Job, options: CallOptions): Promise<Job> {
    const { id: jobId } = job;
    if (jobId === undefined || !mayHaveOpenTasks(job)) return job;
    const openTasks = await openTasksOf(this.client, { sourceId: this.sourceId, jobId }, options);
    return openTasks === undefined ? job : { ...job, openTasks };
  }

  /**
   * Reads the list page by page into `jobs`, and stops where single reads are fewer than the pages still to come. Returns
   * whether all of it was read.
   */
  private async readList(
    questions: readonly Question[],
    jobs: Map<string, Job>,
    options: CallOptions,
  ): Promise<boolean> {
    const open = new Set(questions.map(({ about }) => ("jobId" in about ? about.jobId : about)));
    let read = 0;
    try {
      for await (const { items, pages } of this.list(options)) {
        read += 1;
        this.pages = pages;
        for (const job of items) {
          if (job.id === undefined) continue;
          jobs.set(job.id, job);
          open.delete(job.id);
        }
        if (read < pages && open.size < pages - read) return false;
      }
      this.count = jobs.size;
      return true;
    } catch (error) {
      // A caller that may read jobs but not list them is served job by job; a source that is gone is reported job by job.
      this.isRefused ||= error instanceof AccessDeniedError;
      if (error instanceof AccessDeniedError || error instanceof NotFoundError) return false;
      throw error;
    }
  }
}
