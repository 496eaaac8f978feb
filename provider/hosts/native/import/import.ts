// `pulumi import` and `.get`: the state that a read begins with where only an id is known.
import type { Context } from "../../../lifecycle/lifecycle.js";
import type { State } from "../../../lifecycle/types.js";

/** Finds the inputs of what an id names; `undefined` where there is none. Throws for an id of another form. */
export type Importer<Service> = (id: string, context: Context<Service>) => Promise<State | undefined>;
