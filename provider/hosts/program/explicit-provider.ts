// How a function finds the configuration of an explicit provider: functions run in the program, beside the provider's declaration.
import type * as pulumi from "@pulumi/pulumi";

/** Configuration by full key, for example `alicloud-mms:region`. */
export type Configuration = Readonly<Record<string, string | undefined>>;

/** An explicit provider of this package. Found by its property, so that two copies of the package understand each other. */
export interface ConfiguredProvider {
  readonly __mmsConfiguration: pulumi.Output<Configuration>;
}

/** Package of Pulumi whose plugin serves our resources; explicit providers belong to it. */
export const pluginPackage = "pulumi-nodejs";

/** Whether a provider is one of this package. */
export function isConfigured(
  provider: pulumi.ProviderResource,
): provider is pulumi.ProviderResource & ConfiguredProvider {
  return "__mmsConfiguration" in provider;
}
