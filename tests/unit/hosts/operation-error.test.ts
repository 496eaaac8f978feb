import { Writable } from "node:stream";

import { dropRepeatedErrors, OperationError } from "../../../provider/hosts/operation-error.js";

/** A stream and what reaches its end. */
function stream(): { stream: Writable; written: string[] } {
  const written: string[] = [];
  const made = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      written.push(chunk);
      done();
    },
  });
  return { stream: made, written };
}

/** As Pulumi's host prints what a diff, a read or a delete throws. */
const repeated = (error: Error): string => `${error}: ${error.stack}\n`;

describe("the line with which Pulumi's host repeats an error", () => {
  it("is left out, and its writer is called back as if it was written", async () => {
    const { stream: stderr, written } = stream();
    dropRepeatedErrors(stderr);
    await new Promise((done) => stderr.write(repeated(new OperationError(new Error("job 7 is DOING"))), done));
    expect(written).toEqual([]);
  });

  it("is the only one that is left out", () => {
    const { stream: stderr, written } = stream();
    dropRepeatedErrors(stderr);
    const others = [repeated(new Error("a fault of ours")), "a warning of Node's\n"];
    others.forEach((line) => stderr.write(line));
    expect(written).toEqual(others);
  });
});
