// Inputs of what is there already, for `pulumi import` and `.get`: ids say where it lies, and the service what it is.
import { isEmpty } from "../../../lifecycle/properties/values.js";
import { textOf, undefinedIfNotFound } from "../../../resources/base/answers.js";
import { readSource } from "../../../resources/data-source/create.js";
import { parseScanId } from "../../../resources/metadata-scan/record.js";
import type { ConfigItem } from "../../../mms/models.js";
import * as jobs from "../../../resources/migration-job/identity.js";
import * as timers from "../../../resources/migration-timer/identity.js";
import type { MmsContext, MmsService } from "../../../resources/base/service.js";
import type { Importer } from "./import.js";
import type { State } from "../../../lifecycle/types.js";
import { isTerminal } from "../../../mms/jobs/job-status.js";
import { isSecretKey } from "../../../secret-keys.js";

const filled = (values: State): State =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value) && value !== ""));

/** Names what cannot be imported, since the service never shows it. */
function tellNotShown(what: string, fields: readonly string[], { progress }: MmsContext): void {
  if (fields.length === 0) return;
  progress.warn(
    `${what} does not show ${fields.join(", ")}, so the import leaves them out; add those that were given to the program`,
  );
}

async function job(id: string, context: MmsContext): Promise<State | undefined> {
  const { sourceId, jobId } = jobs.parseId(id);
  if (jobId === undefined) throw new Error(`"${id}" names an async task; import the job by ${sourceId}/jobs/<jobId>`);
  const found = await context.service.jobs.current(sourceId, jobId, context.call);
  if (found === undefined) return undefined;
  const shown = jobs.inputsShown(found);
  tellNotShown(`job ${jobId} of source ${sourceId}`, jobs.inputsNotShown(), context);
  const desiredState = found.stopped === true && !isTerminal(found) ? "stopped" : undefined;
  return filled({ sourceId, name: found.name, ...shown, desiredState });
}

async function dataSource(id: string, context: MmsContext): Promise<State | undefined> {
  if (!/^\d+$/.test(id)) throw new Error(`"${id}" is not the id of a DataSource: expected digits`);
  const source = await readSource(id, context);
  if (source === undefined) return undefined;
  const items = (source.config ?? []).filter(({ key, value }) => key !== undefined && !isEmpty(value) && value !== "");
  // Secrets stay where they are: the code that an import generates would hold them in clear.
  const isSecret = ({ key = "", type = "" }: ConfigItem) => isSecretKey(key, type) || type === "file";
  const config = Object.fromEntries(items.flatMap((item) => (isSecret(item) ? [] : [[item.key, item.value]])));
  const secrets = items.filter(isSecret).map(({ key }) => `"${key}"`);
  if (secrets.length > 0) {
    context.progress.warn(
      `the import leaves out what data source ${id} keeps secret: ${secrets.join(", ")}. Give it in secretConfig, as a secret; ` +
        "until then an update of the configuration sends along what the service shows",
    );
  }
  const desiredState = source.status === "STOPPED" ? "stopped" : undefined;
  const networklink = textOf(source.networklink);
  const { name, type } = source;
  return filled({ name, type, networklink, config, desiredState });
}

async function timer(id: string, context: MmsContext): Promise<State | undefined> {
  const ids = timers.parseTimerId(id);
  const found = (await undefinedIfNotFound(context.service.client.getMmsTimer(ids, context.call)))?.data;
  if (found === undefined) return undefined;
  const shown = timers.inputsShown(found);
  tellNotShown(`timer ${ids.timerId} of source ${ids.sourceId}`, timers.inputsNotShown(), context);
  return filled({ sourceId: ids.sourceId, name: found.name, ...shown });
}

function scan(id: string, context: MmsContext): Promise<State> {
  const { sourceId, scanId } = parseScanId(id);
  tellNotShown(`scan ${scanId} of source ${sourceId}`, ["dbName", "tableNames"], context);
  return Promise.resolve({ sourceId });
}

async function databaseMapping(id: string, context: MmsContext): Promise<State | undefined> {
  const [, sourceId = "", dbId = ""] = /^(\d+)\/dbs\/(\d+)$/.exec(id) ?? [];
  if (dbId === "") throw new Error(`"${id}" is not the id of a DatabaseMapping: expected <sourceId>/dbs/<dbId>`);
  const answer = await undefinedIfNotFound(context.service.client.getMmsDb({ sourceId, dbId }, context.call));
  if (answer?.data.name === undefined) return undefined;
  const { name: dbName, dstProjectName, dstName } = answer.data;
  // What the mapping was before it was imported is not known: deleting it puts nothing back.
  return filled({ sourceId, dbName, dbId, dstProjectName, dstName });
}

/** Kinds that leave no object of their own on the service. */
const nothingToImport =
  (kind: string): Importer<MmsService> =>
  (id) =>
    Promise.reject(
      new Error(
        `"${id}": a ${kind} cannot be imported, since the service keeps no such object; declare it, and it takes what is there`,
      ),
    );

/** By kind. */
export const importers: Readonly<Record<string, Importer<MmsService>>> = {
  MigrationJob: job,
  DataSource: dataSource,
  MigrationTimer: timer,
  MetadataScan: scan,
  DatabaseMapping: databaseMapping,
  TableMapping: nothingToImport("TableMapping"),
  MigrationGate: nothingToImport("MigrationGate"),
  WavePlan: nothingToImport("WavePlan"),
};
