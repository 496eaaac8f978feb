// Checks that only read: the source, its scan, the inventory and the timers.
import { hasEnded } from "../../provider/mms/jobs/job-status.js";
import type { Job, TimerLog } from "../../provider/mms/models.js";
import { all, collect, finding, type Findings, type Probe } from "./finding.js";

/** The configuration of the source (types of values only), its scan, and how its type is written. */
export async function source({ client, sourceId }: Probe): Promise<Findings> {
  const { data } = await client.getMmsDataSource({ sourceId, query: { withConfig: true } });
  const secrets = (data.config ?? []).filter(({ type, value }) => type === "password" && value);
  const isClear = ({ value }: { value?: unknown }) => !/^\*+$/.test(String(value));
  const keysOf = async (sourceType: string) =>
    (await collect(client.iterate("ListMmsDataSourceConfigItems", { query: { sourceType } })))
      .map(({ key }) => key)
      .join();
  const { type = "", scanId } = data;
  const spellings = [type.toUpperCase(), type.slice(0, 1).toUpperCase() + type.slice(1).toLowerCase()];
  const items = type === "" ? [] : [await keysOf(type), ...(await Promise.all(spellings.map(keysOf)))];
  const scan = scanId === undefined ? undefined : (await client.getMmsFetchMetadataJob({ sourceId, scanId })).data;
  return {
    "secrets-in-clear": finding(all(secrets, isClear), { secrets: secrets.length }),
    "source-type-case": finding(items.length > 0 ? new Set(items).size === 1 : undefined),
    "scan-words": finding(scan && /^SCAN_(DOING|DONE|FAILED)$/.test(scan.status ?? ""), {
      ended: scan?.endTime !== undefined,
    }),
    "absent-forms": finding(
      scan?.errorMsg === undefined || scan.status === "SCAN_FAILED" ? undefined : scan.errorMsg === "null",
    ),
  };
}

const digits = /^\d+$/;
const partitionForm = /^[^=/]+=[^/]*(?:\/[^=/]+=[^/]*)*$/;

/** Whether no database reads INIT that has tables which are DONE. */
async function followsTables({ client, sourceId }: Probe): Promise<boolean | undefined> {
  const databases = await collect(client.iterate("ListMmsDbs", { sourceId }));
  const touched = databases.filter(({ tablesDone }) => Number(tablesDone ?? 0) > 0);
  return all(touched, ({ status }) => status !== "INIT");
}

/** Tables and partitions: their numbers, and how filters and values are written. */
export async function inventory(probe: Probe): Promise<Findings> {
  const { client, sourceId, target } = probe;
  const scope = target === undefined ? {} : { dbName: target.dbName };
  const tables = await collect(client.iterate("ListMmsTables", { sourceId, query: scope }));
  const partitions =
    (await client.listMmsPartitions({ sourceId, query: { ...scope, pageSize: 100 } })).data.objectList ?? [];
  const open = tables.filter(({ status }) => status === "INIT" || status === "DONE");
  const query = { ...scope, status: JSON.stringify(["INIT", "DONE"]) };
  const filtered = await collect(client.iterate("ListMmsTables", { sourceId, query }));
  const counted = tables.filter(({ numRows, size }) => digits.test(String(numRows)) && digits.test(String(size)));
  return {
    "inventory-numbers": finding(
      all(tables, (table) => counted.includes(table)),
      {
        tables: tables.length,
        counted: counted.length,
      },
    ),
    "partition-value-form": finding(all(partitions, ({ value = "" }) => partitionForm.test(value))),
    "tables-follow-db-status": finding(await followsTables(probe)),
    "query-encoding": finding(tables.length > 0 ? filtered.length === open.length : undefined),
  };
}

/** Lines of the logs of a few timers, and how far off their times daily ones have run. */
async function linesOf({ client, sourceId }: Probe): Promise<{ logs: TimerLog[][]; daily: boolean[] }> {
  const timers = await collect(client.iterate("ListMmsTimers", { sourceId }));
  const logs: TimerLog[][] = [];
  const daily: boolean[] = [];
  for (const { id: timerId, scheduleType, value = "" } of timers.slice(0, 3)) {
    if (timerId === undefined) continue;
    const lines = await collect(client.iterate("ListMmsTimerLogs", { sourceId, timerId }));
    logs.push(lines);
    // A run at the minute but not at the hour was begun by another clock; any other one by hand.
    const times = lines.map(({ createTime = "" }) => createTime.slice(11, 16));
    if (scheduleType === "Daily")
      daily.push(...times.filter((time) => time.slice(3) === value.slice(3, 5)).map((time) => time === value));
  }
  return { logs, daily };
}

/** Logs of timers, whose lines are async tasks: how those end, and what they made. */
export async function timers(probe: Probe): Promise<Findings> {
  const { client, sourceId, jobs } = probe;
  const { logs, daily } = await linesOf(probe);
  const made = new Set(jobs.map(({ id }: Job) => id));
  // Only a run that made a job has a task.
  const begun = new Set(jobs.map(({ createTime = "" }) => createTime.slice(0, 16)));
  const madeJobs = logs
    .flat()
    .filter(({ id, createTime = "" }) => id !== undefined && begun.has(createTime.slice(0, 16)));
  const old = madeJobs.slice(0, 5);
  const reads = await Promise.all(
    old.map(({ id = "" }) =>
      client
        .getMmsAsyncTask({ sourceId, asyncTaskId: id })
        .then(({ data }) => data)
        .catch(() => undefined),
    ),
  );
  const tasks = reads.filter((task) => task !== undefined);
  const withObject = tasks.filter(({ objectId }) => objectId !== undefined && objectId !== "0");
  const sorted = logs.filter((log) => new Set(log.map(({ createTime }) => createTime)).size > 1);
  const grows = (log: readonly TimerLog[]) => {
    const byTime = [...log].sort((a, b) => ((a.createTime ?? "") < (b.createTime ?? "") ? -1 : 1));
    const steps = byTime.slice(1).map((line, index) => [byTime[index] as TimerLog, line] as const);
    return steps.every(([a, b]) => a.createTime === b.createTime || BigInt(a.id ?? 0) < BigInt(b.id ?? 0));
  };
  return {
    "log-ids-grow": finding(all(sorted, grows)),
    "timer-zone": finding(daily.length > 0 ? daily.includes(true) : undefined, { runs: daily.length }),
    "timer-log-is-async-task": finding(old.length > 0 ? tasks.length > 0 : undefined, {
      lines: old.length,
      tasks: tasks.length,
    }),
    "async-end": finding(all(tasks, hasEnded)),
    "async-object-is-job": finding(
      all(withObject, ({ objectId }) => made.has(objectId)),
      { tasks: withObject.length },
    ),
  };
}
