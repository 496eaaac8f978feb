// Tells the lives of a resource apart. Where the engine replaces without asking for a diff (`up --replace`, a tainted
// resource), it makes the new one first. A create of ours then takes over what is there, under the same id, and the delete of the
// old one that follows would remove it. So each create gives its state a mark, and a delete is left out where this process
// knows of another life with the same id: one that it made, or that it compared with the program, in this run or after an
// interrupted one.
import { randomBytes } from "node:crypto";
import { lifeKey } from "./protocol/contract.js";
import { type State } from "../../lifecycle/types.js";

/** Hidden outputs of a state that go from one of its versions to the next. */
export const lifeOf = (state: State): State => (state[lifeKey] === undefined ? {} : { [lifeKey]: state[lifeKey] });

/** The lives that one plugin process has seen: a process serves one run. */
export class Lives {
  private readonly seen = new Map<string, unknown>();

  /** Begins a life. */
  begin(): State {
    return { [lifeKey]: randomBytes(6).toString("base64url") };
  }

  /** Notes a life that the program declares: the one that was made, or compared. */
  note(urn: string, id: string, state: State): void {
    this.seen.set(`${urn}|${id}`, state[lifeKey]);
  }

  /** Whether what a delete would remove belongs to another life. */
  isTakenOver(urn: string, id: string, state: State): boolean {
    const key = `${urn}|${id}`;
    return this.seen.has(key) && this.seen.get(key) !== state[lifeKey];
  }
}
