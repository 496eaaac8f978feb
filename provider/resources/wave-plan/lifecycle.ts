// What a wave plan does.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import { MmsError } from "../../mms/errors.js";
import type { Table } from "../../mms/models.js";
import { requireDatabase, tablesOf } from "../inventory/inventory.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { refuseQualified, refuseTwoLists } from "../inventory/table-names.js";
import { wavePlanInputs, wavePlanSchema } from "./schema.js";
import { chosen, previousSplits, keptFrom, splitBySize, type Wave } from "./split.js";
import type { CheckFailure, Existing, State } from "../../lifecycle/types.js";
import { previewOf } from "../inventory/preview-checks.js";

/** Splits afresh what the inventory has. */
function afresh(inputs: State, all: ReadonlyMap<string, Table>): Wave[] {
  const { sourceId, srcDbName, waveNum } = readInputs(wavePlanInputs, inputs);
  const names = chosen(inputs, all.keys());
  if (names.size < waveNum) {
    throw new MmsError(
      `waveNum: database "${srcDbName}" of source ${sourceId} has ${names.size} tables to ` +
        `migrate, too few for ${waveNum} waves; set fewer waves, or scan the source first if tables are missing`,
    );
  }
  return splitBySize(
    [...all.values()].filter(({ name }) => name !== undefined && names.has(name)),
    waveNum,
  );
}

async function plan(state: State, inputs: State, { service, signal }: MmsContext): Promise<State> {
  const { sourceId, srcDbName: dbName, waveNum } = readInputs(wavePlanInputs, inputs);
  const { id: dbId } = await requireDatabase(service.client, sourceId, ["srcDbName", dbName], { signal });
  const all = await tablesOf(service.client, sourceId, dbName, { signal });
  const { [waveNum]: base, ...previousWaves } = previousSplits(state, inputs);
  const waves = (base && keptFrom(base, state, inputs, all)) ?? afresh(inputs, all);
  return {
    ...inputsOf(wavePlanInputs, inputs),
    waves: waves.map(({ tables }) => tables),
    sizes: waves.map(({ size }) => size.toString()),
    previousWaves,
    dbId,
  };
}

/** What a {@link WavePlan} is and does, whichever host serves it. */
export const wavePlanLifecycle: Lifecycle<MmsService> = {
  ...wavePlanSchema,

  check(inputs) {
    const { waveNum, srcDbName } = inputs;
    const none: CheckFailure[] =
      waveNum === 0 ? [{ property: "waveNum", reason: "expected 1 or more waves, got 0" }] : [];
    return [
      ...none,
      ...refuseTwoLists(inputs),
      ...refuseQualified(inputs, srcDbName, ["tableBlackList", "tableWhiteList"]),
    ];
  },

  preview: previewOf({ database: "srcDbName", tables: ["tableWhiteList", "tableBlackList"] }),

  async create(inputs, context) {
    const id = `${readInputs(wavePlanInputs, inputs).sourceId}/plans/${context.urn.split("::").at(-1) || "plan"}`;
    return { id, state: await plan({}, inputs, context) };
  },

  // A plan is a decision, and stays as it was made.
  async read(existing: Existing) {
    return existing;
  },

  update: (existing, inputs, context) => plan(existing.state, inputs, context),

  async delete() {
    // Nothing on the service is the plan.
  },
};
