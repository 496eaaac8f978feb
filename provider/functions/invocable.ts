// Functions by name, as a host calls them that has the values of their arguments already.
import type { OperationName } from "../mms/operations.js";
import type { Reach } from "./client-access.js";

/** A function without a program around it. */
export interface Invocable {
  readonly takes: Readonly<Record<string, true | readonly string[]>>;
  /** Refuses what it does not take, then finds. */
  readonly invoke: (args: object, service: Reach<OperationName>) => Promise<unknown>;
}

const invocables = new Map<string, Invocable>();

/** Makes a function known by its name, when its file is loaded. */
export const register = (name: string, one: Invocable): void => void invocables.set(name, one);

/** The function of this name, once its file is loaded. */
export const invocable = (name: string): Invocable | undefined => invocables.get(name);
