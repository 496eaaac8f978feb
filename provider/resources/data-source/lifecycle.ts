// What a DataSource does: registered once, started, and kept as its program says.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import type { State } from "../../lifecycle/types.js";
import type { DataSource } from "../../mms/models.js";
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

/** Inputs as the service has them: where it contradicts the program, the service's value, so that drift shows. */
function drifted(state: State, source: DataSource): State {
  const stored = inputsOf(dataSourceInputs, state);
  const { type, name, networklink, config, secretConfig } = stored;
  const configAsFound = (part: "config" | "secretConfig") => driftedConfig(configOf(state, part), source.config ?? []);
  // What the service does not show contradicts nothing: the type and the network would replace the source.
  const isOtherType = source.type !== undefined && !sameType(source.type, type);
  return {
    ...stored,
    ...(name === undefined ? {} : { name: source.name }),
    ...(isOtherType ? { type: source.type } : {}),
    ...(networklink === undefined ? {} : { networklink: textOf(source.networklink) ?? networklink }),
    ...(config === undefined ? {} : { config: configAsFound("config") }),
    ...(secretConfig === undefined ? {} : { secretConfig: configAsFound("secretConfig") }),
  };
}

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
    const inputs = drifted(state, source);
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
