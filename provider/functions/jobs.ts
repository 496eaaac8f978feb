// Lookups of migration jobs.
import type { ServiceJob as Job } from "../mms/models.js";
import { type Filters, type Id, type Identified, type Listed, listed, scoped, type Sorter } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import { one } from "./find-record.js";

/** Arguments of {@link getJob}: `jobId` or `name`. */
export interface GetJobArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the job. */
  jobId?: Id;
  /** Exact name of the job. */
  name?: string;
}

/** What {@link getJob} finds. */
export type GetJobResult = Identified<Job>;

/** One migration job as it is now, by its id or its exact name. */
export const [getJob, getJobOutput] = defineFunction(
  "getJob",
  { sourceId: true, jobId: true, name: true },
  (args: GetJobArgs, service, caller): Promise<GetJobResult> => one("job", args, service, caller),
);

/** Arguments of {@link getJobs}: the service's filters. */
export interface GetJobsArgs extends Filters<"ListMmsJobs"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only jobs of this status: INIT, DOING, DONE, FAILED. */
  status?: string;
  /** Only jobs that are stopped, or only those that are not. Compared here too: what the service makes of `false` is not published. */
  stopped?: boolean;
  /** Sort order, for example `{ status: "asc" }`. */
  sorter?: Sorter<"ListMmsJobs">;
}

/** What {@link getJobs} finds. */
export type GetJobsResult = Listed<"jobs", Job>;

/**
 * Every job of a source that the service's filters let through, page after page. Its `name` filter finds parts of names
 * too; `timerId` finds the jobs that a timer made.
 */
export const [getJobs, getJobsOutput] = defineFunction(
  "getJobs",
  {
    sourceId: true,
    name: true,
    srcDbName: true,
    srcTableName: true,
    dstDbName: true,
    dstTableName: true,
    status: true,
    stopped: true,
    timerId: true,
    sorter: ["status"],
  },
  async ({ stopped, ...args }: GetJobsArgs, service, caller): Promise<GetJobsResult> => {
    const { sourceId, query } = scoped<"ListMmsJobs">(args, caller);
    // Assumes stopped-filter-word.
    const narrowed = stopped === true ? { ...query, stopped: "1" } : query;
    const found = await service.list("ListMmsJobs", { sourceId, query: narrowed });
    const fits = (job: Job) => stopped === undefined || (job.stopped ?? false) === stopped;
    return listed("jobs", found.filter(fits));
  },
);
