// Errors that end a program, which Pulumi prints with their stack.
import { describeError } from "../../../errors/pages.js";
import { withoutPulumiFrames } from "./pulumi-frames.js";

/** The same error, its message with the address of its page, its stack without Pulumi's own frames. */
export function explained<Thrown>(thrown: Thrown): Thrown {
  if (!(thrown instanceof Error)) return thrown;
  const { message, stack } = thrown;
  const whole = describeError(thrown);
  thrown.message = whole;
  if (stack?.includes(whole) === false) thrown.stack = stack.replace(message, () => whole);
  return withoutPulumiFrames(thrown);
}
