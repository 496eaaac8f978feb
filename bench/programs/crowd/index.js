// N migration jobs with this package, each followed to its end; the tables of other stacks are left alone.
"use strict";
const mms = require("pulumi-alicloud-mms");

const { firstJob, jobCount, jobInputs } = require("../../lib/scope");

for (let i = firstJob(); i < firstJob() + jobCount(); i += 1)
  new mms.MigrationJob(`job-${i}`, { ...jobInputs(i), waitFor: "completed" });
