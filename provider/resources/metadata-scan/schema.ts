// What a metadata scan takes and gives: the types a program sees, and the tables everything else reads.
import type { OutputTable, PropertyTable } from "../../lifecycle/properties/property-table.js";
import type { GivenInputs } from "../../lifecycle/properties/given-inputs.js";
import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import { sourceIdHint } from "../inventory/hints.js";

/** Every input. A scan is an act: whatever changes it scans again under the same resource. */
export const metadataScanInputs = {
  /** Id of the data source: digits, as text or as a whole number below 2^53. Changing it replaces the resource. Source: CreateMmsFetchMetadataJob. */
  sourceId: {
    type: "id",
    required: true,
    onChange: "replace",
    source: "CreateMmsFetchMetadataJob",
    hint: sourceIdHint,
  },
  /** Only this database, schema or dataset. A changed one scans again. Source: CreateMmsFetchMetadataJob `dbName`. @default the whole source */
  dbName: { type: "name", onChange: "update", source: "CreateMmsFetchMetadataJob dbName" },
  /** Only these tables. A changed set scans again. Source: CreateMmsFetchMetadataJob `tableNames`. @default every table */
  tableNames: { type: "names", onChange: "update", source: "CreateMmsFetchMetadataJob tableNames" },
  /** Any values; a change scans again. */
  triggers: { type: "sequence", onChange: "update", source: "a new scan" },
  /**
   * How old the last scan may be, for example `12h`: a younger one is not repeated, and an older one is repeated by the next
   * `pulumi up`. The age counts from when the scan was seen to finish; of a scan made elsewhere it is read from the
   * service's times, which carry no zone and are taken for +08:00 (inferred: china-zone). @default a scan does not age
   */
  maxAge: { type: "duration", onChange: "update", source: "GetMmsFetchMetadataJob endTime" },
  /** Timeout per operation, for example `{ create: "1h" }`; also taken from `opts.customTimeouts`. Updated in place. @default 20m */
  timeouts: { type: "durations", onChange: "update", allowed: ["create", "update", "delete"], source: "wait" },
} as const satisfies PropertyTable;

/** Inputs of a {@link MetadataScan}. */
export interface MetadataScanInputs extends GivenInputs<typeof metadataScanInputs> {}

/** Every output besides the inputs. */
export const metadataScanOutputs = {
  scanId: { type: "id", source: "CreateMmsFetchMetadataJob data.scanId" },
  requestId: { type: "string", source: "CreateMmsFetchMetadataJob requestId" },
  reused: { type: "boolean", flag: true, source: "GetMmsDataSource scanId" },
  status: { type: "string", source: "GetMmsFetchMetadataJob status" },
  databases: { type: "integer", source: "GetMmsFetchMetadataJob result" },
  tables: { type: "integer", source: "GetMmsFetchMetadataJob result" },
  partitions: { type: "integer", source: "GetMmsFetchMetadataJob result" },
  errorMsg: { type: "string", source: "GetMmsFetchMetadataJob errorMsg" },
  startTime: { type: "string", source: "GetMmsFetchMetadataJob startTime" },
  endTime: { type: "string", source: "GetMmsFetchMetadataJob endTime" },
  finishedAt: { type: "string", source: "our clock, or GetMmsFetchMetadataJob endTime" },
} as const satisfies OutputTable;

/** The facts of a {@link MetadataScan}. */
export const metadataScanSchema = {
  kind: "MetadataScan",
  inputs: metadataScanInputs,
  outputs: metadataScanOutputs,
} as const satisfies ResourceSchema;
