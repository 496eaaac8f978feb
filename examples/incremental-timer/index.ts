import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();
const sourceId = config.require("sourceId");
const srcDbName = config.require("database");

const everything = new mms.MigrationJob("everything", { sourceId, srcDbName });

const moved = new mms.MigrationGate("moved", { jobs: [everything], timeouts: { create: "24h" } });

const nightly = new mms.MigrationTimer(
  "nightly",
  { sourceId, srcDbName, scheduleType: "Daily", value: config.require("fires"), enableVerification: true },
  { dependsOn: moved }, // before that, a firing would find the tables busy
);

export const jobId = everything.jobId;
export const timerId = nightly.timerId;
export const runs = nightly.jobIds;
