// How a resource of ours is reached as a dynamic resource: written into every stack's state, so it never changes.

/** Type token of a kind. */
export const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/mms:${kind}`;

/** This package's permanent address for Pulumi's plugin process. */
export const backDoor = "pulumi-alicloud-mms/runtime";

/**
 * The constant text Pulumi stores as `__provider` and evaluates in its plugin process. Nothing is serialised: the text
 * names this package's permanent address `pulumi-alicloud-mms/runtime`, where every kind is exported.
 */
export const providerText = (kind: string): string => `exports.handler=()=>require("${backDoor}").${kind}`;

/** Hidden input that carries the resource's own URN, which the engine does not pass to dynamic providers. */
export const urnKey = "__urn";

const urnPrefix = "urn:pulumi:";

/** A URN without its prefix and the type, which the kind says: it stands in every resource's state twice. */
export function packUrn(urn: string, kind: string): string {
  const [stack = "", project = "", qualifiedType = "", ...name] = urn.slice(urnPrefix.length).split("::");
  const type = typeOf(kind);
  if (!urn.startsWith(urnPrefix) || !qualifiedType.endsWith(type)) return urn;
  return [stack, project, qualifiedType.slice(0, -type.length), ...name].join("::");
}

/** The URN that {@link packUrn} was given. */
export function unpackUrn(packed: string, kind: string): string {
  const [stack = "", project = "", parents = "", ...name] = packed.split("::");
  if (packed.startsWith(urnPrefix) || name.length === 0) return packed;
  return urnPrefix + [stack, project, parents + typeOf(kind), ...name].join("::");
}

/**
 * Hidden input that carries the URNs a resource had before, packed; absent where the program declares no alias. Pulumi's own
 * resources have a property `__aliases`, which an input of that name would hide.
 */
export const aliasesKey = "__formerly";

/** Hidden input that carries the name of the wave that a component made the resource for. */
export const waveKey = "__wave";

/** Hidden input that carries the text of {@link providerText}. */
export const providerKey = "__provider";

/** The wave that hidden inputs name. */
export const waveIn = ({ [waveKey]: wave }: Readonly<Record<string, unknown>>): { readonly wave?: string } =>
  typeof wave === "string" ? { wave } : {};

/** Properties that belong to the host and never reach a lifecycle. */
export const isHostKey = (name: string): boolean => name.startsWith("__");
