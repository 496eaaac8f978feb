// Which resource of a run declares which object of the service: two may not, and a delete leaves alone what another one declares.
import type { HeldObject } from "../../lifecycle/lifecycle.js";
import { canonicalJson, plain } from "../../lifecycle/properties/values.js";
import { type CheckFailure, type State } from "../../lifecycle/types.js";

const asText = (state: State): string => canonicalJson(plain(state));

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** One object, and the resource of the run that has it. */
interface Hold {
  readonly urn: string;
  /** The state that a create of this run gave it, until a later verb gives it another. */
  readonly created?: string;
}

/** Two resources of a run turn out to be one object. */
class HeldTwiceError extends Error {
  override readonly name = "HeldTwiceError";

  constructor(kind: string, id: string, holder: string, other: string) {
    super(
      `${kind} "${nameOf(holder)}" and ${kind} "${nameOf(other)}" are both ${id}, and each would undo the other; ` +
        "declare it in one of them",
    );
  }
}

/** The objects that the resources of one kind declare, as one plugin process has seen them: a process serves one run. */
export class Holders {
  private readonly byUrn = new Map<string, readonly HeldObject[]>();
  private readonly byId = new Map<string, Hold>();

  /** `areOwn` says that an object has one resource for all its life, and that its id is the resource's. */
  constructor(
    private readonly kind: string,
    private readonly areOwn = false,
  ) {}

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

  /** Notes that a resource keeps its object. A refresh compares too, before any check, and notes nothing. */
  keep(id: string, urn: string): void {
    if (this.byUrn.has(urn)) this.take(id, { urn });
  }

  /** Notes that a resource has made its object, or taken it over. */
  make(id: string, state: State, urn: string): void {
    this.take(id, { urn, created: asText(state) });
  }

  /** Notes that a verb after the create gives an object another state. */
  follow(id: string, urn: string): void {
    if (this.byId.get(id)?.urn === urn) this.byId.set(id, { urn });
  }

  /** Forgets that a resource has an object. */
  release(id: string, urn: string): void {
    if (this.byId.get(id)?.urn === urn) this.byId.delete(id);
  }

  /**
   * Why a delete has to leave an object alone; `undefined` where it has not. What is deleted under a URN that was created in
   * this run, and does not have the state of that create, is the resource that it replaced.
   */
  reasonToLeave(id: string, state: State, urn: string): string | undefined {
    const hold = this.byId.get(id);
    if (hold === undefined) return undefined;
    if (hold.urn !== urn) return this.areOwn ? `${this.kind} "${nameOf(hold.urn)}" has taken it over` : undefined;
    if (hold.created === undefined || hold.created === asText(state)) return undefined;
    return (
      "its replacement was made first, found it and took it over; a transform of the program set deleteBeforeReplace: false, " +
      "which cannot be had"
    );
  }

  private take(id: string, hold: Hold): void {
    const holder = this.byId.get(id);
    if (this.areOwn && holder !== undefined && holder.urn !== hold.urn) {
      throw new HeldTwiceError(this.kind, id, holder.urn, hold.urn);
    }
    this.byId.set(id, hold);
  }
}
