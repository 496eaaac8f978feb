// One data source as a report reads it: itself, its jobs, tables, tasks and timers. Everything in pages.
import { NotFoundError } from "../../../provider/mms/errors.js";
import type { DataSource, ItemOf, Job, Scan } from "../../../provider/mms/models.js";
import { registerConfigSecrets } from "../../../provider/mms/text/redact.js";
import type { Reads } from "./reads.js";
import { type Inventory, readTables } from "./tables.js";
import { readTasks, type TasksRead } from "./tasks.js";
import { assumedZone, assumedZoneGap, type Zone, zoneFrom } from "./zone.js";

/** What of a source is in scope: every job, some jobs, or those of a timer. */
export interface SourceScope {
  readonly sourceId: string;
  readonly jobIds?: ReadonlySet<string>;
  readonly timerId?: string;
  /** Timers that are shown, where these are not all of the source. */
  readonly timerIds?: ReadonlySet<string>;
}

/** A source as it was read. */
export interface SourceFacts {
  readonly scope: SourceScope;
  readonly source: DataSource;
  readonly scan: Scan | undefined;
  /** Jobs in scope. */
  readonly jobs: readonly Job[];
  /** Jobs that are in scope and that the service no longer lists. */
  readonly gone: readonly string[];
  readonly tables: Inventory;
  readonly tasks: TasksRead;
  readonly timers: readonly ItemOf<"ListMmsTimers">[];
  readonly zone: Zone;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/**
 * The source. Its configuration is read for one purpose: credentials that a log or a name repeats must be known to be
 * removed. Nothing else of it is kept.
 */
async function readSource(sourceId: string, reads: Reads): Promise<DataSource> {
  const { config, ...source } = await reads.get("GetMmsDataSource", { sourceId, query: { withConfig: true } });
  registerConfigSecrets(config);
  return source;
}

async function readScan(source: DataSource, sourceId: string, reads: Reads): Promise<Scan | undefined> {
  const { scanId } = source;
  if (scanId === undefined) return undefined;
  try {
    return await reads.allowed(
      reads.get("GetMmsFetchMetadataJob", { sourceId, scanId }),
      undefined,
      "the age of the inventory is not known",
    );
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return undefined;
  }
}

/** Jobs in scope. Source: ListMmsJobs. */
async function readJobs({ sourceId, jobIds, timerId }: SourceScope, reads: Reads): Promise<Job[]> {
  const query = timerId === undefined ? {} : { timerId };
  const all = await collect(reads.list("ListMmsJobs", { sourceId, query }));
  return jobIds === undefined ? all : all.filter(({ id }) => jobIds.has(id ?? ""));
}

/** Reads a source. `allTasks` reads every task however many there are. */
export async function readSourceFacts(scope: SourceScope, allTasks: boolean, reads: Reads): Promise<SourceFacts> {
  const { sourceId, timerId } = scope;
  const source = await readSource(sourceId, reads);
  const jobs = await readJobs(scope, reads);
  const listed = reads.allowed(collect(reads.list("ListMmsTimers", { sourceId })), [], "timers are not shown");
  const all = await listed;
  const shown = timerId === undefined ? scope.timerIds : new Set([timerId]);
  const timers = shown === undefined ? all : all.filter(({ id = "" }) => shown.has(id));
  const [first] = all;
  const zone =
    first === undefined
      ? assumedZone
      : await reads.allowed(zoneFrom(sourceId, first, reads), assumedZone, "the zone of times is assumed");
  if (zone.basis === "assumed" && !reads.gaps.includes(assumedZoneGap)) reads.gaps.push(assumedZoneGap);
  const isWhole = scope.jobIds === undefined && timerId === undefined;
  const ids = isWhole ? {} : { jobIds: new Set(jobs.flatMap(({ id }) => id ?? [])) };
  const expected = jobs.reduce((total, { taskNum = 0 }) => total + taskNum, 0);
  const seen = new Set(jobs.map(({ id }) => id));
  return {
    scope,
    source,
    scan: await readScan(source, sourceId, reads),
    jobs,
    gone: [...(scope.jobIds ?? [])].filter((id) => !seen.has(id)),
    tables: await readTables(sourceId, isWhole ? undefined : jobs, reads),
    tasks: await readTasks({ sourceId, expected, all: allTasks, ...ids }, reads, zone),
    timers,
    zone,
  };
}
