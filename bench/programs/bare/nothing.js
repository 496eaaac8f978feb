// A provider that does nothing.
"use strict";

exports.nothing = {
  check: async (_olds, inputs) => ({ inputs }),
  diff: async () => ({ changes: false }),
  create: async (outs) => ({ id: "0", outs }),
  update: async (_id, _olds, outs) => ({ outs }),
};
