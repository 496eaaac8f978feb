import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();
const sourceId = config.require("sourceId");
const dataset = config.require("dataset");

const inventory = new mms.MetadataScan("inventory", { sourceId, dbName: dataset, maxAge: "24h" });

const landing = new mms.DatabaseMapping(
  "landing",
  { sourceId, dbName: dataset, dstProjectName: config.require("dstProject"), dstName: "bigquery" },
  { dependsOn: inventory },
);

const job = new mms.MigrationJob(
  "dataset",
  {
    sourceId,
    srcDbName: dataset,
    taskType: "BIGQUERY",
    tableBlackList: config.getObject<string[]>("leaveOut") ?? [],
    enableVerification: true, // counts rows on both sides, which BigQuery charges for
    deletePolicy: "deleteIfFinished", // a destroy never throws away a transfer that is being paid for
  },
  { dependsOn: landing },
);

const moved = new mms.MigrationGate("moved", { jobs: [job], timeouts: { create: "12h" } });

export const asyncTaskId = job.asyncTaskId;
export const jobId = job.jobId;
export const tables = moved.tables;
export const verified = moved.verified;
