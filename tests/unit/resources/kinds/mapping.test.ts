import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import {
  changesTo,
  declaredIn,
  previousOf,
  keptPrevious,
} from "../../../../provider/resources/inventory/destination.js";
import { changesIn, previousByTable } from "../../../../provider/resources/table-mapping/plan.js";
import { lifecycleOf } from "../../../../provider/registry.js";

const fields = ["dstProjectName", "dstName"];
const database = lifecycleOf("DatabaseMapping");
const tables = lifecycleOf("TableMapping");

describe("destinations", () => {
  it("send only what differs", () => {
    const live = { dstProjectName: "old", dstName: "sales" };
    const declared = declaredIn(fields, { dstProjectName: "new", dstName: "sales" });
    expect(changesTo(declared, previousOf(declared, {}, live), live)).toEqual({ dstProjectName: "new" });
  });

  it("keep the value from before the first change, whatever is found later", () => {
    const declared = { dstProjectName: "new" };
    expect(previousOf(declared, { dstProjectName: "first" }, { dstProjectName: "second" })).toEqual({
      dstProjectName: "first",
    });
  });

  it("put a field back that the program no longer declares, and then forget it", () => {
    const previous = { dstProjectName: "first", dstName: "" };
    expect(changesTo({}, previous, { dstProjectName: "new", dstName: "" })).toEqual({ dstProjectName: "first" });
    expect(keptPrevious({ dstName: "x" }, previous)).toEqual({ dstName: "" });
  });

  it("leave alone what was never declared", () => {
    const declared = declaredIn(fields, {});
    expect(previousOf(declared, {}, { dstProjectName: "old" })).toEqual({});
  });
});

describe("table plans", () => {
  const live = new Map([
    ["orders", { id: "1", name: "orders", dstProjectName: "p", dstSchemaName: null, dstName: "orders" }],
    ["customers", { id: "2", name: "customers", dstProjectName: "p", dstSchemaName: null, dstName: "customers" }],
  ]);

  it("name each table that has to change, and with which fields", () => {
    const inputs = { tableNames: ["orders", "customers"], dstProjectName: "q", dstNames: { orders: "ods_orders" } };
    const previousValues = previousByTable(inputs, {}, live, {});
    const changes = changesIn(inputs, previousValues, live, {}).map(({ table, changes: fieldsOf }) => [
      table,
      fieldsOf,
    ]);
    expect(Object.fromEntries(changes)).toEqual({
      orders: { dstProjectName: "q", dstName: "ods_orders" },
      customers: { dstProjectName: "q" },
    });
  });

  it("put a table back that is taken out of the list", () => {
    const known = { orders: { dstProjectName: "before" } };
    const inputs = { tableNames: ["customers"] };
    const [change] = changesIn(inputs, previousByTable(inputs, known, live, {}), live, {});
    expect(change).toMatchObject({ table: "orders", changes: { dstProjectName: "before" } });
  });
});

describe("resetting", () => {
  const done = { sourceId: "1", dbName: "sales", status: "PART_DONE", tablesDone: 3, resetTrigger: ["a"] };

  it("is refused at preview when finished tables would migrate again", () => {
    expect(() => database.diff?.(done, { sourceId: "1", dbName: "sales", resetTrigger: ["b"] })).toThrow(
      /sales \(3 finished tables\).*allowRemigration: true/,
    );
  });

  it("is a change once it is allowed", () => {
    const inputs = { sourceId: "1", dbName: "sales", resetTrigger: ["b"], allowRemigration: true };
    expect(database.diff?.({ ...done, allowRemigration: true }, inputs)).toMatchObject({ changes: true, replaces: [] });
  });

  it("names the finished tables, and only those", () => {
    const state = {
      sourceId: "1",
      dbName: "sales",
      tableNames: ["orders", "customers"],
      resetTrigger: ["a"],
      destinations: { orders: { status: "DONE" }, customers: { status: "INIT" } },
    };
    const diff = () => tables.diff?.(state, { ...state, resetTrigger: ["b"] });
    expect(diff).toThrow(/again: orders\./);
  });
});

describe("TableMapping", () => {
  const seen = { tableId: "1", dstProjectName: "q", dstSchemaName: "", dstName: "orders", status: "INIT" };
  const inputs = { sourceId: "1", dbName: "sales", tableNames: ["orders"], dstProjectName: "q" };
  const state = { ...inputs, destinations: { orders: seen }, previous: {} };

  it("finds no change where the inventory agrees", () => {
    expect(tables.diff?.(state, inputs)).toMatchObject({ changes: false });
  });

  it("finds drift of one table and reports it", () => {
    const drifted = { ...state, destinations: { orders: { ...seen, dstProjectName: "elsewhere" } } };
    expect(tables.diff?.(drifted, inputs)).toMatchObject({
      changes: true,
      replaces: [],
      reasons: ['orders dstProjectName: "elsewhere" → "q"'],
    });
  });

  it("replaces only for another source or database", () => {
    expect(tables.diff?.(state, { ...inputs, dbName: "other" }).replaces).toEqual(["dbName"]);
    expect(tables.diff?.(state, { ...inputs, dbName: unknown }).replaces).toEqual([]);
  });

  it("refuses a name for a table it does not map", () => {
    const failures = tables.check?.({ ...inputs, dstNames: { customers: "x" } });
    expect(failures?.map(({ property }) => property)).toEqual(["dstNames.customers"]);
  });

  it("refuses an empty list, and lets unknown names pass", () => {
    expect(tables.check?.({ ...inputs, tableNames: [] })).toHaveLength(1);
    expect(tables.check?.({ ...inputs, tableNames: [unknown], dstNames: { x: "y" } })).toEqual([]);
  });
});
