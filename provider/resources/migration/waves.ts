// From the waves a program writes to the jobs that are declared.
import * as pulumi from "@pulumi/pulumi";

import { Refusal } from "../../hosts/program/errors/refusal.js";
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import { shown } from "../../lifecycle/properties/value-types.js";
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

interface WavesArgs {
  readonly sourceId: pulumi.Input<string | number>;
  readonly srcDbName: pulumi.Input<string>;
  readonly waves?: readonly MigrationWave[];
  readonly splitBySize?: number;
  readonly triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  readonly job?: CommonJobArgs;
}

const isList = (wave: MigrationWave): wave is readonly pulumi.Input<string>[] => Array.isArray(wave);

/** Waves of a plan; `undefined` in a run that leaves the plan out, as `--target` of something else does. */
type Planned = pulumi.Output<string[][] | undefined>;

/** The waves in words of {@link NamedWave}: as given, as planned, or one with everything. */
function wavesOf({ waves, splitBySize }: WavesArgs, planned: Planned | undefined): NamedWave[] {
  if (planned !== undefined) {
    return Array.from({ length: splitBySize ?? 0 }, (_, index) => ({
      tables: planned.apply((all) => all?.[index] ?? []),
    }));
  }
  if (waves === undefined) return [{}];
  return waves.map((wave) => (isList(wave) ? { tables: [...wave] } : wave));
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

/** A table in the place where a program moves it. */
interface Place {
  readonly wave: string;
  readonly job: string | undefined;
  /** Whether the job there takes only some of the table, by a filter or by ids of its own. */
  readonly isPart: boolean;
}

function placesOf(waves: readonly NamedWave[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  const add = (wave: string, job: string | undefined, { tables, partitionFilters, partitions }: WaveJobArgs) => {
    const filters: object = typeof partitionFilters === "object" ? partitionFilters : {};
    // An output is no list; the job's own check sees what becomes of it.
    for (const table of Array.isArray(tables) ? new Set(tables as unknown[]) : []) {
      if (typeof table !== "string") continue;
      const isPart = Object.hasOwn(filters, table) || partitions !== undefined;
      places.set(table, [...(places.get(table) ?? []), { wave, job, isPart }]);
    }
  };
  waves.forEach(({ name, tables, jobs }, index) => {
    const wave = name ?? String(index + 1);
    if (jobs === undefined) add(wave, undefined, { tables });
    else Object.entries(jobs).forEach(([job, own]) => add(wave, job, own));
  });
  return places;
}

/**
 * Refuses a table that two jobs move: of one wave, because the service runs one at a time for a table; of two, because the
 * second would find it done, or move it again. Jobs of two waves may share a table whose parts each names.
 */
function refuseTwice(component: string, waves: readonly NamedWave[]): void {
  for (const [table, places] of placesOf(waves)) {
    const [first, ...others] = places;
    const second = others.find(({ wave, isPart }) => wave === first?.wave || !(isPart && first?.isPart));
    if (first === undefined || second === undefined) continue;
    const where =
      first.wave === second.wave
        ? `in jobs "${first.job}" and "${second.job}" of wave ${first.wave}`
        : `in waves ${first.wave} and ${second.wave}`;
    throw new Refusal(
      `Migration ${component}: table "${table}" is ${where}; leave it in one of them, or give each job a partition filter of its own in a wave of its own`,
    );
  }
}

const knownArguments: { readonly [Name in keyof Required<NamedWave>]: true } = { name: true, tables: true, jobs: true };

/** Refuses what only plain JavaScript may give: a misspelt argument is left out, and then the whole database is moved. */
export function refuseArguments(what: string, given: object, known: Readonly<Record<string, true>>): void {
  const names = Object.keys(known);
  const strange = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (strange === undefined) return;
  const hint = didYouMean(strange, names) || `; known arguments: ${names.join(", ")}`;
  throw new Refusal(`${what}: unknown argument "${strange}"${hint}`);
}

function refuseBadWave(component: string, wave: NamedWave, index: number): void {
  const what = `Migration ${component}: waves[${index}]`;
  refuseArguments(what, wave, knownArguments);
  for (const name of [...(wave.name === undefined ? [] : [wave.name]), ...Object.keys(wave.jobs ?? {})]) {
    if (name.trim() !== "") continue;
    throw new Refusal(`${what}: the name of a wave or job is ${shown(name)}; give a text that is not blank`);
  }
}

const areNames = (tables: unknown): tables is string[] =>
  Array.isArray(tables) && tables.every((table) => typeof table === "string");

/** Refuses a setting for tables that are in no wave: left out without a word, a filter would move a whole table. */
function refuseUnknown(
  component: string,
  setting: string,
  byTable: object | undefined,
  known: ReadonlySet<string>,
): void {
  const stray = Object.keys(byTable ?? {}).filter((table) => !known.has(table));
  if (stray.length === 0) return;
  throw new Refusal(
    `Migration ${component}: job.${setting} names ${stray.join(", ")}, which is in no wave; the waves name ${[...known].sort().join(", ")}`,
  );
}

/** Refuses lists where every wave names its tables: they are for whole databases, and what they leave out would be moved. */
function refuseIdleLists(component: string, job: CommonJobArgs, scopes: readonly unknown[]): void {
  const idle = (["tableBlackList", "tableWhiteList"] as const).filter((list) => job[list] !== undefined);
  if (idle.length === 0 || scopes.includes(undefined)) return;
  throw new Refusal(
    `Migration ${component}: job.${idle.join(" and job.")} would do nothing, because every wave names its tables; ` +
      "take it out, and leave the tables out of the waves, or declare a wave without tables for the rest of the database",
  );
}

/**
 * Refuses settings that would be left out without a word. Where a wave takes the whole database, or an output names its
 * tables, any table may be somebody's.
 */
export function refuseStray(component: string, { job = {}, ...args }: WavesArgs): void {
  if (args.waves === undefined) return;
  const declared = wavesOf(args, undefined);
  declared.forEach((wave, index) => refuseBadWave(component, wave, index));
  refuseTwice(component, declared);
  const scopes = declared.flatMap(({ jobs, tables }) =>
    jobs === undefined ? [tables] : Object.values(jobs).map((own) => own.tables),
  );
  refuseIdleLists(component, job, scopes);
  if (!scopes.every(areNames)) return;
  const known = new Set(scopes.flat());
  for (const setting of ["partitionFilters", "tableMapping"] as const) {
    const byTable = job[setting];
    if (byTable === undefined || pulumi.Output.isInstance(byTable) || byTable instanceof Promise) continue;
    refuseUnknown(component, setting, byTable, known);
  }
}

/** The planned waves, once they are known to hold every table that a setting names. */
function withoutStray(component: string, planned: Planned, job: CommonJobArgs): Planned {
  const named = pulumi.all([pulumi.output(job.partitionFilters), pulumi.output(job.tableMapping)]);
  return pulumi.all([planned, named]).apply(([waves, [partitionFilters, tableMapping]]) => {
    if (waves === undefined) return waves;
    const known = new Set(waves.flat());
    refuseUnknown(component, "partitionFilters", partitionFilters, known);
    refuseUnknown(component, "tableMapping", tableMapping, known);
    return waves;
  });
}

/** The jobs of every wave, named after the component and the wave. */
export function jobsOf(component: string, args: WavesArgs, planned: Planned | undefined): DeclaredWave[] {
  const { sourceId, srcDbName, triggers, job: common = {} } = args;
  const { tableBlackList, tableWhiteList, partitionFilters, tableMapping, ...settings } = common;
  const checked = planned && withoutStray(component, planned, common);
  return wavesOf(args, checked).map((wave, index) => {
    const name = `${component}-${wave.name ?? `wave-${index + 1}`}`;
    const argsOf = (own: WaveJobArgs): MigrationJobArgs => {
      // The lists are for whole databases; a plan has already applied them.
      const lists = own.tables === undefined ? { tableBlackList, tableWhiteList } : {};
      const byTable = {
        partitionFilters: ofTables(partitionFilters, own.tables),
        tableMapping: ofTables(tableMapping, own.tables),
      };
      return { triggers, ...settings, ...lists, ...byTable, ...own, sourceId, srcDbName, waitFor: "created" };
    };
    if (wave.jobs !== undefined && wave.tables !== undefined) {
      throw new Refusal(`${name}: tables and jobs both make the wave's jobs; give one of them`);
    }
    const several = Object.entries(wave.jobs ?? {});
    const jobs =
      wave.jobs === undefined
        ? [{ name, args: argsOf({ tables: wave.tables }) }]
        : several.map(([key, own]) => ({ name: `${name}-${key}`, args: argsOf(own) }));
    if (jobs.length === 0) throw new Refusal(`${name}: the wave has no job; leave it out`);
    return { name, jobs };
  });
}
