import * as pulumi from "@pulumi/pulumi";
import * as mms from "pulumi-alicloud-mms";

const config = new pulumi.Config();

const adopted = new mms.MigrationJob("adopted", {
  sourceId: config.require("sourceId"),
  adoptJobId: config.require("jobId"),
  srcDbName: config.require("database"),
  tables: config.requireObject<string[]>("tables"),
  onFailure: "retry", // from now on a failed job is repaired by the next `pulumi up`
  deletePolicy: "abandon", // and `pulumi destroy` leaves it where it was found
});

const moved = new mms.MigrationGate("moved", { jobs: [adopted], timeouts: { create: "24h" } });

export const jobId = adopted.jobId;
export const status = moved.jobs.apply(([job]) => job?.status);
export const wasAdopted = adopted.adopted;
