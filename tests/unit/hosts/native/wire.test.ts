// Values on the wire of the native protocol: what a lifecycle sees of them, and what it writes.
import { received, secretsIn, sent } from "../../../../provider/hosts/native/protocol/wire.js";
import { unknown } from "../../../../provider/lifecycle/properties/values.js";
import { secret, struct, unknownText } from "../../../support/plugin/native.js";

const output = (more: object) => ({
  "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  ...more,
});
const resource = { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "7" };

it.each([
  ["a plain value", { name: "sales", tables: ["a"], others: { deep: { x: 1 } } }, undefined, []],
  ["a secret", { secretConfig: secret({ a: "b" }) }, { secretConfig: { a: "b" } }, [["secretConfig"]]],
  [
    "a secret inside",
    { others: { "x.token": secret("t"), y: 1 } },
    { others: { "x.token": "t", y: 1 } },
    [["others", "x.token"]],
  ],
  ["a secret item", { tables: ["a", secret("b")] }, { tables: ["a", "b"] }, [["tables"]]],
  ["an output value", { name: output({ value: "n" }) }, { name: "n" }, []],
  ["a secret output value", { name: output({ value: "n", secret: true }) }, { name: "n" }, [["name"]]],
  ["a resource where its id is meant", { sourceId: resource }, { sourceId: "7" }, []],
  ["null", { name: null }, { name: null }, []],
])("reads %s", (_what, wire, values, secrets) => {
  expect(received(struct(wire as Record<string, unknown>))).toEqual({ values: values ?? wire, secrets });
});

it("reads what is not known yet, as a text or as an output value, at any depth", () => {
  const { values } = received(struct({ sourceId: unknownText, name: output({}), tables: ["a", unknownText] }));
  expect(values).toEqual({ sourceId: unknown, name: unknown, tables: ["a", unknown] });
});

it.each([
  ["whole properties", { secretConfig: { a: 1 } }, [["secretConfig"]], { secretConfig: secret({ a: 1 }) }],
  ["parts", { others: { t: "x", u: 1 } }, [["others", "t"]], { others: { t: secret("x"), u: 1 } }],
  ["once, where both are named", { others: { t: "x" } }, [["others", "t"], ["others"]], { others: secret({ t: "x" }) }],
  [
    "once, where one is named twice",
    { a: 1, b: { c: 2 } },
    [["a"], ["a"], ["b", "c"], ["b", "c"]],
    { a: secret(1), b: { c: secret(2) } },
  ],
  ["nothing where nothing is", { others: { u: 1 } }, [["others", "t"], ["gone"]], { others: { u: 1 } }],
])("seals %s", (_what, values, secrets, wire) => {
  expect(sent(values, secrets).toJavaScript()).toEqual(wire);
});

it("writes the unknown as the engine reads it, and leaves out what there is not", () => {
  expect(sent({ jobId: unknown, name: undefined, list: [unknown] }).toJavaScript()).toEqual({
    jobId: unknownText,
    list: [unknownText],
  });
});

it("brings back what it was given", () => {
  const values = { a: "1", b: { c: [1, true, null] }, d: unknown };
  expect(received(sent(values, [["b", "c"]]))).toEqual({ values, secrets: [["b", "c"]] });
});

it("finds the secret properties of tables", () => {
  expect(secretsIn({ a: { secret: true }, b: {} }, { c: { secret: true } })).toEqual([["a"], ["c"]]);
});
