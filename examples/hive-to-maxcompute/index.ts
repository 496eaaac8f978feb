import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();
const dstProjectName = config.require("dstProject");

const warehouse = new mms.DataSource("warehouse", {
  type: "HIVE",
  networklink: config.require("networklink"),
  config: {
    "mc.default.project": dstProjectName,
    "hive.metastore.urls": config.require("metastore"),
    "hive.jdbc.url": config.require("jdbcUrl"),
    "hive.jdbc.username": config.require("hiveUser"),
  },
  secretConfig: { "hive.jdbc.password": config.requireSecret("hivePassword") },
  testConnection: true,
});

const migration = new mms.Migration("sales", {
  sourceId: warehouse.sourceId,
  srcDbName: config.require("database"),
  mapping: { dstProjectName, dstName: "ods" },
  splitBySize: 3, // the smallest wave first, so that what is wrong shows early
  job: { enableVerification: true },
  gate: { stallTimeout: "1h", onStall: "fail" },
});

export const sourceId = warehouse.sourceId;
export const asyncTaskIds = migration.asyncTaskIds;
export const jobIds = migration.jobIds;
export const totals = migration.totals;
export const verified = migration.verified;
