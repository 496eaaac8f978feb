// Declares a lifecycle's resource in the user's program: the side that runs beside the program. Loads no SDK.
import * as pulumi from "@pulumi/pulumi";

import type { ResourceSchema } from "../../lifecycle/resource-schema.js";
import type { PropertyTable } from "../../lifecycle/properties/property-table.js";
import { waveKey } from "../provider-text.js";
import { Refusal } from "./errors/refusal.js";
import { withoutClearSecrets } from "./secrets/clear-secrets.js";
import { form, refuseUnserved } from "./forms.js";
import { last, runsLast } from "./last-transformation.js";

/** Turns inputs as a lifecycle sees them into arguments as a program gives them: any part may be an output. */
export type Args<Inputs> = {
  [Name in keyof Inputs]: undefined extends Inputs[Name]
    ? Given<Part<Exclude<Inputs[Name], undefined>>> | undefined
    : Given<Part<Inputs[Name]>>;
};

/**
 * One part as a program gives it. An output of a resource may have no value, and is an argument all the same; what misses a
 * value then is refused by name.
 */
type Given<Value> = pulumi.Input<Value> | pulumi.Output<Value | undefined>;

type Part<Value> = Value extends readonly (infer Item)[]
  ? pulumi.Input<Item | undefined>[]
  : Value extends Record<string, string>
    ? Record<string, pulumi.Input<string>>
    : Value extends object
      ? { [Key in keyof Value]: pulumi.Input<Value[Key]> }
      : Value;

/** A program requests the order of a replacement in which the new resource would take over what is then deleted. */
class CreateFirstError extends Refusal {
  constructor(kind: string, name: string) {
    super(
      `${kind} ${name}: deleteBeforeReplace: false is not supported: a new one that is created first would find the old one, take it ` +
        "over and lose it to the delete that follows. Leave the option out",
    );
  }
}

/** What Pulumi is given for a resource. */
interface Declaration {
  readonly props: Record<string, unknown>;
  readonly options: pulumi.CustomResourceOptions;
}

/** Arguments that say which wave a component declares a resource for; only events show it. */
export const inWave = (name: string): object => ({ [waveKey]: name });

/** Refuses what is not supported, and adds what the other side and the engine must know. */
function declare(
  facts: ResourceSchema,
  name: string,
  args: Record<string, unknown>,
  opts: pulumi.CustomResourceOptions,
): Declaration {
  const { refuse, given: givenIn, hidden, options: optionsIn } = form();
  refuse(facts, name, opts);
  if (facts.deletesFirst && opts.deleteBeforeReplace === false) throw new CreateFirstError(facts.kind, name);
  const given = givenIn(facts.inputs, withoutClearSecrets(`${facts.kind} ${name}`, facts.inputs, args), opts);
  const names = (table: object) => Object.keys(table);
  // An output that is not mentioned here would never resolve.
  const absent = Object.fromEntries([...names(facts.inputs), ...names(facts.outputs)].map((key) => [key, undefined]));
  // Inputs too: a failed update keeps the previous value of one that the program has taken out, and only this hides it.
  const secret = [facts.inputs, facts.outputs].flatMap((table) => names(table).filter((key) => table[key]?.secret));
  const props = {
    ...absent,
    ...given,
    ...secretInputs(facts.inputs, given),
    ...hidden(facts, name, opts),
  };
  const options = {
    ...optionsIn(facts.kind, opts),
    // The option counts where the engine requests no diff too: `pulumi up --replace`, a tainted resource, `replaceWith`.
    ...(facts.deletesFirst ? { deleteBeforeReplace: true } : {}),
    additionalSecretOutputs: [...new Set([...(opts.additionalSecretOutputs ?? []), ...secret])],
  };
  return { props, options };
}

/**
 * A declaration that stays one of ours whatever the program's transformations make of it: what they return is declared anew,
 * so that it is held to the same rules as what the program gives.
 */
class Declaring {
  /** As last declared. */
  declaration: Declaration;
  private isTransformed = false;

  constructor(
    private readonly facts: ResourceSchema,
    private readonly name: string,
    private readonly args: Record<string, unknown>,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const { props, options } = declare(facts, name, args, opts);
    const transformations = [...(opts.transformations ?? []), last((transformed) => this.transform(transformed))];
    this.declaration = { props, options: { ...options, transformations } };
  }

  private transform({
    props,
    opts,
  }: pulumi.ResourceTransformationArgs): pulumi.ResourceTransformationResult | undefined {
    const before = this.declaration;
    // Children of the resource inherit its transformations, and this one is not theirs.
    if (this.isTransformed) return undefined;
    this.isTransformed = true;
    if (props === before.props && opts === before.options) return undefined;
    const given = { ...(props as Record<string, unknown>) };
    // Timeouts that came from the previous options follow the present ones.
    if (given["timeouts"] === before.props["timeouts"]) given["timeouts"] = this.args["timeouts"];
    this.declaration = declare(this.facts, this.name, given, opts);
    return { props: this.declaration.props, opts: this.declaration.options };
  }
}

/** A class of resources as it is declared. */
interface Declared {
  readonly schema: ResourceSchema;
}

/**
 * Base of every resource of this package; `Arguments` is what a program gives. A class that adds no constructor of its own
 * leaves no frame in the stack that Pulumi stores, so a resource's source position is the program's line.
 */
export abstract class DynamicResource<Arguments extends object> extends pulumi.CustomResource {
  constructor(name: string, args: Arguments, opts?: pulumi.CustomResourceOptions) {
    const { schema: facts } = new.target as unknown as Declared;
    const declaring = new Declaring(facts, name, { ...(args as Record<string, unknown>) }, opts);
    refuseUnserved(`${facts.kind} ${name}`);
    const { props, options } = declaring.declaration;
    // Pulumi notes the stack with every property, to report what never resolved: most of what a declaration would cost.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super(form().type(facts.kind), name, props, options);
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    const warning = form().warning(facts, declaring.declaration.options);
    if (warning !== undefined) void pulumi.log.warn(warning, this);
  }
}

runsLast(DynamicResource.prototype);

function secretInputs(inputs: PropertyTable, args: Record<string, unknown>): Record<string, unknown> {
  const secret = Object.entries(inputs).filter(([name, property]) => property.secret && args[name] !== undefined);
  return Object.fromEntries(secret.map(([name]) => [name, pulumi.secret(args[name])]));
}
