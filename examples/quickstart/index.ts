import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();

const sales = new mms.MigrationJob("sales", {
  sourceId: config.require("sourceId"), // a data source that MMS already knows
  srcDbName: config.require("database"),
  tables: config.requireObject<string[]>("tables"),
  waitFor: "completed", // without it, `pulumi up` ends as soon as the job is created
});

export const asyncTaskId = sales.asyncTaskId;
export const jobId = sales.jobId;
export const status = sales.status;
