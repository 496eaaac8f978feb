// The lifecycle matrix: each kind of resource that changes what is there, waits for it or plans with it.
import { makeJob } from "../../../emulator/operations/jobs/make-job.js";
import { hiveSourceId as sourceId } from "../../../emulator/state/seed.js";
import type { Control, Row } from "./lifecycle-row.js";

const forbidden = { kind: "forbidden" } as const;

/** Takes the inventory of the service away, with everything that can be mapped or planned. */
function removeInventory({ store }: Control): void {
  for (const one of store.tables.all()) store.tables.remove(one);
  for (const one of store.dbs.all()) store.dbs.remove(one);
}

const databaseOf = (dbName: string, dst: string) => ({ sourceId, dbName, dstProjectName: dst });
const dbsOf = ({ store }: Control) => store.dbs.of(sourceId);

const databaseMapping: Row = {
  kind: "DatabaseMapping",
  first: databaseOf("sales", "sales_prod"),
  second: databaseOf("sales", "sales_next"),
  third: databaseOf("archive", "sales_next"),
  service: (control) => Object.fromEntries(dbsOf(control).map(({ name, dstProjectName }) => [name, dstProjectName])),
  created: { sent: ["UpdateMmsDb"], service: { sales: "sales_prod", archive: "lakehouse" } },
  // As the console does it, with the tables of each.
  disturb: (control) =>
    [...dbsOf(control), ...control.store.tables.of(sourceId)].forEach((one) => (one.dstProjectName = "elsewhere")),
  refreshed: { service: { sales: "elsewhere", archive: "elsewhere" }, outputs: { dstProjectName: "elsewhere" } },
  repaired: { sent: ["UpdateMmsDb"], service: { sales: "sales_prod", archive: "elsewhere" } },
  updated: { sent: ["UpdateMmsDb"], service: { sales: "sales_next", archive: "elsewhere" } },
  // The old mapping is put back to what it was before the first change, then the new one is made.
  replaced: { sent: ["UpdateMmsDb", "UpdateMmsDb"], service: { sales: "lakehouse", archive: "sales_next" } },
  destroyed: { sent: ["UpdateMmsDb"], service: { sales: "lakehouse", archive: "elsewhere" } },
  fault: ["GetMmsDb", forbidden],
  failed: { inState: true, sent: ["UpdateMmsDb"], service: { sales: "sales_prod", archive: "lakehouse" } },
  resumed: {
    sent: [],
    because: "the mapping was made by the run that failed; only what it replaced has to be remembered",
    service: { sales: "sales_prod", archive: "lakehouse" },
    outputs: { previous: { dstProjectName: "lakehouse" } },
  },
  remove: removeInventory,
  destroyedGone: { sent: [], because: "there is no database whose mapping could be put back", service: {} },
};

const tablesOf = (dbName: string, tableNames: readonly string[], dst: string) => ({
  sourceId,
  dbName,
  tableNames,
  dstProjectName: dst,
});
const moved = new Set(["orders", "customers", "products", "events_0001"]);
/** Of tables that landed as their database did. */
const asDatabase = { dstProjectName: "(as the database)" };

const home = { orders: "lakehouse", customers: "lakehouse", products: "lakehouse", events_0001: "lakehouse" };

const tableMapping: Row = {
  kind: "TableMapping",
  first: tablesOf("sales", ["orders", "customers"], "sales_prod"),
  second: tablesOf("sales", ["orders", "products"], "sales_next"),
  third: tablesOf("archive", ["events_0001"], "sales_next"),
  service: ({ store }) =>
    Object.fromEntries(
      store.tables.of(sourceId, ({ name }) => moved.has(name)).map((one) => [one.name, one.dstProjectName]),
    ),
  created: { sent: ["UpdateMmsTables"], service: { ...home, orders: "sales_prod", customers: "sales_prod" } },
  disturb: ({ store }) =>
    store.tables.of(sourceId, ({ name }) => name === "orders").forEach((one) => (one.dstProjectName = "elsewhere")),
  refreshed: {
    service: { ...home, orders: "elsewhere", customers: "sales_prod" },
    outputs: { destinations: { orders: { dstProjectName: "elsewhere" } } },
  },
  repaired: { sent: ["UpdateMmsTable"], service: { ...home, orders: "sales_prod", customers: "sales_prod" } },
  // The table that was taken out is put back; the two others move on in one request.
  updated: {
    sent: ["UpdateMmsTable", "UpdateMmsTables"],
    service: { ...home, orders: "sales_next", products: "sales_next" },
  },
  replaced: { sent: ["UpdateMmsTables", "UpdateMmsTable"], service: { ...home, events_0001: "sales_next" } },
  destroyed: { sent: ["UpdateMmsTable"], service: home },
  // The look after the change, not the one before it.
  fault: ["ListMmsTables", forbidden, { skip: 1 }],
  failed: {
    inState: true,
    sent: ["UpdateMmsTables"],
    service: { ...home, orders: "sales_prod", customers: "sales_prod" },
  },
  resumed: {
    sent: [],
    because: "the tables were mapped by the run that failed; only what they had before has to be remembered",
    service: { ...home, orders: "sales_prod", customers: "sales_prod" },
    outputs: { previous: { orders: asDatabase, customers: asDatabase } },
  },
  remove: removeInventory,
  destroyedGone: { sent: [], because: "there is no table whose mapping could be put back", service: {} },
};

/** Starts a job as the console would. */
function startJob({ store, now }: Control, source: string, srcDbName: string, table: string): string {
  const id = store.nextId();
  const [db] = store.dbs.of(source, ({ name }) => name === srcDbName);
  if (db === undefined) throw new Error(`the emulator has no database ${srcDbName}`);
  const body = { sourceId: source, name: `by hand ${table}`, srcDbName, tables: [table] };
  makeJob({ store, now: now(), fault: undefined, listLagMs: 0 }, db, body, { id, appearsAt: now() });
  return id;
}

const gateIsNotThere = "a gate is nothing on the service, and its jobs belong to others";
const jobsLeft = ({ store }: Control) => store.jobs.all().filter(({ deleted }) => !deleted).length;
const removeJobs = (control: Control) => control.jobs().forEach(({ id }) => control.deleteJob(id));

const migrationGate: Row = {
  kind: "MigrationGate",
  given: (control) => ({
    one: startJob(control, sourceId, "sales", "orders"),
    another: startJob(control, sourceId, "sales", "customers"),
    foreign: startJob(control, "2000016", "analytics", "metric_0001"),
  }),
  first: ({ one }) => ({ sourceId, jobIds: [one] }),
  second: ({ one, another }) => ({ sourceId, jobIds: [one, another] }),
  third: ({ foreign }) => ({ sourceId: "2000016", jobIds: [foreign] }),
  service: jobsLeft,
  created: { sent: [], because: gateIsNotThere, service: 3, outputs: { passed: true, jobDone: 1 } },
  disturb: (control) => {
    for (const { id, body } of control.store.jobs.of(sourceId))
      if (body.tables?.[0] === "orders") control.deleteJob(id);
  },
  refreshed: { service: 2, outputs: { passed: true, jobDone: 1 } },
  repaired: { sent: [], because: "a gate that was passed is passed, whatever becomes of its jobs", service: 2 },
  updated: { sent: [], because: gateIsNotThere, service: 2, outputs: { passed: true, jobDone: 2 } },
  replaced: { sent: [], because: gateIsNotThere, service: 2, outputs: { passed: true, jobDone: 1 } },
  destroyed: { sent: [], because: gateIsNotThere, service: 2 },
  fault: ["GetMmsJob", forbidden],
  failed: { inState: true, sent: [], because: gateIsNotThere, service: 3, outputs: { passed: false } },
  resumed: { sent: [], because: gateIsNotThere, service: 3, outputs: { passed: true, jobDone: 1 } },
  remove: removeJobs,
  destroyedGone: { sent: [], because: gateIsNotThere, service: 0 },
};

const planIsNotThere = "a plan is a decision that only the state holds";
const waves = (count: number) => ({ waves: Array.from({ length: count }, () => expect.any(Array)) });

const wavePlan: Row = {
  kind: "WavePlan",
  first: { sourceId, srcDbName: "sales", waveNum: 2 },
  second: { sourceId, srcDbName: "sales", waveNum: 3 },
  third: { sourceId: "2000016", srcDbName: "analytics", waveNum: 3 },
  service: () => "nothing",
  created: { sent: [], because: planIsNotThere, service: "nothing", outputs: waves(2) },
  disturb: ({ store }) => store.tables.of(sourceId).forEach((table, index) => Object.assign(table, { size: index })),
  refreshed: { service: "nothing", outputs: waves(2) },
  repaired: { sent: [], because: "a plan stays as it was made, however the tables grow", service: "nothing" },
  updated: { sent: [], because: planIsNotThere, service: "nothing", outputs: waves(3) },
  replaced: { sent: [], because: planIsNotThere, service: "nothing", outputs: waves(3) },
  destroyed: { sent: [], because: planIsNotThere, service: "nothing" },
  fault: ["ListMmsTables", forbidden],
  failed: { inState: false, sent: [], because: planIsNotThere, service: "nothing" },
  resumed: { sent: [], because: planIsNotThere, service: "nothing", outputs: waves(2) },
  remove: removeInventory,
  destroyedGone: { sent: [], because: planIsNotThere, service: "nothing" },
};

/** The rows of these kinds. */
export const makingNothing: readonly Row[] = [databaseMapping, tableMapping, migrationGate, wavePlan];
