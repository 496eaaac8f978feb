// What is said in one place holds in the others: tables and docstrings, errors, provider texts, the reference.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { providerText } from "../../provider/hosts/provider-text.js";
import { settings } from "../../provider/mms/config/settings.js";
import { functionUses, resourceUses } from "../../provider/permissions/operation-uses.js";
import { lifecycleOf, resourceKinds } from "../../provider/registry.js";
import { isSecretKey } from "../../provider/secret-keys.js";
import { filesBelow, root, treeOf } from "../support/sources.js";

type Entry = { name: string; kind: string; example?: string; args: { name: string; default?: string; text: string }[] };

const lifecycles = resourceKinds.map(lifecycleOf);
const sources = filesBelow("provider").filter((path) => /\.ts$/.test(path) && !path.includes("/generated/"));

/** Nodes of all sources that a test picks. */
function nodesOf<Node extends ts.Node>(pick: (node: ts.Node) => node is Node): { path: string; node: Node }[] {
  return sources.flatMap((path) => {
    const found: { path: string; node: Node }[] = [];
    const walk = (node: ts.Node): void => {
      if (pick(node)) found.push({ path, node });
      ts.forEachChild(node, walk);
    };
    walk(treeOf(join(root, path)));
    return found;
  });
}

describe("errors", () => {
  const errors = nodesOf(ts.isClassDeclaration).filter(({ node }) =>
    /Error$/.test(node.heritageClauses?.[0]?.types[0]?.expression.getText() ?? ""),
  );

  it("have no field called id, which Pulumi takes for a resource that was made, but for the one that means it", () => {
    const withId = errors.filter(({ node }) =>
      node.members.some((member) => {
        if (ts.isConstructorDeclaration(member)) {
          const fields = member.parameters.filter((parameter) => (parameter.modifiers?.length ?? 0) > 0);
          return fields.some((parameter) => parameter.name.getText() === "id");
        }
        return member.name?.getText() === "id";
      }),
    );
    expect(errors.length).toBeGreaterThan(8);
    expect(withId.map(({ node }) => node.name?.text)).toEqual(["ResourceNotReadyError"]);
  });
});

describe("the provider text", () => {
  it.each(lifecycles.map(({ kind }) => kind))("of %s is constant and short", (kind) => {
    expect(providerText(kind)).toBe(`exports.handler=()=>require("pulumi-alicloud-mms/runtime").${kind}`);
    expect(providerText(kind).length).toBeLessThan(80);
  });
});

describe("docstrings", () => {
  // As the reference's own tool reads them, which is an ES module.
  const script =
    'import { readFrontDoor } from "./tools/docs/parts/docstrings.mjs"; console.log(JSON.stringify(readFrontDoor(new URL("file://" + process.cwd() + "/"))))';
  const text = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" });
  const entries = JSON.parse(text) as Entry[];

  it("have examples that compile as a user's program", () => {
    const examples = entries.flatMap(({ name, example }) => (example === undefined ? [] : [{ name, example }]));
    const programs = new Map(
      examples.map(({ name, example }) => [
        join(root, `example-${name}.ts`),
        /^```ts\n(.*)```$/s.exec(example)?.[1] ?? example,
      ]),
    );
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost(options);
    const program = ts.createProgram(
      [...programs.keys()],
      { ...options, noUnusedLocals: false },
      {
        ...host,
        fileExists: (path) => programs.has(path) || host.fileExists(path),
        readFile: (path) => programs.get(path) ?? host.readFile(path),
        getSourceFile: (path, ...rest) => {
          const text = programs.get(path);
          return text === undefined ? host.getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
        },
      },
    );
    const said = [...programs.keys()].flatMap((path) => {
      const file = program.getSourceFile(path);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
        ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
      );
    });
    expect(examples.length).toBeGreaterThan(10);
    expect(said).toEqual([]);
  });

  it("say the defaults that the tables say", () => {
    const told = lifecycles.flatMap(({ kind, inputs }) => {
      const args = new Map(entries.find(({ name }) => name === kind)?.args.map((one) => [one.name, one]));
      return Object.entries(inputs).flatMap(([name, property]) =>
        property.default === undefined
          ? []
          : [{ property: `${kind}.${name}`, table: String(property.default), said: args.get(name)?.default }],
      );
    });
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter(({ table, said }) => said !== table)).toEqual([]);
  });

  it("describe every input and output of every kind", () => {
    const silent = lifecycles.flatMap(({ kind, inputs }) => {
      const args = new Map(entries.find(({ name }) => name === kind)?.args.map((one) => [one.name, one]));
      return Object.keys(inputs).flatMap((name) => (args.get(name)?.text ? [] : [`${kind}.${name}`]));
    });
    expect(silent).toEqual([]);
  });

  it("say of each option of Provider what the settings say", () => {
    const provider = entries.find(({ name }) => name === "Provider");
    expect(provider?.args.map(({ name }) => name).sort()).toEqual(Object.keys(settings).sort());
    for (const { name, text } of provider?.args ?? []) {
      for (const variable of settings[name as keyof typeof settings].env) expect(text).toContain(variable);
    }
  });
});

describe("the reference", () => {
  it("has a page for every kind and every function", () => {
    const names = [...Object.keys(resourceUses), ...Object.keys(functionUses), "Provider", "ramPolicy"];
    expect(names.filter((name) => !existsSync(join(root, `docs/reference/${name}.md`)))).toEqual([]);
  });

  it("has no link that leads nowhere", () => {
    const pages = filesBelow("docs/reference");
    const dead = pages.flatMap((page) => {
      const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([\w-]+\.md)(?:#[\w-]+)?\)/g)];
      return links
        .filter(([, to = ""]) => !existsSync(join(root, "docs/reference", to)))
        .map(([, to]) => `${page}: ${to}`);
    });
    expect(dead).toEqual([]);
  });
});

describe("what a status means", () => {
  /** Words of jobs, tasks and what is migrated, that a program compares with; reports have one of their own, GONE. */
  const words = /^(DONE|FAILED|GONE|(SCHEMA|DATA|VERIFICATION)_FAILED)$/;

  it("is asked of predicates: no word is compared beside their two homes and one question of verify's", () => {
    const files = [...sources, ...filesBelow("cli").filter((path) => /\.tsx?$/.test(path))];
    const isWord = (node: ts.Node): boolean => ts.isStringLiteral(node) && words.test(node.text);
    const comparing = files.filter((path) => {
      const walk = (node: ts.Node): boolean =>
        (ts.isBinaryExpression(node) && (isWord(node.left) || isWord(node.right))) ||
        (ts.forEachChild(node, (child) => walk(child) || undefined) ?? false);
      return walk(treeOf(join(root, path)));
    });
    expect(comparing.sort()).toEqual([
      "cli/verify/changes-around.ts",
      "cli/verify/reads-around.ts",
      "provider/mms/jobs/job-status.ts",
    ]);
  });
});

describe("secrets", () => {
  /** Access key ids as the vendor makes them, and private keys. */
  const real = /\bLTAI[A-Za-z0-9]{12,}\b|\bSTS\.[A-Za-z0-9]{20,}\b|-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/;

  it("are in no file of the repository", () => {
    const text = filesBelow(".").filter((path) => !/package-lock\.json$|\.(?:png|tgz)$/.test(path));
    expect(text.filter((path) => real.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  });

  it("are declared as such wherever their names say so", () => {
    const names = lifecycles.flatMap(({ kind, inputs, outputs }) =>
      Object.entries({ ...inputs, ...outputs }).flatMap(([name, { secret }]) =>
        isSecretKey(name) && !secret ? [`${kind}.${name}`] : [],
      ),
    );
    expect(names).toEqual([]);
  });
});
