// How tables are split into waves: pure, and the same for the same sizes.
import { changesOf } from "../../lifecycle/properties/property-table.js";
import { readOutputs } from "../../lifecycle/properties/typed-values.js";
import type { Table } from "../../mms/models.js";
import { selectTables, type TableLists } from "../../mms/table-selection.js";
import { wavePlanInputs, wavePlanOutputs } from "./schema.js";
import type { State } from "../../lifecycle/types.js";

export interface Wave {
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

export const chosen = (inputs: TableLists, names: Iterable<string>): Set<string> =>
  new Set(selectTables(inputs, names));

type Split = readonly (readonly string[])[];

const wavesIn = (state: State): Split => readOutputs(wavePlanOutputs, state).waves ?? [];

const isPlannedAnew = (state: State, inputs: State): boolean =>
  changesOf(wavePlanInputs, state, inputs).some(({ property }) => property === "triggers");

/** Splits there were before, by their number of waves; changed `triggers` forget them. */
export function previousSplits(state: State, inputs: State): Readonly<Record<string, Split>> {
  const { waveNum, waves } = state;
  if (waves === undefined || isPlannedAnew(state, inputs)) return {};
  const { previousWaves } = readOutputs(wavePlanOutputs, state);
  return { ...previousWaves, [String(waveNum)]: wavesIn(state) };
}

/** Keeps tables in their waves, and adds those that changed lists let in; `undefined` where a wave would be left empty. */
export function keptFrom(
  base: Split,
  state: State,
  inputs: State,
  all: ReadonlyMap<string, Sized>,
): Wave[] | undefined {
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
