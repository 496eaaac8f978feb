// N migration jobs with this package.
"use strict";
const mms = require("pulumi-alicloud-mms");

const { jobCount, jobInputs } = require("../../lib/scope");

for (let i = 0; i < jobCount(); i += 1) new mms.MigrationJob(`job-${i}`, jobInputs(i));
