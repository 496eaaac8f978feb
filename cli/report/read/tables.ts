// The inventory's tables, as much of each as a report needs: pages carry every column, which is let go at once.
import type { Job, Table } from "../../../provider/mms/models.js";
import { given } from "../given.js";
import type { Reads } from "./reads.js";

/** One table of the inventory. */
export interface TableFacts {
  readonly table: string;
  readonly database: string;
  readonly name: string;
  readonly status: string;
  readonly destination?: string;
  readonly hasPartitions: boolean;
  readonly partitions: number;
  readonly partitionsDone: number;
  readonly partitionsDoing: number;
  readonly partitionsFailed: number;
  readonly rows?: bigint;
  readonly bytes?: bigint;
  readonly updated: boolean;
}

/** Tables by database and name. */
export type Inventory = ReadonlyMap<string, ReadonlyMap<string, TableFacts>>;

/** Of how many databases the tables are read one by one; of more, the whole source is read. */
const readOneByOne = 10;

const figure = (value: string | undefined): bigint | undefined =>
  value !== undefined && /^\d+$/.test(value) ? BigInt(value) : undefined;

function factsOf(row: Table): TableFacts {
  const { dbName: database = "", name = "", dstProjectName, dstSchemaName, dstName } = row;
  const destination = [dstProjectName, dstSchemaName, dstName].filter((part) => part).join(".");
  return {
    table: `${database}.${name}`,
    database,
    name,
    status: row.status ?? "?",
    hasPartitions: row.hasPartitions === true,
    partitions: row.partitions ?? 0,
    partitionsDone: row.partitionsDone ?? 0,
    partitionsDoing: row.partitionsDoing ?? 0,
    partitionsFailed: row.partitionsFailed ?? 0,
    updated: row.updated === true,
    ...given({ destination: destination || undefined, rows: figure(row.numRows), bytes: figure(row.size) }),
  };
}

/** Tables of the databases that jobs are about; of the whole source without jobs. Source: ListMmsTables. */
export async function readTables(sourceId: string, jobs: readonly Job[] | undefined, reads: Reads): Promise<Inventory> {
  const inventory = new Map<string, Map<string, TableFacts>>();
  const databases = jobs && new Set(jobs.flatMap(({ srcDbName }) => srcDbName ?? []));
  const queries =
    databases !== undefined && databases.size <= readOneByOne ? [...databases].map((dbName) => ({ dbName })) : [{}];
  for (const query of queries) {
    for await (const row of reads.list("ListMmsTables", { sourceId, query })) {
      const facts = factsOf(row);
      if (databases !== undefined && !databases.has(facts.database)) continue;
      const own = inventory.get(facts.database) ?? new Map<string, TableFacts>();
      inventory.set(facts.database, own.set(facts.name, facts));
    }
  }
  return inventory;
}
