// N migration jobs with this package; in a crowd those of one stack, each followed to its end.
"use strict";
const mms = require("pulumi-alicloud-mms");

const { firstJob, jobCount, jobInputs } = require("../../lib/scope");

const waitFor = process.env.BENCH_WAIT_FOR;

for (let i = firstJob(); i < firstJob() + jobCount(); i += 1)
  new mms.MigrationJob(`job-${i}`, { ...jobInputs(i), ...(waitFor && { waitFor }) });
