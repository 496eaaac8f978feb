// The floor: N dynamic resources with the same inputs that do nothing at all. Their provider is a constant text that
// loads a module by name, which is the cheapest that a package's dynamic resources can be: nothing is serialised.
"use strict";
const pulumi = require("@pulumi/pulumi");

const { jobCount, jobInputs } = require("../../lib/scope");

class Nothing extends pulumi.CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler = () => require("./nothing").nothing;\n';
    super("pulumi-nodejs:dynamic/bench:Nothing", name, { ...args, __provider });
  }
}

for (let i = 0; i < jobCount(); i += 1) new Nothing(`job-${i}`, jobInputs(i));
