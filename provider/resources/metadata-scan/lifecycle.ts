// What a MetadataScan does: one scan at a time, reused where one is running, and another where the last is too old.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import { NotFoundError } from "../../mms/errors.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { refuseQualified } from "../inventory/table-names.js";
import { goneOrKept, listWitness } from "../jobs/witness.js";
import { createScan, covers, finish, newestScan, noteScope, readScan } from "./create.js";
import { metadataScanInputs, metadataScanSchema } from "./schema.js";
import { scansAgain, diffMetadataScan, finishedAtOf, outcomeOf, phaseOf, scopeOf, staleness } from "./scan.js";
import { parseScanId, ScanRecord } from "./record.js";
import type { CheckFailure, State } from "../../lifecycle/types.js";
import { previewOf } from "../inventory/preview-checks.js";

function checkMetadataScan(inputs: State): CheckFailure[] {
  const { tableNames, dbName } = inputs;
  const refused = (reason: string): CheckFailure[] => [{ property: "tableNames", reason }];
  if (Array.isArray(tableNames) && tableNames.length === 0)
    return refused("tableNames is empty, which the service reads as every table; leave it out if you mean that");
  if (Array.isArray(tableNames) && isEmpty(dbName))
    return refused("tableNames needs dbName: the database of these tables; give it, or remove tableNames");
  return refuseQualified(inputs, dbName, ["tableNames"]);
}

/** Where a process remembers the scan of a resource: the engine may call create again within one run. */
const remembered = (sourceId: string) => `${sourceId}/scans`;

async function create(inputs: State, context: MmsContext): Promise<ScanRecord> {
  const { sourceId } = readInputs(metadataScanInputs, inputs);
  const { submissions } = context.service;
  const scope = remembered(sourceId);
  const name = scopeOf(inputs);
  const mine = submissions.get(context.urn, scope, name)?.madeId;
  const begun = mine === undefined ? await createScan(inputs, true, context) : { scanId: mine, reused: false };
  submissions.set(context.urn, scope, { name, madeId: begun.scanId });
  return ScanRecord.fresh(inputs, sourceId, begun);
}

/** What an update has to do: go on with the scan it has, or begin another. */
async function resume(record: ScanRecord, state: State, context: MmsContext): Promise<void> {
  const { inputs } = record;
  const again = scansAgain(state, inputs);
  noteScope(record, state, context);
  const scan = again ? undefined : await readScan(record, context);
  // A record of a finished scan may be dropped by the service; what it brought stays.
  const dropped = !again && scan === undefined && phaseOf(state) === "done";
  const phase = dropped ? "done" : scan && phaseOf(scan);
  const stale = phase === "done" && staleness(record.finishedAt, inputs, context.clock.now()) !== undefined;
  if (phase === undefined || phase === "failed" || stale) {
    record.begin(await createScan(inputs, stale, context));
  } else if (dropped) return;
  await finish(record, context);
}

/** What a {@link MetadataScan} is and does, whichever host serves it. */
export const metadataScanLifecycle: Lifecycle<MmsService> = {
  ...metadataScanSchema,
  check: checkMetadataScan,
  diff: diffMetadataScan,
  outcome: outcomeOf,
  standing: (state) => ({ sourceId: readInputs(metadataScanInputs, state).sourceId, phase: phaseOf(state) }),

  preview: previewOf(),

  async create(inputs, context) {
    const record = await create(inputs, context);
    await record.withPartialState(() => finish(record, context));
    return record.existing;
  },

  async read(existing, context) {
    const record = ScanRecord.from(existing, existing.state);
    noteScope(record, existing.state, context);
    const newest = await newestScan(record.sourceId, context).catch((error: unknown) => {
      if (error instanceof NotFoundError) return error;
      throw error;
    });
    if (newest instanceof NotFoundError) {
      const { sourceId } = record;
      const sources = context.service.client.iterate("ListMmsDataSources", {}, context.call);
      return goneOrKept(existing, `data source ${sourceId}`, listWitness(sources, sourceId), context);
    }
    const own = newest?.id === record.scanId ? newest : await readScan(record, context);
    const newer = newest !== undefined && newest.id !== own?.id && phaseOf(newest) === "done";
    if (newer && covers(newest, existing.state, context)) {
      record.begin({ scanId: newest.id, reused: true });
      record.see(newest, finishedAtOf(newest));
    } else if (own !== undefined) record.see(own);
    else if (phaseOf(existing.state) !== "done") return undefined;
    return { ...record.existing, inputs: inputsOf(metadataScanInputs, existing.state) };
  },

  async update(existing, inputs, context) {
    const record = ScanRecord.from(existing, inputs);
    await record.withPartialState(() => resume(record, existing.state, context));
    return record.state;
  },

  async delete({ id, state }, { service, urn }) {
    service.submissions.forget(urn, remembered(parseScanId(id).sourceId), scopeOf(state));
  },
};
