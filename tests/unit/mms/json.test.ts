// The service's JSON without loss, by whichever parser.
import fc from "fast-check";

import { decodeJson } from "../../../provider/mms/http/json.js";

it.each([
  ['{"jobId":9007199254740993}', { jobId: "9007199254740993" }],
  ['{"jobId":4017,"taskNum":2}', { jobId: "4017", taskNum: 2 }],
  ['{"list":[{"jobId": 1}],"rate":0.5,"text":"jobId:12345678901234567"}', undefined],
  ['{"taskNum":1e3}', { taskNum: 1000 }],
  ['{"jobId":-0}', { jobId: "-0" }],
  ["9007199254740993", "9007199254740993"],
])("%s keeps every digit", (text, expected) => {
  expect(decodeJson(text)).toEqual(expected ?? { list: [{ jobId: "1" }], rate: 0.5, text: "jobId:12345678901234567" });
});

it("does not depend on which parser reads it", () => {
  const key = fc.constantFrom("jobId", "taskNum", "id", "name", "-0", "a:1.5");
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(-0));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      number,
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(key, tie("value")),
    ),
  }));
  fc.assert(
    fc.property(value, (any) => {
      const text = JSON.stringify({ any });
      // A number too long for Node's own parser sends the text to the other one.
      const both = decodeJson(text.replace(/}$/, ',"more":12345678901234567890}')) as { any: unknown };
      expect(decodeJson(text)).toEqual({ any: both.any });
    }),
  );
});

it.each(["", "{", "<html>", '{"a":1,}', "01"])("%j is a SyntaxError", (text) => {
  expect(() => decodeJson(text)).toThrow(SyntaxError);
});
