// Writes docs/assumptions.md from the ledger and from where code names its rows; `--check` fails when the page is stale. Reads dist/.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";

import columns from "./parts/assumption-groups.cjs";
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
const texts = await Promise.all(
  sources.map(async (path) => /** @type {const} */ ([path, await readFile(new URL(path, root), "utf8")])),
);

/** @typedef {import("../../dist/provider/mms/assumptions/index.js").AssumptionId} Id */

const pathsOf = (/** @type {Id} */ id) => {
  const word = new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
  return texts.filter(([, text]) => word.test(text)).map(([path]) => `\`${path}\``);
};

const anchorOf = (/** @type {string} */ heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/\s/g, "-");

function section(/** @type {Id} */ id) {
  const { says, evidence, source, operations, worst, ifFalse, check } = assumptions[id];
  const carried = carriedBy(id).map((heading) => `[${heading}](guarantees.md#${anchorOf(heading)})`);
  return [
    `### ${id}`,
    `${says}`,
    [
      `- Evidence: ${evidence} (${source}).`,
      `- If it is false (${worst}): ${ifFalse}`,
      ...(carried.length > 0 ? [`- Carries: ${carried.join("; ")}.`] : []),
      `- ${typeof check === "string" ? `Checked: ${check}.` : `Not checked: ${check.because}.`} Operations: ${operations.map((name) => `\`${name}\``).join(", ")}.`,
      `- Named in ${pathsOf(id).join(", ")}.`,
    ].join("\n"),
  ].join("\n\n");
}

// The random sessions under each assumption played false: `npm run test:assumptions` writes them.
const { seed, outcomes } = JSON.parse(await readFile(new URL("bench/results/assumptions.json", root), "utf8"));
const cell = (/** @type {number} */ broken, /** @type {number} */ sessions) =>
  broken === 0 ? "holds" : `broken in ${broken} of ${sessions}`;
const outcomeRow = (/** @type {any} */ { denied, sessions, broken }) => {
  const names = denied.map((/** @type {Id} */ id) => `[\`${id}\`](#${id})`).join(" and ");
  return `| ${names} | ${sessions} | ${Object.keys(columns)
    .map((name) => cell(broken[name], sessions))
    .join(" | ")} |`;
};

/** How many rows have which value: `12 documented, 20 sdk`. @param {(row: (typeof assumptions)[Id]) => string} valueOf */
function tally(valueOf) {
  const counts = new Map();
  for (const id of assumptionIds) counts.set(valueOf(assumptions[id]), (counts.get(valueOf(assumptions[id])) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${count} ${value}`).join(", ");
}

const text = `# What is assumed about MMS

Nothing of this package has run against the live service. What it relies on there, and nobody has seen, is listed here: ${assumptionIds.length}
assumptions (${tally(({ evidence }) => evidence)}), one row each in
\`provider/mms/assumptions\`. Code that relies on one names it in a comment; a warning that
the service behaves otherwise ends with its id in brackets.

How each can be found out: ${tally(({ check }) => (typeof check === "string" ? check : "not at all"))}. \`npx pulumi-alicloud-mms verify --source <id>\` does: the rows
that are read-only as it is, those that are mutating with \`--mutating\`, those of a migration with \`--migrate\`. Each of the
others says why nothing shows it.

## Which promises survive

Random sessions with migration jobs (crashes, lost responses, other people at the console) on an emulator where one assumption,
or two, do not hold: what was the first to break in how many of them. Half of the sessions run on a service that makes a second job
on the same tables. "Twice" counts even where the program told of both jobs; "without a word" counts where it did not. Run
with seed ${seed} by \`npm run test:assumptions\`; few sessions show what usually holds, and no rare case.

| played false | sessions | ${Object.values(columns).join(" | ")} |
| --- | --- | ${Object.keys(columns)
  .map(() => "---")
  .join(" | ")} |
${outcomes.map(outcomeRow).join("\n")}

${Object.entries(subjects)
  .map(([subject, rows]) => `## ${subject}\n\n${/** @type {Id[]} */ (Object.keys(rows)).map(section).join("\n\n")}`)
  .join("\n\n")}
`;

if (!process.argv.includes("--check")) await writeFile(page, text);
else if ((await readFile(page, "utf8").catch(() => "")) !== text) {
  console.error("docs/assumptions.md is stale: run `npm run generate` and commit the result");
  process.exitCode = 1;
}
