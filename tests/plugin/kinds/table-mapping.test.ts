import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { mutatingOf, operationsSent } from "../../support/service/requests.js";
import { databaseOf, sourceId, tableOf } from "../../support/service/seeded.js";

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const db = (name?: string) => databaseOf(emulator, name);
const table = (name: string) => tableOf(emulator, name);
const mutating = () => mutatingOf(emulator);
const operations = () => operationsSent(emulator);
const none = { changes: false, replaces: [], deleteBeforeReplace: false };

describe("TableMapping in Pulumi's plugin process", () => {
  const tableNames = ["orders", "customers", "products"];
  const inputs = { sourceId, dbName: "sales", tableNames, dstProjectName: "sales_prod" };

  beforeEach(async () => {
    plugin = await startPlugin({ kind: "TableMapping", env: emulator.env });
  });

  it("maps many tables in one request, and finds no change afterwards", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(tableNames.map((name) => table(name).dstProjectName)).toEqual(["sales_prod", "sales_prod", "sales_prod"]);
    expect(outs["destinations"]).toMatchObject({
      orders: { tableId: table("orders").id, dstProjectName: "sales_prod", dstName: "orders", status: "INIT" },
    });
    expect(await plugin.diff(id, outs, inputs)).toEqual(none);
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    await plugin.update(id, outs, inputs);
    expect(mutating().map(({ operation, body }) => [operation, body])).toEqual([
      ["UpdateMmsTables", { dbName: "sales", tableNames: [...tableNames].sort(), dstProjectName: "sales_prod" }],
    ]);
  });

  it("renames tables one by one, since only that request can", async () => {
    const { id, outs } = await plugin.create({ ...inputs, dstNames: { orders: "ods_orders" } });
    expect(table("orders")).toMatchObject({ dstName: "ods_orders", dstProjectName: "sales_prod" });
    expect(operations().sort()).toEqual(["UpdateMmsTable", "UpdateMmsTables"]);
    await plugin.delete(id, outs);
    expect(table("orders")).toMatchObject({ dstName: "orders", dstProjectName: "lakehouse" });
    expect(table("products").dstProjectName).toBe("lakehouse");
  });

  it("puts a table back that is taken out, and maps one that is added", async () => {
    const { id, outs } = await plugin.create(inputs);
    const next = { ...inputs, tableNames: ["orders", "stores"] };
    const after = await plugin.update(id, outs, next);
    const projects = ["orders", "stores", "customers", "products"].map((name) => table(name).dstProjectName);
    expect(projects).toEqual(["sales_prod", "sales_prod", "lakehouse", "lakehouse"]);
    expect(Object.keys(after["previous"] as object).sort()).toEqual(["orders", "stores"]);
  });

  it("sees one table changed elsewhere, and corrects that one", async () => {
    const { id, outs } = await plugin.create(inputs);
    table("orders").dstProjectName = "elsewhere";
    const seen = await plugin.read(id, outs);
    expect(seen.inputs).toMatchObject({ dstProjectName: "elsewhere" });
    expect(await plugin.diff(id, seen.props, inputs)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(id, seen.props, inputs);
    expect(table("orders").dstProjectName).toBe("sales_prod");
    expect(operations()).toEqual(["UpdateMmsTables", "UpdateMmsTable"]);
    await plugin.delete(id, after);
    expect(table("orders").dstProjectName).toBe("lakehouse");
  });

  it("goes on after a failure between two requests, from the mapping that was", async () => {
    const wish = { ...inputs, dstNames: { products: "dim_products" } };
    emulator.control.injectFault("UpdateMmsTable", { kind: "error", status: 400, code: "InvalidParameter" });
    const failed = await initFailure(plugin.create(wish));
    const after = await plugin.update(failed.resourceId, failed.properties, wish);
    expect(table("products")).toMatchObject({ dstName: "dim_products", dstProjectName: "sales_prod" });
    await plugin.delete(failed.resourceId, after);
    expect(tableNames.map((name) => [table(name).dstProjectName, table(name).dstName])).toEqual(
      tableNames.map((name) => ["lakehouse", name]),
    );
  });

  it("is gone only when all its tables are, and deleting it then is fine", async () => {
    const { id, outs } = await plugin.create(inputs);
    const { tables } = emulator.control.store;
    tables.remove(table("orders"));
    const seen = await plugin.read(id, outs);
    expect(Object.keys(seen.props["destinations"] as object).sort()).toEqual(["customers", "products"]);
    await expect(plugin.update(id, seen.props, inputs)).rejects.toThrow(/table "orders".* is not in the inventory/);
    for (const name of ["customers", "products"]) tables.remove(table(name));
    expect((await plugin.read(id, outs)).id).toBe("");
    await plugin.delete(id, outs);
  });

  it("lets a table that landed as its database land as that does by then", async () => {
    const databases = await startPlugin({ kind: "DatabaseMapping", env: emulator.env });
    try {
      const lands = (dstProjectName: string) => ({ sourceId, dbName: "sales", dstProjectName });
      const mapped = await databases.create(lands("prod"));
      const { id, outs } = await plugin.create({ ...inputs, tableNames: ["orders"], dstProjectName: "secure" });
      expect(outs["previous"]).toEqual({ orders: { dstProjectName: "(as the database)" } });
      const moved = await databases.update(mapped.id, mapped.outs, lands("prod2"));
      expect([table("orders"), table("customers")].map((one) => one.dstProjectName)).toEqual(["secure", "prod2"]);
      await plugin.delete(id, outs);
      expect(table("orders").dstProjectName).toBe("prod2");
      await databases.delete(mapped.id, moved);
      expect([table("orders"), table("customers")].map((one) => one.dstProjectName)).toEqual([
        "lakehouse",
        "lakehouse",
      ]);
    } finally {
      await databases.stop();
    }
  });

  it("says so where the service keeps a table's schema that there was none of before", async () => {
    Object.assign(db(), { dstName: "ods" });
    Object.assign(table("orders"), { dstSchemaName: undefined });
    const { id, outs } = await plugin.create({
      sourceId,
      dbName: "sales",
      tableNames: ["orders"],
      dstSchemaName: "archive",
    });
    expect(outs["previous"]).toEqual({ orders: { dstSchemaName: "" } });
    await plugin.delete(id, outs);
    await plugin.said(/^table orders had no such mapping before, .* dstSchemaName "archive"/);
  });

  it("resets exactly the finished tables, in one request, when its program says so", async () => {
    for (const name of ["orders", "customers", "stores"]) table(name).status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, resetTrigger: ["1"] });
    const again = { ...inputs, resetTrigger: ["2"] };
    await expect(plugin.diff(id, outs, again)).rejects.toThrow(/again: customers, orders\./);
    const after = await plugin.update(id, outs, { ...again, allowRemigration: true });
    expect(["orders", "customers", "stores"].map((name) => table(name).status)).toEqual(["INIT", "INIT", "DONE"]);
    expect(after["destinations"]).toMatchObject({ orders: { status: "INIT" } });
    expect(mutating().at(-1)).toMatchObject({
      operation: "UpdateMmsTables",
      body: { dbName: "sales", tableNames: ["customers", "orders"], status: "INIT" },
    });
  });

  it("still sees, once a refresh took the error away, what a failed update has left mapped", async () => {
    const { id, outs } = await plugin.create(inputs);
    const fewer = { ...inputs, tableNames: ["orders", "customers"] };
    emulator.control.injectFault("UpdateMmsTable", { kind: "forbidden" });
    const failed = await initFailure(plugin.update(id, outs, fewer));
    const { props } = await plugin.read(id, failed.properties);
    expect(await plugin.diff(id, props, fewer)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(id, props, fewer);
    expect(table("products").dstProjectName).toBe("lakehouse");
    expect(await plugin.diff(id, after, fewer)).toEqual(none);
  });

  it("does not set tables back a second time when a look behind that failed", async () => {
    table("orders").status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, resetTrigger: ["1"] });
    const again = { ...inputs, resetTrigger: ["2"], allowRemigration: true };
    emulator.control.injectFault("ListMmsTables", { kind: "forbidden" }, { skip: 1 });
    const failed = await initFailure(plugin.update(id, outs, again));
    expect(table("orders").status).toBe("INIT");
    table("orders").status = "DONE";
    await plugin.update(id, failed.properties, again);
    expect(table("orders").status).toBe("DONE");
  });

  it("changes nothing where resetting is refused, and does not count tables that were taken out", async () => {
    table("orders").status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, resetTrigger: ["1"] });
    const seen = (await plugin.read(id, outs)).props;
    const again = { ...inputs, dstProjectName: "next", resetTrigger: ["2"] };
    const before = operations().length;
    await expect(plugin.diff(id, seen, again)).rejects.toThrow(/allowRemigration/);
    await expect(plugin.update(id, seen, again)).rejects.toThrow(/migrate them again: orders\./);
    expect(operations()).toHaveLength(before);
    const without = { ...again, tableNames: ["customers", "products"] };
    expect(await plugin.diff(id, seen, without)).toMatchObject({ changes: true });
  });
});
