import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import fc from "fast-check";

import { withSentinels, withUnknowns } from "../../../../provider/hosts/serving/unknowns.js";
import { hasUnknown, unknown } from "../../../../provider/lifecycle/properties/values.js";

describe("unknown values", () => {
  it("are recognised by Pulumi's own sentinel, at any depth", () => {
    expect(withUnknowns({ a: [rpc.unknownValue, 1], b: { c: rpc.unknownValue } })).toEqual({
      a: [unknown, 1],
      b: { c: unknown },
    });
  });

  it("go back to Pulumi as its sentinel", () => {
    expect(withSentinels({ a: [unknown] })).toEqual({ a: [rpc.unknownValue] });
  });

  it("survive the way there and back beside any other value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const mixed = { value, later: rpc.unknownValue };
        expect(withSentinels(withUnknowns(mixed))).toEqual(mixed);
        expect(hasUnknown(withUnknowns(mixed))).toBe(true);
        expect(hasUnknown(withUnknowns({ value }))).toBe(false);
      }),
    );
  });
});
