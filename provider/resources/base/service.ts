// What every resource of this package works with: the service's client, and what its processes share.
import { type Clock, systemClock } from "../../clock.js";
import type { Context } from "../../lifecycle/lifecycle.js";
import { createMmsClient } from "../../mms/client.js";
import type { MmsConfig } from "../../mms/config/config.js";
import { createJobReader } from "../../mms/jobs/job-reader.js";
import { VisibilityDelay } from "../../mms/jobs/visibility-delay.js";
import type { BeforeChange, MmsClient } from "../../mms/call.js";
import type { JobReads } from "../../mms/jobs/job-reads.js";

/** The service behind the resources of one process. */
export interface MmsService {
  readonly client: MmsClient;
  /** Shared reads of jobs. */
  readonly jobs: JobReads;
  /** The same for a refresh of many, which may be a second behind. */
  readonly refreshedJobs: JobReads;
  /** How soon jobs show in the list. */
  readonly appearance: VisibilityDelay;
  /** Reads what many resources of a preview need, once in a run. */
  readonly readOnce: <Result>(what: string, read: () => Promise<Result>) => Promise<Result>;
  /** Runs work of one key one after another. */
  readonly oneAtATime: <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;
  /** Requests of this process that the service accepted, by resource: the engine may call create again. */
  readonly submissions: Submissions;
  /** How many jobs this process is creating at this moment. */
  readonly creations: { inFlight: number };
  /** Ids of the jobs that this process has deleted: a list may still show them. Assumes delete-hides-at-once. */
  readonly deletedJobs: Set<string>;
  /** Ids of the data sources that this process has deleted: all that belonged to one is deleted with it. */
  readonly deletedSources: Set<string>;
  /** What each metadata scan of this package covers, by its id: the service shows no scope. */
  readonly scanScopes: Map<string, string>;
}

/** Accepted requests of this process. */
export interface Submissions {
  get(urn: string, sourceId: string, name: string): Submission | undefined;
  set(urn: string, sourceId: string, submission: Submission): void;
  /** Forgets a request whose job is gone, or never came to be. */
  forget(urn: string, sourceId: string, name: string): void;
}

function createSubmissions(): Submissions {
  const known = new Map<string, Submission>();
  const key = (...parts: string[]) => parts.join("|");
  return {
    get: (urn, sourceId, name) => known.get(key(urn, sourceId, name)),
    set: (urn, sourceId, submission) => void known.set(key(urn, sourceId, submission.name), submission),
    forget: (urn, sourceId, name) => void known.delete(key(urn, sourceId, name)),
  };
}

/** What is known of an accepted request that creates something. */
export interface Submission {
  readonly name: string;
  /** Id of what was made, where the response holds it. */
  readonly madeId?: string;
  readonly asyncTaskId?: string;
  readonly requestId?: string;
  /** When it was sent, ISO 8601, where its response was lost. */
  readonly requestedAt?: string;
}

export type MmsContext = Context<MmsService>;

/** Runs pieces of work that share a key one after another. */
function serialiser(): MmsService["oneAtATime"] {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine.catch(() => undefined);
    tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === tail) tails.delete(key);
    }
  };
}

/** Keeps what was read, by what it is. */
function readerOnce(): MmsService["readOnce"] {
  const reads = new Map<string, Promise<unknown>>();
  return <Result>(what: string, read: () => Promise<Result>) => {
    const reading = reads.get(what) ?? read();
    reads.set(what, reading);
    return reading as Promise<Result>;
  };
}

/** Connects the resources of one process to the service. `beforeChange` may refuse every request that changes something. */
export function createMmsService(
  config: MmsConfig,
  clock: Clock = systemClock,
  beforeChange?: BeforeChange,
): MmsService {
  const client = createMmsClient(config, clock, beforeChange);
  const jobs = createJobReader(client, clock);
  return {
    client,
    jobs,
    refreshedJobs: jobs.refreshing,
    appearance: new VisibilityDelay(),
    readOnce: readerOnce(),
    oneAtATime: serialiser(),
    submissions: createSubmissions(),
    creations: { inFlight: 0 },
    deletedJobs: new Set(),
    deletedSources: new Set(),
    scanScopes: new Map(),
  };
}
