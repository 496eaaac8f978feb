// Lookups of partitions in the inventory.
import type { Partition } from "../mms/models.js";
import { type Filters, type Id, type Identified, type Listed, listed, scoped, type Sorter } from "./arguments.js";
import { defineFunction } from "./define-function.js";
import { one } from "./find-record.js";

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
export const [getPartition, getPartitionOutput] = defineFunction(
  "getPartition",
  { sourceId: true, partitionId: true, dbName: true, tableName: true, value: true },
  (args: GetPartitionArgs, service, caller): Promise<GetPartitionResult> => one("partition", args, service, caller),
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
export const [getPartitions, getPartitionsOutput] = defineFunction(
  "getPartitions",
  {
    sourceId: true,
    dbId: true,
    dbName: true,
    tableId: true,
    tableName: true,
    value: true,
    status: true,
    updated: true,
    lastDdlTimeStart: true,
    lastDdlTimeEnd: true,
    sorter: ["numRows", "size", "lastDdlTime"],
  },
  async (args: GetPartitionsArgs, service, caller): Promise<GetPartitionsResult> =>
    listed("partitions", await service.list("ListMmsPartitions", scoped<"ListMmsPartitions">(args, caller))),
);
