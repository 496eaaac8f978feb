// The component in the schema: which settings a part of it takes says its class, and what each of them is says its resource.
import ts from "typescript";

import { exampleOf } from "./schema-examples.mjs";
import { admitsNothing, outputOf, plainText } from "./schema-types.mjs";

const any = { $ref: "pulumi.json#/Any" };
const text = { type: "string" };
const boolean = { type: "boolean" };

/** What the parts of the component declare, and how the schema calls their settings. */
const parts = /** @type {const} */ ({
  scan: { kind: "MetadataScan", type: "MigrationScanSettings" },
  mapping: { kind: "DatabaseMapping", type: "MigrationMappingSettings" },
  tableMappings: { kind: "TableMapping", type: "MigrationTableMappingSettings" },
  job: { kind: "MigrationJob", type: "MigrationJobSettings" },
  gate: { kind: "MigrationGate", type: "MigrationGateSettings" },
});

/** Resources, which only a program in TypeScript has at hand. */
const inProcess = ["scan", "jobs", "gates"];

/** Outputs of the children that the component adds up keep their own names; a plan's arguments are no output. */
const isOutput = (/** @type {string} */ name) => !inProcess.includes(name);

/** @param {string} component @param {Record<string, any>} resources of the package @param {any} context */
export function componentOf(component, resources, { checker, exported, entries, types, prefix }) {
  const entry = entries.get(component);
  const declared = (/** @type {string} */ name) =>
    checker.getDeclaredTypeOfSymbol(resolved(exported.get(name), checker));
  const args = declared(`${component}Args`);
  const argument = (/** @type {string} */ name) =>
    objectIn(checker.getTypeOfSymbol(checker.getPropertyOfType(args, name)), checker);
  const ref = (/** @type {keyof typeof parts} */ part, /** @type {ts.Type} */ type) => {
    const { kind, type: name } = parts[part];
    const { inputProperties, requiredInputs } = resources[`${prefix}${kind}`];
    const names = checker.getPropertiesOfType(type).map((/** @type {ts.Symbol} */ one) => one.name).filter((/** @type {string} */ one) => one in inputProperties); // prettier-ignore
    const properties = Object.fromEntries(names.sort().map((/** @type {string} */ one) => [one, settingOf(inputProperties[one])])); // prettier-ignore
    const optional = new Set(checker.getPropertiesOfType(type).filter((/** @type {ts.Symbol} */ one) => one.flags & ts.SymbolFlags.Optional).map((/** @type {ts.Symbol} */ one) => one.name)); // prettier-ignore
    const required = requiredInputs.filter((/** @type {string} */ one) => names.includes(one) && !optional.has(one));
    types.types[`${prefix}${name}`] = { type: "object", properties, ...(required.length > 0 ? { required } : {}) };
    return { $ref: `#/types/${prefix}${name}` };
  };
  const mapOf = (/** @type {object} */ values) => ({ type: "object", additionalProperties: values });
  const given = {
    sourceId: text,
    srcDbName: text,
    triggers: { type: "array", items: any },
    fromRoot: { ...boolean, plain: true },
    gate: { ...ref("gate", argument("gate")), plain: true },
    job: { ...ref("job", argument("job")), plain: true },
    mapping: { ...ref("mapping", argument("mapping")), plain: true },
    scan: { oneOf: [boolean, ref("scan", argument("scan"))], plain: true },
    splitBySize: { type: "integer", plain: true },
    tableMappings: { ...mapOf(ref("tableMappings", checker.getIndexTypeOfType(argument("tableMappings"), ts.IndexKind.String))), plain: true }, // prettier-ignore
    wait: { ...boolean, plain: true },
    // A list or an object: the library of Python refuses a list of unions.
    waves: { type: "array", items: any, plain: true },
  };
  const said = new Map(entry.args.map((/** @type {any} */ member) => [member.name, member]));
  const inputProperties = Object.fromEntries(
    entry.args.map((/** @type {any} */ { name }) => {
      const spec = given[/** @type {"scan"} */ (name)];
      if (spec === undefined) throw new Error(`${component} has an argument ${name} that the schema does not know`);
      const { text: doc, default: fallback } = said.get(name);
      return [name, { ...spec, description: `${plainText(doc)}${fallback ? ` Default: ${fallback}.` : ""}` }];
    }),
  );
  const instance = declared(component);
  const shown = entry.members.map((/** @type {any} */ { name }) => name).filter(isOutput);
  const properties = Object.fromEntries(
    shown.map((/** @type {string} */ name) => {
      const symbol = checker.getPropertyOfType(instance, name);
      return [name, { ...types.of(checker.getTypeOfSymbol(symbol), `${component}${name}`), description: types.describe(symbol) }]; // prettier-ignore
    }),
  );
  return {
    isComponent: true,
    description: [entry.text, exampleOf(component, entry.example)].filter(Boolean).join("\n\n"),
    properties,
    required: shown.filter((/** @type {string} */ name) => isAlwaysThere(instance, name, checker)).sort(),
    inputProperties,
    requiredInputs: ["sourceId", "srcDbName"],
  };
}

/** Whether an output has a value in every component. */
function isAlwaysThere(/** @type {ts.Type} */ instance, /** @type {string} */ name, /** @type {any} */ checker) {
  const type = checker.getTypeOfSymbol(checker.getPropertyOfType(instance, name));
  return !admitsNothing(outputOf(type) ?? type);
}

/** A property of a resource as a setting of the component: what a change of it does is said there. */
function settingOf(/** @type {Record<string, unknown>} */ spec) {
  const isOfResource = (/** @type {string} */ flag) => ["willReplaceOnChanges", "secret"].includes(flag);
  return Object.fromEntries(Object.entries(spec).filter(([flag]) => !isOfResource(flag)));
}

const resolved = (/** @type {ts.Symbol} */ symbol, /** @type {ts.TypeChecker} */ checker) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** The settings of an argument that may also be a plain value. */
function objectIn(/** @type {ts.Type} */ type, /** @type {ts.TypeChecker} */ checker) {
  const given = checker.getNonNullableType(type);
  if (!given.isUnion()) return given;
  return given.types.find((one) => one.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) ?? given;
}
