// What a table mapping does.
import { didYouMean } from "../../lifecycle/did-you-mean.js";
import type { HeldObject, Lifecycle } from "../../lifecycle/lifecycle.js";
import { ResourceNotReadyError } from "../../lifecycle/not-ready.js";
import { inputsOf } from "../../lifecycle/properties/property-table.js";
import { readInputs } from "../../lifecycle/properties/typed-values.js";
import { hasUnknown } from "../../lifecycle/properties/values.js";
import type { Table } from "../../mms/models.js";
import { findDatabase, NotInInventoryError, requireDatabase, tableNames, tablesOf } from "../inventory/inventory.js";
import {
  describeChange,
  type Destination,
  destinationOf,
  inTurn,
  keptPrevious,
  warnOfLeft,
  warnIfNotCleared,
} from "../inventory/destination.js";
import { resetIsDue } from "../inventory/reset.js";
import { joinUpTo } from "../jobs/progress.js";
import type { MmsContext, MmsService } from "../base/service.js";
import { tableMappingInputs, tableMappingSchema } from "./schema.js";
import {
  changesIn,
  declaredFor,
  type PreviousValues,
  previousByTable,
  send,
  type TableChange,
  tableFields,
  tableFieldsOf,
  tableNamesIn,
} from "./plan.js";
import type { Existing, State } from "../../lifecycle/types.js";
import {
  type Live,
  type Destinations,
  previousIn,
  whereOf,
  destinationsOf,
  finishedIn,
  guardTables,
  diffTableMapping,
  checkTableMapping,
  drifted,
} from "./check.js";
import { isFinished } from "../../mms/jobs/job-status.js";
import { previewOf } from "../inventory/preview-checks.js";

const toState = (
  inputs: State,
  previousValues: PreviousValues,
  destinations: Destinations,
  resetTrigger: unknown,
): State => ({
  ...inputsOf(tableMappingInputs, inputs),
  resetTrigger,
  destinations,
  previous: previousValues,
});

/** What the program wants. */
const desiredIn = (inputs: State) => readInputs(tableMappingInputs, inputs);

/** How many tables a line names. */
const namedTables = 20;

/** Where the database of these tables lands. */
async function databaseAt(inputs: State, { service, signal }: MmsContext): Promise<Destination> {
  const { sourceId, dbName } = desiredIn(inputs);
  return tableFieldsOf(await findDatabase(service.client, sourceId, dbName, { signal }));
}

/** Says of tables whose mapping could not be cleared. */
function warnIfTablesNotCleared(changes: readonly TableChange[], after: Live, context: MmsContext): void {
  for (const { table, changes: wanted } of changes) {
    warnIfNotCleared(`table ${table}`, wanted, destinationOf(tableFields, after.get(table) ?? {}), context);
  }
}

const look = (
  inputs: State,
  previousValues: PreviousValues,
  { service, signal }: MmsContext,
): Promise<Map<string, Table>> => {
  const names = new Set([...tableNamesIn(inputs), ...Object.keys(previousValues)]);
  const { sourceId, dbName } = desiredIn(inputs);
  return tablesOf(service.client, sourceId, dbName, { signal }, names);
};

async function requireAll(inputs: State, live: Live, { service, signal }: MmsContext): Promise<void> {
  const missing = tableNamesIn(inputs).filter((name) => !live.has(name));
  if (missing.length === 0) return;
  const { sourceId, dbName } = desiredIn(inputs);
  const all = await tableNames(service.client, sourceId, dbName, { signal });
  const pathOf = (name: string) => `tableNames[${tableNamesIn(inputs).indexOf(name)}]`;
  const named = missing.map((name) => `"${name}"${didYouMean(name, all).replace(/^; (.*)$/, " ($1)")}`);
  const what = `${missing.length === 1 ? "table" : "tables"} ${named.join(", ")} of database "${dbName}"`;
  throw new NotInInventoryError(missing.map(pathOf).join(", "), what, sourceId, "");
}

async function resetTables(inputs: State, live: Live, context: MmsContext): Promise<void> {
  const again = finishedIn(inputs, [...live.values()]);
  if (again.length === 0) return;
  context.progress.info(`setting ${again.length} finished tables back to INIT; the next job migrates them again`);
  const changes = again.map(({ name = "", id = "", status }) => ({
    table: name,
    tableId: id,
    status,
    live: {},
    changes: { status: "INIT" },
  }));
  await send(inputs, changes, context);
}

const tableOf = ({ dbName, sourceId }: State, name: string): string =>
  `table "${String(dbName)}.${name}" of source ${String(sourceId)}`;

/** Previous values without those of tables that another mapping of the run declares; says so. */
function withoutHeld(
  previousValues: PreviousValues,
  inputs: State,
  live: Live,
  db: Destination,
  context: MmsContext,
): PreviousValues {
  const own = new Set(tableNamesIn(inputs));
  const back = new Map(
    changesIn({ ...inputs, tableNames: [] }, previousValues, live, db).map((one) => [one.table, one]),
  );
  const held = new Map<string, string[]>();
  for (const name of Object.keys(previousValues).filter((one) => !own.has(one))) {
    const holder = context.holderOf?.(tableOf(inputs, name));
    if (holder !== undefined) held.set(holder, [...(held.get(holder) ?? []), name]);
  }
  for (const [holder, names] of held) {
    const lost = names.flatMap((name) => {
      const change = back.get(name);
      return change === undefined ? [] : [`${name} ${describeChange(change.changes, change.live)}`];
    });
    warnOfLeft(
      `tables ${joinUpTo(names.sort(), namedTables)} of ${whereOf(inputs)}`,
      holder,
      joinUpTo(lost, namedTables),
      context,
    );
  }
  const left = new Set([...held.values()].flat());
  return Object.fromEntries(Object.entries(previousValues).filter(([name]) => !left.has(name)));
}

function objectsOf(inputs: State): HeldObject[] {
  const { sourceId, dbName, tableNames } = inputs;
  if (hasUnknown([sourceId, dbName, tableNames]) || !Array.isArray(tableNames)) return [];
  return tableNames.map((name, index) => ({ property: `tableNames[${index}]`, object: tableOf(inputs, String(name)) }));
}

/** Brings the tables, whose database lands at `db`, to what the program declares. Sends nothing when nothing differs. */
async function reconcile(existing: Existing, inputs: State, db: Destination, context: MmsContext): Promise<State> {
  const before = previousIn(existing.state);
  const live = await look(inputs, before, context);
  const known = withoutHeld(before, inputs, live, db, context);
  await requireAll(inputs, live, context);
  const previousValues = previousByTable(inputs, known, live, db);
  const changes = changesIn(inputs, previousValues, live, db);
  const resets = resetIsDue(existing.state, inputs);
  if (resets) guardTables(inputs, whereOf(inputs), [...live.values()]);
  const { resetTrigger: wanted } = inputs;
  let { resetTrigger } = existing.state;
  try {
    const moved = changes.filter(({ status }) => isFinished(status)).map(({ table }) => table);
    if (moved.length > 0) {
      context.progress.warn(`already migrated, and left where they are until reset: ${moved.join(", ")}`);
    }
    await send(inputs, changes, context);
    if (resets) await resetTables(inputs, live, context);
    // From now on the tables are set back: a failure behind this must not do so once more.
    resetTrigger = wanted;
    const after = changes.length > 0 || resets ? await look(inputs, previousValues, context) : live;
    warnIfTablesNotCleared(changes, after, context);
    const kept = tableNamesIn(inputs).map((name) => [
      name,
      keptPrevious(declaredFor(inputs, name), previousValues[name] ?? {}),
    ]);
    return toState(inputs, Object.fromEntries(kept), destinationsOf(inputs, after), wanted);
  } catch (error) {
    const begun = toState(inputs, previousValues, destinationsOf(inputs, live), resetTrigger);
    throw new ResourceNotReadyError(existing.id, begun, error);
  }
}

/** What a {@link TableMapping} is and does, whichever host serves it. */
export const tableMappingLifecycle: Lifecycle<MmsService> = {
  ...tableMappingSchema,

  objects: objectsOf,

  check: checkTableMapping,

  diff: diffTableMapping,

  preview: previewOf({ database: "dbName", tables: ["tableNames"] }),

  create: (inputs, context) =>
    inTurn(inputs, context, async () => {
      const { service, signal } = context;
      const { sourceId, dbName } = desiredIn(inputs);
      const db = await requireDatabase(service.client, sourceId, ["dbName", dbName], { signal });
      const id = `${sourceId}/dbs/${db.id}/tables`;
      const { resetTrigger } = inputs;
      return { id, state: await reconcile({ id, state: { resetTrigger } }, inputs, tableFieldsOf(db), context) };
    }),

  async read(existing, context) {
    const { state } = existing;
    const live = await look(state, {}, context);
    if (live.size === 0) return undefined;
    const seen = destinationsOf(state, live);
    const inputs = drifted(state, seen);
    const { resetTrigger, tableNames } = state;
    return {
      id: existing.id,
      state: { ...toState(inputs, previousIn(state), seen, resetTrigger), tableNames },
      inputs,
    };
  },

  update: (existing, inputs, context) =>
    inTurn(inputs, context, async () => reconcile(existing, inputs, await databaseAt(inputs, context), context)),

  delete: (existing, context) => inTurn(existing.state, context, () => putBack(existing.state, context)),
};

/** Puts every table back that no other mapping of the run declares. */
async function putBack(state: State, context: MmsContext): Promise<void> {
  const none = { ...state, tableNames: [] };
  const before = previousIn(state);
  const live = await look(state, before, context);
  const db = await databaseAt(state, context);
  const previousValues = withoutHeld(before, none, live, db, context);
  const changes = changesIn(none, previousValues, live, db);
  await send(state, changes, context);
  if (!changes.some((one) => Object.values(one.changes).includes(""))) return;
  warnIfTablesNotCleared(changes, await look(state, previousValues, context), context);
}
