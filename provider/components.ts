// COMPONENT DOOR: the process that creates components for programs in other languages, started by the plugin at the first one.
import * as pulumi from "@pulumi/pulumi";

import { declareNatively } from "./hosts/program/forms.js";
import { type MigrationArgs, Migration } from "./resources/migration/component.js";
import { packageVersion } from "./version.js";

/** Names of the outputs that a component declares; `urn` is the engine's. */
type OutputName = Exclude<
  { [Name in keyof Migration]: Migration[Name] extends pulumi.Output<unknown> ? Name : never }[keyof Migration],
  "urn"
>;

/** What the schema says that the component has: the compiler requires each. */
function outputsOf(migration: Migration): Pick<Migration, OutputName> {
  const { jobIds, asyncTaskIds, results, totals, passed, phase, wave, progress, verified } = migration;
  return { jobIds, asyncTaskIds, results, totals, passed, phase, wave, progress, verified };
}

async function construct(
  name: string,
  type: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.provider.ConstructResult> {
  if (type !== Migration.type) throw new Error(`there is no component ${type}`);
  const migration = new Migration(name, args as MigrationArgs, options);
  return Promise.resolve({ urn: migration.urn, state: outputsOf(migration) });
}

/** Serves components to the plugin, whose end of the pipe ends this process. */
export function serveComponents(engine: string | undefined): Promise<void> {
  declareNatively();
  process.stdin.once("end", () => process.exit(0)).resume();
  return pulumi.provider.main({ version: packageVersion, construct }, engine === undefined ? [] : [engine]);
}
