// Writes docs/assumptions.md from the ledger and from where code names its rows; `--check` fails when the page is stale. Reads dist/.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";

import { assumptionIds, assumptions, carriedBy, subjects } from "../../dist/provider/mms/assumptions/index.js";

const root = new URL("../../", import.meta.url);
const page = new URL("docs/assumptions.md", root);

const sources = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "provider", "emulator"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => /\.(ts|peggy|yaml)$/.test(path) && !/\/(generated|assumptions)\//.test(path))
  .sort();
const texts = await Promise.all(sources.map(async (path) => [path, await readFile(new URL(path, root), "utf8")]));

const pathsOf = (id) => {
  const word = new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
  return texts.filter(([, text]) => word.test(text)).map(([path]) => `\`${path}\``);
};

const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/\s/g, "-");

function section(id) {
  const { says, evidence, source, operations, worst, ifFalse, check } = assumptions[id];
  const carried = carriedBy(id).map((heading) => `[${heading}](guarantees.md#${anchorOf(heading)})`);
  return [
    `### ${id}`,
    `${says}`,
    [
      `- Evidence: ${evidence} (${source}).`,
      `- If it is false (${worst}): ${ifFalse}`,
      ...(carried.length > 0 ? [`- Carries: ${carried.join("; ")}.`] : []),
      `- Checked: ${check}. Operations: ${operations.map((name) => `\`${name}\``).join(", ")}.`,
      `- Named in ${pathsOf(id).join(", ")}.`,
    ].join("\n"),
  ].join("\n\n");
}

const count = (field, value) => assumptionIds.filter((id) => assumptions[id][field] === value).length;
const tally = (field) =>
  [...new Set(assumptionIds.map((id) => assumptions[id][field]))]
    .map((value) => `${count(field, value)} ${value}`)
    .join(", ");

const text = `# What is assumed about MMS

Nothing of this package has run against the live service. What it relies on there, and nobody has seen, is listed here: ${assumptionIds.length}
assumptions (${tally("evidence")}), one row each in \`provider/mms/assumptions\`. Code that relies on one names it in a comment; a warning that
the service behaves otherwise ends with its id in brackets.

How each can be found out: ${tally("check")}.

${Object.entries(subjects)
  .map(([subject, rows]) => `## ${subject}\n\n${Object.keys(rows).map(section).join("\n\n")}`)
  .join("\n\n")}
`;

if (!process.argv.includes("--check")) await writeFile(page, text);
else if ((await readFile(page, "utf8").catch(() => "")) !== text) {
  console.error("docs/assumptions.md is stale: run `npm run generate` and commit the result");
  process.exitCode = 1;
}
