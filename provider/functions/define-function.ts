// Makes a function and its output form. A dynamic provider has no invoke, so both run in the user's program, also in a preview.
import type * as pulumi from "@pulumi/pulumi";

import type { Args } from "../hosts/program/resource.js";
import { explained } from "../hosts/program/errors/explained.js";
import { callMocks, isMocked } from "../hosts/program/mocks.js";
import type { FunctionName, functionUses } from "../permissions/operation-uses.js";
import { type KnownArguments, LookupError, refuseArguments } from "./arguments.js";
import { register } from "./invocable.js";
import { type Reach, reach, type Source, sourceOf } from "./client-access.js";
import { withSecrets } from "./sealed.js";
import { sdk } from "./sdk.js";

type UsedBy<Name extends FunctionName> = (typeof functionUses)[Name][number];

/** A function: give it values, await what it finds. */
export type Lookup<Given, Found> = (args: Given, opts?: pulumi.InvokeOptions) => Promise<Found>;

/**
 * The output form of a function: any argument may be an output. While one is unknown nothing is called; where an output of a
 * resource has no value, as in a run with `--target` that leaves the resource out, nothing is called and the result has none.
 */
export type OutputLookup<Given, Found> = (
  args: Args<Given>,
  opts?: pulumi.InvokeOutputOptions,
) => pulumi.Output<pulumi.Unwrap<Found>>;

/** The parts of an output that Pulumi keeps to itself, and without which a promise could wait for ever. */
interface Knowable {
  readonly isKnown: Promise<boolean>;
}

/** A value that is known now. */
async function known<Value>(value: pulumi.Output<Value>, problem: string): Promise<pulumi.Unwrap<Value>> {
  if (!(await (value as unknown as Knowable).isKnown)) throw new LookupError(problem);
  return new Promise((resolve) => sdk().output(value).apply(resolve));
}

/** The parts of a component that Pulumi's own `dependsOn` reads, and does not publish. */
interface Parent {
  readonly __data: Promise<unknown>;
  readonly __childResources?: ReadonlySet<pulumi.Resource>;
}

/** The ids of a resource, or of everything inside a component, which stands for its children. */
async function idsUnder(resource: pulumi.Resource): Promise<pulumi.Output<unknown>[]> {
  if (sdk().CustomResource.isInstance(resource)) return [resource.id];
  if (!sdk().ComponentResource.isInstance(resource)) return [resource.urn];
  const component = resource as unknown as Parent;
  await component.__data;
  const below = await Promise.all([...(component.__childResources ?? [])].map(idsUnder));
  return [resource.urn, ...below.flat()];
}

/** What must exist before the call: an unknown id among them keeps the result unknown, as with any invoke. */
function dependenciesOf({ dependsOn = [] }: pulumi.InvokeOutputOptions): pulumi.Output<unknown> {
  const given = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  return sdk()
    .all(given as pulumi.Input<pulumi.Resource>[])
    .apply(async (resources) => (await Promise.all(resources.map(idsUnder))).flat())
    .apply((ids) => sdk().all(ids));
}

/** Whether an argument is an output of a resource that has no value: left out, it would find more than is meant. */
function lacksOutput(args: object, given: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(args as Record<string, unknown>).some(
    ([name, value]) => sdk().Output.isInstance(value) && isFromResource(value) && given[name] === undefined,
  );
}

/** An output without a resource behind it may well stand for an argument that is left out. */
const isFromResource = (output: unknown): boolean =>
  (output as { resources(): ReadonlySet<pulumi.Resource> }).resources().size > 0;

/** The end of a call that failed, in a process that prints what is not caught. */
const failPlainly = (error: unknown): never => {
  throw explained(error);
};

/**
 * Makes a function of the operations in its row of the table, and its output form. `takes` names its arguments. `find` is
 * given the name, for messages.
 */
export function defineFunction<Name extends FunctionName, Given extends object, Found>(
  name: Name,
  takes: KnownArguments<Given>,
  find: (args: Given, service: Reach<UsedBy<Name>>, caller: Name) => Promise<Found>,
): readonly [Lookup<Given, Found>, OutputLookup<Given, Found>] {
  register(name, {
    takes,
    invoke: async (args, service) => {
      refuseArguments(name, args, takes);
      return find(args as Given, service, name);
    },
  });
  const call = async (args: Given, source: Source, opts: pulumi.InvokeOptions): Promise<Found> => {
    refuseArguments(name, args, takes);
    if (isMocked(sdk())) return (await callMocks(sdk(), name, args, opts)) as Found;
    return withSecrets(await find(args, reach(source, opts), name), (value) => sdk().secret(value));
  };
  const useOther = (what: string) => `${name}: ${what} is an output; use ${name}Output, which takes outputs`;
  const lookup: Lookup<Given, Found> = async (args, opts = {}) => {
    const output = Object.entries(args).find(([, value]) => sdk().Output.isInstance(value));
    if (output !== undefined) throw new LookupError(useOther(output[0]));
    const source = await known(sourceOf(opts), useOther("the configuration of its provider, not known yet,"));
    return call(args, source, opts);
  };
  return [
    (args, opts) => lookup(args, opts).catch(failPlainly),
    (args, opts = {}) =>
      sdk()
        .all([args as unknown, sourceOf(opts), dependenciesOf(opts)])
        // Unwrapped once more: a secret inside makes the whole result one.
        .apply(([given, source]) => {
          const nothing = lacksOutput(args, given as Record<string, unknown>);
          const found = nothing ? undefined : call(given as Given, source, opts).catch(failPlainly);
          return sdk().output(found as Promise<Found>);
        }),
  ];
}
