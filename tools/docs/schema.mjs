// Writes schema.json, which every language but TypeScript knows the package by; `--check` fails when it is stale. Reads dist/ and provider/.
import { readFile, writeFile } from "node:fs/promises";

import registry from "../../dist/provider/registry.js";
import { settings } from "../../dist/provider/mms/config/settings.js";
import { functionUses, resourceUses } from "../../dist/provider/permissions/operation-uses.js";
import { schemaOf } from "./parts/schema-package.mjs";

const root = new URL("../../", import.meta.url);
const place = new URL("schema.json", root);
const { version } = JSON.parse(await readFile(new URL("package.json", root), "utf8"));

const lifecycles = Object.fromEntries(
  Object.keys(resourceUses)
    .sort()
    .map((kind) => [kind, registry.lifecycleOf(/** @type {keyof typeof resourceUses} */ (kind))]),
);
const schema = schemaOf({ root, lifecycles, settings, functions: Object.keys(functionUses), version });
const text = `${JSON.stringify(schema, undefined, 2)}\n`;

if (!process.argv.includes("--check")) await writeFile(place, text);
else if ((await readFile(place, "utf8").catch(() => "")) !== text) {
  console.error("schema.json is stale: run `npm run generate` and commit the result");
  process.exitCode = 1;
}
