// Declares a lifecycle's resource in the user's program: the side that runs beside the program. Loads no SDK.
import * as pulumi from "@pulumi/pulumi";

import type { OutputTable, PropertyTable } from "../lifecycle/properties.js";
import { withoutClearSecrets } from "./clear-secrets.js";
import { optionsWithoutEffect, refuseOptions } from "./refused-options.js";
import { aliasesKey, packUrn, providerKey, providerText, typeOf, urnKey } from "./contract.js";

/** The facts a declaration needs. */
interface Facts {
  readonly kind: string;
  readonly inputs: PropertyTable;
  readonly outputs: OutputTable;
  readonly naming?: { readonly adoptedBy: string };
  readonly deletesFirst?: true;
}

/** Turns inputs as a lifecycle sees them into arguments as a program gives them: any part may be an output. */
export type Args<Inputs> = {
  [Name in keyof Inputs]: undefined extends Inputs[Name]
    ? pulumi.Input<Part<Exclude<Inputs[Name], undefined>>> | undefined
    : pulumi.Input<Part<Inputs[Name]>>;
};

type Part<Value> = Value extends readonly (infer Item)[]
  ? pulumi.Input<Item>[]
  : Value extends Record<string, string>
    ? Record<string, pulumi.Input<string>>
    : Value extends object
      ? { [Key in keyof Value]: pulumi.Input<Value[Key]> }
      : Value;

/** `opts.customTimeouts` never reach a dynamic provider, so they travel as the `timeouts` input unless one is given. */
function withTimeouts(inputs: PropertyTable, args: Record<string, unknown>, opts?: pulumi.CustomResourceOptions) {
  if (!Object.hasOwn(inputs, "timeouts") || opts?.customTimeouts === undefined) return args;
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

/** A resource as Pulumi makes it: it keeps the URNs of its aliases. */
interface Aliased {
  readonly __aliases?: readonly pulumi.Input<string>[];
  readonly __name?: string;
}

/** URNs that a resource had as the child of a component that was itself renamed, by Pulumi's own rule. */
function inheritedAliases(name: string, type: string, parent: Aliased = {}): pulumi.Output<string>[] {
  const { __aliases: aliases = [], __name: parentName = "" } = parent;
  return aliases.map((alias) =>
    pulumi.output(alias).apply((urn) => {
      const former = urn.split("::").at(-1) ?? "";
      const own = name.startsWith(parentName) ? former + name.slice(parentName.length) : name;
      return pulumi.createUrn(own, type, urn);
    }),
  );
}

/** Where a resource that was renamed or moved lets its kind look for what it made under an earlier name. */
class FormerUrns {
  /** The hidden input; it settles once the resource knows its aliases. */
  readonly input: Promise<string[]>;
  private settle: (urns: Promise<string[]>) => void = () => undefined;

  constructor(private readonly kind: string) {
    this.input = new Promise((resolve) => (this.settle = resolve));
  }

  know(name: string, { __aliases: own = [] }: Aliased, parent?: Aliased): void {
    const urns = [...own.map((urn) => pulumi.output(urn)), ...inheritedAliases(name, typeOf(this.kind), parent)];
    this.settle(Promise.all(urns.map((urn) => packed(urn, this.kind))));
  }
}

/** Whether a declaration says what its resource was called before. */
const hasAliases = (opts?: pulumi.CustomResourceOptions): boolean =>
  (opts?.aliases ?? []).length > 0 || ((opts?.parent as Aliased | undefined)?.__aliases ?? []).length > 0;

/** A program asks for the order of a replacement in which the new resource would take over what is then deleted. */
class CreateFirstError extends pulumi.RunError {
  constructor(kind: string, name: string) {
    super(
      `${kind} ${name}: deleteBeforeReplace: false cannot be had; a new one that is made first would find the old one, take it ` +
        "over and lose it to the delete that follows. Leave the option out",
    );
  }
}

/** A class of resources as it is declared. */
interface Declared {
  readonly lifecycle: Facts;
}

/**
 * Base of every resource of this package; `Arguments` is what a program gives. A class that adds no constructor of its own
 * leaves no frame in the stack that Pulumi stores, so a resource's source position is the program's line.
 */
export abstract class DynamicResource<Arguments extends object> extends pulumi.CustomResource {
  constructor(name: string, args: Arguments, opts?: pulumi.CustomResourceOptions) {
    const { lifecycle: facts } = new.target as unknown as Declared;
    const type = typeOf(facts.kind);
    refuseOptions(facts, name, opts);
    if (facts.deletesFirst && opts?.deleteBeforeReplace === false) throw new CreateFirstError(facts.kind, name);
    const plain = withoutClearSecrets(`${facts.kind} ${name}`, facts.inputs, { ...(args as Record<string, unknown>) });
    const given = withTimeouts(facts.inputs, plain, opts);
    const names = (table: object) => Object.keys(table);
    // An output that is not mentioned here would never resolve.
    const absent = Object.fromEntries([...names(facts.inputs), ...names(facts.outputs)].map((key) => [key, undefined]));
    // Inputs too: a failed update keeps the former value of one that the program has taken out, and only this hides it.
    const secret = [facts.inputs, facts.outputs].flatMap((table) => names(table).filter((key) => table[key]?.secret));
    const urn = packed(pulumi.createUrn(name, type, opts?.parent), facts.kind);
    const former = facts.naming && hasAliases(opts) ? new FormerUrns(facts.kind) : undefined;
    const props = {
      ...absent,
      ...given,
      ...secretInputs(facts.inputs, given),
      [urnKey]: urn,
      ...(former ? { [aliasesKey]: former.input } : {}),
      [providerKey]: providerText(facts.kind),
    };
    const options = {
      ...opts,
      // The option counts where the engine asks for no diff too: `pulumi up --replace`, a tainted resource, `replaceWith`.
      ...(facts.deletesFirst ? { deleteBeforeReplace: true } : {}),
      additionalSecretOutputs: [...(opts?.additionalSecretOutputs ?? []), ...secret],
    };
    // Pulumi notes the stack with every property, to tell what never resolved: most of what a declaration would cost.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super(type, name, props, options);
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    former?.know(name, this as unknown as Aliased, opts?.parent as Aliased | undefined);
    const warning = optionsWithoutEffect(facts, opts);
    if (warning !== undefined) void pulumi.log.warn(warning, this);
  }
}

function secretInputs(inputs: PropertyTable, args: Record<string, unknown>): Record<string, unknown> {
  const secret = Object.entries(inputs).filter(([name, property]) => property.secret && args[name] !== undefined);
  return Object.fromEntries(secret.map(([name]) => [name, pulumi.secret(args[name])]));
}
