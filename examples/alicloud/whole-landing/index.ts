import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();
const region = config.require("region");
const accountId = config.require("accountId");
const sourceId = config.require("sourceId");

const lakehouse = new alicloud.maxcompute.Project("lakehouse", {
  projectName: config.require("project"),
  productType: "PayAsYouGo",
});

// The least that the migration below can need, and only on its source.
const least = mms.ramPolicy({
  resources: ["MetadataScan", "DatabaseMapping", "TableMapping", "WavePlan", "MigrationJob", "MigrationGate"],
  region,
  accountId,
  sourceIds: [sourceId],
});

const policy = new alicloud.ram.Policy("migrate", {
  policyName: "mms-migrate-sales",
  policyDocument: JSON.stringify(least),
});

const migrator = new alicloud.ram.Role("migrator", {
  roleName: "mms-migrator",
  assumeRolePolicyDocument: JSON.stringify({
    Version: "1",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { RAM: [`acs:ram::${accountId}:root`] } }],
  }),
});

const granted = new alicloud.ram.RolePolicyAttachment("migrator-may-migrate", {
  policyName: policy.policyName.apply((name) => name ?? "mms-migrate-sales"),
  policyType: "Custom",
  roleName: migrator.roleName.apply((name) => name ?? "mms-migrator"),
});

// Only once the role has its rights is there a provider that assumes it.
const asMigrator = new mms.Provider("as-migrator", {
  region,
  assumeRole: { roleArn: pulumi.all([migrator.arn, granted.id]).apply(([arn]) => arn) },
});

const migration = new mms.Migration(
  "sales",
  {
    sourceId,
    srcDbName: config.require("database"),
    mapping: { dstProjectName: lakehouse.id, dstName: "ods" },
    splitBySize: 3,
    job: { enableVerification: true },
  },
  { providers: [asMigrator] },
);

export const project = lakehouse.id;
export const roleArn = migrator.arn;
export const verified = migration.verified;
