// How a resource of ours is reached through the native plugin, and what it is called under the dynamic host.
import { isHostKey, typeOf } from "../../provider-text.js";

/** Name of the package in Pulumi: of its tokens, its configuration keys and its plugin. */
export const packageName = "alicloud-mms";

const prefix = `${packageName}:index:`;

/** Token of a kind, and of a component. */
export const tokenOf = (member: string): string => prefix + member;

/** The member that a token names; `undefined` for a token of another package. */
export const memberOf = (token: string): string | undefined =>
  token.startsWith(prefix) ? token.slice(prefix.length) : undefined;

/** The kind of the resource that a URN names. */
export function kindOf(urn: string): string | undefined {
  const [, , qualifiedType = ""] = urn.slice("urn:pulumi:".length).split("::");
  return memberOf(qualifiedType.split("$").at(-1) ?? "");
}

/**
 * A URN as the dynamic host has it, its parents too. Generated names hash the URN, so both hosts hand the same one to a
 * lifecycle: a create that was interrupted under one of them finds under the other what it had made.
 */
export function dynamicForm(urn: string, isResourceKind: (member: string) => boolean): string {
  const [stack, project, qualifiedType = "", ...name] = urn.split("::");
  const types = qualifiedType.split("$").map((token) => {
    const member = memberOf(token);
    return member !== undefined && isResourceKind(member) ? typeOf(member) : token;
  });
  return [stack, project, types.join("$"), ...name].join("::");
}

/** Hidden output that tells one life of a resource from the next; see `lives.ts`. */
export const lifeKey = "__life";

/** Values without those that belong to a host, whichever one wrote them. */
export const withoutHostKeys = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isHostKey(name)));
