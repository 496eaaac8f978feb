// From the waves a program writes to the jobs that are declared.
import * as pulumi from "@pulumi/pulumi";

import type { MigrationJobArgs } from "../migration-job/resource.js";

/** Settings of a job inside a wave: where it belongs and how far it waits is the component's business. */
export type WaveJobArgs = Omit<
  Partial<MigrationJobArgs>,
  "sourceId" | "srcDbName" | "waitFor" | "startWhen" | "adoptJobId"
>;

/** Settings of every job: what only one of them can have is left out. */
export type CommonJobArgs = Omit<WaveJobArgs, "name" | "tables" | "partitions">;

/** A wave with a name of its own, which its children then bear in place of its number. */
export interface NamedWave {
  /** Name of the wave. @default its number */
  name?: string;
  /** Tables of the wave's only job. */
  tables?: pulumi.Input<pulumi.Input<string>[]>;
  /** Jobs of the wave by name, which run at the same time. */
  jobs?: Readonly<Record<string, WaveJobArgs>>;
}

/** One wave: tables for one job, or a wave with a name or several jobs. */
export type MigrationWave = readonly pulumi.Input<string>[] | NamedWave;

/** One wave as declared. */
interface DeclaredWave {
  readonly name: string;
  readonly jobs: readonly { readonly name: string; readonly args: MigrationJobArgs }[];
}

/** What the waves follow from. */
export interface WavesArgs {
  readonly sourceId: pulumi.Input<string | number>;
  readonly srcDbName: pulumi.Input<string>;
  readonly waves?: readonly MigrationWave[];
  readonly splitBySize?: number;
  readonly triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  readonly job?: CommonJobArgs;
}

const isList = (wave: MigrationWave): wave is readonly pulumi.Input<string>[] => Array.isArray(wave);

/** Waves of a plan; `undefined` in a run that leaves the plan out, as `--target` of something else does. */
export type Planned = pulumi.Output<string[][] | undefined>;

/** Waves that a program gives, in words of {@link NamedWave}. */
export const givenWaves = (waves: readonly MigrationWave[]): NamedWave[] =>
  waves.map((wave) => (isList(wave) ? { tables: [...wave] } : wave));

/** The name of a wave and of what it is made of. */
export const nameOfWave = (component: string, { name }: NamedWave, index: number): string =>
  `${component}-${name ?? `wave-${index + 1}`}`;

/** The waves in words of {@link NamedWave}: as given, as planned, or one with everything. */
function wavesOf({ waves, splitBySize }: WavesArgs, planned: Planned | undefined): NamedWave[] {
  if (planned !== undefined) {
    return Array.from({ length: splitBySize ?? 0 }, (_, index) => ({
      tables: planned.apply((all) => all?.[index] ?? []),
    }));
  }
  return waves === undefined ? [{}] : givenWaves(waves);
}

type ByTable = MigrationJobArgs["partitionFilters"];

/** Of settings by table, those of a job's own tables: a job refuses a filter for a table it does not move. */
function ofTables(byTable: ByTable, tables: MigrationJobArgs["tables"]): ByTable {
  if (byTable === undefined || tables === undefined) return byTable;
  return pulumi.all([pulumi.output(byTable), pulumi.output(tables)]).apply(([all, names]) => {
    if (all === undefined || names === undefined) return all;
    const own = new Set(names);
    return Object.fromEntries(Object.entries(all).filter(([table]) => own.has(table)));
  });
}

/** The jobs of every wave, named after the component and the wave. */
export function jobsOf(component: string, args: WavesArgs, planned: Planned | undefined): DeclaredWave[] {
  const { sourceId, srcDbName, triggers, job: common = {} } = args;
  const { tableBlackList, tableWhiteList, partitionFilters, tableMapping, ...settings } = common;
  return wavesOf(args, planned).map((wave, index) => {
    const name = nameOfWave(component, wave, index);
    const argsOf = (own: WaveJobArgs): MigrationJobArgs => {
      // The lists are for whole databases; a plan has already applied them.
      const lists = own.tables === undefined ? { tableBlackList, tableWhiteList } : {};
      const byTable = {
        partitionFilters: ofTables(partitionFilters, own.tables),
        tableMapping: ofTables(tableMapping, own.tables),
      };
      return { triggers, ...settings, ...lists, ...byTable, ...own, sourceId, srcDbName, waitFor: "created" };
    };
    const several = Object.entries(wave.jobs ?? {});
    const jobs =
      wave.jobs === undefined
        ? [{ name, args: argsOf({ tables: wave.tables }) }]
        : several.map(([key, own]) => ({ name: `${name}-${key}`, args: argsOf(own) }));
    return { name, jobs };
  });
}
