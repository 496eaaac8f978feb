// WavePlan: the tables of a database in waves of about the same size, decided once.
import type * as pulumi from "@pulumi/pulumi";

import { type Args, DynamicResource } from "../../hosts/program/resource.js";
import type { CheckFailure, Existing, Lifecycle, State } from "../../lifecycle/lifecycle.js";
import { changesOf, inputsOf, type OutputTable, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import { sourceIdHint } from "../inventory/hints.js";
import { MmsError } from "../../mms/errors.js";
import type { Table } from "../../mms/models.js";
import { requireDatabase, tablesOf } from "../inventory/inventory.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { refuseQualified, refuseShared } from "../inventory/table-names.js";

/** Inputs of a {@link WavePlan}. */
export interface WavePlanInputs {
  /** Id of the data source, as digits. Changing it makes a new plan. Source: ListMmsTables `sourceId`. */
  sourceId: string | number;
  /** Source database, exactly. Changing it makes a new plan. Source: ListMmsTables `dbName`. */
  srcDbName: string;
  /** Number of waves, 1 or more. Changing it plans anew, in place; changing it back restores the earlier split. */
  waveNum: number;
  /** Tables to leave out. Changed in place: tables that stay in the plan stay in their waves. */
  tableBlackList?: string[];
  /** The only tables to take. Changed in place: tables that stay in the plan stay in their waves. */
  tableWhiteList?: string[];
  /** Any values; a change plans anew, in place. */
  triggers?: unknown[];
}

/** Arguments of a {@link WavePlan}. */
export type WavePlanArgs = Args<WavePlanInputs>;

/**
 * Splits a database into waves by the sizes in the inventory, the smallest wave first. The split is made once and kept in
 * state: sizes change every day, and a table that moved to another wave would replace that wave's job. Changed lists move
 * no table from wave to wave: one that comes in joins the wave with the fewest bytes. A table that scans have found since
 * waits for changed `triggers`. Deleting the resource does nothing on the service.
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
  /** Tables of each wave by number of waves, for the numbers there were before. */
  declare readonly formerWaves: pulumi.Output<Record<string, string[][]>>;
  /** Id of the database in the inventory, as digits. Source: ListMmsDbs. */
  declare readonly dbId: pulumi.Output<string>;

  static get lifecycle(): Lifecycle<MmsService> {
    return wavePlanLifecycle;
  }
}

const planned = (type: PropertyTable[string]["type"], source: string) =>
  ({ type, onChange: "update", source }) as const;

const wavePlanInputs = {
  sourceId: { type: "id", required: true, onChange: "replace", source: "ListMmsTables sourceId", hint: sourceIdHint },
  srcDbName: { type: "name", required: true, onChange: "replace", source: "ListMmsTables dbName" },
  waveNum: { ...planned("integer", "plan"), required: true },
  tableBlackList: planned("names", "plan"),
  tableWhiteList: planned("names", "plan"),
  triggers: planned("sequence", "plan"),
} as const satisfies PropertyTable;

const wavePlanOutputs = {
  waves: { type: "sequence", source: "ListMmsTables" },
  sizes: { type: "ids", source: "ListMmsTables size" },
  formerWaves: { type: "anyMap", source: "plan" },
  dbId: { type: "id", source: "ListMmsDbs id" },
} as const satisfies OutputTable;

interface Wave {
  readonly tables: readonly string[];
  readonly size: bigint;
}

const bySize = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

type Sized = Pick<Table, "name" | "size">;

/** Adds tables to waves: each goes where least is, biggest first. */
function placed(tables: readonly Sized[], into: readonly Wave[]): Wave[] {
  const sized = tables
    .map(({ name = "", size }) => ({ name, size: BigInt(size ?? 0) }))
    .sort((a, b) => bySize(b.size, a.size) || (a.name < b.name ? -1 : 1));
  const waves = [...into];
  for (const table of sized) {
    const least = waves.reduce((at, wave, index) => {
      const best = waves[at] as Wave;
      return (bySize(wave.size, best.size) || wave.tables.length - best.tables.length) < 0 ? index : at;
    }, 0);
    const wave = waves[least] as Wave;
    waves[least] = { tables: [...wave.tables, table.name].sort(), size: wave.size + table.size };
  }
  return waves;
}

/** Splits tables into waves of about the same size, the smallest first. */
export function splitBySize(tables: readonly Sized[], waveNum: number): Wave[] {
  const empty = Array.from({ length: waveNum }, (): Wave => ({ tables: [], size: 0n }));
  return placed(tables, empty).sort((a, b) => bySize(a.size, b.size));
}

function chosen(inputs: State, names: Iterable<string>): Set<string> {
  const listed = (name: string) => new Set(((inputs[name] ?? []) as unknown[]).map(String));
  const black = listed("tableBlackList");
  const white = listed("tableWhiteList");
  return new Set([...names].filter((name) => !black.has(name) && (white.size === 0 || white.has(name))));
}

type Split = readonly (readonly string[])[];

const wavesIn = (state: State): Split => (state["waves"] ?? []) as Split;
const isPlannedAnew = (state: State, inputs: State): boolean =>
  changesOf(wavePlanInputs, state, inputs).some(({ property }) => property === "triggers");

/** Splits there were before, by their number of waves; changed `triggers` forget them. */
function formerSplits(state: State, inputs: State): Readonly<Record<string, Split>> {
  const { waveNum, waves } = state;
  if (waves === undefined || isPlannedAnew(state, inputs)) return {};
  return { ...(state["formerWaves"] as Readonly<Record<string, Split>>), [String(waveNum)]: wavesIn(state) };
}

/** Keeps tables in their waves, and adds those that changed lists let in; `undefined` where a wave would be left empty. */
function keptFrom(base: Split, state: State, inputs: State, all: ReadonlyMap<string, Sized>): Wave[] | undefined {
  const before = chosen(state, all.keys());
  const letIn = [...chosen(inputs, all.keys())].filter((name) => !before.has(name));
  const wanted = chosen(inputs, [...wavesIn(state).flat(), ...letIn]);
  const sizeOf = (name: string) => BigInt(all.get(name)?.size ?? 0);
  const kept = base.map((wave): Wave => {
    const tables = wave.filter((name) => wanted.has(name));
    return { tables, size: tables.reduce((size, name) => size + sizeOf(name), 0n) };
  });
  const there = new Set(base.flat());
  const added = [...wanted].filter((name) => !there.has(name)).map((name) => all.get(name) ?? { name });
  const waves = placed(added, kept);
  return waves.some(({ tables }) => tables.length === 0) ? undefined : waves;
}

/** Splits afresh what the inventory has. */
function afresh(inputs: State, all: ReadonlyMap<string, Table>): Wave[] {
  const waveNum = Number(inputs["waveNum"]);
  const names = chosen(inputs, all.keys());
  if (names.size < waveNum) {
    throw new MmsError(
      `waveNum: database "${String(inputs["srcDbName"])}" of source ${String(inputs["sourceId"])} has ${names.size} tables to ` +
        `migrate, too few for ${waveNum} waves; ask for fewer waves, or scan the source first if tables are missing`,
    );
  }
  return splitBySize(
    [...all.values()].filter(({ name }) => name !== undefined && names.has(name)),
    waveNum,
  );
}

async function plan(state: State, inputs: State, { service, signal }: MmsContext): Promise<State> {
  const sourceId = String(inputs["sourceId"]);
  const dbName = String(inputs["srcDbName"]);
  const { id: dbId } = await requireDatabase(service.client, sourceId, dbName, { signal });
  const all = await tablesOf(service.client, sourceId, dbName, { signal });
  const { [String(inputs["waveNum"])]: base, ...formerWaves } = formerSplits(state, inputs);
  const waves = (base && keptFrom(base, state, inputs, all)) ?? afresh(inputs, all);
  return {
    ...inputsOf(wavePlanInputs, inputs),
    waves: waves.map(({ tables }) => tables),
    sizes: waves.map(({ size }) => size.toString()),
    formerWaves,
    dbId,
  };
}

/** What a {@link WavePlan} is, whichever host serves it. */
const wavePlanLifecycle: Lifecycle<MmsService> = {
  kind: "WavePlan",
  inputs: wavePlanInputs,
  outputs: wavePlanOutputs,

  check(inputs) {
    const { waveNum, tableBlackList, tableWhiteList, srcDbName } = inputs;
    const none: CheckFailure[] =
      waveNum === 0 ? [{ property: "waveNum", reason: "expected 1 or more waves, got 0" }] : [];
    return [
      ...none,
      ...refuseShared({ tableBlackList, tableWhiteList }),
      ...refuseQualified(inputs, srcDbName, ["tableBlackList", "tableWhiteList"]),
    ];
  },

  async create(inputs, context) {
    const id = `${String(inputs["sourceId"])}/plans/${context.urn.split("::").at(-1) || "plan"}`;
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
