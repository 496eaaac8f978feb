// What no replacement may do: delete the very thing that its program adopts.
import { type Change, changesOf, diffOf, type PropertyTable } from "../../lifecycle/properties/property-table.js";
import { shown } from "../../lifecycle/properties/value-types.js";
import type { State } from "../../lifecycle/types.js";
import { ResourceExistsError } from "./errors.js";

/** A change in words. Free settings may hold secrets, which reach a plugin in clear: their values are left out. */
function changeInWords(table: PropertyTable, { property, from, to }: Change): string {
  const { type, secret } = table[property] ?? {};
  if (type === "anyMap" || secret) return `\`${property}\` changed`;
  const worded = (value: unknown) => (value === undefined ? "nothing" : shown(value));
  return `\`${property}\` changed from ${worded(from)} to ${worded(to)}`;
}

/** Changes in words. */
export const changesInWords = (table: PropertyTable, changes: readonly Change[]): string =>
  changes.map((change) => changeInWords(table, change)).join(" and ");

/** A kind that can take over what was made elsewhere. */
interface Adopting {
  /** How messages call it. */
  readonly what: string;
  /** The input that names what is taken over. */
  readonly by: string;
  /** The output that holds the id of what is there. */
  readonly id: string;
  readonly table: PropertyTable;
}

/**
 * Changed inputs. Naming what is already ours takes nothing over, and is no change; to replace by itself what an adoption names
 * is refused, since the replacement would take over what is deleted for it.
 */
export function changesOfAdopted({ what, by, id, table }: Adopting, state: State, inputs: State): Change[] {
  const { [by]: given } = inputs;
  const { [by]: stored, [id]: ownId } = state;
  const changes = changesOf(table, given === undefined ? state : { ...state, [by]: stored ?? ownId }, inputs);
  const { replaces } = diffOf(changes);
  if (replaces.length === 0 || given === undefined || String(given) !== String(ownId)) return changes;
  const replacing = changes.filter(({ property }) => replaces.includes(property));
  throw new Error(
    `${changesInWords(table, replacing)}, which needs a new ${what}, but ${by}: "${String(given)}" names the one that is there. ` +
      `Remove ${by} to create a new one, which deletes the present one, or undo the change`,
  );
}

/** Refuses to take over something that differs from the program; empty differences say nothing. */
export function refuseOther(by: string, what: string, differences: readonly string[], noun: string, fixed = ""): void {
  const told = differences.filter(Boolean).join("; ");
  if (told === "") return;
  throw new ResourceExistsError(
    `${by}: ${what} is not what the program describes: ${told}. ${fixed || "Change"} the program to match the ${noun}, or remove ${by}`,
  );
}
