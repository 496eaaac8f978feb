// What an adoption refuses: what differs from the program, and a replacement that deletes what its program adopts.
import {
  type Change,
  changesOf,
  type PropertyTable,
  replacingAmong,
} from "../../lifecycle/properties/property-table.js";
import { shown } from "../../lifecycle/properties/value-types.js";
import type { State } from "../../lifecycle/types.js";
import { isHidden } from "./drift.js";
import { ResourceExistsError } from "./errors.js";
import { givenName } from "./naming.js";
import type { MmsContext } from "./service.js";

/** A change in words. */
function changeInWords(table: PropertyTable, { property, from, to }: Change): string {
  if (isHidden(table, property)) return `\`${property}\` changed`;
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
  const replacing = replacingAmong(changes);
  if (replacing.length === 0 || given === undefined || String(given) !== String(ownId)) return changes;
  throw new Error(
    `${changesInWords(table, replacing)}, which needs a new ${what}, but ${by}: "${String(given)}" names the one that is there. ` +
      `Remove ${by} to create a new one, which deletes the present one, or undo the change`,
  );
}

/** Refuses to take over something that differs from the program; empty differences say nothing. */
export function refuseOther(by: string, what: string, differences: readonly string[], noun: string, fixed = ""): void {
  const described = differences.filter(Boolean).join("; ");
  if (described === "") return;
  throw new ResourceExistsError(
    `${by}: ${what} is not what the program describes: ${described}. ${fixed || "Change"} the program to match the ${noun}, or remove ${by}`,
  );
}

/** That something to be taken over has another name than the program gives; empty where it has not. */
export function renamedTo(name: string | undefined, inputs: State): string {
  const given = givenName(inputs);
  return given === undefined || given === name ? "" : `its name is "${name}", the program says "${given}"`;
}

/** Warns of inputs that something taken over shows nothing of. */
export function warnOfUnseen(
  what: string,
  fields: readonly string[],
  { progress }: Pick<MmsContext, "progress">,
): void {
  if (fields.length === 0) return;
  progress.warn(
    `${what} does not show ${fields.join(", ")}, so the program's values were not compared with it; check them yourself`,
  );
}
