// Writes docs/support.md from the cells of the matrix and what was measured of them; `--check` fails when it is stale.
import { readFile, writeFile } from "node:fs/promises";

import { cells } from "../matrix/cells.mjs";

const page = new URL("../../docs/support.md", import.meta.url);
const results = JSON.parse(await readFile(new URL("../matrix/results.json", import.meta.url), "utf8"));

/** @type {Record<string, string>} */
const said = { works: "works", refused: "refused, with a sentence that says why", fails: "**fails**" };

/** @param {import("../matrix/cells.mjs").Cell} cell */
function row(cell) {
  const { group, name, installer, program, notRun } = cell;
  const measured = results[`${group} ${name}`];
  if (measured === undefined) return `| ${group} | ${name} | not run${notRun ? `: ${notRun}` : ""} | | | | |`;
  const { result, why, node = "", pulumi = "", cli = "", typescript, date } = measured;
  const compiler = typescript === undefined ? "" : ` ${typescript}`;
  const [first = ""] = (why ?? "").split("\n");
  const text = `${said[result]}${first ? `: ${first}` : ""}`;
  return `| ${group} | ${name} | ${text} | ${node} | ${pulumi} | ${cli} | ${program}${compiler}, ${installer}; ${date} |`;
}

const text = `# What it works with

Node 20 or later, \`@pulumi/pulumi\` 3.139 or later, and the Pulumi CLI, 3.139 or later. On older ones a program ends at its start
with a sentence that says which version it needs.

Each row is a project of its own: the packed package installed into an empty folder, then preview, up, up again without a change,
refresh and destroy on the real engine, against the emulator. One thing is varied at a time; the other columns have the versions
that were used. \`npm run test:matrix\` runs all rows, \`-- --quick\` a few, and \`-- --only <text>\` those that you name. What says
"not run" was not measured, and nothing is claimed of it.

| varied | version or kind | result | Node | @pulumi/pulumi | CLI | program, installer; date |
| --- | --- | --- | --- | --- | --- | --- |
${cells.map(row).join("\n")}

Strict pnpm with \`hoist=false\` hides what a package uses and does not declare, and one of Alibaba's does. Give it that in
\`package.json\`: \`"pnpm": { "packageExtensions": { "@alicloud/credentials": { "dependencies": { "debug": "4" } } } }\`.

\`ts\` is TypeScript that Pulumi compiles while it runs, \`tsc\` is compiled before, \`cjs\` and \`esm\` are plain JavaScript, and \`bun\` is TypeScript that Bun runs, while Node runs the provider; all but \`ts\` have
\`typescript: false\` among the options of their runtime. The Node language host is built from the newest Go module that has it, 3.60, which
takes these options as flags only: the matrix passes them on, as newer hosts do by themselves. Which declarations
compile with which compiler and settings, \`npm run test:types\` finds out; programs in other languages are in
[languages](languages.md). All rows were measured on Linux. Windows and macOS: not run.
`;

if (!process.argv.includes("--check")) await writeFile(page, text);
else if ((await readFile(page, "utf8").catch(() => "")) !== text) {
  console.error("docs/support.md is stale: run `npm run generate` and commit the result");
  process.exitCode = 1;
}
