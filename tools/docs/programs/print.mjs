// Writes an example program in Python, Go, Java and YAML, as the SDKs that are generated from the schema want it.
import { stringify } from "yaml";

/** @typedef {import("./facts.mjs").ExampleProgram} ExampleProgram */
/** @typedef {Record<string, { inputProperties: Record<string, any>, required: string[] }>} Resources by token */

const capital = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1);
const snake = (/** @type {string} */ text) => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const isText = (/** @type {unknown} */ value) => typeof value === "string";

/** What `${name}` or `${name.output}` names. @param {unknown} value */
function referenceIn(value) {
  const [, name = "", output] = (isText(value) && /^\$\{(\w+)(?:\.(\w+))?\}$/.exec(String(value))) || [];
  return name === "" ? undefined : { name, output };
}

const entriesOf = (/** @type {unknown} */ value) => Object.entries(/** @type {Record<string, unknown>} */ (value));

/** A word of an enum of the schema, as its type and the member's name. @param {any} spec @param {unknown} value */
function enumOf(spec, value) {
  const [, type] = /^#\/types\/.*:(\w+)$/.exec(spec?.$ref ?? "") ?? [];
  return type === undefined ? undefined : { type, member: capital(String(value)) };
}

/** @param {ExampleProgram} program */
function asYaml({ secrets = [], resources, outputs }) {
  const declared = Object.entries(resources).map(([name, { kind, args, dependsOn }]) => {
    const options = dependsOn === undefined ? {} : { options: { dependsOn: [`\${${dependsOn}}`] } };
    return [name, { type: `alicloud-mms:${kind}`, properties: args, ...options }];
  });
  const settings = Object.fromEntries(secrets.map((name) => [name, { type: "string", secret: true }]));
  const config = secrets.length > 0 ? { config: settings } : {};
  return stringify({ ...config, resources: Object.fromEntries(declared), outputs }, { lineWidth: 0 }).trimEnd();
}

/** @param {unknown} value @returns {string} */
function pythonValue(value) {
  const named = referenceIn(value);
  if (named?.output) return `${snake(named.name)}.${snake(named.output)}`;
  if (named) return `pulumi.Config().require_secret(${JSON.stringify(named.name)})`;
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(", ")}]`;
  if (typeof value === "boolean") return capital(String(value));
  if (typeof value !== "object") return JSON.stringify(value);
  const lines = entriesOf(value).map(([key, one]) => `        ${JSON.stringify(key)}: ${pythonValue(one)},`);
  return `{\n${lines.join("\n")}\n    }`;
}

/** @param {ExampleProgram} program */
function asPython({ resources, outputs }) {
  const declared = Object.entries(resources).map(([name, { kind, args, dependsOn }]) => {
    const given = entriesOf(args).map(([key, value]) => `    ${snake(key)}=${pythonValue(value)},`);
    if (dependsOn) given.push(`    opts=pulumi.ResourceOptions(depends_on=[${snake(dependsOn)}]),`);
    return `${snake(name)} = mms.${kind}(\n    "${name}",\n${given.join("\n")}\n)`;
  });
  const exported = Object.entries(outputs).map(([name, value]) => `pulumi.export("${name}", ${pythonValue(value)})`);
  return `import pulumi\nimport pulumi_alicloud_mms as mms\n\n${declared.join("\n")}\n\n${exported.join("\n")}`;
}

/** @param {unknown} value @param {any} spec @param {(reference: { name: string, output: string }) => string} output @returns {string} */
function goValue(value, spec, output) {
  const named = referenceIn(value);
  if (named?.output) return output({ name: named.name, output: named.output });
  if (named) return `config.New(ctx, "").RequireSecret(${JSON.stringify(named.name)})`;
  const word = enumOf(spec, value);
  if (word) return `alicloudmms.${word.type}${word.member}`;
  if (Array.isArray(value))
    return `pulumi.StringArray{${value.map((one) => goValue(one, spec.items, output)).join(", ")}}`;
  if (typeof value === "boolean") return `pulumi.Bool(${value})`;
  if (typeof value === "number") return `pulumi.Int(${value})`;
  if (typeof value !== "object") return `pulumi.String(${JSON.stringify(value)})`;
  const type = spec.additionalProperties?.type === "string" ? "StringMap" : "Map";
  const lines = entriesOf(value).map(
    ([key, one]) => `\t\t\t\t${JSON.stringify(key)}: ${goValue(one, undefined, output)},`,
  );
  return `pulumi.${type}{\n${lines.join("\n")}\n\t\t\t}`;
}

/** @param {ExampleProgram} program @param {Resources} specs */
function asGo({ secrets = [], resources, outputs }, specs) {
  const specOf = (/** @type {string} */ kind) => specs[`alicloud-mms:index:${kind}`];
  const output = (/** @type {{ name: string, output: string }} */ { name, output: of }) => {
    const isCertain = specOf(resources[name]?.kind ?? "")?.required.includes(of);
    return `${name}.${capital(of)}${isCertain ? "" : ".Elem()"}`;
  };
  const isUsed = (/** @type {string} */ name) =>
    JSON.stringify([resources, outputs]).includes(`\${${name}.`) ||
    Object.values(resources).some((one) => one.dependsOn === name);
  const declared = Object.entries(resources).map(([name, { kind, args, dependsOn }], index) => {
    const inputs = specOf(kind)?.inputProperties ?? {};
    const given = entriesOf(args).map(
      ([key, value]) => `\t\t\t${capital(key)}: ${goValue(value, inputs[key], output)},`,
    );
    const variables = isUsed(name) ? `${name}, err :=` : `_, err ${index === 0 ? ":=" : "="}`;
    const options = dependsOn ? `, pulumi.DependsOn([]pulumi.Resource{${dependsOn}})` : "";
    const call = `alicloudmms.New${kind}(ctx, "${name}", &alicloudmms.${kind}Args{\n${given.join("\n")}\n\t\t}${options})`;
    return `\t\t${variables} ${call}\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}`;
  });
  const exported = Object.entries(outputs).map(([name, value]) => {
    const { name: of = "", output: property = "" } = referenceIn(value) ?? {};
    return `\t\tctx.Export("${name}", ${of}.${capital(property)})`;
  });
  const imports = [
    "github.com/pulumi/pulumi-alicloud-mms/sdk/go/alicloudmms",
    "github.com/pulumi/pulumi/sdk/v3/go/pulumi",
    ...(secrets.length > 0 ? ["github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"] : []),
  ].map((path) => `\t"${path}"`);
  const body = [...declared, ...exported, "\t\treturn nil"].join("\n");
  return `package main\n\nimport (\n${imports.join("\n")}\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n${body}\n\t})\n}`;
}

/** @param {unknown} value @param {any} spec @returns {string} */
function javaValue(value, spec) {
  const named = referenceIn(value);
  if (named?.output) return `${named.name}.${named.output}()`;
  const word = enumOf(spec, value);
  if (word) return `${word.type}.${word.member}`;
  if (Array.isArray(value)) {
    const items = value.map((one) => javaValue(one, spec.items));
    const ids = items.map((one) => `${one}.applyValue(Optional::orElseThrow)`);
    return value.some(referenceIn) ? `Output.all(${ids.join(", ")})` : items.join(", ");
  }
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = entriesOf(value);
  const secret = entries.map(([, one]) => referenceIn(one)).find((one) => one !== undefined);
  if (secret === undefined) {
    const type = spec.additionalProperties?.type === "string" ? "" : "<String, Object>";
    return `Map.${type}of(${entries.map(([key, one]) => `\n                    "${key}", ${javaValue(one, undefined)}`).join(",")})`;
  }
  const setting = `context.config().requireSecret("${secret.name}")`;
  return `${setting}\n                    .applyValue(secret -> Map.<String, Object>of("${entries[0]?.[0]}", secret))`;
}

/** @param {ExampleProgram} program @param {Resources} specs */
function asJava({ resources, outputs }, specs) {
  const declared = Object.entries(resources).map(([name, { kind, args, dependsOn }]) => {
    const inputs = specs[`alicloud-mms:index:${kind}`]?.inputProperties ?? {};
    const given = entriesOf(args).map(([key, value]) => `                .${key}(${javaValue(value, inputs[key])})`);
    const options = dependsOn ? `, CustomResourceOptions.builder().dependsOn(${dependsOn}).build()` : "";
    return `            var ${name} = new ${kind}("${name}", ${kind}Args.builder()\n${given.join("\n")}\n                .build()${options});`;
  });
  const exported = Object.entries(outputs).map(
    ([name, value]) => `            context.export("${name}", ${javaValue(value, undefined)});`,
  );
  const body = [...declared, ...exported].join("\n");
  const text = `public class App {\n    public static void main(String[] args) {\n        Pulumi.run(context -> {\n${body}\n        });\n    }\n}`;
  const imports = [
    ["com.pulumi.Pulumi", "Pulumi."],
    ["com.pulumi.alicloudmms.*", "new "],
    ...[...new Set([...text.matchAll(/(\w+)\.[A-Z][a-z]+\)/g)].map(([, type = ""]) => type))].map((type) => [
      `com.pulumi.alicloudmms.enums.${type}`,
      type,
    ]),
    ["com.pulumi.core.Output", "Output.all"],
    ["com.pulumi.resources.CustomResourceOptions", "CustomResourceOptions"],
    ["java.util.Map", "Map."],
    ["java.util.Optional", "Optional::"],
  ].filter(([, use = ""]) => text.includes(use));
  return `${imports.map(([path]) => `import ${path};`).join("\n")}\n\n${text}`;
}

/** The program in each language but TypeScript, as code blocks. @param {ExampleProgram} program @param {Resources} specs */
export function blocksOf(program, specs) {
  const texts = {
    python: asPython(program),
    go: asGo(program, specs),
    java: asJava(program, specs),
    yaml: asYaml(program),
  };
  return Object.entries(texts).map(([language, text]) => `\`\`\`${language}\n${text}\n\`\`\``);
}
