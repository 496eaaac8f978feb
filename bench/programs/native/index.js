// N migration jobs with this package's native plugin, declared by their token, as the generated SDKs declare them.
"use strict";
const pulumi = require("@pulumi/pulumi");

const { jobCount, jobInputs } = require("../../lib/scope");

const outputs = { asyncTaskId: undefined, jobId: undefined, status: undefined, stopped: undefined };

for (let i = 0; i < jobCount(); i += 1) {
  new pulumi.CustomResource("alicloud-mms:index:MigrationJob", `job-${i}`, { ...outputs, ...jobInputs(i) });
}
