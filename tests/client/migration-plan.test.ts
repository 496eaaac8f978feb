import fc from "fast-check";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import * as mms from "../../provider/index.js";
import { beProgramOf, clientOf } from "../support/program.js";
import type { MmsClient } from "../../provider/mms/call.js";

const sourceId = "2000015";
const sales = { sourceId, srcDbName: "sales" };

let emulator: Emulator;
let client: MmsClient;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
  client = clientOf(emulator);
  beProgramOf(emulator);
});

afterEach(() => emulator.close());

type Body = Omit<mms.GetMigrationPlanArgs, "sourceId" | "partitions" | "maxTables" | "maxBytes">;

/** Runs a job of this scope to its end. */
async function migrate(body: Body): Promise<string> {
  const { data } = await client.createMmsJob({ sourceId, body: { name: "job", ...body } });
  emulator.control.advance(3_600_000);
  const task = await client.getMmsAsyncTask({ sourceId, asyncTaskId: String(data.asyncTaskId) });
  return String(task.data.objectId);
}

/** Tables and partitions that a job really got. */
function touched(jobId: string) {
  const tasks = emulator.control.store.jobs.get(jobId, sourceId)?.tasks ?? [];
  const names = [...new Set(tasks.map(({ table }) => table.name))].sort();
  return { names, partitions: tasks.reduce((total, { partitions }) => total + partitions.length, 0) };
}

const namesOf = ({ tables }: mms.GetMigrationPlanResult) => tables.map(({ name }) => name);
const store = (name: string) => emulator.control.store.tablesOf(sourceId, "sales").find((table) => table.name === name);

describe("getMigrationPlan", () => {
  it("counts a whole database that nothing was moved of", async () => {
    const { tables, total, alreadyDone, refused } = await mms.getMigrationPlan(sales);
    const all = emulator.control.store.tablesOf(sourceId, "sales");
    expect(tables.map(({ name }) => name)).toEqual(all.map(({ name }) => name).sort());
    expect(total).toEqual({
      tables: 12,
      partitions: 16,
      numRows: String(all.reduce((sum, { numRows }) => sum + numRows, 0)),
      size: String(all.reduce((sum, { size }) => sum + size, 0)),
    });
    expect(alreadyDone).toEqual({ tables: 0, partitions: 0, numRows: "0", size: "0" });
    expect(refused).toEqual([]);
    expect(emulator.control.requests().map(({ operation }) => operation)).toEqual(["ListMmsTables"]);
  });

  it("leaves out what is done, and takes in what changed since unless increment is off", async () => {
    await migrate({ srcDbName: "sales", tables: ["orders", "customers"] });
    const after = await mms.getMigrationPlan(sales);
    expect(after.total).toMatchObject({ tables: 10, partitions: 12 });
    expect(after.alreadyDone).toMatchObject({ tables: 2, partitions: 4, numRows: expect.stringMatching(/^[1-9]/) });
    emulator.control.changeTable(sourceId, "sales", "orders");
    expect((await mms.getMigrationPlan(sales)).total).toMatchObject({ tables: 11 });
    expect((await mms.getMigrationPlan({ ...sales, increment: false })).total).toMatchObject({ tables: 10 });
  });

  it.each([
    [
      { partitionFilters: { orders: "DT = '2026-01-01'" } },
      /partitionFilters.orders: "DT" is not a partition column.*"dt"\?/,
    ],
    [{ partitionFilters: { ordres: "dt = '2026-01-01'" } }, /partitionFilters.ordres: .*did you mean "orders"\?/],
    [{ maxTables: Number.NaN }, /maxTables is NaN; give a whole number/],
    [{ maxTables: -1 }, /maxTables is -1/],
    [{ maxBytes: -1 }, /maxBytes is -1; give 0 or more/],
    [{ maxBytes: Number.NaN }, /maxBytes is NaN/],
    [{ tabels: ["orders"] }, /unknown argument "tabels"; did you mean "tables"\?/],
    [{ srcDbName: "Sales" }, /no table of database "Sales"; check the name \(letter case counts\)/],
  ])("refuses %j, which would plan nothing or limit nothing", async (wrong, message) => {
    await expect(mms.getMigrationPlan({ ...sales, ...wrong })).rejects.toThrow(message);
  });

  it("counts a partition that is open although its table says it is done", async () => {
    await migrate({ srcDbName: "sales", tables: ["orders"] });
    const orders = store("orders");
    const [first] = orders?.partitions ?? [];
    Object.assign(first ?? {}, { status: "INIT" });
    Object.assign(orders ?? {}, { status: "DONE" });
    const plan = await mms.getMigrationPlan({ ...sales, tables: ["orders"] });
    expect(plan.total).toMatchObject({ tables: 1, partitions: 1 });
    await expect(mms.getMigrationPlan({ ...sales, tables: ["orders"], maxTables: 0 })).rejects.toThrow(
      /maxTables is 0/,
    );
  });

  it("counts the partitions a filter takes, and reports what takes none", async () => {
    const partitionFilters = { orders: "dt > '2026-01-02'", products: "dt = '1999-01-01'" };
    const plan = await mms.getMigrationPlan({ ...sales, tables: ["orders", "products"], partitionFilters });
    const taken = (store("orders")?.partitions ?? []).filter(({ value }) => value > "dt=2026-01-02");
    expect(plan.tables).toEqual([
      {
        tableId: store("orders")?.id,
        name: "orders",
        partitions: taken.length,
        numRows: String(taken.reduce((sum, { numRows }) => sum + numRows, 0)),
        size: String(taken.reduce((sum, { size }) => sum + size, 0)),
      },
    ]);
    const isPartitioned = (store("products")?.partitions.length ?? 0) > 0;
    expect(plan.refused).toEqual(isPartitioned ? [{ name: "products", reason: "partitionFilters" }] : []);
  });

  it("reads partition values with an equals sign in them whole", async () => {
    const [partition] = store("orders")?.partitions ?? [];
    if (partition === undefined) throw new Error("the seed has no partition of orders");
    Object.assign(partition, { value: "dt=a=b" });
    const plan = (dt: string) =>
      mms.getMigrationPlan({ ...sales, tables: ["orders"], partitionFilters: { orders: `dt = '${dt}'` } });
    expect((await plan("a=b")).total.partitions).toBe(1);
    expect((await plan("a")).total.partitions).toBe(0);
  });

  it("blames no filter where there is none: a table without partitions yet has nothing to move", async () => {
    const orders = store("orders");
    orders?.partitions.splice(0);
    if (orders) orders.status = "DONE";
    emulator.control.changeTable(sourceId, "sales", "orders");
    const plan = await mms.getMigrationPlan({ ...sales, tables: ["orders"], increment: true });
    expect(plan.refused).toEqual([]);
  });

  it("takes a limit that is no whole number, and refuses one that is none", async () => {
    const tebi = 1.1 * 2 ** 40;
    await expect(mms.getMigrationPlan({ ...sales, maxBytes: tebi })).resolves.toMatchObject({ refused: [] });
    await expect(mms.getMigrationPlan({ ...sales, maxBytes: "1 TB" })).rejects.toThrow(/maxBytes is "1 TB"; give/);
  });

  it("reports what lists keep out, and what no scan has seen", async () => {
    const lists = { tableBlackList: ["stores"], tableWhiteList: ["orders"] };
    expect((await mms.getMigrationPlan({ ...sales, ...lists })).refused).toEqual([
      { name: "stores", reason: "tableBlackList" },
    ]);
    const white = await mms.getMigrationPlan({ ...sales, tableWhiteList: ["orders"] });
    expect(namesOf(white)).toEqual(["orders"]);
    expect(white.refused).toHaveLength(11);
    const named = await mms.getMigrationPlan({ ...sales, tables: ["orders", "ordrs"] });
    expect(named.refused).toEqual([{ name: "ordrs", reason: "not in the inventory" }]);
  });

  it("takes partitions by their ids, and reports those that are not there", async () => {
    const [first, second] = store("orders")?.partitions ?? [];
    const plan = await mms.getMigrationPlan({
      ...sales,
      partitions: [String(first?.id), Number(second?.id), "999999"],
    });
    expect(plan.tables).toEqual([expect.objectContaining({ name: "orders", partitions: 2 })]);
    expect(plan.missingPartitions).toEqual(["999999"]);
  });

  it("sums exactly beyond 2^53", async () => {
    for (const name of ["customers", "order_items"]) Object.assign(store(name) ?? {}, { size: "9007199254740993" });
    const { total } = await mms.getMigrationPlan({ ...sales, tables: ["customers", "order_items"] });
    expect(total.size).toBe("18014398509481986");
  });

  it("moves no rows where only definitions move", async () => {
    const { total } = await mms.getMigrationPlan({ ...sales, enableDataMigration: false });
    expect(total).toMatchObject({ tables: 12, numRows: "0", size: "0" });
  });

  it.each([
    ["maxTables", { maxTables: 11 }, /would touch 12 tables, and maxTables is 11\. Largest: \w+ \(\d+ bytes\)/],
    ["maxBytes", { maxBytes: "1000" }, /would move \d+ bytes, and maxBytes is 1000/],
  ])("refuses more than %s", async (_name, limit, message) => {
    await expect(mms.getMigrationPlan({ ...sales, ...limit })).rejects.toThrow(mms.PlanLimitError);
    await expect(mms.getMigrationPlan({ ...sales, ...limit })).rejects.toThrow(message);
  });

  it("refuses a database that no scan has seen, and a filter that cannot be read", async () => {
    await expect(mms.getMigrationPlan({ sourceId, srcDbName: "salse" })).rejects.toThrow(
      /no table of database "salse"/,
    );
    const partitionFilters = { orders: "dt >" };
    await expect(mms.getMigrationPlan({ ...sales, partitionFilters })).rejects.toThrow(/not a partition filter/);
  });

  it("reports what the job then really touches", async () => {
    const names = ["orders", "customers", "order_items", "products", "payments", "stores"];
    const some = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
    const filter = fc.constantFrom("dt > '2026-01-02'", "dt in ('2026-01-01')", "dt < '2000-01-01'");
    const scope = fc.record(
      {
        tables: some,
        tableBlackList: some,
        tableWhiteList: some,
        partitionFilters: fc.dictionary(fc.constantFrom(...names), filter),
        increment: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const check = async (scopes: Omit<Body, "srcDbName">[]) => {
      await emulator.close();
      emulator = await startEmulator({ clock: "manual" });
      client = clientOf(emulator);
      beProgramOf(emulator);
      for (const one of scopes) {
        const body = { srcDbName: "sales", ...one };
        const plan = await mms.getMigrationPlan({ sourceId, ...body });
        const job = touched(await migrate(body));
        expect({ names: namesOf(plan), partitions: plan.total.partitions }).toEqual(job);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(scope, { minLength: 1, maxLength: 3 }), check), { numRuns: 30 });
  });
});
