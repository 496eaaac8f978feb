// Writes docs/reference/ from the property tables (what holds) and the docstrings (what it means); `--check` fails when
// a committed page is stale. Reads dist/ and provider/.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";

import registry from "../../dist/provider/registry.js";
import { operations } from "../../dist/provider/mms/operations.js";
import { settings } from "../../dist/provider/mms/config/settings.js";
import { functionUses, resourceUses } from "../../dist/provider/permissions/operation-uses.js";
import { readFrontDoor } from "./parts/docstrings.mjs";
import * as pages from "./parts/reference-pages.mjs";

const root = new URL("../../", import.meta.url);
const folder = new URL("docs/reference/", root);

/** @typedef {import("./parts/docstrings.mjs").Entry} Entry */

/** @typedef {Readonly<Record<string, readonly string[]>>} Uses */

const usesOfKind = /** @type {Uses} */ (resourceUses);
const usesOfFunction = /** @type {Uses} */ (functionUses);

/** Pages by file name. */
function render() {
  const entries = readFrontDoor(root);
  const isType = (/** @type {Entry} */ { kind, name }) => kind === "type" && !/(?:Args|Inputs|Result)$/.test(name);
  const types = entries.filter((entry) => isType(entry) && entry.members.length > 0);
  /** @type {Record<"Resources" | "Components" | "Functions" | "Provider and permissions", Entry[]>} */
  const groups = { Resources: [], Components: [], Functions: [], "Provider and permissions": [] };
  /** @type {Record<string, string>} */
  const written = {};
  /** @param {keyof typeof groups} group @param {Entry} entry @param {string} text */
  const add = (group, entry, text) => {
    groups[group].push(entry);
    written[`${entry.name}.md`] = text;
  };
  for (const entry of entries) {
    const { kind, name } = entry;
    if (kind === "resource")
      add(
        "Resources",
        entry,
        pages.resourcePage(
          entry,
          registry.lifecycleOf(/** @type {keyof typeof resourceUses} */ (name)),
          usesOfKind[name] ?? [],
        ),
      );
    if (kind === "component") add("Components", entry, pages.plainPage(entry));
    if (kind === "class" && name === "Provider")
      add("Provider and permissions", entry, pages.providerPage(entry, settings));
    if (kind !== "function" || name.endsWith("Output")) continue;
    const uses = usesOfFunction[name];
    if (uses) add("Functions", entry, pages.functionPage(entry, uses));
    else add("Provider and permissions", entry, pages.plainPage(entry));
  }
  written["operations.md"] = pages.operationsPage(operations, { ...resourceUses, ...functionUses });
  written["types.md"] = pages.typesPage(types);
  written["README.md"] = pages.indexPage(groups);
  return written;
}

const check = process.argv.includes("--check");
const written = render();
await mkdir(folder, { recursive: true });
const stale = [];
for (const [name, text] of Object.entries(written)) {
  const file = new URL(name, folder);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) stale.push(name);
}
for (const name of (await readdir(folder)).filter((one) => !Object.hasOwn(written, one))) {
  if (check) stale.push(`${name} (documents nothing)`);
  else await rm(new URL(name, folder));
}
if (stale.length > 0) {
  console.error(`docs/reference is stale: run \`npm run generate\` and commit the result: ${stale.join(", ")}`);
  process.exitCode = 1;
}
