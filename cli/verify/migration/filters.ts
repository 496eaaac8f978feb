// Checks of partition filters: each request names one partition of the table, or none.
import { readsFailed } from "../../../provider/mms/jobs/job-status.js";
import type { Partition, Table } from "../../../provider/mms/models.js";
import type { Site } from "../changes-around.js";
import { ended, rearm, remove, request } from "../changes.js";
import { collect, finding, type Findings } from "../finding.js";
import { hasCopied } from "./runs.js";

/** What a request with a filter came to: rows were copied, nothing was, or it was refused. */
type Outcome = "copied" | "nothing" | "refused";

async function outcomeOf(site: Site, filter: string): Promise<Outcome> {
  await rearm(site);
  const partitionFilters = { [site.target.tableName]: filter };
  const { job, task } = await request(site, { enableDataMigration: true, partitionFilters });
  if (job?.id === undefined) return readsFailed(task) ? "refused" : "nothing";
  try {
    await ended(site, job.id);
    return (await hasCopied(site, job.id)) ? "copied" : "nothing";
  } finally {
    await remove(site, job.id);
  }
}

async function partitionsOf({ client, sourceId, target }: Site, { id }: Table): Promise<Partition[]> {
  const query = { dbName: target.dbName, tableName: target.tableName };
  const partitions = await collect(client.iterate("ListMmsPartitions", { sourceId, query }));
  return partitions.filter(({ tableId }) => tableId === id);
}

const sizeOf = ({ size }: Partition): number => Number(size ?? 0);

/** Nothing where the table has no partitions: then no filter has anything to say. */
export async function filters(site: Site): Promise<Findings> {
  const { client, sourceId, target } = site;
  const query = { dbName: target.dbName, name: target.tableName };
  const tables = await collect(client.iterate("ListMmsTables", { sourceId, query }));
  const table = tables.find(({ name }) => name === target.tableName);
  const partitions = table === undefined ? [] : await partitionsOf(site, table);
  const [smallest] = [...partitions].sort((a, b) => sizeOf(a) - sizeOf(b));
  const [, column = "", value = ""] = /^([^=/]+)=([^/]+)/.exec(smallest?.value ?? "") ?? [];
  const type = table?.schema?.partitions?.find(({ name }) => name === column)?.type;
  // Of other types, how a value is written is not published.
  if (value === "" || value.includes("'") || !/^(string|varchar)/i.test(type ?? "")) return {};
  site.say("requesting jobs with partition filters");
  const some = `${column} = '${value}'`;
  const none = `${column} = 'verify-none'`;
  const noMatch = await outcomeOf(site, none);
  const precedence = await outcomeOf(site, `${some} OR ${some} AND ${none}`);
  const unknown = await outcomeOf(site, `verify_no_column = 'x' OR ${some}`);
  return {
    "filter-no-match-is-error": finding(noMatch !== "copied"),
    "filter-precedence": finding(precedence === "copied"),
    "unknown-column-false": finding(unknown === "copied"),
  };
}
