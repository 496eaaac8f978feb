// An error that is shown once, in a sentence, with its resource.
import type { Writable } from "node:stream";

import { describeError } from "../errors/pages.js";

/**
 * Pulumi shows `message` with the resource. Of a check, a diff, a read and a delete its host prints `<toString()>: <stack>` to
 * the standard error as well, which the engine repeats on the row of the stack: {@link dropRepeatedErrors} leaves that out.
 */
export class OperationError extends Error {
  override readonly name = "OperationError";
  override readonly stack = "an operation failed; its error is shown with the resource";

  constructor(cause: unknown) {
    super(describeError(cause), { cause });
  }

  override toString(): string {
    return "alicloud-mms";
  }
}

const itself = new OperationError("");
const repeated = `${itself}: ${itself.stack}\n`;

/** Keeps the line that repeats an {@link OperationError} from a stream, and nothing else. */
export function dropRepeatedErrors(stream: Pick<Writable, "write">): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = ((...args: unknown[]): boolean => {
    if (args[0] !== repeated) return write(...args);
    const written = args.at(-1);
    if (typeof written === "function") process.nextTick(written as () => void);
    return true;
  }) as Writable["write"];
}
