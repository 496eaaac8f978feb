// Writes the JSON schemas of what others read from the types that we write it with, and the table of events in
// docs/events.md; `--check` fails when one is stale.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { format, resolveConfig } from "prettier";
import { createGenerator } from "ts-json-schema-generator";

const root = new URL("../../", import.meta.url);
const pathOf = (/** @type {string} */ place) => fileURLToPath(new URL(place, root));

/** One row a schema: its file, the type that it describes, and where that is. */
const rows = [
  {
    place: "migration-report.schema.json",
    type: "MigrationReport",
    source: "cli/report/model.ts",
    title: "Report of a migration",
  },
  {
    place: "migration-events.schema.json",
    type: "MigrationEvent",
    source: "provider/hosts/serving/event.ts",
    title: "Event of a run",
  },
];

/** @param {(typeof rows)[number]} row @returns {any} */
const schemaOf = ({ type, source, title }) => ({
  title,
  ...createGenerator({
    path: pathOf(source),
    tsconfig: pathOf("tsconfig.json"),
    type,
    skipTypeCheck: true,
    // Further fields may come within a version, so readers must let them pass.
    additionalProperties: true,
  }).createSchema(type),
});

const formatted = async (/** @type {string} */ place, /** @type {string} */ text) =>
  format(text, { ...(await resolveConfig(pathOf(place))), filepath: pathOf(place) });

/** A page with another table between its marks. */
const withTable = (/** @type {string} */ page, /** @type {string} */ table) =>
  page.replace(/(<!-- fields -->\n)[\s\S]*(<!-- end of fields -->)/, `$1\n${table}\n\n$2`);

/** The fields of an event: name, whether it is always there, values, meaning. @param {{ definitions: Record<string, any> }} schema */
function fieldsOf({ definitions: { MigrationEvent: event, ...others } }) {
  /** @param {any} schema @returns {string} */
  const described = (schema) => {
    if (schema.$ref !== undefined) return described(others[schema.$ref.split("/").at(-1) ?? ""]);
    if (schema.enum !== undefined) return schema.enum.map((/** @type {string} */ value) => `\`${value}\``).join(", ");
    if (schema.const !== undefined) return `\`${schema.const}\``;
    if (schema.type !== "object") return schema.type;
    return `{ ${Object.keys(schema.properties).join(", ")} }`;
  };
  const always = new Set(event.required);
  // What every event has comes first.
  const fields = Object.entries(event.properties);
  const having = (/** @type {boolean} */ is) => fields.filter(([name]) => always.has(name) === is);
  const line = (/** @type {[string, any]} */ [name, schema]) =>
    `| \`${name}\` | ${always.has(name) ? "yes" : ""} | ${described(schema)} | ${schema.description.replaceAll("\n", " ")} |`;
  return [
    "| field | always | value | meaning |",
    "| --- | --- | --- | --- |",
    ...having(true).map(line),
    ...having(false).map(line),
  ].join("\n");
}

/** @param {string} place @param {string} given */
async function write(place, given) {
  const text = await formatted(place, given);
  if (!process.argv.includes("--check")) return writeFile(pathOf(place), text);
  if ((await readFile(pathOf(place), "utf8").catch(() => "")) === text) return;
  console.error(`${place} is stale: run \`npm run generate\` and commit the result`);
  process.exitCode = 1;
}

const schemas = rows.map((row) => ({ ...row, schema: schemaOf(row) }));
for (const { place, schema } of schemas) await write(place, JSON.stringify(schema));
const page = "docs/events.md";
await write(page, withTable(await readFile(pathOf(page), "utf8"), fieldsOf(schemas[1]?.schema)));
