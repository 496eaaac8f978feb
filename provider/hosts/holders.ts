// Which resource of a run declares which object of the service: two may not, and a delete leaves alone what another one declares.
import type { CheckFailure, HeldObject } from "../lifecycle/lifecycle.js";

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** The objects that the resources of one kind declare, as one plugin process has seen them: a process serves one run. */
export class Holders {
  private readonly byUrn = new Map<string, readonly HeldObject[]>();

  constructor(private readonly kind: string) {}

  /** The name of another resource that declares an object. */
  holderOf(object: string, urn: string): string | undefined {
    for (const [holder, objects] of this.byUrn) {
      if (holder !== urn && objects.some((one) => one.object === object)) return nameOf(holder);
    }
    return undefined;
  }

  /** Notes what a resource declares from now on, and refuses what another resource of the run declares. */
  hold(urn: string, objects: readonly HeldObject[]): CheckFailure[] {
    this.byUrn.set(urn, objects);
    return objects.flatMap(({ property, object }) => {
      const holder = this.holderOf(object, urn);
      if (holder === undefined) return [];
      const both = `${this.kind} "${holder}" and ${this.kind} "${nameOf(urn)}" both declare ${object}`;
      return [{ property, reason: `${both}, and each would undo the other; declare it in one of them` }];
    });
  }
}
