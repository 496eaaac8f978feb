// Shared reads of jobs, as those who wait see them.
import type { Job } from "../models.js";
import type { Expectation } from "./list-snapshot.js";
import type { CallOptions } from "../call.js";

/** Options of a read that may be served by an earlier one. */
export interface ReadOptions extends CallOptions {
  /** Epoch milliseconds: what was read since then, for any caller, serves this read too. */
  readonly since?: number;
}

/**
 * Reads of jobs. Questions of the same time about one source are served from the same pages of its list, or by
 * single reads where those are fewer. A list may lag: a job that is missing, failed or stopped there is read by itself
 * before that is believed.
 */
export interface JobReads {
  /** The job as it is now, read after this call or since `options.since`; `undefined` means gone. */
  current(sourceId: string, jobId: string, options?: ReadOptions): Promise<Job | undefined>;
  /**
   * Jobs of exactly this name, newest last. Read after this call or since `options.since`; only the first question of this process about a name
   * may be served, as "none", from a list read within the last second.
   */
  named(sourceId: string, name: string, options?: ReadOptions): Promise<Job[]>;
  /** Whether so many questions come about a source that one list serves several callers. */
  isBusy(sourceId: string): boolean;
  /** Whether a complete list that was read since a moment, for any caller, shows the job. Requests nothing itself. */
  wasListed(sourceId: string, job: { readonly jobId: string; readonly name: string }, since: number): boolean;
  /**
   * Jobs of every name that begins with the prefix, as {@link named}; where a filtered list shows none, the newest jobs are
   * read unfiltered as well before that is believed of the name.
   */
  beginningWith(sourceId: string, prefix: string, name: string, options?: CallOptions): Promise<Job[]>;
  /** Jobs of a name that fit, as soon as a list read for any caller shows one; none when the time is up. */
  shown(sourceId: string, expectation: Expectation): Promise<Job[]>;
  /**
   * The job after the next poll: as soon as a change is seen, at the latest after one interval. Failures of the connection
   * or the service do not end the wait before `options.deadline`. `maxWaitMs` shortens the interval.
   */
  next(
    sourceId: string,
    jobId: string,
    options?: CallOptions & { readonly maxWaitMs?: number },
  ): Promise<Job | undefined>;
}

/** Reads of jobs, and the same for a refresh. */
export interface JobReader extends JobReads {
  /** A list read within the last second may serve `current` and `named`: a refresh of many then costs a few lists. */
  readonly refreshing: JobReads;
}
