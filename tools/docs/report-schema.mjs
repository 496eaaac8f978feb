// Writes migration-report.schema.json from the types of cli/report/model.ts; `--check` fails when it is stale.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { format, resolveConfig } from "prettier";
import { createGenerator } from "ts-json-schema-generator";

const root = new URL("../../", import.meta.url);
const place = new URL("migration-report.schema.json", root);

const schema = createGenerator({
  path: fileURLToPath(new URL("cli/report/model.ts", root)),
  tsconfig: fileURLToPath(new URL("tsconfig.json", root)),
  type: "MigrationReport",
  skipTypeCheck: true,
  // Further fields may come within version 1, so readers must let them pass.
  additionalProperties: true,
}).createSchema("MigrationReport");
const options = await resolveConfig(fileURLToPath(place));
const text = await format(JSON.stringify({ title: "Report of a migration", ...schema }), {
  ...options,
  parser: "json",
});

if (!process.argv.includes("--check")) await writeFile(place, text);
else if ((await readFile(place, "utf8").catch(() => "")) !== text) {
  console.error("migration-report.schema.json is stale: run `npm run generate` and commit the result");
  process.exitCode = 1;
}
