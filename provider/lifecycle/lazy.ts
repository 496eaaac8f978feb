// Verbs that are loaded with the first call of one: a program declares resources, and only the plugin process calls verbs.
import type { Lifecycle } from "./lifecycle.js";

/** What a lifecycle does, beside its facts. */
export type Verbs<Service> = Omit<
  Lifecycle<Service>,
  "kind" | "inputs" | "outputs" | "naming" | "deletesFirst" | "objects"
>;

/** Stands for verbs until one of them is called. */
export const lazily = <Service>(load: () => Required<Verbs<Service>>): Required<Verbs<Service>> => ({
  check: (...args) => load().check(...args),
  diff: (...args) => load().diff(...args),
  create: (...args) => load().create(...args),
  read: (...args) => load().read(...args),
  update: (...args) => load().update(...args),
  delete: (...args) => load().delete(...args),
});
