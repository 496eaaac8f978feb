// The one error that says "it exists, but it is not what the program says yet".
import type { State } from "./types.js";

/**
 * Thrown by create and update once something exists on the service: the host stores the id and the whole state, and
 * the next update continues from there. The only error with a field called `id`; hosts act on that field.
 */
export class ResourceNotReadyError extends Error {
  override readonly name = "ResourceNotReadyError";
  readonly id: string;
  readonly state: State;
  readonly reasons: readonly string[];

  constructor(id: string, state: State, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(reason, { cause });
    this.id = id;
    this.state = state;
    this.reasons = [reason];
  }
}
