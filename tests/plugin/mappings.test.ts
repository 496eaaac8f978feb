import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../support/plugin.js";

const sourceId = "2000015";

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator({ clock: "manual" });
});

afterEach(async () => {
  await plugin.stop();
  await emulator.close();
});

const db = (name = "sales") => {
  const found = emulator.control.store.dbs.of(sourceId).find((one) => one.name === name);
  if (found === undefined) throw new Error(`the seed has no database ${name}`);
  return found;
};
const table = (name: string) => {
  const found = emulator.control.store.tablesOf(sourceId, "sales").find((one) => one.name === name);
  if (found === undefined) throw new Error(`the seed has no table ${name}`);
  return found;
};
const mutating = () => emulator.control.journal.filter((entry) => entry.mutating);
const operations = () => mutating().map(({ operation }) => operation);
const none = { changes: false, replaces: [], deleteBeforeReplace: false };

describe("DatabaseMapping in Pulumi's plugin process", () => {
  const inputs = { sourceId, dbName: "sales", dstProjectName: "sales_prod", dstName: "ods" };

  beforeEach(async () => {
    plugin = await startPlugin({ kind: "DatabaseMapping", env: emulator.env });
  });

  it("maps the database in one request, remembers what was, and finds no change afterwards", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(db()).toMatchObject({ dstProjectName: "sales_prod", dstName: "ods" });
    expect(outs).toMatchObject({ ...inputs, dbId: db().id, former: { dstProjectName: "lakehouse", dstName: "sales" } });
    expect(id).toBe(`${sourceId}/dbs/${db().id}`);
    expect(await plugin.diff(id, outs, inputs)).toEqual(none);
    expect((await plugin.read(id, outs)).props).toEqual(outs);
    await plugin.update(id, outs, inputs);
    expect(operations()).toEqual(["UpdateMmsDb"]);
  });

  it("sends nothing when the database lands there already, and leaves it there on delete", async () => {
    const { id, outs } = await plugin.create({ sourceId, dbName: "sales", dstProjectName: "lakehouse" });
    await plugin.delete(id, outs);
    expect(operations()).toEqual([]);
  });

  it("changes in place, puts a field back that is no longer declared, and puts all back on delete", async () => {
    const { id, outs } = await plugin.create(inputs);
    const next = { sourceId, dbName: "sales", dstProjectName: "sales_next" };
    const after = await plugin.update(id, outs, next);
    expect(db()).toMatchObject({ dstProjectName: "sales_next", dstName: "sales" });
    expect(after["former"]).toEqual({ dstProjectName: "lakehouse" });
    await plugin.delete(id, after);
    await plugin.delete(id, after);
    expect(db()).toMatchObject({ dstProjectName: "lakehouse", dstName: "sales" });
    expect(operations()).toEqual(["UpdateMmsDb", "UpdateMmsDb", "UpdateMmsDb"]);
  });

  it("sees a change made elsewhere, and corrects it", async () => {
    const { id, outs } = await plugin.create(inputs);
    db().dstProjectName = "elsewhere";
    const seen = await plugin.read(id, outs);
    expect(seen.inputs).toMatchObject({ dstProjectName: "elsewhere" });
    expect(await plugin.diff(id, seen.props, inputs)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(id, seen.props, inputs);
    expect(db().dstProjectName).toBe("sales_prod");
    expect(after["former"]).toEqual({ dstProjectName: "lakehouse", dstName: "sales" });
  });

  it("is gone with its database, and deleting it then is fine", async () => {
    const { id, outs } = await plugin.create(inputs);
    emulator.control.store.dbs.remove(db());
    expect((await plugin.read(id, outs)).id).toBe("");
    await plugin.delete(id, outs);
    expect(operations()).toEqual(["UpdateMmsDb"]);
  });

  it("refuses a database that no scan has found", async () => {
    await expect(plugin.create({ ...inputs, dbName: "nowhere" })).rejects.toThrow(/not in the inventory .* scan/);
    expect(operations()).toEqual([]);
  });

  it("keeps the former mapping when the request fails, and goes on from there", async () => {
    emulator.control.faults.script("UpdateMmsDb", { kind: "forbidden" });
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.reasons.join()).toContain("odps:UpdateMmsDb");
    expect(failed.properties).toMatchObject({ former: { dstProjectName: "lakehouse", dstName: "sales" } });
    await plugin.update(failed.resourceId, failed.properties, inputs);
    expect(db().dstProjectName).toBe("sales_prod");
  });

  it("refuses to re-arm finished tables unasked, naming them, and does it when told to", async () => {
    table("orders").status = "DONE";
    table("customers").status = "DOING";
    const { id, outs } = await plugin.create({ ...inputs, rearm: ["1"] });
    const again = { ...inputs, rearm: ["2"] };
    await expect(plugin.diff(id, outs, again)).rejects.toThrow(/allowRemigration/);
    const failed = await initFailure(plugin.update(id, outs, again));
    expect(failed.reasons.join()).toMatch(/migrate them again: sales\.orders\. If that is meant/);
    expect(operations()).toEqual(["UpdateMmsDb"]);
    const allowed = { ...again, allowRemigration: true };
    const after = await plugin.update(id, failed.properties, allowed);
    expect(table("orders").status).toBe("INIT");
    expect(table("customers").status).toBe("DOING");
    expect(await plugin.diff(id, after, allowed)).toEqual(none);
    await plugin.update(id, after, allowed);
    expect(operations()).toEqual(["UpdateMmsDb", "UpdateMmsTables"]);
  });

  it("does not set tables back a second time when a look behind that failed", async () => {
    table("orders").status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, rearm: ["1"] });
    const again = { ...inputs, rearm: ["2"], allowRemigration: true };
    emulator.control.faults.script("GetMmsDb", { kind: "forbidden" }, { skip: 1 });
    const failed = await initFailure(plugin.update(id, outs, again));
    expect(failed.properties).toMatchObject({ rearm: ["2"] });
    table("orders").status = "DONE";
    await plugin.update(id, failed.properties, again);
    expect(table("orders").status).toBe("DONE");
    expect(operations()).toEqual(["UpdateMmsDb", "UpdateMmsTables"]);
  });

  it("lets tables that land elsewhere than their database go on landing there", async () => {
    table("orders").dstProjectName = "by_hand";
    const { id, outs } = await plugin.create(inputs);
    expect(table("orders")).toMatchObject({ dstProjectName: "by_hand", dstSchemaName: "ods" });
    expect(table("customers")).toMatchObject({ dstProjectName: "sales_prod", dstSchemaName: "ods" });
    await plugin.update(id, outs, { ...inputs, dstName: "dwd" });
    expect(table("orders")).toMatchObject({ dstProjectName: "by_hand", dstSchemaName: "dwd" });
    await plugin.delete(id, outs);
    expect(table("orders")).toMatchObject({ dstProjectName: "by_hand", dstSchemaName: "sales" });
    expect(table("customers")).toMatchObject({ dstProjectName: "lakehouse", dstSchemaName: "sales" });
  });

  it("puts tables that it carried along back in the next attempt, where the first one failed at that", async () => {
    table("orders").dstProjectName = "by_hand";
    emulator.control.faults.script("UpdateMmsTables", { kind: "forbidden" });
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.message).toMatch(/odps:UpdateMmsTables.*They have to land again where they did.*orders to by_hand/);
    expect(failed.properties).toMatchObject({ carried: { orders: { dstProjectName: "by_hand" } } });
    expect(table("orders").dstProjectName).toBe("sales_prod");
    const { props } = await plugin.read(failed.resourceId, failed.properties);
    expect(await plugin.diff(failed.resourceId, props, inputs)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(failed.resourceId, props, inputs);
    expect(table("orders").dstProjectName).toBe("by_hand");
    expect(after).not.toHaveProperty("carried");
    expect(await plugin.diff(failed.resourceId, after, inputs)).toEqual(none);
    emulator.control.faults.script("UpdateMmsTables", { kind: "forbidden" });
    await expect(plugin.delete(failed.resourceId, after)).rejects.toThrow(/orders to by_hand/);
  });

  it("knows a table's own schema where its database has none, and takes what all tables show for the database's", async () => {
    const tables = emulator.control.store.tablesOf(sourceId, "sales");
    Object.assign(db(), { dstName: undefined, dstProjectName: undefined });
    tables.forEach((one) => Object.assign(one, { dstSchemaName: undefined }));
    table("orders").dstSchemaName = "archive";
    await plugin.create({ sourceId, dbName: "sales", dstProjectName: "sales_prod" });
    expect(table("orders")).toMatchObject({ dstProjectName: "sales_prod", dstSchemaName: "archive" });
    expect(new Set(tables.map(({ dstProjectName }) => dstProjectName))).toEqual(new Set(["sales_prod"]));
  });

  it("says so where the service keeps what there was none of before", async () => {
    Object.assign(db(), { dstName: undefined });
    const { id, outs } = await plugin.create(inputs);
    await plugin.delete(id, outs);
    const { severity } = await plugin.said(/^database sales had no such mapping before, .* dstName "ods"/);
    expect(severity).toBe(LogSeverity.WARNING);
    expect(db().dstProjectName).toBe("lakehouse");
  });

  it("still sees, once a refresh took the error away, what a failed update has left mapped", async () => {
    const { id, outs } = await plugin.create(inputs);
    const next = { sourceId, dbName: "sales", dstProjectName: "sales_prod" };
    emulator.control.faults.script("UpdateMmsDb", { kind: "forbidden" });
    const failed = await initFailure(plugin.update(id, outs, next));
    const { props } = await plugin.read(id, failed.properties);
    expect(await plugin.diff(id, props, next)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(id, props, next);
    expect(db()).toMatchObject({ dstProjectName: "sales_prod", dstName: "sales" });
    expect(await plugin.diff(id, after, next)).toEqual(none);
  });
});

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
    expect(Object.keys(after["former"] as object).sort()).toEqual(["orders", "stores"]);
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
    emulator.control.faults.script("UpdateMmsTable", { kind: "error", status: 400, code: "InvalidParameter" });
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
    await expect(plugin.update(id, seen.props, inputs)).rejects.toThrow(/table orders .* is not in the inventory/);
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
      expect(outs["former"]).toEqual({ orders: { dstProjectName: "(as the database)" } });
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
    expect(outs["former"]).toEqual({ orders: { dstSchemaName: "" } });
    await plugin.delete(id, outs);
    await plugin.said(/^table orders had no such mapping before, .* dstSchemaName "archive"/);
  });

  it("re-arms exactly the finished tables, in one request, when told to", async () => {
    for (const name of ["orders", "customers", "stores"]) table(name).status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, rearm: ["1"] });
    const again = { ...inputs, rearm: ["2"] };
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
    emulator.control.faults.script("UpdateMmsTable", { kind: "forbidden" });
    const failed = await initFailure(plugin.update(id, outs, fewer));
    const { props } = await plugin.read(id, failed.properties);
    expect(await plugin.diff(id, props, fewer)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(id, props, fewer);
    expect(table("products").dstProjectName).toBe("lakehouse");
    expect(await plugin.diff(id, after, fewer)).toEqual(none);
  });

  it("does not set tables back a second time when a look behind that failed", async () => {
    table("orders").status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, rearm: ["1"] });
    const again = { ...inputs, rearm: ["2"], allowRemigration: true };
    emulator.control.faults.script("ListMmsTables", { kind: "forbidden" }, { skip: 1 });
    const failed = await initFailure(plugin.update(id, outs, again));
    expect(table("orders").status).toBe("INIT");
    table("orders").status = "DONE";
    await plugin.update(id, failed.properties, again);
    expect(table("orders").status).toBe("DONE");
  });

  it("changes nothing where re-arming is refused, and does not count tables that were taken out", async () => {
    table("orders").status = "DONE";
    const { id, outs } = await plugin.create({ ...inputs, rearm: ["1"] });
    const seen = (await plugin.read(id, outs)).props;
    const again = { ...inputs, dstProjectName: "next", rearm: ["2"] };
    const before = operations().length;
    await expect(plugin.diff(id, seen, again)).rejects.toThrow(/allowRemigration/);
    await expect(plugin.update(id, seen, again)).rejects.toThrow(/migrate them again: orders\./);
    expect(operations()).toHaveLength(before);
    const without = { ...again, tableNames: ["customers", "products"] };
    expect(await plugin.diff(id, seen, without)).toMatchObject({ changes: true });
  });
});
