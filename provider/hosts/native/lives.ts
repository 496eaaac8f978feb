// Marks each life of a resource. Where the engine replaces without asking for a diff (`up --replace`, a tainted resource), it makes
// the new one first. A create of ours then takes over what is there, under the same id, and the delete of the old one that follows
// would remove it. So each create gives its state a mark, and a delete is left out where this process knows of another life of the
// object: one that it made, or that it compared with the program, in this run or after an interrupted one.
import { randomBytes } from "node:crypto";
import { lifeKey } from "./protocol/contract.js";
import type { State } from "../../lifecycle/types.js";

/** Hidden outputs of a state that begins a life. */
export const newLife = (): State => ({ [lifeKey]: randomBytes(6).toString("base64url") });

/** Hidden outputs of a state that go from one of its versions to the next. */
export const lifeOf = (state: State): State => (state[lifeKey] === undefined ? {} : { [lifeKey]: state[lifeKey] });

/** The mark of a state; one that the dynamic host wrote has none, which tells it from all others too. */
export const markOf = (state: State): string => String(state[lifeKey] ?? "");
