import * as pulumi from "@pulumi/pulumi";

const migration = new pulumi.StackReference(new pulumi.Config().require("migrationStack"));

export const asyncTaskId = migration.requireOutput("asyncTaskId");
export const jobId = migration.requireOutput("jobId");
