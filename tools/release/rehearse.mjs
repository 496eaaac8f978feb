// `npm run release:rehearse`: everything that a release does, but for publishing. `--quick` checks what needs no network.
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { say } from "../lib/console.mjs";
import { root } from "../setup.mjs";
import { artefacts, emptied, notRun } from "./artefacts.mjs";
import { facts } from "./facts.mjs";
import { unready } from "./versions.mjs";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    // A release may not have placeholders and gaps; a rehearsal names them.
    final: { type: "boolean", default: false },
    out: { type: "string", default: join(root, "release") },
    skip: { type: "string", multiple: true, default: [] },
  },
});

/** @type {string[]} */
const failures = [];
if (values.final && (values.quick || values.skip.length > 0)) failures.push("--final leaves nothing out");

/** @param {string} name @param {() => Promise<string> | string} work */
async function step(name, work) {
  try {
    const outcome = await work();
    const isDone = !outcome.startsWith(notRun);
    // A release without one of its checks is none.
    if (!isDone && values.final) failures.push(name);
    say(`${isDone ? "✓" : values.final ? "✗" : "!"} ${name}: ${outcome}`);
  } catch (error) {
    failures.push(name);
    say(`✗ ${name}: ${error instanceof Error ? error.message : error}`);
  }
}

for (const [name, check] of Object.entries(facts)) {
  await step(name, () => {
    const wrong = check();
    if (wrong.length > 0) throw new Error(wrong.join("\n    "));
    return "as it should be";
  });
}
for (const one of unready(root)) {
  if (values.final) failures.push(one);
  say(`${values.final ? "✗" : "!"} ${one}: that ends a release`);
}
if (!values.quick) {
  const out = resolve(values.out);
  emptied(out);
  for (const [name, make] of Object.entries(artefacts)) {
    if (values.skip.includes(name)) say(`- ${name}: left out`);
    else await step(name, () => make(out, { final: values.final }));
  }
}
say(failures.length === 0 ? "The rehearsal went well." : `The rehearsal failed: ${failures.join(", ")}.`);
process.exitCode = failures.length === 0 ? 0 : 1;
