import { PolicyPack } from "@pulumi/policy";
import type { ResourceValidationPolicy } from "@pulumi/policy";

/** Kinds that start migrations. Each has two types: one of the dynamic host, one of the native plugin. */
const kinds = ["MigrationJob", "MigrationTimer"];
const types = kinds.flatMap((kind) => [`pulumi-nodejs:dynamic/mms:${kind}`, `alicloud-mms:index:${kind}`]);

/** urn:pulumi:<stack>::<project>::<type>::<name> */
const stackOf = (urn: string): string => urn.split("::")[0].replace("urn:pulumi:", "");

const verifiedInProd: ResourceValidationPolicy = {
  name: "verified-in-prod",
  description: "In production, a migration compares the row counts of what it has moved.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { stacks: { type: "array", items: { type: "string" } } } },
  validateResource: ({ type, urn, props, getConfig }, report) => {
    const { stacks = ["prod"] } = getConfig<{ stacks?: string[] }>();
    if (!types.includes(type) || !stacks.includes(stackOf(urn)) || props["schemaOnly"] === true) return;
    if (props["enableVerification"] !== true)
      report("set enableVerification: true, so that the moved rows are counted");
  },
};

new PolicyPack("mms-policies", { policies: [verifiedInProd] });
