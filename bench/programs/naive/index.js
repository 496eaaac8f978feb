// N migration jobs with the provider of an afternoon.
"use strict";
const { jobCount, jobInputs } = require("../../lib/scope");
const { MigrationJob } = require("../../naive/migration-job");

for (let i = 0; i < jobCount(); i += 1) new MigrationJob(`job-${i}`, jobInputs(i));
