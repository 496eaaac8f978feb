// What a DataSource does: registered once, started, and kept as its program says.
import type { Lifecycle, Observed } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import { isEmpty } from "../../lifecycle/properties/values.js";
import { textOf } from "../base/answers.js";
import type { MmsService } from "../base/service.js";
import { checkConfig, configOf, driftedConfig, guardSecrets } from "./config/config.js";
import { diffDataSource } from "./diff.js";
import { dataSourceInputs, dataSourceSchema } from "./schema.js";
import { goneOrKept } from "../jobs/witness.js";
import { forget, createSource, readSource, sameType, sourceWitness } from "./create.js";
import { deleteSource } from "./delete.js";
import { reconcile } from "./reconcile.js";
import { outcomeOf, SourceRecord } from "./record.js";
import { namedObjects } from "../base/naming.js";

/** What a {@link DataSource} is and does, whichever host serves it. */
export const dataSourceLifecycle: Lifecycle<MmsService> = {
  ...dataSourceSchema,
  objects: namedObjects("data source", "adoptSourceId"),
  check: checkConfig,
  diff: diffDataSource,
  outcome: outcomeOf,

  async create(inputs, context) {
    guardSecrets(inputs);
    const record = await createSource(inputs, context);
    await record.withPartialState(() => reconcile(record, context));
    return record.existing;
  },

  async read(existing, context) {
    const { state } = existing;
    guardSecrets(state);
    const source = await readSource(existing.id, context);
    if (source === undefined) {
      return goneOrKept(existing, `data source ${existing.id}`, sourceWitness(existing.id, context), context);
    }
    guardSecrets(state, source.config);
    const record = SourceRecord.from(existing, state);
    record.see(source, context.service.client.config);
    record.applied("name", "config", "secretConfig");
    const inputs: NonNullable<Observed["inputs"]> = inputsOf(dataSourceInputs, state);
    if (inputs["name"] !== undefined) inputs["name"] = source.name;
    // What the service does not show contradicts nothing: either of these would replace the source.
    if (source.type !== undefined && !sameType(source.type, inputs["type"])) inputs["type"] = source.type;
    if (inputs["networklink"] !== undefined)
      inputs["networklink"] = textOf(source.networklink) ?? inputs["networklink"];
    for (const part of ["config", "secretConfig"] as const) {
      const drifted = driftedConfig(configOf(state, part), source.config ?? []);
      if (!isEmpty(inputs[part])) inputs[part] = drifted;
    }
    return { id: existing.id, state: { ...record.state, ...inputs }, inputs };
  },

  async update(existing, inputs, context) {
    guardSecrets(existing.state);
    guardSecrets(inputs);
    const record = SourceRecord.from(existing, inputs);
    await record.withPartialState(() => reconcile(record, context));
    return record.state;
  },

  async delete(existing, context) {
    const { id, state } = existing;
    guardSecrets(state);
    const { forceDestroy, name = "" } = readInputs(dataSourceInputs, state);
    await deleteSource(id, forceDestroy, context);
    forget(name, context);
  },
};
