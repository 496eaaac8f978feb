import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();
const dstProjectName = config.require("dstProject");
const firstTables = config.requireObject<string[]>("firstTables");

const lake = new mms.DataSource("lake", {
  type: "DATABRICKS",
  config: {
    "mc.default.project": dstProjectName,
    "db.workspace.url": config.require("workspaceUrl"),
    "db.cluster.id": config.require("clusterId"),
  },
  secretConfig: { "db.access.token": config.requireSecret("token") },
});

const migration = new mms.Migration("schema", {
  sourceId: lake.sourceId,
  srcDbName: config.require("schema"),
  mapping: { dstProjectName },
  waves: [
    { name: "first", tables: firstTables },
    { name: "rest", jobs: { tables: { tableBlackList: firstTables } } },
  ],
  gate: { maxFailureRatio: 0, stopOnBreach: true },
});

export const sourceId = lake.sourceId;
export const jobIds = migration.jobIds;
export const totals = migration.totals;
