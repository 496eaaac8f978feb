// How a job is recognised: by its id, by a name that no one else would choose, and by its configuration.
import { bodyOf } from "../../lifecycle/properties/property-table.js";
import { canonicalJson } from "../../lifecycle/properties/values.js";
import { isLive } from "../../mms/jobs/job-status.js";
import type { CreateMmsJobRequest, Job } from "../../mms/models.js";
import { type Difference, differencesFrom, narrowingIn, notCompared, shownBy, type Shows } from "../base/drift.js";
import { ResourceExistsError } from "../base/errors.js";
import { isGeneratedName as isGeneratedNameOf } from "../base/naming.js";
import { migrationJobInputs as table } from "./schema.js";
import type { State } from "../../lifecycle/types.js";

const replacing = Object.entries(table)
  .filter(([, property]) => property.onChange === "replace")
  .map(([name]) => name);

/** Inputs that are fields of CreateMmsJob. */
const bodyFields = replacing.filter((name) => !["triggers", "adoptJobId"].includes(name));

/** Where the service shows a field of CreateMmsJob again; fields it never shows cannot be compared. Assumes config-echo-verbatim, list-has-config. */
const onJob: Shows<Job> = {
  srcDbName: (job) => job.srcDbName,
  srcSchemaName: (job) => job.srcSchemaName,
  eta: (job) => job.eta,
  tables: (job) => job.config?.tables,
  partitions: (job) => job.config?.partitions,
  tableBlackList: (job) => job.config?.tableBlackList,
  tableWhiteList: (job) => job.config?.tableWhiteList,
  partitionFilters: (job) => job.config?.partitionFilters,
  tableMapping: (job) => job.config?.tableMapping,
  columnMapping: (job) => job.config?.columnMapping,
};

/** Settings that a job may show, and does not have to. */
const settingsOnJob: Shows<Job> = {
  taskType: (job) => job.config?.taskType,
  schemaOnly: (job) => job.config?.schemaOnly,
  increment: (job) => job.config?.increment,
  enableVerification: (job) => job.config?.enableVerification,
  others: (job) => job.config?.others,
};

const shownOnJob: Shows<Job> = { ...onJob, ...settingsOnJob };

/** Inputs of which a job says more than where and under which name it is. */
const described = bodyFields.filter((field) => field !== "sourceId" && field !== "name");

/** Whether a job's name was generated for these inputs, which nobody else would choose. */
export const isGeneratedName = (name: string, inputs: State): boolean => isGeneratedNameOf(table, name, inputs);

/** Body of CreateMmsJob for these inputs. */
export function requestBody(inputs: State, name: string): CreateMmsJobRequest {
  return { ...bodyOf(table, inputs, bodyFields), name } as CreateMmsJobRequest;
}

/** Fields in which a job visibly differs from the inputs, with both values. */
export const visibleDifferences = (inputs: State, job: Job): Difference[] =>
  differencesFrom({ table, shows: onJob, inputs, record: job });

/** Whether the service shows two jobs with the same configuration, in whatever form it shows one. */
export const showsAlike = (one: Job, other: Job): boolean =>
  Object.values(onJob).every((find) => canonicalJson(find(one)) === canonicalJson(find(other)));

/** Whether a job of a name can be ours: a generated name was made from the configuration, a chosen one says nothing of it. */
export const fits = (inputs: State, name: string): ((job: Job) => boolean) =>
  isGeneratedName(name, inputs) ? () => true : (job) => visibleDifferences(inputs, job).length === 0;

/**
 * Stops where a live job has the name of ours as a service may have altered it: cut short, or in other letters. It may be
 * ours, so nothing is requested beside it. Assumes name-kept-verbatim.
 */
export function refuseAltered(name: string, found: readonly Job[]): void {
  const altered = found.find((job) => isLive(job) && isAltered(name, job.name ?? ""));
  if (altered === undefined) return;
  throw new ResourceExistsError(
    `job ${altered.id} (${altered.status ?? "?"}) is named "${altered.name}", which "${name}" becomes where the service alters ` +
      `names: it may have been requested for this resource by a run that died, so nothing was started. If it was, set ` +
      `adoptJobId: "${altered.id}"; otherwise stop it [name-kept-verbatim]`,
  );
}

/** How much of a name has to be left for one that was cut short to count. */
const leastOfName = 12;

const isAltered = (sent: string, shown: string): boolean => {
  const [one, other] = [sent.toLowerCase(), shown.toLowerCase()];
  return shown !== sent && (one === other || (other.length >= leastOfName && one.startsWith(other)));
};

/** Fields in which a job that is to be taken over differs from the inputs, its settings among them as far as it shows them. */
export const adoptionDifferences = (inputs: State, job: Job): Difference[] => [
  ...visibleDifferences(inputs, job),
  ...differencesFrom({ table, shows: settingsOnJob, inputs, record: job }).filter(({ found }) => found !== undefined),
  ...narrowingIn({ table, shows: onJob, inputs, record: job }),
];

/** Inputs that a job to be taken over shows nothing of. */
export const notComparedWith = (inputs: State, job: Job): string[] =>
  notCompared(described, { table, shows: shownOnJob, inputs, record: job });

/**
 * Inputs as a job shows them, for an import. A job of a whole database spells out its tables and partitions, which the program
 * that made it did not; one with filters its partitions; one of partitions their tables.
 */
export function inputsShown(job: Job): State {
  const whole = job.type?.toLowerCase() === "database";
  const shown = shownBy(shownOnJob, job);
  const spelt = [
    ...(whole ? ["tables", "partitions"] : []),
    ...(shown["partitionFilters"] === undefined ? [] : ["partitions"]),
    ...(shown["partitions"] !== undefined && shown["partitionFilters"] === undefined ? ["tables"] : []),
  ];
  return Object.fromEntries(Object.entries(shown).filter(([field]) => !spelt.includes(field)));
}

/** Inputs of a job that no job shows. */
export const inputsNotShown = (): string[] => described.filter((field) => !(field in shownOnJob));

/** The forms of a Pulumi id: once given it never changes, so all are read for ever. */
export const jobPulumiId = (sourceId: string, jobId: string): string => `${sourceId}/jobs/${jobId}`;
export const asyncPulumiId = (sourceId: string, asyncTaskId: string): string => `${sourceId}/async/${asyncTaskId}`;
/** Of a job whose request was sent and never got a response: only its name is known. */
export const namedPulumiId = (sourceId: string, name: string): string => `${sourceId}/named/${name}`;

/** What a Pulumi id says. */
export interface ParsedId {
  readonly sourceId: string;
  readonly jobId?: string;
  readonly asyncTaskId?: string;
}

/** Reads a Pulumi id of any form. */
export function parseId(id: string): ParsedId {
  const match = /^(\d+)\/(jobs|async)\/(\d+)$/.exec(id) ?? /^(\d+)\/(named)\/(.+)$/s.exec(id);
  const [, sourceId = "", form, value = ""] = match ?? [];
  if (!match) {
    throw new Error(
      `"${id}" is not the id of a MigrationJob: expected <sourceId>/jobs/<jobId>, <sourceId>/async/<asyncTaskId> or ` +
        "<sourceId>/named/<name>",
    );
  }
  if (form === "named") return { sourceId };
  return form === "jobs" ? { sourceId, jobId: value } : { sourceId, asyncTaskId: value };
}
