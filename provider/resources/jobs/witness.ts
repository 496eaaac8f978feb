// The second witness of a "not found": a list that the service returns whole and that does not have the object. To a run
// with other credentials, another region or another endpoint everything looks gone, and a code may mean something else. Assumes notfound-is-the-object.
import { MmsError } from "../../mms/errors.js";
import { phrase } from "../../mms/text/sentence.js";
import type { MmsContext, MmsService } from "../base/service.js";
import type { Existing } from "../../lifecycle/types.js";

/** What a list says of an object that its own read does not find. */
export type Witness =
  { readonly says: "absent" } | { readonly says: "present" } | { readonly says: "nothing"; readonly error: MmsError };

/** Something with an id of the service. */
interface Listed {
  readonly id?: string | undefined;
}

/** Requests an unfiltered list and looks for an id. A list that fails says nothing. */
export async function listWitness(list: AsyncIterable<Listed>, id: string): Promise<Witness> {
  try {
    for await (const item of list) if (item.id === id) return { says: "present" };
    return { says: "absent" };
  } catch (error) {
    if (!(error instanceof MmsError)) throw error;
    return { says: "nothing", error };
  }
}

/** What the list of a source says of what belongs to it; a source that this process has deleted took everything with it. */
export const witnessIn = (
  { deletedSources }: MmsService,
  sourceId: string,
  list: AsyncIterable<Listed>,
  id: string,
): Promise<Witness> => (deletedSources.has(sourceId) ? Promise.resolve({ says: "absent" }) : listWitness(list, id));

/** Why it is not certain that an object is gone, in words. */
export function doubt(what: string, witness: Exclude<Witness, { says: "absent" }>): string {
  const found =
    witness.says === "present"
      ? "the service's list still has it"
      : `no list confirms that it was deleted: ${phrase(witness.error.message)}`;
  return `${what} is not found, but ${found}`;
}

/** An object is not found, and no second witness confirms that it is gone. */
export class UnconfirmedGoneError extends MmsError {
  constructor(what: string, witness: Exclude<Witness, { says: "absent" }>) {
    super(
      `${doubt(what, witness)}. Nothing was changed. Check the credentials, the region and the endpoint and run again; if it ` +
        "was deleted, alone or with its source, remove the resource from the state with `pulumi state delete <urn>` " +
        "(`pulumi stack --show-urns` lists the URNs)",
      witness.says === "nothing" ? { cause: witness.error } : undefined,
    );
  }
}

/** Throws unless the second witness confirms that an object is gone. */
export async function confirmGone(what: string, witness: Promise<Witness>): Promise<void> {
  const heard = await witness;
  if (heard.says !== "absent") throw new UnconfirmedGoneError(what, heard);
}

/** What a refresh makes of an object that is not found: gone if confirmed, otherwise the state as it was, with a warning. */
export async function goneOrKept(
  existing: Existing,
  what: string,
  witness: Promise<Witness>,
  { progress }: MmsContext,
): Promise<Existing | undefined> {
  const heard = await witness;
  if (heard.says === "absent") return undefined;
  progress.warn(`${doubt(what, heard)}. The state is left as it is`);
  return existing;
}
