// Verbs that are loaded with the first call of one: a program declares resources, and only the plugin process calls verbs.
import type { Lifecycle } from "./lifecycle.js";

type Fact = "kind" | "inputs" | "outputs" | "naming" | "deletesFirst" | "objects" | "identity";

/** What a lifecycle does, beside its facts. A kind whose row has nothing to end with needs no `outcome`. */
export type Verbs<Service> = Required<Omit<Lifecycle<Service>, Fact | "outcome">> & Pick<Lifecycle<Service>, "outcome">;

/** Stands for verbs until one of them is called. */
export const lazily = <Service>(load: () => Verbs<Service>): Verbs<Service> => ({
  check: (...args) => load().check(...args),
  diff: (...args) => load().diff(...args),
  create: (...args) => load().create(...args),
  read: (...args) => load().read(...args),
  update: (...args) => load().update(...args),
  delete: (...args) => load().delete(...args),
  outcome: (...args) => load().outcome?.(...args),
});
