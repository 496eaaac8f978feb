// One object for one declaration, however often a run is interrupted: adopt what is named, find what is there, else create.
import type { ResourceSchema } from "../../../lifecycle/resource-schema.js";
import type { State } from "../../../lifecycle/types.js";
import { givenName } from "../naming.js";
import type { MmsContext, Submission } from "../service.js";

/** What differs from kind to kind. */
export interface Creation<Found, Made> {
  /** Where a process remembers what it created: names are unique within it. */
  readonly scope: string;
  /** Takes over what was created elsewhere, once it is known to be what the program describes. */
  adopt(id: string): Promise<Made>;
  /** Goes on with what this process requested before. */
  resume(mine: Submission): Made;
  /** Objects of a name; a generated one may be looked for with others of its family. */
  find(name: string, isGenerated: boolean): Promise<readonly Found[]>;
  /** Takes up what an earlier attempt created under a generated name; `undefined` where nothing found can come of one. */
  recover(found: readonly Found[], name: string): Made | undefined;
  /** Why a name that is taken is not used. */
  taken(found: readonly Found[], name: string): Error;
  create(name: string): Promise<Made>;
}

/**
 * Returns the one object of these inputs, and creates none where one is found. A resource that was renamed or moved since an
 * interrupted run may have its object under the generated name of an alias.
 */
export async function findOrCreate<Found, Made>(
  { naming }: ResourceSchema,
  inputs: State,
  creation: Creation<Found, Made>,
  context: MmsContext,
): Promise<Made> {
  const { service, urn, aliases = [] } = context;
  const { scope } = creation;
  const adopted = inputs[naming?.adoptedBy ?? ""];
  if (adopted !== undefined) return creation.adopt(String(adopted));
  const given = givenName(inputs);
  const generated = new Set([urn, ...aliases].map((one) => naming?.generate(one, inputs) ?? ""));
  const [name = "", ...earlier] = given === undefined ? generated : [given];
  return service.oneAtATime(`${scope}/${name}`, async () => {
    // The engine may call create again within one run; what this process requested stays requested.
    const mine = service.submissions.get(urn, scope, name);
    if (mine !== undefined) return creation.resume(mine);
    const found: Found[] = [];
    for (const one of [name, ...earlier]) found.push(...(await creation.find(one, given === undefined)));
    if (found.length === 0) return creation.create(name);
    const recovered = given === undefined ? creation.recover(found, name) : undefined;
    if (recovered === undefined) throw creation.taken(found, name);
    return recovered;
  });
}
