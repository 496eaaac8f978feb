// One program for both hosts: as JavaScript for the dynamic one, as Pulumi YAML for the native one.
import { stringify } from "yaml";

import type { Program, Value } from "./scenarios.js";

export const hosts = ["dynamic", "native"] as const;

export type Host = (typeof hosts)[number];

const isReference = (value: Value): value is { of: string; output: string } =>
  typeof value === "object" && "of" in value && "output" in value;

function javascript(value: Value): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one: Value) => javascript(one)).join(", ")}]`;
  if (isReference(value)) return `${value.of}.${value.output}`;
  const fields = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${javascript(inner as Value)}`);
  return `{ ${fields.join(", ")} }`;
}

function yaml(value: Value): unknown {
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one: Value) => yaml(one));
  if (isReference(value)) return `\${${value.of}.${value.output}}`;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, yaml(inner as Value)]));
}

const writers: Readonly<Record<Host, (program: Program) => string>> = {
  dynamic: (program) =>
    [
      `const mms = require("pulumi-alicloud-mms");`,
      ...Object.entries(program).map(
        ([name, [kind, properties]]) => `const ${name} = new mms.${kind}("${name}", ${javascript(properties)});`,
      ),
      "",
    ].join("\n"),
  native: (program) =>
    stringify({
      resources: Object.fromEntries(
        Object.entries(program).map(([name, [kind, properties]]) => [
          name,
          { type: `alicloud-mms:${kind}`, properties: yaml(properties) },
        ]),
      ),
    }),
};

/** The text of a program in the language of a host. */
export const textFor = (host: Host, program: Program): string => writers[host](program);
