// The pages of the reference, each from its facts.

/** @typedef {import("./docstrings.mjs").Entry} Entry */
/** @typedef {import("./docstrings.mjs").Member} Member */

const banner = "<!-- Generated from the property tables and docstrings by `npm run generate`. Do not edit. -->\n";
const cell = (/** @type {unknown} */ value) => String(value ?? "").replace(/\|/g, "\\|");
const code = (/** @type {unknown} */ value) => (value === undefined || value === "" ? "" : `\`${value}\``);
const yes = (/** @type {unknown} */ value) => (value ? "yes" : "");

/** @param {string[]} heads @param {unknown[][]} rows */
function table(heads, rows) {
  if (rows.length === 0) return "None.\n";
  const line = (/** @type {unknown[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n") + "\n";
}

/** @param {Entry} entry @param {...string} parts */
const page = ({ name, text, example }, ...parts) =>
  [`# ${name}\n`, banner, `${text}\n`, ...(example ? ["## Example\n", `${example}\n`] : []), ...parts].join("\n");

const used = (/** @type {readonly string[]} */ operations) =>
  operations.length === 0
    ? ""
    : `## Operations\n\n${operations.map((one) => `[${one}](operations.md#${one.toLowerCase()})`).join(", ")}. [ramPolicy](ramPolicy.md) grants them.\n`;

/** What a column of the table says already is left out of the text. */
const withoutColumns = (text = "") =>
  text
    .replace(/\s*Source: .*$/s, "")
    .replace(/\s*(?:Changing|Changed) (?:it|the set|the value)? ?replaces the \w+\./g, "")
    .replace(/\s*Updated in place\./g, "")
    .trim();

const changes = { replace: "replaces", update: "updates in place", none: "nothing at once" };

/** @param {Record<string, any>} inputs @param {Map<string, Member>} documented */
function inputRows(inputs, documented) {
  return Object.entries(inputs).map(([name, { required, default: fallback, onChange, secret, source }]) => {
    const member = documented.get(name);
    const absent = fallback ?? member?.default;
    return [
      code(name),
      code(member?.type),
      yes(required),
      fallback === undefined ? absent : code(absent),
      changes[/** @type {keyof typeof changes} */ (onChange)],
      yes(secret),
      source,
      withoutColumns(member?.text),
    ];
  });
}

/** @param {Entry} entry @param {any} lifecycle @param {readonly string[]} operations */
export function resourcePage(entry, lifecycle, operations) {
  const args = new Map(entry.args.map((member) => [member.name, member]));
  const outputs = new Map(entry.members.map((member) => [member.name, member]));
  const further = entry.args.filter(({ name }) => !Object.hasOwn(lifecycle.inputs, name));
  const heads = ["property", "type", "required", "default", "when changed", "secret", "source", "what it is"];
  const given = Object.entries(lifecycle.outputs).map(([name, { secret, source }]) => {
    const member = outputs.get(name);
    return [code(name), code(member?.type), yes(secret), source, withoutColumns(member?.text)];
  });
  return page(
    entry,
    "## Inputs\n",
    table(heads, inputRows(lifecycle.inputs, args)),
    ...(further.length > 0 ? ["Arguments that stand for inputs:\n", memberTable(further)] : []),
    "## Outputs\n",
    "Every input under its own name, and:\n",
    table(["property", "type", "secret", "source", "what it is"], given),
    used(operations),
  );
}

/** @param {Member[]} members */
function memberTable(members) {
  const rows = members.map((one) => [code(one.name), code(one.type), yes(one.required), one.default, one.text]);
  return table(["name", "type", "required", "default", "what it is"], rows);
}

/** @param {Member[]} members @returns {string} */
function resultTable(members) {
  const rows = members.map((one) => [code(one.name), code(one.type), one.text]);
  const nested = members.flatMap(({ of }) => (of ? [`\n### Each ${of.noun}\n\n${resultTable(of.members)}`] : []));
  return [table(["name", "type", "what it is"], rows), ...nested].join("");
}

/** @param {Entry} entry @param {readonly string[]} operations */
export function functionPage(entry, operations) {
  const { name } = entry;
  return page(
    entry,
    `\`${name}(args, opts?)\` gives a promise; \`${name}Output(args, opts?)\` takes outputs and gives an output, unknown while an argument is.\n`,
    "## Arguments\n",
    memberTable(entry.args),
    "## Result\n",
    resultTable(entry.members),
    used(operations),
  );
}

/** @param {Entry} entry */
export const plainPage = (entry) =>
  page(entry, "## Arguments\n", memberTable(entry.args), "## Result\n", resultTable(entry.members));

/** @param {Entry} entry @param {Record<string, any>} settings */
export function providerPage(entry, settings) {
  const args = new Map(entry.args.map((member) => [member.name, member]));
  const rows = Object.entries(settings).map(
    ([name, { alicloud, env, fieldEnv = {}, doc, default: fallback, secret }]) => [
      code(name),
      code(args.get(name)?.type),
      code(`alicloud-mms:${name}`),
      code(alicloud && `alicloud:${alicloud}`),
      [
        ...env.map(code),
        ...Object.entries(fieldEnv).map(([field, names]) => `${field}: ${names.map(code).join(", ")}`),
      ].join("; "),
      code(fallback),
      yes(secret),
      doc,
    ],
  );
  const heads = ["option", "type", "1. stack configuration", "2. stack configuration", "3. environment", "default", "secret", "what it is"]; // prettier-ignore
  return page(
    entry,
    "## Options, and what comes first\n",
    "An explicit provider takes its arguments, then the environment. Without one, settings are read in this order: the stack's configuration (the columns from left to right), the environment, the default chain of `@alicloud/credentials`. Credentials are never mixed from two places.\n",
    table(heads, rows),
  );
}

/** @param {Record<string, any>} operations @param {Record<string, readonly string[]>} uses */
export function operationsPage(operations, uses) {
  const users = (/** @type {string} */ name) =>
    Object.keys(uses)
      .filter((user) => uses[user]?.includes(name))
      .map((user) => `[${user}](${user}.md)`)
      .join(", ");
  const rows = Object.entries(operations).map(([name, { method, path, access, ramResource, ram }]) => [
    `<a id="${name.toLowerCase()}"></a>${code(name)}`,
    `${method} ${code(path)}`,
    `${code(`odps:${name}`)} (${access}${ram === "inferred" ? ", inferred" : ""})`,
    ramResource === "*" ? code("*") : "the data source",
    users(name),
  ]);
  return [
    "# Operations\n",
    banner,
    "Every public operation of the service, the RAM action it needs, what the action is granted on, and who calls it.\n",
    table(["operation", "request", "RAM action", "granted on", "called by"], rows),
  ].join("\n");
}

/** @param {Entry[]} types */
export function typesPage(types) {
  const parts = types.flatMap((one) => [`## ${one.name}\n`, `${one.text}\n`, memberTable(one.members)]);
  return ["# Types\n", banner, "What properties and results are made of.\n", ...parts].join("\n");
}

/** @param {Record<string, Entry[]>} groups */
export function indexPage(groups) {
  const parts = Object.entries(groups).flatMap(([title, entries]) => [
    `## ${title}\n`,
    table(
      ["name", "what it is"],
      entries.map(({ name, text }) => [`[${name}](${name}.md)`, text.split(/(?<=\.) /)[0]]),
    ),
  ]);
  return ["# Reference\n", banner, ...parts, "See also: [operations](operations.md), [types](types.md).\n"].join("\n");
}
