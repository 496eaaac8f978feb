// The files of examples/gitops by the tools that their readers have: actionlint, and the operator's own definitions.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv from "ajv";
import { parse, parseAllDocuments } from "yaml";

import { isThere } from "../../support/engine/languages.js";
import { root } from "../../support/plugin/plugin.js";

const actionlint = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";
const folder = join(root, "examples/gitops");

(isThere("go") ? it : it.skip)(
  "pleases actionlint",
  () => {
    const { status, stdout, stderr } = spawnSync("go", ["run", actionlint, join(folder, "github/migration.yml")], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  },
  600_000,
);

it("has shell that bash can read", () => {
  const { jobs } = parse(readFileSync(join(folder, "github/migration.yml"), "utf8")) as {
    jobs: Record<string, { steps: { run?: string }[] }>;
  };
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  expect(scripts.length).toBeGreaterThan(7);
  for (const input of scripts) execFileSync("bash", ["-n"], { input });
});

type Schema = Record<string, unknown>;

/** A structural schema that refuses unknown fields, which a cluster would drop without a word. */
function strict(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return schema;
  const own = schema as Schema;
  if (own["x-kubernetes-int-or-string"] === true) return { type: ["integer", "string"] };
  const inner = (value: unknown) =>
    Object.fromEntries(Object.entries(value as Schema).map(([name, one]) => [name, strict(one)]));
  const { properties, items, additionalProperties, ...rest } = own;
  const isOpen = own["x-kubernetes-preserve-unknown-fields"] === true || additionalProperties !== undefined;
  return {
    ...rest,
    ...(properties === undefined ? {} : { properties: inner(properties) }),
    ...(items === undefined ? {} : { items: strict(items) }),
    ...(properties === undefined || isOpen
      ? { ...(isOpen && { additionalProperties: strict(additionalProperties) ?? true }) }
      : { additionalProperties: false }),
  };
}

/** Folder of the operator's CustomResourceDefinitions (`deploy/crds` of its repository), which no package registry has. */
const definitions = process.env["PULUMI_OPERATOR_CRDS"];

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

(definitions === undefined ? it.skip : it)("has manifests that the operator's definitions take as they are", () => {
  const schemas = new Map<string, unknown>();
  for (const file of readdirSync(String(definitions)).filter((name) => name.endsWith(".yaml"))) {
    const { spec } = parse(readFileSync(join(String(definitions), file), "utf8")) as Definition;
    for (const { name, schema } of spec.versions) {
      const { properties, ...rest } = schema.openAPIV3Schema;
      const open = { ...(properties as object), metadata: { type: "object", additionalProperties: true } };
      schemas.set(`${spec.group}/${name} ${spec.names.kind}`, strict({ ...rest, properties: open }));
    }
  }
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const checked: string[] = [];
  for (const file of readdirSync(join(folder, "operator")).filter((name) => name.endsWith(".yaml"))) {
    for (const document of parseAllDocuments(readFileSync(join(folder, "operator", file), "utf8"))) {
      const manifest = document.toJS() as { apiVersion: string; kind: string };
      const schema = schemas.get(`${manifest.apiVersion} ${manifest.kind}`);
      if (schema === undefined) continue;
      const check = ajv.compile(schema as object);
      check(manifest);
      expect({ file, errors: check.errors }).toEqual({ file, errors: null });
      checked.push(manifest.kind);
    }
  }
  expect(checked.sort()).toEqual(["Program", "Stack", "Workspace"]);
});
