// A secret in what a function finds, before it is known which host hands it on.
import type * as pulumi from "@pulumi/pulumi";

/** A value that is a secret. */
export class Sealed {
  constructor(readonly value: unknown) {}
}

/** Makes a secret of a value: an output for a program, and marked as one on the wire. */
export const sealed = <Value>(value: Value): pulumi.Output<Value> =>
  new Sealed(value) as unknown as pulumi.Output<Value>;

/** What was found, with its secrets in the host's own form. */
export const withSecrets = <Found>(found: Found, secret: (value: unknown) => unknown): Found =>
  Object.fromEntries(
    Object.entries(found as object).map(([name, value]) => [
      name,
      value instanceof Sealed ? secret(value.value) : value,
    ]),
  ) as Found;
