// The URNs that a resource may have been stored under before: those of its declared aliases and of its parents'.
import * as pulumi from "@pulumi/pulumi";

/** The parts of a resource that Pulumi's own aliases are made from, and that it does not publish. */
interface Registered {
  readonly __aliases?: readonly pulumi.Input<string>[];
  readonly __parentResource?: pulumi.Resource;
  readonly __name?: string;
  readonly __pulumiType?: string;
}

/** A resource as its aliases see it. */
interface Place {
  readonly name: string;
  readonly type: string;
  readonly parent: pulumi.Resource | undefined;
}

type GivenAlias = pulumi.Input<pulumi.URN | pulumi.Alias>;

/** A value without what it depends on, and `undefined` while it is not known: waiting for it could be waiting for ourselves. */
function now<Value>(value: pulumi.Input<Value>): Promise<Value | undefined> {
  return (pulumi.output(value) as unknown as { promise(): Promise<Value | undefined> }).promise();
}

const isText = (value: unknown): value is string => typeof value === "string";

/** One alias as a URN: what it leaves out is what the resource has now. */
async function urnOf(given: GivenAlias, place: Place): Promise<string | undefined> {
  const alias = await now<pulumi.URN | pulumi.Alias>(given);
  if (alias === undefined || isText(alias)) return alias;
  const [name, type, parent, project, stack] = await Promise.all([
    Object.hasOwn(alias, "name") ? now(alias.name as pulumi.Input<string>) : place.name,
    Object.hasOwn(alias, "type") ? now(alias.type as pulumi.Input<string>) : place.type,
    Object.hasOwn(alias, "parent") ? alias.parent : place.parent,
    now(alias.project as pulumi.Input<string>),
    now(alias.stack as pulumi.Input<string>),
  ]);
  if (name === undefined || type === undefined) return undefined;
  return now(pulumi.createUrn(name, type, parent as pulumi.Resource | undefined, project, stack));
}

/** The URN of a child whose parent was stored under an alias; a name that began with the parent's begins with the previous one. */
function underFormer(parentUrn: string, parentName: string, child: Place): Promise<string | undefined> {
  const formerName = parentUrn.split("::").at(-1) ?? "";
  const { name } = child;
  const renamed = name.startsWith(parentName) ? formerName + name.slice(parentName.length) : name;
  return now(pulumi.createUrn(renamed, child.type, parentUrn));
}

/** Name and type of a URN. */
function placeOf(urn: string, parent: pulumi.Resource | undefined): Place {
  const [, , types = "", ...name] = urn.slice("urn:pulumi:".length).split("::");
  return { name: name.join("::"), type: types.split("$").at(-1) ?? "", parent };
}

async function allOf(aliases: readonly GivenAlias[], place: Place): Promise<string[]> {
  const own = (await Promise.all(aliases.map((alias) => urnOf(alias, place)))).filter(isText);
  const parent = place.parent as (pulumi.Resource & Registered) | undefined;
  if (parent === undefined) return own;
  const { __aliases = [], __name = "", __pulumiType = "", __parentResource } = parent;
  const parents = await allOf(__aliases, { name: __name, type: __pulumiType, parent: __parentResource });
  const places = [place, ...own.map((urn) => placeOf(urn, place.parent))];
  const inherited = parents.flatMap((urn) => places.map((one) => underFormer(urn, __name, one)));
  return [...new Set([...own, ...(await Promise.all(inherited)).filter(isText)])];
}

/** Whether a resource or a parent of it has aliases: most have none, and are to cost nothing. */
function isAliased(aliases: readonly GivenAlias[], parent: (pulumi.Resource & Registered) | undefined): boolean {
  if (aliases.length > 0) return true;
  return parent !== undefined && isAliased(parent.__aliases ?? [], parent.__parentResource);
}

/**
 * The URNs of all aliases of a resource that is about to be declared, nearest first; `undefined` where there are none. The
 * engine makes the same ones, and passes them to no dynamic provider.
 */
export function previousUrns(
  name: string,
  type: string,
  { aliases = [], parent }: Pick<pulumi.CustomResourceOptions, "aliases" | "parent">,
): Promise<string[]> | undefined {
  return isAliased(aliases, parent) ? allOf(aliases, { name, type, parent }) : undefined;
}
