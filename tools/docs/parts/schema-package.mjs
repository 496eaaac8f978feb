// The package's schema, which every language but TypeScript knows it by: tables say what holds, types and docstrings what it means.
import ts from "typescript";

import { openFrontDoor, readFrontDoor } from "./docstrings.mjs";
import { componentOf } from "./schema-component.mjs";
import { exampleOf, inEachLanguage } from "./schema-examples.mjs";
import { admitsNothing, plainText, SchemaTypes } from "./schema-types.mjs";

const name = "alicloud-mms";
const prefix = `${name}:index:`;
const capital = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1);

/** How the types of the tables are written. No unions: they become `Object` in Java and C#. */
const any = { $ref: "pulumi.json#/Any" };
const text = { type: "string" };
const listOf = (/** @type {object} */ items) => ({ type: "array", items });
const mapOf = (/** @type {object} */ values) => ({ type: "object", additionalProperties: values });
const written = {
  any,
  ...Object.fromEntries(
    ["text", "string", "name", "destination", "id", "date", "duration"].map((type) => [type, text]),
  ),
  boolean: { type: "boolean" },
  integer: { type: "integer" },
  ratio: { type: "number" },
  ...Object.fromEntries(["ids", "references", "strings", "names"].map((type) => [type, listOf(text)])),
  sequence: listOf(any),
  ...Object.fromEntries(["stringMap", "filters", "destinations", "durations"].map((type) => [type, mapOf(text)])),
  anyMap: mapOf(any),
};

const effects = { replace: "Changing it replaces the resource.", update: "", none: "" };

/** A description with its default, which is said and never sent: SDKs send a schema's defaults, and YAML does not. */
function described(/** @type {string} */ said, /** @type {unknown} */ fallback, /** @type {string} */ effect = "") {
  const effectSaid = effect !== "" && !/\breplaces?\b|\bmakes? a new\b/i.test(said) ? ` ${effect}` : "";
  const fallbackSaid = fallback === undefined ? "" : ` Default: ${fallback}.`;
  return `${said}${effectSaid}${fallbackSaid}`.trim();
}

/** @param {{ root: URL, lifecycles: Record<string, any>, settings: Record<string, any>, functions: string[], version: string }} facts */
export function schemaOf({ root, lifecycles, settings, functions, version }) {
  const door = openFrontDoor(root);
  const { checker } = door;
  const exported = new Map(door.exported.map((one) => [one.name, one]));
  const entries = new Map(readFrontDoor(root, door).map((entry) => [entry.name, entry]));
  const types = new SchemaTypes(checker, prefix, new Set([...Object.keys(lifecycles), "Migration", "Provider"]));
  const context = { checker, exported, entries, types, prefix };
  /** @type {Record<string, object>} */
  const resources = Object.fromEntries(
    Object.entries(lifecycles).map(([kind, lifecycle]) => [`${prefix}${kind}`, resourceOf(kind, lifecycle, context)]),
  );
  resources[`${prefix}Migration`] = componentOf("Migration", resources, context);
  const called = Object.fromEntries(functions.map((one) => [`${prefix}${one}`, functionOf(one, context)]));
  const configured = settingsOf(settings, context);
  return {
    ...about(version),
    config: { variables: configured, defaults: [] },
    provider: providerOf(configured, context),
    types: Object.fromEntries(Object.entries(types.types).sort(([a], [b]) => (a < b ? -1 : 1))),
    resources: inEachLanguage(resources),
    functions: called,
  };
}

const about = (/** @type {string} */ version) => ({
  name,
  displayName: "Alibaba Cloud MaxCompute Migration Service",
  version,
  description:
    "Database and lakehouse migrations with Alibaba Cloud's MaxCompute Migration Service (MMS), declared as code: sources, scans, mappings, jobs, timers and gates.",
  keywords: ["pulumi", "alicloud", "maxcompute", "mms", "migration", "odps", "category/cloud", "kind/native"],
  license: "Apache-2.0",
  language: {
    nodejs: { packageName: "@pulumi/alicloud-mms", respectSchemaVersion: true },
    python: { packageName: "pulumi_alicloud_mms", respectSchemaVersion: true, pyproject: { enabled: true } },
    go: { importBasePath: "github.com/pulumi/pulumi-alicloud-mms/sdk/go/alicloudmms", rootPackageName: "alicloudmms", respectSchemaVersion: true, generateResourceContainerTypes: true }, // prettier-ignore
    csharp: { rootNamespace: "Pulumi", namespaces: { [name]: "AlicloudMms" }, respectSchemaVersion: true },
    java: { basePackage: "com.pulumi", packages: { [name]: "alicloudmms" } },
  },
});

/** @param {Record<string, any>} settings @param {any} context */
function settingsOf(settings, { entries, exported, checker, types }) {
  const args = new Map(entries.get("Provider").args.map((/** @type {any} */ member) => [member.name, member]));
  const declared = checker.getDeclaredTypeOfSymbol(resolved(exported.get("ProviderArgs"), checker));
  return Object.fromEntries(
    Object.entries(settings).map(([setting, { doc, default: fallback, env, secret }]) => {
      const member = checker.getPropertyOfType(declared, setting);
      const spec = member ? types.of(checker.getTypeOfSymbol(member), setting) : text;
      const variables = env.length > 0 ? ` Else from the environment: ${env.join(", ")}.` : "";
      const description = described(`${doc || args.get(setting)?.text}${variables}`, fallback);
      return [setting, { ...spec, description, ...(secret ? { secret: true } : {}) }];
    }),
  );
}

/** @param {Record<string, any>} settings @param {any} context */
const providerOf = (settings, { entries }) => ({
  description: `${entries.get("Provider").text} An explicit provider's settings come first, then the environment, then the default chain of the SDK.`,
  inputProperties: settings,
});

/** @param {string} kind @param {any} lifecycle @param {any} context */
function resourceOf(kind, lifecycle, context) {
  const { entries, exported, checker, types } = context;
  const entry = entries.get(kind);
  const instance = checker.getDeclaredTypeOfSymbol(resolved(exported.get(kind), checker));
  const args = new Map(entry.args.map((/** @type {any} */ member) => [member.name, member]));
  const given = Object.entries(lifecycle.inputs).map(([property, row]) => {
    const spec = specOf(kind, property, row, types);
    const { text: said = "", default: fallback } = args.get(property) ?? {};
    const description = described(
      plainText(said),
      row.default ?? fallback,
      effects[/** @type {"update"} */ (row.onChange)],
    );
    const flags = { ...(row.secret ? { secret: true } : {}), ...(row.onChange === "replace" ? { willReplaceOnChanges: true } : {}) }; // prettier-ignore
    return [property, { ...spec, description, ...flags }];
  });
  const shown = Object.entries(lifecycle.outputs).map(([property, row]) => {
    const symbol = checker.getPropertyOfType(instance, property);
    const typed = ["sequence", "any", "anyMap"].includes(row.type) && symbol;
    const spec = typed ? types.of(checker.getTypeOfSymbol(symbol), `${kind}${capital(property)}`) : written[/** @type {"any"} */ (row.type)]; // prettier-ignore
    const said = symbol ? types.describe(symbol) : "";
    return [property, { ...spec, description: described(said, undefined), ...(row.secret ? { secret: true } : {}) }];
  });
  const isCertain = (/** @type {string} */ property) => {
    const symbol = checker.getPropertyOfType(instance, property);
    return symbol !== undefined && !admitsNothing(unwrapped(checker.getTypeOfSymbol(symbol)));
  };
  const inputs = Object.fromEntries(given);
  const requiredInputs = Object.keys(lifecycle.inputs).filter((property) => lifecycle.inputs[property].required);
  const properties = { ...inputs, ...Object.fromEntries(shown) };
  const required = Object.keys(properties).filter((one) => requiredInputs.includes(one) || isCertain(one));
  return {
    description: [entry.text, exampleOf(kind, entry.example)].filter(Boolean).join("\n\n"),
    properties,
    required: required.sort(),
    inputProperties: inputs,
    requiredInputs: requiredInputs.sort(),
    // Stacks of the dynamic host move without a change; this stays for good.
    aliases: [{ type: `pulumi-nodejs:dynamic/mms:${kind}` }],
  };
}

/** An input as its table has it: an enum where the words are ours; the service's own vocabularies stay open. */
function specOf(
  /** @type {string} */ kind,
  /** @type {string} */ property,
  /** @type {any} */ row,
  /** @type {SchemaTypes} */ types,
) {
  const isEnum = row.allowed !== undefined && row.type === "string";
  if (!isEnum) return written[/** @type {"any"} */ (row.type)];
  const token = `${prefix}${kind}${capital(property)}`;
  types.types[token] = {
    type: "string",
    enum: row.allowed.map((/** @type {string} */ value) => ({ name: capital(value), value })),
  };
  return { $ref: `#/types/${token}` };
}

/** @param {string} called @param {any} context */
function functionOf(called, { entries, exported, checker, types }) {
  const entry = entries.get(called);
  const symbol = resolved(exported.get(called), checker);
  const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
  const [given] = signature.parameters;
  const found = checker.getReturnTypeOfSignature(signature);
  const result = checker.getAwaitedType(found) ?? found;
  const inputs = types.membersOf(checker.getTypeOfSymbol(given), called);
  const outputs = types.membersOf(result, called);
  for (const property of Object.values(outputs.properties)) if (/Always a secret\./.test(property.description ?? "")) property.secret = true; // prettier-ignore
  return {
    description: [entry.text, exampleOf(called, entry.example)].filter(Boolean).join("\n\n"),
    inputs,
    outputs: { ...outputs, type: "object" },
  };
}

const resolved = (/** @type {ts.Symbol} */ symbol, /** @type {ts.TypeChecker} */ checker) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

function unwrapped(/** @type {ts.Type} */ type) {
  return type.aliasTypeArguments?.[0] ?? /** @type {ts.TypeReference} */ (type).typeArguments?.[0] ?? type;
}
