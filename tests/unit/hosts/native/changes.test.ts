// Detailed diffs: which element changed, and how.
import proto from "@pulumi/pulumi/proto/provider_pb.js";

import { elementsOf, written } from "../../../../provider/hosts/native/diff/changes.js";
import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import { migrationJobInputs as table } from "../../../../provider/resources/migration-job/schema.js";

it.each([
  ["a scalar", "srcDbName", "a", "b", { srcDbName: "update" }],
  ["a new value", "srcDbName", undefined, "b", { srcDbName: "add" }],
  ["a value taken out", "srcDbName", "a", undefined, { srcDbName: "delete" }],
  ["an element of a set", "tables", ["a", "b"], ["a", "c"], { "tables[1]": "update" }],
  ["an added element, wherever it stands", "tables", ["a", "b"], ["c", "b", "a"], { "tables[0]": "add" }],
  ["a removed element", "tables", ["a", "b", "c"], ["a", "c"], { "tables[1]": "delete" }],
  ["a number for the same digits and one more", "partitions", ["7"], [7, 8], { "partitions[1]": "add" }],
  ["a key of a map", "partitionFilters", { a: "x", b: "y" }, { a: "x", b: "z" }, { "partitionFilters.b": "update" }],
  ["a key with dots", "others", { "spark.mem": 1 }, {}, { others: "delete" }],
  ["a key with dots beside another", "others", { "s.m": 1, t: 1 }, { t: 1 }, { 'others["s.m"]': "delete" }],
  ["an element of a sequence", "triggers", ["1"], ["1", "2"], { "triggers[1]": "add" }],
  ["an unknown value", "srcDbName", "a", unknown, { srcDbName: "update" }],
  ["an unknown element", "tables", ["a"], ["a", unknown], { "tables[1]": "add" }],
] as const)("names %s", (_what, property, from, to, places) => {
  expect(elementsOf(table, property, from, to)).toEqual(places);
});

const none = { changes: false, replaces: [], reasons: [] };

it("writes what replaces apart from what updates", () => {
  const state = { sourceId: "1", tables: ["a"], waitFor: "created" };
  const inputs = { sourceId: 1, tables: ["b"], waitFor: "completed" };
  const response = written(table, state, inputs, { changes: true, replaces: ["tables"], reasons: [] });
  const { Kind } = proto.PropertyDiff;
  expect([...response.getDetaileddiffMap().entries()].map(([path, diff]) => [path, diff.getKind()])).toEqual([
    ["tables[0]", Kind.UPDATE_REPLACE],
    ["waitFor", Kind.UPDATE],
  ]);
  expect(response.getReplacesList()).toEqual(["tables"]);
  expect(response.getDiffsList()).toEqual(["tables", "waitFor"]);
});

it("shows a repair, which no input explains, as a changed status", () => {
  const response = written(table, { sourceId: "1", status: "FAILED" }, { sourceId: "1" }, { ...none, changes: true });
  expect(response.getDiffsList()).toEqual(["status"]);
});

it("shows nothing where the lifecycle sees no change", () => {
  const response = written(table, { type: "hive" }, { type: "HIVE" }, none);
  expect(response.getChanges()).toBe(proto.DiffResponse.DiffChanges.DIFF_NONE);
  expect(response.getDetaileddiffMap().getLength()).toBe(0);
});
