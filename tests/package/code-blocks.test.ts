// Every block of code on every page: programs compile against the packed declarations, data parses, commands are commands.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";

import { root, unpackedProject } from "../support/packed.js";

interface Block {
  readonly page: string;
  readonly language: string;
  readonly code: string;
}

/** Pages of the Registry are for its own generator, and quote the examples, which a test holds them against. */
const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((page) => page !== "" && !/^docs\/(_index|installation-configuration)\.md$/.test(page));

const blocks = pages.flatMap((page): Block[] =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```([\w-]*)[^\n]*\n(.*?)^```/gms)].map(
    ([, language = "", code = ""]) => ({ page, language, code }),
  ),
);

const of = (...languages: readonly string[]): Block[] => blocks.filter(({ language }) => languages.includes(language));

it("are in languages that this test knows", () => {
  const known = ["", "text", "ts", "typescript", "sh", "yaml", "json", "jsonl", "python", "go", "java", "diff"];
  expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
  expect(blocks.length).toBeGreaterThan(60);
});

it("compile, those in TypeScript", () => {
  const { folder } = unpackedProject(["@types/node"]);
  // What a page has shown or named before.
  const before = 'import * as pulumi from "@pulumi/pulumi";\nimport * as mms from "pulumi-alicloud-mms";\n';
  const places = new Map(
    of("ts", "typescript").map(({ page, code }, index) => {
      const imported = /from "@pulumi\/pulumi"|from "pulumi-alicloud-mms"/.test(code);
      writeFileSync(join(folder, `block${index}.ts`), `${imported ? "" : before}${code}\nexport {};\n`);
      return [`block${index}.ts`, page];
    }),
  );
  const settings = { strict: true, module: "nodenext", target: "es2022", types: ["node"] };
  const compilerOptions = { ...settings, noEmit: true, skipLibCheck: true };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [...places.keys()] }));
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript7/bin/tsc"), "-p", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true, force: true });
  const said = stdout.replace(/block\d+\.ts/g, (name) => `${name} of ${places.get(name)}`);
  expect({ status, said }).toEqual({ status: 0, said: "" });
  expect(places.size).toBeGreaterThan(15);
});

it("parse, those of data", () => {
  const wrong = of("yaml").filter(({ code }) => parseAllDocuments(code).some(({ errors }) => errors.length > 0));
  expect(wrong).toEqual([]);
  const lines = of("jsonl").flatMap(({ code }) =>
    code
      .trim()
      .split("\n")
      .map((line) => ({ code: line })),
  );
  for (const { code } of [...of("json"), ...lines]) expect(() => JSON.parse(code) as unknown).not.toThrow();
});

it("are commands, those of a shell", () => {
  const wrong = of("sh").flatMap(({ page, code }) => {
    // <id> stands for what only the reader knows.
    const filled = code.replace(/<[a-z][^<>\n]*>/g, "filled");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: filled, encoding: "utf8" });
    return status === 0 ? [] : [`${page}: ${stderr}`];
  });
  expect(wrong).toEqual([]);
});
