// Writes docs/errors/, a page per error, from the table of causes and fixes and the classes' own comments; `--check` fails when
// one is stale, and either way an error without a row fails it.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";

import { errorPages } from "../../dist/provider/errors/pages.js";
import { errorFacts, internal } from "./parts/error-facts.mjs";

const root = new URL("../../", import.meta.url);
const folder = new URL("docs/errors/", root);
const mark = "<!-- Generated from tools/docs/parts/error-facts.mjs by `npm run generate`. Do not edit. -->";

/** Every class of an error in provider/, with the comment before it. @returns {Promise<Map<string, string>>} */
async function declared() {
  const files = (await readdir(new URL("provider/", root), { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(files.map((file) => readFile(new URL(`provider/${file}`, root), "utf8")));
  const classes = texts.flatMap((text) => [
    ...text.matchAll(
      /\/\*\*((?:(?!\*\/).)*)\*\/\s*(?:export )?class (\w+) extends (?:\w+Error|Error|Refusal|pulumi\.RunError)\b/gs,
    ),
  ]);
  return new Map(classes.map(([, comment = "", name = ""]) => [name, comment.replace(/\s*\n \* ?/g, " ").trim()]));
}

/** @param {string} name */
function factsOf(name) {
  const facts = errorFacts[name];
  if (facts === undefined) throw new Error(`tools/docs/parts/error-facts.mjs has no row for ${name}`);
  return facts;
}

/** @param {string} name @param {string} comment */
function page(name, comment) {
  const { cause, fix } = factsOf(name);
  const plain = comment.replace(/\{@link (\w+)\}/g, "`$1`");
  return `# ${name}\n\n${mark}\n\n${plain}\n\n## Cause\n\n${cause}\n\n## Fix\n\n${fix}\n`;
}

/** @param {string[]} names */
const index = (names) => `# Errors

${mark}

What each error means, what causes it and what to do. The message of an error ends with the address of its page; a refused input
says itself what is allowed, and has none. No message holds a secret,
and after every one of them a further run continues with what is there.

| error | cause |
| --- | --- |
${names.map((name) => `| [${name}](${name}.md) | ${factsOf(name).cause.split(/(?<=\.) /)[0]} |`).join("\n")}
`;

const classes = await declared();
const expected = [...classes.keys()].filter((name) => !internal.has(name)).sort();
const rows = Object.keys(errorFacts);
const missing = expected.filter((name) => !rows.includes(name));
const unknown = rows.filter((name) => !expected.includes(name));
if (missing.length + unknown.length > 0)
  throw new Error(
    `tools/docs/parts/error-facts.mjs: no row for ${missing.join(", ") || "none"}; no class for ${unknown.join(", ") || "none"}`,
  );
const named = [...errorPages.keys()];
if (named.join() !== expected.join())
  throw new Error(
    `provider/errors/pages.ts has to name, in this order: ${expected.join(", ")}; it names ${named.join(", ")}`,
  );

const written = new Map([
  ["README.md", index(expected)],
  ...expected.map((name) => /** @type {const} */ ([`${name}.md`, page(name, classes.get(name) ?? "")])),
]);
const check = process.argv.includes("--check");
await mkdir(folder, { recursive: true });
const stale = [];
for (const [name, text] of written) {
  const file = new URL(name, folder);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) stale.push(name);
}
for (const name of (await readdir(folder)).filter((one) => !written.has(one))) {
  if (check) stale.push(name);
  else await rm(new URL(name, folder));
}
if (stale.length > 0) {
  console.error(`docs/errors is stale: run \`npm run generate\` and commit the result: ${stale.join(", ")}`);
  process.exitCode = 1;
}
