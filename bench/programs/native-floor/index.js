// The floor of a native plugin: N resources with the same inputs of a plugin that does nothing.
"use strict";
const pulumi = require("@pulumi/pulumi");

const { jobCount, jobInputs } = require("../../lib/scope");

for (let i = 0; i < jobCount(); i += 1) new pulumi.CustomResource("bench:index:Nothing", `job-${i}`, jobInputs(i));
