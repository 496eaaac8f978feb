// Pulumi's SDK, loaded at the first call from a program: the native plugin runs the same functions without it.
import type * as pulumi from "@pulumi/pulumi";

/** The SDK of the program. */
export const sdk = (): typeof pulumi => require("@pulumi/pulumi") as typeof pulumi;
