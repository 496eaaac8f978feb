// The floor: N dynamic resources with the same inputs that do nothing at all, made as Pulumi's guide makes them.
"use strict";
const pulumi = require("@pulumi/pulumi");

const { jobCount, jobInputs } = require("../../lib/scope");

const nothing = {
  create: async (outs) => ({ id: "0", outs }),
  diff: async () => ({ changes: false }),
};

class Nothing extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(nothing, name, args);
  }
}

for (let i = 0; i < jobCount(); i += 1) new Nothing(`job-${i}`, jobInputs(i));
