// MigrationGate: waits for many jobs at once, so that what depends on it sees migrated data.
import * as pulumi from "@pulumi/pulumi";

import { Refusal } from "../../hosts/program/errors/refusal.js";
import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import type { MigrationJob } from "../migration-job/resource.js";
import { type GateJob, type MigrationGateInputs, migrationGateSchema } from "./schema.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import type { FailedTask } from "../jobs/failed-tasks.js";

/** Arguments of a {@link MigrationGate}: `sourceId` may be left out where it follows from `jobs`. */
export type MigrationGateArgs = Omit<Args<MigrationGateInputs>, "sourceId"> & {
  /** Id of the data source: digits, as text or as a whole number below 2^53. @default the source of `jobs` */
  sourceId?: Args<MigrationGateInputs>["sourceId"] | undefined;
  /** Jobs of this program to wait for; their ids are added to `jobIds`. */
  jobs?: readonly MigrationJob[];
};

/**
 * Waits until jobs of one source are finished, and fails when more of their tasks failed than may. However many jobs it waits for,
 * it occupies one engine slot and polls the job list page by page instead of each job. A failed or interrupted gate is taken up again by the
 * next `pulumi up`, with the jobs it began with. Where a job was made with `enableVerification`, equal row counts are part
 * of its success.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const sourceId = "2000015";
 * const facts = new mms.MigrationJob("facts", { sourceId, srcDbName: "sales", tables: ["orders"] });
 * const dimensions = new mms.MigrationJob("dimensions", { sourceId, srcDbName: "sales", tables: ["customers"] });
 * const moved = new mms.MigrationGate("moved", { jobs: [facts, dimensions], timeouts: { create: "6h" } });
 *
 * export const passed = moved.passed;
 * ```
 */
export class MigrationGate extends DynamicResource<MigrationGateArgs> {
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Whether every job finished and no more failed than may. */
  declare readonly passed: pulumi.Output<boolean>;
  /** Where the gate stands: `held` while `startWhen` is false, `open` while jobs are under way, then `passed`. */
  declare readonly phase: pulumi.Output<string>;
  /** When a gate that does not wait last saw a job or task change, ISO 8601; absent otherwise. */
  declare readonly lastProgressAt: pulumi.Output<string | undefined>;
  /** Every job as last seen, by id. Source: ListMmsJobs, ListMmsTables. */
  declare readonly jobs: pulumi.Output<GateJob[]>;
  /** Number of jobs. */
  declare readonly jobNum: pulumi.Output<number>;
  /** Number of jobs that finished well. */
  declare readonly jobDone: pulumi.Output<number>;
  /** Number of jobs that failed, were deleted before they finished, or whose row counts differ. */
  declare readonly jobFailed: pulumi.Output<number>;
  /** Number of jobs that were stopped before their end when the gate last looked. */
  declare readonly jobStopped: pulumi.Output<number>;
  /** Number of tasks of all jobs. */
  declare readonly taskNum: pulumi.Output<number>;
  /** Number of finished tasks of all jobs. */
  declare readonly taskDone: pulumi.Output<number>;
  /** Number of tables the jobs cover, where the inventory shows it. */
  declare readonly tables: pulumi.Output<number | undefined>;
  /** Rows of these tables in the source, as digits. */
  declare readonly numRows: pulumi.Output<string | undefined>;
  /** Bytes of these tables in the source, as digits. */
  declare readonly size: pulumi.Output<string | undefined>;
  /** Whether all row counts agreed; absent where no job was verified. */
  declare readonly verified: pulumi.Output<boolean | undefined>;
  /** When the gate began to wait, ISO 8601. */
  declare readonly startedAt: pulumi.Output<string>;
  /** When it ended, ISO 8601; absent while it has not passed. */
  declare readonly finishedAt: pulumi.Output<string | undefined>;
  /** Seconds from its beginning to its end, interruptions included. */
  declare readonly waitedSeconds: pulumi.Output<number | undefined>;
  /**
   * Failed tasks of all jobs, sorted, at most 20, and of each table one before others of the same; `failedTaskCount` has
   * the total. Source: ListMmsTasks, ListMmsTaskLogs.
   */
  declare readonly failedTasks: pulumi.Output<FailedTask[]>;
  /** Number of failed tasks of all jobs. */
  declare readonly failedTaskCount: pulumi.Output<number>;
  /** Every table with a failed task, sorted, as `database.table`. Source: ListMmsTasks. */
  declare readonly failedTables: pulumi.Output<string[]>;

  static readonly schema: ResourceSchema = migrationGateSchema;

  constructor(name: string, { jobs = [], ...args }: MigrationGateArgs, opts?: pulumi.CustomResourceOptions) {
    const sourceId = args.sourceId ?? sourceOf(jobs);
    const jobIds =
      jobs.length === 0
        ? args.jobIds
        : pulumi
            .all([pulumi.output(args.jobIds ?? []), idsOf(jobs), pulumi.output(args.startWhen)])
            // Held jobs have no ids yet, and a held gate needs none.
            .apply(([given = [], own, startWhen]) => [
              ...given,
              ...(startWhen === false ? own.filter((id) => id !== undefined) : own),
            ]);
    super(name, { ...args, sourceId, jobIds }, opts);
  }
}

/** The one source of the jobs; `undefined` in a run that leaves the jobs out, as `--target` of something else does. */
function sourceOf(jobs: readonly MigrationJob[]): pulumi.Output<string | undefined> | undefined {
  if (jobs.length === 0) return undefined;
  const sources = jobs.map(({ sourceId }): pulumi.Output<string | number | undefined> => sourceId);
  return pulumi.all(sources).apply((ids) => {
    const [first, ...others] = [...new Set(ids.flatMap((id) => (id === undefined ? [] : [String(id)])))];
    if (others.length > 0) {
      throw new Refusal(
        `jobs: a gate waits for jobs of one source, and these belong to ${[first, ...others].join(", ")}; make one gate per source`,
      );
    }
    return first;
  });
}

/** The ids of the jobs. One that is left out of the run has none, which the gate's own check refuses if it ever runs. */
const idsOf = (jobs: readonly MigrationJob[]): pulumi.Output<(string | undefined)[]> =>
  pulumi.all(jobs.map((job) => pulumi.all([job.jobId, job.name, waitForOf(job)]))).apply((all) =>
    all.map(([jobId, name, waitFor]) => {
      if (jobId !== undefined || waitFor !== "submitted") return jobId;
      throw new Refusal(
        `jobs: the id of job "${name}" is not known, because it only waits until it is submitted; set waitFor: "created" on it`,
      );
    }),
  );

/** An input that every job has among its outputs, and that its class does not publish. */
const waitForOf = (job: MigrationJob): pulumi.Output<unknown> =>
  (job as unknown as { readonly waitFor: pulumi.Output<unknown> }).waitFor;
