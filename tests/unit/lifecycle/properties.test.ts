import fc from "fast-check";

import {
  changesOf,
  checkTable,
  diffOf,
  inputsOf,
  type PropertyTable,
} from "../../../provider/lifecycle/properties/property-table.js";
import { unknown } from "../../../provider/lifecycle/properties/values.js";

const table = {
  sourceId: { type: "id", required: true, onChange: "replace", source: "test" },
  tables: { type: "strings", onChange: "replace", source: "test" },
  eta: { type: "date", onChange: "replace", source: "test" },
  waitFor: {
    type: "string",
    default: "created",
    allowed: ["created", "completed"],
    onChange: "update",
    source: "test",
  },
  name: { type: "string", computed: true, onChange: "replace", source: "test" },
  password: { type: "string", secret: true, allowed: ["x"], onChange: "update", source: "test" },
  timeouts: { type: "durations", allowed: ["create", "delete"], onChange: "update", source: "test" },
} as const satisfies PropertyTable;

const reasonsOf = (inputs: Record<string, unknown>) =>
  checkTable(table, { sourceId: "1", ...inputs }).map(({ property, reason }) => `${property}: ${reason}`);

describe("check", () => {
  it("accepts what the table allows", () => {
    const inputs = {
      sourceId: 7,
      tables: ["a"],
      eta: "2028-02-29",
      waitFor: "completed",
      timeouts: { create: "1h30m" },
    };
    expect(checkTable(table, inputs)).toEqual([]);
  });

  it("names the nearest property for a misspelt one", () => {
    expect(reasonsOf({ tabels: ["a"] })).toEqual(['tabels: unknown property "tabels"; did you mean "tables"?']);
  });

  it("lists the known properties when none is near", () => {
    expect(reasonsOf({ zzzzzzzzzz: 1 })[0]).toContain("known properties: sourceId, tables");
  });

  it("names a missing property", () => {
    expect(checkTable(table, {})).toEqual([{ property: "sourceId", reason: expect.stringContaining("is required") }]);
  });

  it.each([
    [{ sourceId: "abc" }, "sourceId: expected an id"],
    [{ sourceId: 1.5 }, "sourceId: expected an id"],
    [{ tables: "orders" }, "tables: expected a list"],
    [{ tables: ["orders", 7] }, "tables[1]: expected a text"],
    [{ eta: "2026-02-30" }, "eta: expected a date that exists"],
    [{ waitFor: "finished" }, "waitFor: expected one of created, completed"],
    [{ timeouts: { creat: "1h" } }, "timeouts.creat: expected one of create, delete"],
    [{ timeouts: { create: "soon" } }, "timeouts.create: expected a duration"],
    [{ timeouts: { create: "15" } }, "timeouts.create: expected a duration"],
  ])("refuses %j with its path", (inputs, expected) => {
    expect(reasonsOf(inputs)[0]).toContain(expected);
  });

  it("never shows a secret value", () => {
    expect(reasonsOf({ password: "hunter2" }).join()).not.toContain("hunter2");
    expect(reasonsOf({ password: { nested: "hunter2" } }).join()).not.toContain("hunter2");
  });

  it("lets values pass that are not known yet", () => {
    const inputs = {
      sourceId: unknown,
      tables: [unknown],
      eta: unknown,
      waitFor: unknown,
      timeouts: { create: unknown },
    };
    expect(checkTable(table, inputs)).toEqual([]);
  });
});

describe("diff", () => {
  const state = { sourceId: "1", tables: ["a", "b"], name: "given-by-create", timeouts: { create: "60m" } };

  it.each([
    ["list order", { tables: ["b", "a"] }],
    ["a number in place of digits", { sourceId: 1 }],
    ["a stated default", { waitFor: "created" }],
    ["an empty map", { password: null }],
    ["another way to write a duration", { timeouts: { create: "1h" } }],
  ])("sees no change in %s", (_what, inputs) => {
    expect(changesOf(table, state, { ...inputsOf(table, state), ...inputs })).toEqual([]);
  });

  it("leaves a computed value alone when the program gives none", () => {
    expect(changesOf(table, state, { ...state, name: undefined })).toEqual([]);
  });

  it("replaces and updates as the table says", () => {
    const diff = diffOf(changesOf(table, state, { ...state, eta: "2026-01-01", waitFor: "completed" }));
    expect(diff).toMatchObject({ changes: true, replaces: ["eta"] });
  });

  it("decides on no replacement for a value that is not known yet", () => {
    expect(diffOf(changesOf(table, state, { ...state, tables: unknown }))).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it("sees no change in any shuffle of a set, and one in any other set", () => {
    const sets = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        sets.chain((names) => fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: 1 }))),
        ([names, some]) => {
          const changed = changesOf(table, { ...state, tables: names }, { ...state, tables: some });
          expect(changed.length === 0).toBe(some.length === names.length);
        },
      ),
    );
  });
});
