// A program as data, written out for the host that this run of the tests is about: JavaScript for the dynamic host, Pulumi YAML for
// the native one.
import { host } from "../hosts.js";

/** A program as a project of the engine takes it. */
export type Program = string | { readonly yaml: string };

/** One resource of a program. */
export interface Declared {
  readonly kind: string;
  readonly args: object;
}

/** A secret among the arguments. */
export const secretOf = (value: unknown): object => ({ "fn::secret": value });

const javascript = (resources: Readonly<Record<string, Declared>>, outputs: Readonly<Record<string, string>>) => `
const pulumi = require("@pulumi/pulumi");
const mms = require("pulumi-alicloud-mms");
const secrets = (_key, value) => (value && value["fn::secret"] ? pulumi.secret(value["fn::secret"]) : value);
const made = {};
for (const [name, { kind, args }] of Object.entries(${JSON.stringify(resources)}))
  made[name] = new mms[kind](name, JSON.parse(JSON.stringify(args), secrets));
for (const [name, place] of Object.entries(${JSON.stringify(outputs)})) {
  const [resource, property] = place.split(".");
  exports[name] = made[resource][property];
}
`;

const yaml = (resources: Readonly<Record<string, Declared>>, outputs: Readonly<Record<string, string>>) => {
  const declarations = Object.entries(resources).map(([name, { kind, args }]) => [
    name,
    { type: `alicloud-mms:${kind}`, properties: args },
  ]);
  const exported = Object.entries(outputs).map(([name, place]) => [name, `\${${place}}`]);
  // JSON is YAML.
  const text = (entries: unknown[][]) => JSON.stringify(Object.fromEntries(entries as [string, unknown][]));
  return `resources: ${text(declarations)}\noutputs: ${text(exported)}\n`;
};

/** Writes out a program: resources by name, and outputs as `<resource>.<property>`. */
export const declared = (
  resources: Readonly<Record<string, Declared>>,
  outputs: Readonly<Record<string, string>> = {},
): Program => (host === "native" ? { yaml: yaml(resources, outputs) } : javascript(resources, outputs));
