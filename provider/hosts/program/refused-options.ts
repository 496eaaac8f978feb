// Options of Pulumi's that do nothing for a dynamic resource, or end in a stack trace of Pulumi's: said where they are given.
import type * as pulumi from "@pulumi/pulumi";

import { Refusal } from "./errors/refusal.js";

/** The declaration that a message about such an option is about. */
interface Declaration {
  readonly kind: string;
  readonly naming?: { readonly adoptedBy: string };
}

/** A program has Pulumi import what it can only take over. */
class ImportRefusedError extends Refusal {
  constructor({ kind, naming }: Declaration, name: string, id: string) {
    const instead = naming
      ? `set ${naming.adoptedBy}: "${id.split("/").at(-1) ?? id}" among the arguments to take it over`
      : "declare it without the option: it takes what is there as it is";
    super(
      `${kind} ${name}: import: "${id}" does not work, because Pulumi cannot import dynamic resources. ` +
        `Remove the option and ${instead}`,
    );
  }
}

/** Throws where an option cannot be honoured. */
export function refuseOptions(declaration: Declaration, name: string, opts?: pulumi.CustomResourceOptions): void {
  if (opts?.import !== undefined) throw new ImportRefusedError(declaration, name, opts.import);
}

/** The one path of `replaceOnChanges` that the engine decides on by itself. */
const initError = "#initerror";

/** What to say of options that have no effect; nothing where all have one. */
export function optionsWithoutEffect({ kind }: Declaration, opts?: pulumi.CustomResourceOptions): string | undefined {
  const ignored = (opts?.replaceOnChanges ?? []).filter((path) => path !== initError);
  if (ignored.length === 0) return undefined;
  const instead = kind === "MigrationJob" ? "change `triggers`, or run" : "run";
  return (
    `replaceOnChanges (${ignored.join(", ")}) has no effect: Pulumi does not apply it to dynamic resources, so such a change ` +
    `updates the resource in place. To replace it, ${instead} \`pulumi up --replace <urn>\``
  );
}
