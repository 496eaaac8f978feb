// WavePlan: the tables of a database in waves of about the same size, decided once.
import type * as pulumi from "@pulumi/pulumi";

import { type Args, DynamicResource } from "../hosts/dynamic-resource.js";
import type { Existing, Lifecycle, State } from "../lifecycle/lifecycle.js";
import { inputsOf, type OutputTable, type PropertyTable } from "../lifecycle/properties.js";
import { MmsError } from "../mms/errors.js";
import type { Table } from "../mms/models.js";
import { requireDatabase, tablesOf } from "./inventory.js";
import type { MmsContext, MmsService } from "./service.js";

/** Inputs of a {@link WavePlan}. */
export interface WavePlanInputs {
  /** Id of the data source, as digits. Changing it makes a new plan. Source: ListMmsTables `sourceId`. */
  sourceId: string | number;
  /** Source database, exactly. Changing it makes a new plan. Source: ListMmsTables `dbName`. */
  srcDbName: string;
  /** Number of waves, 1 or more. Changing it plans anew, in place. */
  waveNum: number;
  /** Tables to leave out. Changing it plans anew, in place. */
  tableBlackList?: string[];
  /** The only tables to take. Changing it plans anew, in place. */
  tableWhiteList?: string[];
  /** Any values; a change plans anew, in place. */
  triggers?: unknown[];
}

/** Arguments of a {@link WavePlan}. */
export type WavePlanArgs = Args<WavePlanInputs>;

/**
 * Splits a database into waves by the sizes in the inventory, the smallest wave first. The split is made once and kept in
 * state: sizes change every day, and a table that moved to another wave would replace that wave's job. Deleting the resource
 * does nothing on the service.
 *
 * @example
 * ```ts
 * import * as mms from "pulumi-alicloud-mms";
 *
 * const plan = new mms.WavePlan("plan", { sourceId: "2000015", srcDbName: "sales", waveNum: 3 });
 *
 * export const waves = plan.waves;
 * ```
 */
export class WavePlan extends DynamicResource<WavePlanArgs> {
  /** Tables of each wave. Source: ListMmsTables. */
  declare readonly waves: pulumi.Output<string[][]>;
  /** Bytes of each wave when it was planned, as digits. Source: ListMmsTables `size`. */
  declare readonly sizes: pulumi.Output<string[]>;
  /** Id of the database in the inventory, as digits. Source: ListMmsDbs. */
  declare readonly dbId: pulumi.Output<string>;

  static get lifecycle(): Lifecycle<MmsService> {
    return wavePlanLifecycle;
  }
}

const planned = (type: PropertyTable[string]["type"], source: string) =>
  ({ type, onChange: "update", source }) as const;

const wavePlanInputs = {
  sourceId: { type: "id", required: true, onChange: "replace", source: "ListMmsTables sourceId" },
  srcDbName: { type: "string", required: true, onChange: "replace", source: "ListMmsTables dbName" },
  waveNum: { ...planned("integer", "plan"), required: true },
  tableBlackList: planned("strings", "plan"),
  tableWhiteList: planned("strings", "plan"),
  triggers: planned("sequence", "plan"),
} as const satisfies PropertyTable;

const wavePlanOutputs = {
  waves: { type: "sequence", source: "ListMmsTables" },
  sizes: { type: "ids", source: "ListMmsTables size" },
  dbId: { type: "id", source: "ListMmsDbs id" },
} as const satisfies OutputTable;

interface Wave {
  readonly tables: readonly string[];
  readonly size: bigint;
}

const bySize = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Splits tables into waves of about the same size, the smallest first: each table goes where least is, biggest first. */
export function splitBySize(tables: readonly Pick<Table, "name" | "size">[], waveNum: number): Wave[] {
  const sized = tables
    .map(({ name = "", size }) => ({ name, size: BigInt(size ?? 0) }))
    .sort((a, b) => bySize(b.size, a.size) || (a.name < b.name ? -1 : 1));
  const waves: Wave[] = Array.from({ length: waveNum }, () => ({ tables: [], size: 0n }));
  for (const table of sized) {
    const least = waves.reduce((at, wave, index) => {
      const best = waves[at] as Wave;
      return (bySize(wave.size, best.size) || wave.tables.length - best.tables.length) < 0 ? index : at;
    }, 0);
    const wave = waves[least] as Wave;
    waves[least] = { tables: [...wave.tables, table.name].sort(), size: wave.size + table.size };
  }
  return waves.sort((a, b) => bySize(a.size, b.size));
}

function chosen(inputs: State, names: Iterable<string>): Set<string> {
  const listed = (name: string) => new Set(((inputs[name] ?? []) as unknown[]).map(String));
  const black = listed("tableBlackList");
  const white = listed("tableWhiteList");
  return new Set([...names].filter((name) => !black.has(name) && (white.size === 0 || white.has(name))));
}

async function plan(inputs: State, { service, signal }: MmsContext): Promise<State> {
  const sourceId = String(inputs["sourceId"]);
  const dbName = String(inputs["srcDbName"]);
  const waveNum = Number(inputs["waveNum"]);
  const { id: dbId } = await requireDatabase(service.client, sourceId, dbName, { signal });
  const all = await tablesOf(service.client, sourceId, dbName, { signal });
  const names = chosen(inputs, all.keys());
  if (names.size < waveNum) {
    throw new MmsError(
      `waveNum: database "${dbName}" of source ${sourceId} has ${names.size} tables to migrate, too few for ${waveNum} waves; ` +
        "ask for fewer waves, or scan the source first if tables are missing",
    );
  }
  const waves = splitBySize(
    [...all.values()].filter(({ name }) => name !== undefined && names.has(name)),
    waveNum,
  );
  return {
    ...inputsOf(wavePlanInputs, inputs),
    waves: waves.map(({ tables }) => tables),
    sizes: waves.map(({ size }) => size.toString()),
    dbId,
  };
}

/** What a {@link WavePlan} is, whichever host serves it. */
const wavePlanLifecycle: Lifecycle<MmsService> = {
  kind: "WavePlan",
  inputs: wavePlanInputs,
  outputs: wavePlanOutputs,

  check({ waveNum }) {
    return waveNum === 0 ? [{ property: "waveNum", reason: "expected 1 or more waves, got 0" }] : [];
  },

  async create(inputs, context) {
    const id = `${String(inputs["sourceId"])}/plans/${context.urn.split("::").at(-1) || "plan"}`;
    return { id, state: await plan(inputs, context) };
  },

  // A plan is a decision, and stays as it was made.
  async read(existing: Existing) {
    return existing;
  },

  update: (_existing, inputs, context) => plan(inputs, context),

  async delete() {
    // Nothing on the service is the plan.
  },
};
