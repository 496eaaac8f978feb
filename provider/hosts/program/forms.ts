// How a resource of ours is declared: as a dynamic one in a program, or, where the plugin creates a component, as one of the plugin's.
import * as pulumi from "@pulumi/pulumi";

import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import type { PropertyTable } from "../../lifecycle/properties/property-table.js";
import { tokenOf } from "../native/protocol/contract.js";
import { aliasesKey, packUrn, providerKey, providerText, typeOf, urnKey } from "../provider-text.js";
import { previousUrns } from "./previous-urns.js";
import { refuseUnreachable } from "./reachable.js";
import { optionsWithoutEffect, refuseOptions } from "./refused-options.js";

type Args = Record<string, unknown>;
type GivenAlias = pulumi.Input<pulumi.URN | pulumi.Alias>;
type Options = pulumi.CustomResourceOptions;

/** One way to declare. */
interface Form {
  type(kind: string): string;
  /** Throws where a resource cannot be declared like this. */
  refuse(facts: ResourceSchema, name: string, opts: Options): void;
  /** What the program gives, as arguments. */
  given(inputs: PropertyTable, args: Args, opts: Options): Args;
  /** Inputs that the host of the resource needs. */
  hidden(facts: ResourceSchema, name: string, opts: Options): Args;
  options(kind: string, opts: Options): Options;
  /** What to say of options that have no effect. */
  warning(facts: ResourceSchema, opts: Options): string | undefined;
}

/** `opts.customTimeouts` never reach a dynamic provider, so they travel as the `timeouts` input unless one is given. */
function withTimeouts(inputs: PropertyTable, args: Args, opts: Options): Args {
  if (!Object.hasOwn(inputs, "timeouts") || opts.customTimeouts === undefined) return args;
  const { create, update, delete: remove } = opts.customTimeouts;
  const given = Object.entries({ create, update, delete: remove }).filter(
    (entry): entry is [string, string] => !!entry[1],
  );
  return { ...args, timeouts: args["timeouts"] ?? Object.fromEntries(given) };
}

/**
 * The URN as a value that depends on nothing. It is made from the parent's, and a child that depends on its own component
 * would wait for all children of that component, itself among them.
 */
function withoutDependencies(urn: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => urn.apply(resolve));
}

const packed = (urn: pulumi.Output<string>, kind: string): Promise<string> =>
  withoutDependencies(urn).then((known) => packUrn(known, kind));

const asDynamic: Form = {
  type: typeOf,
  refuse: refuseOptions,
  given: withTimeouts,
  hidden({ kind, naming }, name, opts) {
    const type = typeOf(kind);
    const previous = naming && previousUrns(name, type, opts);
    return {
      [urnKey]: packed(pulumi.createUrn(name, type, opts.parent), kind),
      [aliasesKey]: previous?.then((urns) => urns.map((urn) => packUrn(urn, kind))),
      [providerKey]: providerText(kind),
    };
  },
  options: (_kind, opts) => opts,
  warning: optionsWithoutEffect,
};

/** An alias, and the same one of a dynamic resource: a stack may have been declared by the other host before. */
const withDynamicType =
  (kind: string) =>
  (alias: GivenAlias): GivenAlias[] =>
    typeof alias === "object" && !("type" in alias) ? [alias, { ...alias, type: typeOf(kind) }] : [alias];

const asNative: Form = {
  type: tokenOf,
  refuse: () => undefined,
  given: (_inputs, args) => args,
  hidden: () => ({}),
  options: (kind, opts) => ({
    ...opts,
    aliases: [...(opts.aliases ?? []).flatMap(withDynamicType(kind)), { type: typeOf(kind) }],
  }),
  warning: () => undefined,
};

let present = asDynamic;

/** The form that this process declares resources in. */
export const form = (): Form => present;

/** Lets this process declare the plugin's own resources from now on. */
export function declareNatively(): void {
  present = asNative;
}

/** Throws where the resource's own code cannot be loaded by those who serve it. */
export function refuseUnserved(resource: string): void {
  if (present === asDynamic) refuseUnreachable(resource);
}
