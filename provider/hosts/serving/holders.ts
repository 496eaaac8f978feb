// Which resource of a run declares which object of the service: two may not, and a delete leaves alone what another one declares.
import type { HeldObject } from "../../lifecycle/lifecycle.js";
import type { CheckFailure } from "../../lifecycle/types.js";

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** One object, and the resource of the run that has it. */
interface Hold {
  readonly urn: string;
  /** What distinguishes this life of the resource from the ones before it, where the host knows it. */
  readonly life: string | undefined;
}

/** What holds for all resources of one kind. */
interface KindOfHolders {
  readonly kind: string;
  /** Whether an object has one resource for all its life, so that two never have one. */
  readonly areOwn: boolean;
  /** Why a replacement was made before the old one was deleted, and what prevents it. */
  readonly createdFirst: string;
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

  constructor(private readonly facts: KindOfHolders) {}

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
      const both = `${this.facts.kind} "${holder}" and ${this.facts.kind} "${nameOf(urn)}" both declare ${object}`;
      return [{ property, reason: `${both}, and each would undo the other; declare it in one of them` }];
    });
  }

  /** Notes that a resource keeps its object. A refresh compares too, before any check, and notes nothing. */
  keep(id: string, urn: string, life: string | undefined): void {
    if (this.byUrn.has(urn)) this.take(id, { urn, life });
  }

  /** Notes that a resource has made its object, or taken it over. */
  make(id: string, urn: string, life: string): void {
    this.take(id, { urn, life });
  }

  /** Notes that a verb after the create gives an object another state. */
  follow(id: string, urn: string, life: string | undefined): void {
    if (this.holdOf(id, urn)?.urn === urn) this.byId.set(this.keyOf(id, urn), { urn, life });
  }

  /** Forgets that a resource has an object. */
  release(id: string, urn: string): void {
    if (this.holdOf(id, urn)?.urn === urn) this.byId.delete(this.keyOf(id, urn));
  }

  /**
   * Why a delete has to leave an object alone; `undefined` where it has not. What is deleted under a URN that has the object
   * in another life is the resource that it replaced.
   */
  reasonToLeave(id: string, urn: string, life: string): string | undefined {
    const hold = this.holdOf(id, urn);
    if (hold === undefined) return undefined;
    if (hold.urn !== urn) return `${this.facts.kind} "${nameOf(hold.urn)}" has taken it over`;
    if (hold.life === undefined || hold.life === life) return undefined;
    return `its replacement was made first, found it and took it over; ${this.facts.createdFirst}`;
  }

  /** What is nobody's own may be one object of several resources; each of them has its lives. */
  private keyOf(id: string, urn: string): string {
    return this.facts.areOwn ? id : `${urn}|${id}`;
  }

  private holdOf(id: string, urn: string): Hold | undefined {
    return this.byId.get(this.keyOf(id, urn));
  }

  private take(id: string, hold: Hold): void {
    const holder = this.holdOf(id, hold.urn);
    if (holder !== undefined && holder.urn !== hold.urn) {
      throw new HeldTwiceError(this.facts.kind, id, holder.urn, hold.urn);
    }
    this.byId.set(this.keyOf(id, hold.urn), hold);
  }
}
