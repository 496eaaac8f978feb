// Programs written from facts: TypeScript or Pulumi YAML. Pure. Every text of the service stands in a literal.
import { stringify } from "yaml";

import { cleanText } from "../report/clean.js";
import { slug } from "./names.js";
import type { Declared, ProgramFacts } from "./facts.js";

/** Files by name. */
export type Files = Readonly<Record<string, string>>;

const identifier = /^[A-Za-z_]\w*$/;

/** A value as TypeScript. */
function literal(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = `[${value.map((one) => literal(one, deeper)).join(", ")}]`;
    if (flat.length + indent.length < 100 && !flat.includes("\n")) return flat;
    return `[\n${value.map((one) => `${deeper}${literal(one, deeper)},\n`).join("")}${indent}]`;
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "undefined";
  const lines = Object.entries(value).map(([key, one]) => {
    return `${deeper}${identifier.test(key) ? key : JSON.stringify(key)}: ${literal(one, deeper)},\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

const notes = ({ failed }: ProgramFacts): string[] => [
  "What the service does not show is not here: credentials, free settings (others), and what only Pulumi knows.",
  ...(failed.length > 0
    ? [`Failed jobs are left out, because taking one over retries it: ${failed.map(cleanText).join(", ")}`]
    : []),
];

/** Inputs as TypeScript; the source is a constant of the program. */
const inputsIn = (inputs: object, indent: string): string =>
  literal({ ...inputs, sourceId: "" }, indent).replace('sourceId: ""', "sourceId");

const resource = ({ kind, name, inputs, retain }: Declared): string =>
  `new mms.${kind}(${JSON.stringify(name)}, ${inputsIn(inputs, "")}${retain ? ", { retainOnDelete: true }" : ""});\n`;

function typescript(facts: ProgramFacts): string {
  const { sourceId, declared, open } = facts;
  const waves = open.map(({ name, database, waves: all }) => {
    const inputs = inputsIn({ sourceId: "", srcDbName: database, scan: false, waves: all }, "  ");
    return `  new mms.Migration(${JSON.stringify(name)}, ${inputs});\n`;
  });
  return [
    `// Written from source ${sourceId} (${cleanText(facts.sourceName)}). Nothing here changes the service until it is edited.`,
    ...notes(facts).map((note) => `// ${note}`),
    ...(open.length > 0 ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    'import * as mms from "pulumi-alicloud-mms";',
    "",
    `const sourceId = ${JSON.stringify(sourceId)};`,
    "",
    ...declared.map(resource),
    ...(open.length > 0
      ? [
          "// What nobody moves yet, the smallest tables first. `pulumi config set migrate true` and `pulumi up` start it.",
          'if (new pulumi.Config().getBoolean("migrate")) {',
          waves.join("").trimEnd(),
          "}",
          "",
        ]
      : []),
  ].join("\n");
}

function yamlResources(facts: ProgramFacts): Record<string, unknown> {
  return Object.fromEntries(
    facts.declared.map(({ kind, name, inputs, retain }) => [
      name,
      { type: `alicloud-mms:${kind}`, properties: inputs, ...(retain ? { options: { retainOnDelete: true } } : {}) },
    ]),
  );
}

/** Jobs for what no job moves yet, each behind the gate of the one before, as comments: YAML has no condition. */
function yamlWaves({ sourceId, open }: ProgramFacts): string {
  const resources: Record<string, unknown> = {};
  for (const { name, database, waves } of open) {
    let gate: string | undefined;
    for (const [index, tables] of waves.entries()) {
      const own = `${name}-wave-${index + 1}`;
      const options = gate === undefined ? {} : { options: { dependsOn: [`\${${gate}}`] } };
      resources[own] = {
        type: "alicloud-mms:MigrationJob",
        properties: { sourceId, srcDbName: database, tables },
        ...options,
      };
      gate = `${own}-gate`;
      const jobIds = [`\${${own}.jobId}`];
      resources[gate] = { type: "alicloud-mms:MigrationGate", properties: { sourceId, jobIds } };
    }
  }
  if (open.length === 0) return "";
  const text = stringify(resources, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => `#   ${line}`);
  return [
    "",
    "# What nobody moves yet, the smallest tables first. Take the marks away, and `pulumi up` starts it:",
    ...lines,
    "",
  ].join("\n");
}

function yaml(facts: ProgramFacts, project: string): string {
  const resources = yamlResources(facts);
  const program = { name: project, runtime: "yaml", ...(Object.keys(resources).length > 0 ? { resources } : {}) };
  const head = [`Written from source ${facts.sourceId} (${cleanText(facts.sourceName)}).`, ...notes(facts)];
  return `${head.map((line) => `# ${line}\n`).join("")}${stringify(program, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" })}${yamlWaves(facts)}`;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The files of a project. */
export function programFiles(facts: ProgramFacts, language: "typescript" | "yaml", version: string): Files {
  const project = slug(facts.sourceName) || `source-${facts.sourceId}`;
  if (language === "yaml") return { "Pulumi.yaml": yaml(facts, project) };
  return {
    "Pulumi.yaml": `name: ${project}\nruntime: nodejs\ndescription: What source ${facts.sourceId} of MMS migrates.\n`,
    "index.ts": typescript(facts),
    "package.json": json({
      name: project,
      private: true,
      main: "index.ts",
      dependencies: { "@pulumi/pulumi": "^3.139.0", "pulumi-alicloud-mms": `^${version}` },
      devDependencies: { "@types/node": "^20.0.0", typescript: "^5.9.0" },
    }),
  };
}
