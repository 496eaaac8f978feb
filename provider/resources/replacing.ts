// What no replacement may do: delete the very thing that its program adopts.
import type { State } from "../lifecycle/lifecycle.js";

/** Refuses to replace by itself what an adoption names: the replacement would take over what is deleted for it. */
export function refuseAdoptingAgain(
  what: string,
  adopting: string,
  ownId: unknown,
  inputs: State,
  replacing: readonly string[],
): void {
  const given = inputs[adopting];
  if (replacing.length === 0 || given === undefined || String(given) !== String(ownId)) return;
  throw new Error(
    `a changed ${replacing.join(", ")} needs a new ${what}, but ${adopting}: "${String(given)}" names the one that is there. ` +
      `Remove ${adopting} to have a new one made, which deletes the present one, or undo the change`,
  );
}
