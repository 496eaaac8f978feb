// Lookups of partitions in the inventory.
import type { Partition } from "../mms/models.js";
import {
  type Filters,
  type Id,
  type Identified,
  identified,
  idOf,
  type Listed,
  listed,
  LookupError,
  queryOf,
  type Sorter,
  theOne,
} from "./arguments.js";
import { lookup } from "./lookup.js";

/** Arguments of {@link getPartition}: `partitionId`, or `dbName`, `tableName` and `value`. */
export interface GetPartitionArgs {
  /** Id of the data source. */
  sourceId: Id;
  /** Id of the partition. */
  partitionId?: Id;
  /** Exact name of the database. */
  dbName?: string;
  /** Exact name of the table. */
  tableName?: string;
  /** Exact value of the partition, for example `dt=2026-01-01`. */
  value?: string;
}

/** What {@link getPartition} finds. */
export type GetPartitionResult = Identified<Partition>;

/** One partition of the inventory, by its id or by database, table and exact value. Ids change when a source is recreated. */
export const [getPartition, getPartitionOutput] = lookup(
  "getPartition",
  async (
    { partitionId, dbName, tableName, value, ...args }: GetPartitionArgs,
    service,
  ): Promise<GetPartitionResult> => {
    const sourceId = idOf(args.sourceId, "getPartition: sourceId");
    const wanted = { dbName, tableName, value };
    const absent = Object.entries(wanted).filter(([, given]) => given === undefined);
    if (partitionId === undefined && absent.length > 0 && absent.length < 3) {
      throw new LookupError(
        `getPartition: ${absent.map(([name]) => name).join(" and ")} missing; give all three, or partitionId`,
      );
    }
    const id =
      partitionId === undefined && absent.length === 0
        ? theOne(
            `partition "${value}" of "${dbName}.${tableName}" in the inventory of source ${sourceId}`,
            await service.list("ListMmsPartitions", { sourceId, query: queryOf<"ListMmsPartitions">(wanted) }),
            (one) => one.dbName === dbName && one.tableName === tableName && one.value === value,
            (one) => one.value,
          )
        : idOf(partitionId, "getPartition: partitionId (or dbName, tableName and value)");
    return identified(`partition ${id}`, await service.get("GetMmsPartition", { sourceId, partitionId: id }));
  },
);

/** Arguments of {@link getPartitions}: the service's filters. */
export interface GetPartitionsArgs extends Filters<"ListMmsPartitions"> {
  /** Id of the data source. */
  sourceId: Id;
  /** Only partitions of one of these statuses: INIT, DOING, DONE, FAILED. */
  status?: string[];
  /** Sort order, for example `{ lastDdlTime: "asc" }`. */
  sorter?: Sorter<"ListMmsPartitions">;
}

/** What {@link getPartitions} finds. */
export type GetPartitionsResult = Listed<"partitions", Partition>;

/** Every partition of a source's inventory that the service's filters let through, page after page. */
export const [getPartitions, getPartitionsOutput] = lookup(
  "getPartitions",
  async ({ sourceId, ...filters }: GetPartitionsArgs, service): Promise<GetPartitionsResult> => {
    const query = queryOf<"ListMmsPartitions">(filters);
    const found = await service.list("ListMmsPartitions", {
      sourceId: idOf(sourceId, "getPartitions: sourceId"),
      query,
    });
    return listed("partitions", found);
  },
);
