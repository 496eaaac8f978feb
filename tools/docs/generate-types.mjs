// Writes provider/mms/generated/ from provider/mms/openapi.yaml; `--check` fails when the committed files are stale.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import peggy from "peggy";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { parse } from "yaml";

const root = new URL("../../", import.meta.url);
const spec = new URL("provider/mms/openapi.yaml", root);
const banner = "// Generated from provider/mms/openapi.yaml by `npm run generate`. Do not edit.\n";

// JavaScript numbers lose int64 values above 2^53, so every int64 is a string of digits on our side.
const asDigits = (/** @type {{ format?: string }} */ schema) =>
  schema.format === "int64" ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword) : undefined;

/**
 * A part of the document, which is read as it is written there.
 *
 * @typedef {any} Node
 */

/** Names of properties and parameters by integer width; `name[]` stands for the elements of an array. @param {Node} document */
function integerNames(document) {
  const names = { int64: new Set(), other: new Set() };
  const note = (/** @type {string} */ name, /** @type {Node} */ schema) => {
    if (schema?.type === "array") note(`${name}[]`, schema.items);
    else if (schema?.type === "integer" || schema?.type === "number")
      names[schema.format === "int64" ? "int64" : "other"].add(name);
  };
  const walk = (/** @type {Node} */ node) => {
    if (node === null || typeof node !== "object") return;
    for (const [name, schema] of Object.entries(node.properties ?? {})) note(name, schema);
    if (typeof node.in === "string" && typeof node.name === "string") note(node.name, node.schema);
    Object.values(node).forEach(walk);
  };
  walk(document);
  return names;
}

/** int64 fields of each request body: there alone the client turns digits back into numbers (a table may be named "2024"). @param {Node} document */
function int64Bodies(document) {
  /** @param {Node} schema @returns {Node} */
  const resolve = (schema) =>
    schema?.$ref ? resolve(document.components.schemas[schema.$ref.split("/").pop()]) : schema;
  /** @type {Record<string, string[]>} */
  const rows = {};
  for (const operation of operationsOf(document)) {
    const body = resolve(operation.requestBody?.content?.["application/json"]?.schema);
    const fields = propertiesOf(body)
      .filter(([, schema]) => (schema.type === "array" ? schema.items : schema).format === "int64")
      .map(([name]) => name);
    if (fields.length > 0) rows[operation.operationId] = fields;
  }
  return rows;
}

/** @param {Node} document @returns {Node[]} */
const operationsOf = (document) => Object.values(document.paths).flatMap((path) => Object.values(path));

/** @param {Node} schema @returns {Array<[string, Node]>} */
const propertiesOf = (schema) => Object.entries(schema?.properties ?? {});

/** What a reference within the document leads to. @param {Node} document @param {string} ref @returns {Node} */
const targetOf = (document, ref) =>
  ref
    .slice(2)
    .split("/")
    .reduce((at, key) => at[key], document);

/** @param {Node} document @param {Node} node @returns {Node} */
const resolveRefs = (document, node) => {
  if (node === null || typeof node !== "object") return node;
  if (typeof node.$ref === "string") return resolveRefs(document, targetOf(document, node.$ref));
  if (Array.isArray(node)) return node.map((item) => resolveRefs(document, item));
  const kept = Object.entries(node).filter(([key]) => !key.startsWith("x-") && !schemaNotes.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      key === "properties" ? resolveProperties(document, value) : resolveRefs(document, value),
    ]),
  );
};
const schemaNotes = new Set(["description", "examples", "example", "format", "deprecated", "summary"]);
/** @param {Node} document @param {Record<string, Node>} properties @returns {Record<string, Node>} */
const resolveProperties = (document, properties) =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, resolveRefs(document, schema)]));

/** JSON schemas of each operation's query and body: the emulator refuses what they refuse. @param {Node} document */
function requestSchemas(document) {
  /** @type {Record<string, { query: Record<string, Node>, body?: Node }>} */
  const rows = {};
  for (const operation of operationsOf(document)) {
    /** @type {Node[]} */
    const given = operation.parameters ?? [];
    const parameters = given.map((one) => (one.$ref ? targetOf(document, one.$ref) : one));
    const query = parameters.filter((one) => one.in === "query");
    // One JSON text: `contentSchema` says what is in it.
    const schemaOf = (/** @type {Node} */ { schema, content }) => {
      if (schema) return resolveRefs(document, schema);
      const [contentMediaType = ""] = Object.keys(content);
      const inside = resolveRefs(document, content[contentMediaType].schema);
      const closed = inside.type === "object" ? { ...inside, additionalProperties: false } : inside;
      return { type: "string", contentMediaType, contentSchema: closed };
    };
    const body = operation.requestBody?.content?.["application/json"]?.schema;
    rows[operation.operationId] = {
      query: Object.fromEntries(query.map((one) => [one.name, schemaOf(one)])),
      ...(body ? { body: resolveRefs(document, body) } : {}),
    };
  }
  return rows;
}

/** The partition filter's parser, from its grammar. */
async function parser() {
  const grammar = await readFile(new URL("provider/mms/partition-filter.peggy", root), "utf8");
  return peggy.generate(grammar, { output: "source", format: "commonjs" });
}

async function render() {
  const text = await readFile(spec, "utf8");
  const types = astToString(await openapiTS(text, { transform: asDigits, alphabetize: false }));
  const document = parse(text);
  const { int64, other } = integerNames(document);
  const clash = [...int64].filter((name) => other.has(name));
  if (clash.length > 0)
    throw new Error(`these names are int64 in one place and a smaller number in another: ${clash.join(", ")}`);
  const list = [...int64].sort().map((name) => `  ${JSON.stringify(name)},`);
  return {
    "request-schemas.ts": `${banner}/** JSON schema of each operation's query parameters and body. */\nexport const requestSchemas: Readonly<Record<string, { readonly query: Readonly<Record<string, object>>; readonly body?: object }>> = ${JSON.stringify(requestSchemas(document), null, 1)};\n`,
    "partition-filter-parser.js": `${banner.replace("openapi.yaml", "partition-filter.peggy")}${await parser()}\n`,
    "openapi.ts": `${banner}${types}`,
    "int64-fields.ts": `${banner}/** Every name under which the service sends or takes an int64; a trailing [] means the elements of an array. */\nexport const int64Fields: ReadonlySet<string> = new Set([\n${list.join("\n")}\n]);\n\n/** int64 fields of each operation's request body. */\nexport const int64Bodies: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(int64Bodies(document), null, 2)};\n`,
  };
}

const folder = new URL("provider/mms/generated/", root);
const check = process.argv.includes("--check");
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(await render())) {
  const file = new URL(name, folder);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`provider/mms/generated/${name} is stale: run \`npm run generate\` and commit the result`);
    process.exitCode = 1;
  }
}
