// Migration: a database from its scan to its last wave, as one component.
import * as pulumi from "@pulumi/pulumi";

import { refuseUnserved } from "../../hosts/program/forms.js";
import { inWave } from "../../hosts/program/resource.js";
import { DatabaseMapping, type DatabaseMappingArgs } from "../database-mapping/resource.js";
import { MetadataScan, type MetadataScanArgs } from "../metadata-scan/resource.js";
import { type Known, refuseMigration, withoutStray } from "./problems.js";
import { type CommonJobArgs, jobsOf, type MigrationWave } from "./waves.js";
import { MigrationGate, type MigrationGateArgs } from "../migration-gate/resource.js";
import type { GateJob } from "../migration-gate/schema.js";
import { MigrationJob } from "../migration-job/resource.js";
import { TableMapping, type TableMappingArgs } from "../table-mapping/resource.js";
import { type MigrationProgress, type MigrationTotals, orNone, standingOf, totalsOf, verifiedOf } from "./outputs.js";
import { WavePlan } from "../wave-plan/resource.js";

/** Arguments of a {@link Migration}. */
export interface MigrationArgs {
  /** Id of the data source: digits, as text or as a whole number below 2^53. */
  sourceId: pulumi.Input<string | number>;
  /** Source database. */
  srcDbName: pulumi.Input<string>;
  /** Scan of the database before anything else: `false` for none, or the scan's own settings. @default a scan when the component is created */
  scan?: boolean | Omit<MetadataScanArgs, "sourceId" | "dbName">;
  /** Where the database lands. @default as the inventory has it */
  mapping?: Omit<DatabaseMappingArgs, "sourceId" | "dbName">;
  /** Where single tables land, by a name of your choice. @default as the inventory has it */
  tableMappings?: Readonly<Record<string, Omit<TableMappingArgs, "sourceId" | "dbName">>>;
  /**
   * The waves, one after another. A wave is a list of tables for one job, or an object: its `name`, with `tables` for one job,
   * or with `jobs`, each with settings of a `MigrationJob`, by name. @default one wave with the whole database
   */
  waves?: readonly MigrationWave[];
  /** Splits the database into so many waves of about the same size, the smallest first; see {@link WavePlan}. Not beside `waves`. */
  splitBySize?: number;
  /**
   * Any values; a change scans, splits and runs the jobs again. MMS leaves out what is DONE, so to copy that once more give
   * `mapping` another `resetTrigger` with it (and `allowRemigration`).
   */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  /** Settings of every job. Partition filters and table mappings go to the jobs of their tables. */
  job?: CommonJobArgs;
  /**
   * Whether resources that were declared on their own, under the names that the component's children have, move in here as
   * they are. Only for the run that moves them: a child whose settings differ is replaced, which stops and deletes its job.
   * Such a resource must not be declared on its own any more. @default false
   */
  fromRoot?: boolean;
  /**
   * Whether a run waits for the data of each wave. With false it starts what may start, keeps what is under way and ends
   * well; each later `pulumi up --refresh` goes on from what it sees: it starts the next wave once the gate before it has
   * passed, and retries failed tasks. `phase`, `wave` and `progress` say where the migration stands. @default true
   */
  wait?: boolean;
  /** Settings of every wave's gate; it waits again for changed `triggers` of its own, or else for those of the component. */
  gate?: Omit<MigrationGateArgs, "sourceId" | "jobs" | "jobIds" | "timerId" | "nameFilter" | "wait" | "startWhen">;
}

/**
 * Moves a database in waves: scans it, says where it lands, and starts the jobs of each wave once the gate of the wave before
 * has let it pass. The children are named after the component and their wave, so waves that have names of their own may be
 * reordered. With `fromRoot`, a job that was declared on its own under the same name moves in without being replaced.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const sales = new mms.Migration("sales", {
 *   sourceId: "2000015",
 *   srcDbName: "sales",
 *   mapping: { dstProjectName: "sales_prod" },
 *   waves: [["customers", "products"], { name: "facts", jobs: { orders: { tables: ["orders"] } } }],
 *   job: { enableVerification: true },
 * });
 *
 * export const jobIds = sales.jobIds;
 * ```
 */
export class Migration extends pulumi.ComponentResource {
  /** @internal Type token, in every language. */
  static readonly type = "alicloud-mms:index:Migration";

  /** The scan, where there is one. */
  readonly scan: MetadataScan | undefined;
  /** All jobs, in the order of their waves. */
  readonly jobs: readonly MigrationJob[];
  /** The gate of each wave. */
  readonly gates: readonly MigrationGate[];
  /** Ids of the jobs, in the order of `jobs`. */
  readonly jobIds: pulumi.Output<string[]>;
  /** Ids of the async tasks behind the jobs, in the order of `jobs`; empty for a job that was found or adopted. */
  readonly asyncTaskIds: pulumi.Output<string[]>;
  /** What the gates saw of each job. */
  readonly results: pulumi.Output<GateJob[]>;
  /** All waves in total. */
  readonly totals: pulumi.Output<MigrationTotals>;
  /** Whether every wave's gate has passed. */
  readonly passed: pulumi.Output<boolean>;
  /** Where the migration stands: `migrating`, or `completed` once every gate has passed. */
  readonly phase: pulumi.Output<"migrating" | "completed">;
  /** Name of the wave that is under way; absent once all have passed. */
  readonly wave: pulumi.Output<string | undefined>;
  /** How far the migration is, as its last run saw it. */
  readonly progress: pulumi.Output<MigrationProgress>;
  /** Whether all row counts agreed; absent where no job was verified. */
  readonly verified: pulumi.Output<boolean | undefined>;

  constructor(name: string, args: MigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    // Before the component is registered: the engine stores what is registered, whatever is thrown afterwards.
    refuseMigration(name, args, knownArguments);
    refuseUnserved(`Migration ${name}`);
    super(Migration.type, name, {}, opts);
    const { sourceId, srcDbName, triggers } = args;
    const child = (dependsOn: readonly pulumi.Resource[]): pulumi.CustomResourceOptions => ({
      parent: this,
      dependsOn: [...dependsOn],
      ...(args.fromRoot === true ? { aliases: [{ parent: pulumi.rootStackResource }] } : {}),
    });
    const { scan = true } = args;
    const database = { sourceId, dbName: srcDbName };
    this.scan =
      scan === false
        ? undefined
        : new MetadataScan(`${name}-scan`, { ...database, triggers, ...(scan === true ? {} : scan) }, child([]));
    const scanned = this.scan ? [this.scan] : [];
    const mappings = mappingsOf(name, args, (others) => child([...scanned, ...others]));
    const { splitBySize: waveNum } = args;
    const lists = { tableBlackList: args.job?.tableBlackList, tableWhiteList: args.job?.tableWhiteList };
    const plan =
      waveNum === undefined
        ? undefined
        : new WavePlan(`${name}-plan`, { sourceId, srcDbName, waveNum, triggers, ...lists }, child(scanned));
    const jobs: MigrationJob[] = [];
    const gates: MigrationGate[] = [];
    const waves = jobsOf(name, args, plan && withoutStray(name, plan.waves, args.job));
    for (const wave of waves) {
      const ready = [...scanned, ...mappings, ...gates.slice(-1)];
      const step = args.wait === false ? stepAfter(gates.at(-1)) : undefined;
      const hidden = inWave(wave.name);
      const own = wave.jobs.map((job) => {
        return new MigrationJob(job.name, { ...hidden, ...step?.job, ...job.args }, child(ready));
      });
      const gate = { ...hidden, triggers, ...args.gate, ...step?.gate, sourceId, jobs: own };
      gates.push(new MigrationGate(`${wave.name}-gate`, gate, child([])));
      jobs.push(...own);
    }
    this.jobs = jobs;
    this.gates = gates;
    this.jobIds = pulumi.all(jobs.map(({ jobId }) => jobId)).apply((ids) => ids.map((id) => id ?? ""));
    this.asyncTaskIds = pulumi
      .all(jobs.map(({ asyncTaskId }) => asyncTaskId))
      .apply((ids) => ids.map((id) => id ?? ""));
    this.results = pulumi.all(gates.map((gate) => gate.jobs)).apply((all) => all.flatMap((seen) => orNone(seen)));
    this.totals = totalsOf(gates);
    const standing = standingOf(gates, waves, jobs.length);
    this.passed = standing.passed;
    this.phase = standing.phase;
    this.wave = standing.apply(({ wave }) => wave);
    this.progress = standing.progress as pulumi.Output<MigrationProgress>;
    this.verified = verifiedOf(gates);
    this.registerOutputs({
      jobIds: this.jobIds,
      asyncTaskIds: this.asyncTaskIds,
      totals: this.totals,
      verified: this.verified,
    });
  }
}

/** Says where the database lands, and then its tables: the database's mapping may carry them along. */
function mappingsOf(
  name: string,
  { sourceId, srcDbName: dbName, mapping, tableMappings = {} }: MigrationArgs,
  optionsAfter: (others: readonly pulumi.Resource[]) => pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const ofDatabase = mapping
    ? [new DatabaseMapping(`${name}-mapping`, { sourceId, dbName, ...mapping }, optionsAfter([]))]
    : [];
  const ofTables = Object.entries(tableMappings).map(
    ([key, own]) => new TableMapping(`${name}-${key}`, { sourceId, dbName, ...own }, optionsAfter(ofDatabase)),
  );
  return [...ofDatabase, ...ofTables];
}

const knownArguments: Known<MigrationArgs> = {
  sourceId: true,
  srcDbName: true,
  scan: true,
  mapping: true,
  tableMappings: true,
  waves: true,
  splitBySize: true,
  triggers: true,
  job: true,
  fromRoot: true,
  wait: true,
  gate: true,
};

/** How often a migration that does not wait retries a job's failed tasks, unless its `job` says otherwise. */
const retriesUnattended = 3;

/**
 * What lets a wave that is not waited for start, once the gate before it has passed. A run that leaves that gate out knows
 * nothing of it, and starts nothing.
 */
function stepAfter(before: MigrationGate | undefined) {
  const start = before && {
    startWhen: before.passed.apply((passed: boolean | undefined) => passed === true),
  };
  return { job: { maxRetries: retriesUnattended, ...start }, gate: { wait: false, ...start } };
}
