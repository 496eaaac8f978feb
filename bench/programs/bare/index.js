// Below the floor: N dynamic resources that do nothing, whose provider is a constant text that loads a module by name.
// Cheaper than this a dynamic resource cannot be: nothing is serialised, and nothing but the inputs is stored.
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
