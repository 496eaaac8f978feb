import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

import { type Emulator, startEmulator } from "../../../emulator/index.js";
import { initFailure, type Plugin, startPlugin } from "../../support/plugin/plugin.js";
import { operationsSent } from "../../support/service/requests.js";
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
const operations = () => operationsSent(emulator);
const none = { changes: false, replaces: [], deleteBeforeReplace: false };

describe("DatabaseMapping in Pulumi's plugin process", () => {
  const inputs = { sourceId, dbName: "sales", dstProjectName: "sales_prod", dstName: "ods" };

  beforeEach(async () => {
    plugin = await startPlugin({ kind: "DatabaseMapping", env: emulator.env });
  });

  it("maps the database in one request, remembers what was, and finds no change afterwards", async () => {
    const { id, outs } = await plugin.create(inputs);
    expect(db()).toMatchObject({ dstProjectName: "sales_prod", dstName: "ods" });
    expect(outs).toMatchObject({
      ...inputs,
      dbId: db().id,
      previous: { dstProjectName: "lakehouse", dstName: "sales" },
    });
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
    expect(after["previous"]).toEqual({ dstProjectName: "lakehouse" });
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
    expect(after["previous"]).toEqual({ dstProjectName: "lakehouse", dstName: "sales" });
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

  it("keeps the previous mapping when the request fails, and goes on from there", async () => {
    emulator.control.injectFault("UpdateMmsDb", { kind: "forbidden" });
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.reasons.join()).toContain("odps:UpdateMmsDb");
    expect(failed.properties).toMatchObject({ previous: { dstProjectName: "lakehouse", dstName: "sales" } });
    await plugin.update(failed.resourceId, failed.properties, inputs);
    expect(db().dstProjectName).toBe("sales_prod");
  });

  it("refuses to reset finished tables without permission, naming them, and does it with it", async () => {
    table("orders").status = "DONE";
    table("customers").status = "DOING";
    const { id, outs } = await plugin.create({ ...inputs, resetTrigger: ["1"] });
    const again = { ...inputs, resetTrigger: ["2"] };
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
    const { id, outs } = await plugin.create({ ...inputs, resetTrigger: ["1"] });
    const again = { ...inputs, resetTrigger: ["2"], allowRemigration: true };
    emulator.control.injectFault("GetMmsDb", { kind: "forbidden" }, { skip: 1 });
    const failed = await initFailure(plugin.update(id, outs, again));
    expect(failed.properties).toMatchObject({ resetTrigger: ["2"] });
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
    emulator.control.injectFault("UpdateMmsTables", { kind: "forbidden" });
    const failed = await initFailure(plugin.create(inputs));
    expect(failed.message).toMatch(/odps:UpdateMmsTables.*They have to land again where they did.*orders to by_hand/);
    expect(failed.properties).toMatchObject({ displacedTables: { orders: { dstProjectName: "by_hand" } } });
    expect(table("orders").dstProjectName).toBe("sales_prod");
    const { props } = await plugin.read(failed.resourceId, failed.properties);
    expect(await plugin.diff(failed.resourceId, props, inputs)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(failed.resourceId, props, inputs);
    expect(table("orders").dstProjectName).toBe("by_hand");
    expect(after).not.toHaveProperty("displacedTables");
    expect(await plugin.diff(failed.resourceId, after, inputs)).toEqual(none);
    emulator.control.injectFault("UpdateMmsTables", { kind: "forbidden" });
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
    emulator.control.injectFault("UpdateMmsDb", { kind: "forbidden" });
    const failed = await initFailure(plugin.update(id, outs, next));
    const { props } = await plugin.read(id, failed.properties);
    expect(await plugin.diff(id, props, next)).toMatchObject({ changes: true, replaces: [] });
    const after = await plugin.update(id, props, next);
    expect(db()).toMatchObject({ dstProjectName: "sales_prod", dstName: "sales" });
    expect(await plugin.diff(id, after, next)).toEqual(none);
  });
});
