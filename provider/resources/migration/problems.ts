// What a Migration refuses. All of it is found before the component is registered: one that is refused must leave nothing in state.
import * as pulumi from "@pulumi/pulumi";

import { Refusal } from "../../hosts/program/errors/refusal.js";
import { withoutClearSecrets } from "../../hosts/program/secrets/clear-secrets.js";
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import { refuse, shown } from "../../lifecycle/properties/value-types.js";
import { migrationJobInputs } from "../migration-job/schema.js";
import {
  type CommonJobArgs,
  givenWaves,
  type NamedWave,
  nameOfWave,
  type Planned,
  type WaveJobArgs,
  type WavesArgs,
} from "./waves.js";

/** The arguments that there are: the compiler requires each. */
export type Known<Arguments> = { readonly [Name in keyof Required<Arguments>]: true };

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
 * A table that two jobs move: of one wave, because the service runs one at a time for a table; of two, because the
 * second would find it done, or move it again. Jobs of two waves may share a table whose parts each names.
 */
function movedTwice(component: string, waves: readonly NamedWave[]): string[] {
  return [...placesOf(waves)].flatMap(([table, [first, ...others]]) => {
    const second = others.find(({ wave, isPart }) => wave === first?.wave || !(isPart && first?.isPart));
    if (first === undefined || second === undefined) return [];
    const where =
      first.wave === second.wave
        ? `in jobs "${first.job}" and "${second.job}" of wave ${first.wave}`
        : `in waves ${first.wave} and ${second.wave}`;
    return `Migration ${component}: table "${table}" is ${where}; leave it in one of them, or give each job a partition filter of its own in a wave of its own`;
  });
}

/** What only plain JavaScript may give: a misspelt argument is left out, and then the whole database is moved. */
function unknownArguments(what: string, given: object, known: Readonly<Record<string, true>>): string[] {
  const names = Object.keys(known);
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((strange) => {
      const hint = didYouMean(strange, names) || `; known arguments: ${names.join(", ")}`;
      return `${what}: unknown argument "${strange}"${hint}`;
    });
}

const waveArguments: Known<NamedWave> = { name: true, tables: true, jobs: true };

function problemsOfWave(component: string, wave: NamedWave, index: number): string[] {
  const what = `Migration ${component}: waves[${index}]`;
  const name = nameOfWave(component, wave, index);
  const blank = [...(wave.name === undefined ? [] : [wave.name]), ...Object.keys(wave.jobs ?? {})]
    .filter((one) => one.trim() === "")
    .map((one) => `${what}: the name of a wave or job is ${shown(one)}; give a text that is not blank`);
  return [
    ...unknownArguments(what, wave, waveArguments),
    ...blank,
    ...(wave.jobs !== undefined && wave.tables !== undefined
      ? [`${name}: tables and jobs both make the wave's jobs; give one of them`]
      : []),
    ...(wave.jobs !== undefined && Object.keys(wave.jobs).length === 0
      ? [`${name}: the wave has no job; leave it out`]
      : []),
  ];
}

const areNames = (tables: unknown): tables is string[] =>
  Array.isArray(tables) && tables.every((table) => typeof table === "string");

/** A setting for tables that are in no wave: left out without a word, a filter would move a whole table. */
function strayTables(
  component: string,
  setting: string,
  byTable: object | undefined,
  known: ReadonlySet<string>,
): string[] {
  const stray = Object.keys(byTable ?? {}).filter((table) => !known.has(table));
  if (stray.length === 0) return [];
  return [
    `Migration ${component}: job.${setting} names ${stray.join(", ")}, which is in no wave; the waves name ${[...known].sort().join(", ")}`,
  ];
}

/** Lists where every wave names its tables: they are for whole databases, and what they leave out would be moved. */
function idleLists(component: string, job: CommonJobArgs, scopes: readonly unknown[]): string[] {
  const idle = (["tableBlackList", "tableWhiteList"] as const).filter((list) => job[list] !== undefined);
  if (idle.length === 0 || scopes.includes(undefined)) return [];
  return [
    `Migration ${component}: job.${idle.join(" and job.")} would do nothing, because every wave names its tables; ` +
      "take it out, and leave the tables out of the waves, or declare a wave without tables for the rest of the database",
  ];
}

const isLater = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/**
 * Settings that would be left out without a word. Where a wave takes the whole database, or an output names its
 * tables, any table may be somebody's.
 */
function strays(component: string, job: CommonJobArgs, waves: readonly NamedWave[]): string[] {
  const scopes = waves.flatMap(({ jobs, tables }) =>
    jobs === undefined ? [tables] : Object.values(jobs).map((own) => own.tables),
  );
  const idle = idleLists(component, job, scopes);
  if (!scopes.every(areNames)) return idle;
  const known = new Set(scopes.flat());
  const stray = (["partitionFilters", "tableMapping"] as const).flatMap((setting) => {
    const byTable = job[setting];
    return isLater(byTable) ? [] : strayTables(component, setting, byTable, known);
  });
  return [...idle, ...stray];
}

/** Most waves that make sense: a gate waits for each, one after another. */
const mostWaves = 1_000;

const isNumberOfWaves = (given: number): boolean => Number.isSafeInteger(given) && given >= 1 && given <= mostWaves;

/** Arguments that say which resources there are, so they cannot wait for any. */
const decided = [
  "scan",
  "mapping",
  "tableMappings",
  "waves",
  "splitBySize",
  "job",
  "fromRoot",
  "gate",
  "wait",
] as const;

const undecided = (component: string, args: object): string[] =>
  decided
    .filter((name) => isLater((args as Readonly<Record<string, unknown>>)[name]))
    .map(
      (late) =>
        `Migration ${component}: ${late} as a whole is an output of a resource, or a secret, and says which resources the ` +
        "component has; give a plain value, in which single settings may be outputs",
    );

/** The source and the database, where they are known: every child would refuse them, and the component would be there by then. */
function problemsOfScope(component: string, { sourceId, srcDbName }: WavesArgs): string[] {
  const plain = ([type, value]: readonly ["id" | "name", unknown], path: string) =>
    value === undefined || value === null || isLater(value) ? [] : refuse(type, value, path);
  return [...plain(["id", sourceId], "sourceId"), ...plain(["name", srcDbName], "srcDbName")].map(
    ({ path, reason }) => `Migration ${component}: ${path}: ${reason}`,
  );
}

/** Secrets in clear among the settings of jobs, which the jobs would refuse once the component is there. */
function clearSecrets(component: string, job: CommonJobArgs, waves: readonly NamedWave[]): string[] {
  const jobs = [job, ...waves.flatMap((wave) => Object.values(wave.jobs ?? {}))];
  const problems = jobs.flatMap((own) => {
    try {
      withoutClearSecrets(`Migration ${component}`, migrationJobInputs, { ...own });
      return [];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [error.message];
    }
  });
  return [...new Set(problems)];
}

/** Throws one refusal that says all of the problems, if there are any. */
function refuseAll(problems: readonly string[]): void {
  if (problems.length > 0) throw new Refusal(problems.join("\n"));
}

/** The planned waves, once they are known to hold every table that a setting names. */
export function withoutStray(component: string, planned: Planned, job: CommonJobArgs = {}): Planned {
  const named = pulumi.all([pulumi.output(job.partitionFilters), pulumi.output(job.tableMapping)]);
  return pulumi.all([planned, named]).apply(([waves, [partitionFilters, tableMapping]]) => {
    if (waves === undefined) return waves;
    const known = new Set(waves.flat());
    refuseAll([
      ...strayTables(component, "partitionFilters", partitionFilters, known),
      ...strayTables(component, "tableMapping", tableMapping, known),
    ]);
    return waves;
  });
}

const problemsOfWaves = (component: string, job: CommonJobArgs, waves: readonly NamedWave[]): string[] => [
  ...waves.flatMap((wave, index) => problemsOfWave(component, wave, index)),
  ...movedTwice(component, waves),
  ...(waves.length > 0 ? strays(component, job, waves) : []),
  ...clearSecrets(component, job, waves),
];

/** Refuses arguments that no migration can be made of, naming all that is wrong with them. */
export function refuseMigration(component: string, args: WavesArgs, known: Readonly<Record<string, true>>): void {
  const what = `Migration ${component}`;
  const late = undecided(component, args);
  const first = [...unknownArguments(what, args, known), ...late];
  // What is an output has no parts to look into.
  if (late.length > 0) refuseAll(first);
  const { splitBySize: waveNum, waves, job = {} } = args;
  refuseAll([
    ...first,
    ...problemsOfScope(component, args),
    ...(waveNum === undefined || isNumberOfWaves(waveNum)
      ? []
      : [`${what}: splitBySize is ${shown(waveNum)}; give a whole number of waves from 1 to ${mostWaves}`]),
    ...(waves !== undefined && waveNum !== undefined
      ? [`${what}: waves and splitBySize both make the waves; give one of them`]
      : []),
    ...(waves?.length === 0 ? [`${what}: waves is empty; leave it out for one wave`] : []),
    ...problemsOfWaves(component, job, givenWaves(waves ?? [])),
  ]);
}
