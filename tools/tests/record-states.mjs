// `npm run record-states`: records the states that stacks have after runs of this version, for every later version to read.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { say } from "../lib/console.mjs";
import { root } from "../setup.mjs";

const { version } = createRequire(import.meta.url)("../../package.json");
const folder = join(root, "tests", "fixtures", "states", version);

// What a published version has left in stacks cannot be changed any more, and a record that follows the code proves nothing.
if (existsSync(folder) && !process.argv.includes("--again")) {
  say(`States of ${version} are recorded in ${folder}. After a release they stay as they are; before it, add --again.`);
  process.exit(1);
}
process.env.MMS_RECORD_STATES = "yes";
process.argv = [...process.argv.slice(0, 2), "--selectProjects", "long", "--testPathPatterns", "recorded-states"];
await import("../test.mjs");
