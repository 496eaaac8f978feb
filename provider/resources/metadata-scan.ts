// MetadataScan: the inventory of a source is brought up to date before anything is migrated from it.
import type * as pulumi from "@pulumi/pulumi";

import { type Args, DynamicResource } from "../hosts/dynamic-resource.js";
import type { CheckFailure, Lifecycle, State } from "../lifecycle/lifecycle.js";
import { inputsOf } from "../lifecycle/properties.js";
import { callOptions } from "./answers.js";
import { GoneError } from "./errors.js";
import { begin, finish, newestScan, readScan } from "./metadata-scan/begin.js";
import { type MetadataScanInputs, metadataScanInputs, metadataScanOutputs } from "./metadata-scan/inputs.js";
import { asksAgain, diffMetadataScan, instantOf, phaseOf, scopeOf, staleness } from "./metadata-scan/scan.js";
import { parseScanId, TrackedScan } from "./metadata-scan/tracked.js";
import { patienceMs } from "./patience.js";
import type { MmsContext, MmsService } from "./service.js";

/** Arguments of a {@link MetadataScan}. */
export type MetadataScanArgs = Args<MetadataScanInputs>;

/**
 * A scan of a source's metadata, which jobs and timers work on. Creating the resource scans once; changed `triggers` or
 * scope scan again, and so does a `pulumi up` when the last scan is older than `maxAge`. A scan that is already running is
 * joined, whoever started it. The service keeps no scope of a scan, so one made elsewhere counts as one of everything
 * (inferred). Deleting the resource does nothing on the service: a scan cannot be undone.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const inventory = new mms.MetadataScan("inventory", { sourceId: "2000015", dbName: "sales", maxAge: "12h" });
 * const sales = new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales" }, { dependsOn: inventory });
 *
 * export const tablesFound = inventory.tables;
 * ```
 */
export class MetadataScan extends DynamicResource<MetadataScanArgs> {
  /** Id of the data source. */
  declare readonly sourceId: pulumi.Output<string | number>;
  /** Id of the latest scan, as digits. Source: CreateMmsFetchMetadataJob `scanId`. */
  declare readonly scanId: pulumi.Output<string>;
  /** Id of the request that began the scan, for support. Source: CreateMmsFetchMetadataJob `requestId`. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /** Whether the scan was begun by somebody else, and joined or young enough. */
  declare readonly joined: pulumi.Output<boolean>;
  /** Status last seen, for example SCAN_DOING. Source: GetMmsFetchMetadataJob. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Number of databases found. Source: GetMmsFetchMetadataJob `result`. */
  declare readonly databases: pulumi.Output<number | undefined>;
  /** Number of tables found. Source: GetMmsFetchMetadataJob `result`. */
  declare readonly tables: pulumi.Output<number | undefined>;
  /** Number of partitions found. Source: GetMmsFetchMetadataJob `result`. */
  declare readonly partitions: pulumi.Output<number | undefined>;
  /** Why the scan failed. Source: GetMmsFetchMetadataJob. */
  declare readonly errorMsg: pulumi.Output<string | undefined>;
  /** Begin of the scan, yyyy-MM-dd HH:mm:ss without a zone. Source: GetMmsFetchMetadataJob. */
  declare readonly startTime: pulumi.Output<string | undefined>;
  /** End of the scan, without a zone. Source: GetMmsFetchMetadataJob. */
  declare readonly endTime: pulumi.Output<string | undefined>;
  /** When the scan was seen to finish, ISO 8601; `maxAge` counts from it. */
  declare readonly finishedAt: pulumi.Output<string | undefined>;

  static get lifecycle(): Lifecycle<MmsService> {
    return metadataScanLifecycle;
  }
}

function checkMetadataScan({ tableNames }: State): CheckFailure[] {
  return Array.isArray(tableNames) && tableNames.length === 0
    ? [
        {
          property: "tableNames",
          reason: "tableNames is empty, which the service reads as every table; leave it out if you mean that",
        },
      ]
    : [];
}

/** Where a process remembers the scan of a resource: the engine may call create again within one run. */
const remembered = (sourceId: string) => `${sourceId}/scans`;

async function create(inputs: State, deadline: number, context: MmsContext): Promise<TrackedScan> {
  const sourceId = String(inputs["sourceId"]);
  const { submissions } = context.service;
  const scope = remembered(sourceId);
  const name = scopeOf(inputs);
  const mine = submissions.get(context.urn, scope, name)?.madeId;
  const begun = mine === undefined ? await begin(inputs, true, deadline, context) : { scanId: mine, joined: false };
  submissions.set(context.urn, scope, { name, madeId: begun.scanId });
  return TrackedScan.fresh(inputs, sourceId, begun);
}

/** What an update has to do: go on with the scan it has, or begin another. */
async function resume(tracked: TrackedScan, state: State, deadline: number, context: MmsContext): Promise<void> {
  const { inputs } = tracked;
  const again = asksAgain(state, inputs);
  const scan = again ? undefined : await readScan(tracked, context, callOptions(context, deadline));
  const phase = scan && phaseOf(scan);
  const stale = phase === "done" && staleness(tracked.finishedAt, inputs, context.clock.now()) !== undefined;
  if (scan === undefined || phase === "failed" || stale) {
    tracked.begin(await begin(inputs, stale, deadline, context));
  }
  await finish(tracked, deadline, context);
}

/** What a {@link MetadataScan} is, whichever host serves it. */
const metadataScanLifecycle: Lifecycle<MmsService> = {
  kind: "MetadataScan",
  inputs: metadataScanInputs,
  outputs: metadataScanOutputs,
  check: checkMetadataScan,
  diff: diffMetadataScan,

  async create(inputs, context) {
    const deadline = context.clock.now() + patienceMs(inputs, "create");
    const tracked = await create(inputs, deadline, context);
    await tracked.keeping(() => finish(tracked, deadline, context));
    return tracked.existing;
  },

  async read(existing, context) {
    const tracked = TrackedScan.from(existing, existing.state);
    const options = callOptions(context, context.clock.now() + patienceMs(existing.state, "update"));
    const newest = await newestScan(tracked.sourceId, context, options).catch((error: unknown) => {
      if (error instanceof GoneError) return error;
      throw error;
    });
    if (newest instanceof GoneError) return undefined;
    const own = newest?.id === tracked.scanId ? newest : await readScan(tracked, context, options);
    const newer = newest !== undefined && newest.id !== own?.id && phaseOf(newest) === "done";
    if (newer) {
      tracked.begin({ scanId: newest.id, joined: true });
      tracked.see(newest, instantOf(newest.endTime));
    } else if (own !== undefined) tracked.see(own);
    // A record of a finished scan may be dropped by the service; what it brought stays.
    else if (phaseOf(existing.state) !== "done") return undefined;
    return { ...tracked.existing, inputs: inputsOf(metadataScanInputs, existing.state) };
  },

  async update(existing, inputs, context) {
    const tracked = TrackedScan.from(existing, inputs);
    const deadline = context.clock.now() + patienceMs(inputs, "update");
    await tracked.keeping(() => resume(tracked, existing.state, deadline, context));
    return tracked.state;
  },

  async delete({ id, state }, { service, urn }) {
    service.submissions.forget(urn, remembered(parseScanId(id).sourceId), scopeOf(state));
  },
};
