// What a database mapping does.
import type { Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { changesOf, diffOf, inputsOf } from "../../lifecycle/properties/property-table.js";
import { readInputs, readOutputs } from "../../lifecycle/properties/typed-values.js";
import type { Db } from "../../mms/models.js";
import { hasUnknown, isEmpty } from "../../lifecycle/properties/values.js";
import { undefinedIfNotFound } from "../base/answers.js";
import { databaseWitness, requireDatabase, tablesOf } from "../inventory/inventory.js";
import { type DisplacedTables, remap } from "../inventory/displaced-tables.js";
import {
  changesTo,
  declaredIn,
  describeChange,
  type Destination,
  destinationOf,
  previousOf,
  keptPrevious,
  refuseWithoutDestination,
  inTurn,
  warnOfLeft,
  warnIfNotCleared,
} from "../inventory/destination.js";
import { guardReset, resetIsDue } from "../inventory/reset.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { goneOrKept } from "../jobs/witness.js";
import { databaseMappingInputs, databaseMappingOutputs, databaseMappingSchema } from "./schema.js";
import type { Diff, Existing, State } from "../../lifecycle/types.js";
import { isFinished } from "../../mms/jobs/job-status.js";
import { previewOf } from "../inventory/preview-checks.js";

const fields = ["dstProjectName", "dstName"] as const;

const databaseOf = ({ dbName, sourceId }: State): string =>
  `database "${String(dbName)}" of source ${String(sourceId)}`;

const idOf = (sourceId: string, dbId: string): string => `${sourceId}/dbs/${dbId}`;

/** What the program wants. */
const desiredIn = (inputs: State) => readInputs(databaseMappingInputs, inputs);

/** What a state says of the database. */
const storedIn = (state: State) => {
  const stored = readOutputs(databaseMappingOutputs, state);
  const { previous = {}, displacedTables = {}, dbId = "", status, tablesDone = 0 } = stored;
  return { previous, displacedTables, dbId, status, tablesDone };
};

const keyOf = ({ state }: Existing) => ({ sourceId: desiredIn(state).sourceId, dbId: storedIn(state).dbId });

function toState(
  inputs: State,
  previous: Destination,
  db: Db,
  resetTrigger: unknown,
  displacedTables: DisplacedTables,
): State {
  const { id: dbId, status, tables, tablesDone } = db;
  const pending = isEmpty(displacedTables) ? {} : { displacedTables };
  return {
    ...inputsOf(databaseMappingInputs, inputs),
    resetTrigger,
    dbId,
    status,
    tables,
    tablesDone,
    previous,
    ...pending,
  };
}

/**
 * Sets the finished tables back, and the database where it still reads finished afterwards (assumes tables-follow-db-status); what is DOING goes on. From
 * when the tables are set back, `armed` says so: a failure behind that must not set them back once more.
 */
async function resetDatabase(
  inputs: State,
  db: Db & { id: string },
  { service, signal, progress }: MmsContext,
  armed: () => void,
): Promise<void> {
  const { client } = service;
  const { sourceId, dbName } = desiredIn(inputs);
  const tables = [...(await tablesOf(client, sourceId, dbName, { signal })).values()];
  const tableNames = tables.flatMap(({ name = "", status }) => (isFinished(status) ? [name] : [])).sort();
  if (tableNames.length === 0 && !isFinished(db.status)) return armed();
  const again = tableNames.map((name) => `${dbName}.${name}`);
  guardReset(inputs, `source ${sourceId}`, again.length > 0 ? again : [dbName]);
  progress.info(`setting ${dbName} back to INIT; the next job migrates ${again.length} finished tables again`);
  if (tableNames.length > 0) {
    await client.updateMmsTables({ sourceId, body: { dbName, tableNames, status: "INIT" } }, { signal });
    armed();
  }
  const { data } = await client.getMmsDb({ sourceId, dbId: db.id }, { signal });
  if (isFinished(data.status))
    await client.updateMmsDb({ sourceId, dbId: db.id, body: { status: "INIT" } }, { signal });
  armed();
}

/** Brings a database to what the program declares. Sends nothing when nothing differs. */
async function reconcile(
  existing: Existing,
  inputs: State,
  db: Db & { id: string },
  context: MmsContext,
): Promise<State> {
  const { service, signal, progress } = context;
  const live = destinationOf(fields, db);
  const declared = declaredIn(fields, inputs);
  const stored = storedIn(existing.state);
  const previous = previousOf(declared, stored.previous, live);
  const changes = changesTo(declared, previous, live);
  const { sourceId, dbName } = desiredIn(inputs);
  const { resetTrigger: wanted } = inputs;
  let { resetTrigger } = existing.state;
  let { displacedTables } = stored;
  try {
    const differs = Object.keys(changes).length > 0;
    if (differs && isFinished(db.status)) {
      progress.warn("migrated tables stay where they are until they are reset and migrated again");
    }
    const change = () => service.client.updateMmsDb({ sourceId, dbId: db.id, body: changes }, { signal });
    const learn = (tables: DisplacedTables) => void (displacedTables = tables);
    await remap({ sourceId, dbName }, live, differs ? change : undefined, displacedTables, context, learn);
    const armed = () => void (resetTrigger = wanted);
    if (resetIsDue(existing.state, inputs)) await resetDatabase(inputs, db, context, armed);
    const { data } = await service.client.getMmsDb({ sourceId, dbId: db.id }, { signal });
    warnIfNotCleared(`database ${dbName}`, changes, destinationOf(fields, data), context);
    return toState(inputs, keptPrevious(declared, previous), data, wanted, displacedTables);
  } catch (error) {
    throw new ResourceNotReadyError(existing.id, toState(inputs, previous, db, resetTrigger, displacedTables), error);
  }
}

/** The database behind a state; `undefined` when the inventory no longer has it. */
async function findMapped(
  existing: Existing,
  { service, signal }: MmsContext,
): Promise<(Db & { id: string }) | undefined> {
  const key = keyOf(existing);
  const response = await undefinedIfNotFound(service.client.getMmsDb(key, { signal }));
  return response?.data.name === undefined ? undefined : { ...response.data, id: key.dbId };
}

function databaseNamed(inputs: State, { service, signal }: MmsContext): Promise<Db & { id: string }> {
  const { sourceId, dbName } = desiredIn(inputs);
  return requireDatabase(service.client, sourceId, ["dbName", dbName], { signal });
}

/** Refuses at preview what the state already knows to be finished; an update looks again, and names the tables. */
function diffDatabaseMapping(state: State, inputs: State): Diff {
  const changes = changesOf(databaseMappingInputs, state, inputs);
  const diff = diffOf(changes);
  const { previous, displacedTables, status, tablesDone: done } = storedIn(state);
  if (diff.replaces.length === 0 && resetIsDue(state, inputs) && (done > 0 || isFinished(status))) {
    const { dbName, sourceId } = desiredIn(state);
    guardReset(inputs, `source ${sourceId}`, [`${dbName} (${done} finished tables)`]);
  }
  // Left by an update that failed in the middle; a refresh takes its error away, and not what it left.
  const left = fields.filter((field) => previous[field] !== undefined && isEmpty(inputs[field]));
  const carried = Object.keys(displacedTables).sort();
  const reasons = [
    ...(left.length > 0 ? [`${left.join(", ")} is not declared any more; the next \`pulumi up\` puts it back`] : []),
    ...(carried.length > 0
      ? [`tables were carried along: ${carried.join(", ")}; the next \`pulumi up\` puts them back`]
      : []),
  ];
  return diff.replaces.length > 0 ? diff : diffOf(changes, reasons);
}

/** What a {@link DatabaseMapping} is and does, whichever host serves it. */
export const databaseMappingLifecycle: Lifecycle<MmsService> = {
  ...databaseMappingSchema,

  objects: ({ sourceId, dbName }) =>
    hasUnknown([sourceId, dbName]) ? [] : [{ property: "dbName", object: databaseOf({ sourceId, dbName }) }],

  check: (inputs) => refuseWithoutDestination(inputs, fields),

  diff: diffDatabaseMapping,

  preview: previewOf({ database: "dbName", tables: [] }),

  create: (inputs, context) =>
    inTurn(inputs, context, async () => {
      const db = await databaseNamed(inputs, context);
      const id = idOf(desiredIn(inputs).sourceId, db.id);
      const { resetTrigger } = inputs;
      return { id, state: await reconcile({ id, state: { resetTrigger } }, inputs, db, context) };
    }),

  async read(existing, context) {
    const db = await findMapped(existing, context);
    const { state } = existing;
    const { resetTrigger } = state;
    if (db === undefined) {
      return goneOrKept(
        existing,
        databaseOf(state),
        databaseWitness(context.service.client, keyOf(existing), context),
        context,
      );
    }
    const live = destinationOf(fields, db);
    const { previous, displacedTables } = storedIn(state);
    const seen = { ...state };
    for (const field of Object.keys(declaredIn(fields, state))) seen[field] = live[field];
    return {
      id: existing.id,
      state: toState(seen, previous, db, resetTrigger, displacedTables),
      inputs: inputsOf(databaseMappingInputs, seen),
    };
  },

  update: (existing, inputs, context) =>
    inTurn(inputs, context, async () => {
      const db = (await findMapped(existing, context)) ?? (await databaseNamed(inputs, context));
      return reconcile(existing, inputs, db, context);
    }),

  delete: (existing, context) => inTurn(existing.state, context, () => putBack(existing, context)),
};

/** Puts back what was before the mapping, unless another mapping of the run declares the database. */
async function putBack(existing: Existing, context: MmsContext): Promise<void> {
  const db = await findMapped(existing, context);
  if (db === undefined) return;
  const live = destinationOf(fields, db);
  const { previous, displacedTables } = storedIn(existing.state);
  const changes = changesTo({}, previous, live);
  const what = databaseOf(existing.state);
  const holder = context.holderOf?.(what);
  if (holder !== undefined) return warnOfLeft(what, holder, describeChange(changes, live), context);
  const differs = Object.keys(changes).length > 0;
  const { progress, service, signal } = context;
  if (differs) progress.info(`putting the mapping back: ${describeChange(changes, live)}`);
  const key = keyOf(existing);
  const { dbName } = desiredIn(existing.state);
  const change = () => service.client.updateMmsDb({ ...key, body: changes }, { signal });
  // A delete leaves no state behind; the error of a failure in the middle names the tables.
  const named = { sourceId: key.sourceId, dbName };
  await remap(named, live, differs ? change : undefined, displacedTables, context, () => undefined);
  if (!Object.values(changes).includes("")) return;
  const after = await findMapped(existing, context);
  warnIfNotCleared(`database ${dbName}`, changes, destinationOf(fields, after ?? {}), context);
}
