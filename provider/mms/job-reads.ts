// Answers questions about jobs of one source with the fewest requests: pages of the list for many, single reads for few.
import type { CallOptions, MmsClient } from "./client.js";
import { AccessDeniedError, NotFoundError } from "./errors.js";
import type { Job } from "./models.js";
import { openTasksOf } from "./open-tasks.js";
import { isNamed, itemsNamed, pagesOf } from "./pages.js";

/** Jobs of a name, or of every name that begins with it. */
export interface Naming {
  readonly name: string;
  readonly isPrefix: boolean;
}

/** What is asked: the job of an id, or the jobs of a name, under a key of the asker's. */
export interface Wanted {
  readonly jobIds: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, Naming>;
}

/** What was read for it. */
export interface Found {
  /** Every job that was seen; more than was asked for, where pages were read. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** Jobs by the keys of the names asked for, oldest first. */
  readonly named: ReadonlyMap<string, readonly Job[]>;
  /** The whole list, where it was read; without what only a single read showed, which may be deleted. */
  readonly list: ReadonlyMap<string, Job> | undefined;
  /** Errors that concern one question only. */
  readonly failedJobs: ReadonlyMap<string, unknown>;
  readonly failedNames: ReadonlyMap<string, unknown>;
}

/** Single reads under way at a time. */
const readsAtATime = 8;

export const byAge = (a: Job, b: Job): number => (BigInt(a.id ?? 0) < BigInt(b.id ?? 0) ? -1 : 1);

/** What a list says may be old. Failed, stopped or missing is believed only when the job itself says so. */
export const isDoubtful = (job: Job | undefined): boolean =>
  job === undefined || job.status === "FAILED" || job.stopped === true;

/** Whether FAILED may be no end. Of a stopped job nothing goes on by itself, and a single task is the one that failed. */
const mayHaveOpenTasks = ({ status, stopped, taskNum }: Job): boolean =>
  status === "FAILED" && stopped !== true && taskNum !== 1;

async function inParallel<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(readsAtATime, queue.length) }, worker));
}

interface Reading {
  readonly jobs: Map<string, Job>;
  readonly named: Map<string, Job[]>;
  readonly failedJobs: Map<string, unknown>;
  readonly failedNames: Map<string, unknown>;
}

/** Reads jobs of one source. */
export class JobReads {
  /** Pages the list had when it was last read. */
  private pages: number | undefined;

  constructor(
    private readonly client: MmsClient,
    private readonly sourceId: string,
  ) {}

  /**
   * Answers the questions; what it throws concerns all of them. `preferList`: whether a list is worth as much as a single
   * read, as more questions that it answers are about to come.
   */
  async read(wanted: Wanted, options: CallOptions, preferList = false): Promise<Found> {
    const reading: Reading = { jobs: new Map(), named: new Map(), failedJobs: new Map(), failedNames: new Map() };
    const questions = wanted.jobIds.size + wanted.names.size;
    const complete =
      (preferList || questions > 1) &&
      questions >= (this.pages ?? 1) &&
      (await this.sweep(wanted, reading.jobs, options));
    const list = complete ? new Map(reading.jobs) : undefined;
    await inParallel(wanted.names, async ([key, naming]) => {
      if (list === undefined) return this.readName(key, naming, reading, options);
      const jobs = [...list.values()].filter((job) => isNamed(job, naming.name, naming.isPrefix));
      reading.named.set(key, jobs);
    });
    const doubtful = [...wanted.jobIds].filter((jobId) => isDoubtful(reading.jobs.get(jobId)));
    await inParallel(doubtful, (jobId) => this.readJob(jobId, reading, options));
    await inParallel([...reading.named.values()].flat(), (job) => this.readOpenTasks(job, reading, options));
    for (const jobs of reading.named.values()) jobs.sort(byAge);
    return { ...reading, list };
  }

  /**
   * Reads the list page by page, and stops where single reads are fewer than the pages still to come, or nothing is left
   * to find. Answers whether all of it was read.
   */
  private async sweep(wanted: Wanted, jobs: Map<string, Job>, options: CallOptions): Promise<boolean> {
    const open = new Set(wanted.jobIds);
    const params = { sourceId: this.sourceId };
    let read = 0;
    try {
      for await (const { items, pages } of pagesOf(this.client.call, "ListMmsJobs", params, options)) {
        read += 1;
        this.pages = pages;
        for (const job of items) {
          if (job.id === undefined) continue;
          jobs.set(job.id, job);
          open.delete(job.id);
        }
        const questions = open.size + wanted.names.size;
        if (read < pages && questions < pages - read) return false;
      }
      return true;
    } catch (error) {
      // Whoever may read jobs but not list them is answered all the same; a source that is gone is said job by job.
      if (error instanceof AccessDeniedError || error instanceof NotFoundError) return false;
      throw error;
    }
  }

  private async readJob(jobId: string, { jobs, failedJobs }: Reading, options: CallOptions): Promise<void> {
    const ids = { sourceId: this.sourceId, jobId };
    try {
      const { data } = await this.client.getMmsJob(ids, options);
      const openTasks = mayHaveOpenTasks(data) ? await openTasksOf(this.client, ids, options) : undefined;
      jobs.set(jobId, openTasks === undefined ? data : { ...data, openTasks });
    } catch (error) {
      jobs.delete(jobId);
      if (!(error instanceof NotFoundError)) failedJobs.set(jobId, error);
    }
  }

  /** Asks the tasks of a listed job that reads FAILED, in place of what the list says of it. */
  private async readOpenTasks(job: Job, { named, jobs, failedNames }: Reading, options: CallOptions): Promise<void> {
    const { id: jobId } = job;
    if (jobId === undefined || !mayHaveOpenTasks(job)) return;
    const asking = [...named].filter(([, found]) => found.includes(job));
    try {
      const openTasks = await openTasksOf(this.client, { sourceId: this.sourceId, jobId }, options);
      if (openTasks === undefined) return;
      const open = { ...job, openTasks };
      jobs.set(jobId, open);
      for (const [key, found] of asking)
        named.set(
          key,
          found.map((one) => (one === job ? open : one)),
        );
    } catch (error) {
      for (const [key] of asking) failedNames.set(key, error);
    }
  }

  private async readName(
    key: string,
    { name, isPrefix }: Naming,
    { named, failedNames }: Reading,
    options: CallOptions,
  ): Promise<void> {
    const params = { sourceId: this.sourceId };
    try {
      named.set(key, await itemsNamed(this.client, "ListMmsJobs", params, name, options, isPrefix));
    } catch (error) {
      failedNames.set(key, error);
    }
  }
}
