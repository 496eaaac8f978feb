// Unit tests of a program: Pulumi's mocks stand in for the engine, and no plugin is ever started.
import type * as pulumi from "@pulumi/pulumi";

/** Whether `pulumi.runtime.setMocks` was called. */
export function isMocked(sdk: typeof pulumi): boolean {
  const monitor = sdk.runtime.getMonitor() as { readonly mocks?: unknown } | undefined;
  return monitor?.mocks !== undefined;
}

/** Serves a function of this package from the mocks: their `call` is given its token and its arguments. */
export const callMocks = (
  sdk: typeof pulumi,
  name: string,
  args: object,
  opts: pulumi.InvokeOptions,
): Promise<unknown> => sdk.runtime.invoke(`alicloud-mms:index:${name}`, args as pulumi.Inputs, opts);
