// `npm run sdk`: the SDKs of every language from schema.json, and each compiled where its compiler is on PATH. It says per language
// what was done, and what was needed for the rest.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { resolveEngine } from "./engine.mjs";
import { engineFacts } from "./engine/facts.mjs";
import { say } from "./lib/console.mjs";
import { missingFor } from "./engine/language-needs.mjs";
import { findProgram } from "./lib/programs.mjs";
import { run } from "./lib/run.mjs";
import { preparePython } from "./python.mjs";
import { root, setUp } from "./setup.mjs";

const help = `Generates the SDKs of the native plugin from schema.json, and compiles them.

usage: npm run sdk -- [--out <folder>] [--generate-only] [<language>…]

  <language>        nodejs, python, go, java or dotnet; all of them where none is named
  --out             where they go, one folder each; default sdk/
  --generate-only   do not compile them
`;

const schema = join(root, "schema.json");
const { version } = JSON.parse(readFileSync(schema, "utf8"));
const goModule = "github.com/pulumi/pulumi-alicloud-mms/sdk/go/alicloudmms";
/** What generated Java imports: the newest library that the generator's version is made for, and two of its own. */
const javaLibraries = [
  ["com.pulumi", "pulumi", "1.16.0"],
  ["com.google.code.findbugs", "jsr305", "3.0.2"],
  ["com.google.code.gson", "gson", "2.8.9"],
];

/** @typedef {import("./engine.mjs").Engine} Engine */
/** @typedef {{ compile: (folder: string, engine: Engine) => Promise<void>, finish?: (folder: string) => void }} Language */

/** @param {string} program @param {string[]} args @param {string} cwd @param {NodeJS.ProcessEnv} [env] */
async function must(program, args, cwd, env = {}) {
  const { code, stdout, stderr } = await run(program, args, { cwd, env: { ...process.env, ...env } });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${(stdout + stderr).trim()}`);
}

/** How each is finished and compiled. @type {Record<string, Language>} */
const languages = {
  nodejs: {
    compile: async (folder) => {
      // Its libraries are those of the checkout.
      const modules = join(folder, "node_modules");
      symlinkSync(join(root, "node_modules"), modules, "dir");
      try {
        await must(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", ".", "--noEmit"], folder);
      } finally {
        rmSync(modules);
      }
    },
  },
  python: {
    compile: async (folder, engine) => {
      const { bin, sdk } = await preparePython(engine);
      const python = join(bin, "python3");
      await must(python, ["-c", "import sys, compileall; sys.exit(not compileall.compile_dir('.', quiet=1))"], folder, {
        PYTHONPYCACHEPREFIX: join(folder, ".compiled"),
      });
      rmSync(join(folder, ".compiled"), { recursive: true });
      await must(python, ["-c", "import pulumi_alicloud_mms as mms; mms.MigrationJob; mms.get_jobs"], folder, {
        PYTHONPATH: sdk,
      });
    },
  },
  go: {
    finish: (folder) => {
      const library = `require github.com/pulumi/pulumi/sdk/v3 ${engineFacts.version}`;
      writeFileSync(join(folder, "go.mod"), `module ${goModule}\n\ngo 1.24\n\n${library}\n`);
      copyFileSync(join(root, "tools", "engine", "cli", "go.sum"), join(folder, "go.sum"));
    },
    compile: (folder) => must("go", ["build", "./..."], folder, { GOFLAGS: "-mod=mod", CGO_ENABLED: "0" }),
  },
  java: {
    finish: (folder) => writeFileSync(join(folder, "pom.xml"), pom),
    compile: async (folder) => {
      await must("mvn", ["--quiet", "--batch-mode", "compile"], folder);
      rmSync(join(folder, "target"), { recursive: true });
    },
  },
  dotnet: {
    compile: (folder) => must("dotnet", ["build", "--nologo"], folder),
  },
};

const pom = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.pulumi</groupId>
  <artifactId>alicloud-mms</artifactId>
  <version>${version}</version>
  <properties>
    <maven.compiler.source>11</maven.compiler.source>
    <maven.compiler.target>11</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
${javaLibraries
  .map(
    ([group, artifact, of]) => `    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${of}</version>
    </dependency>`,
  )
  .join("\n")}
  </dependencies>
</project>
`;

/** The generator of a language, and the host by whose name the engine tool makes it. @param {string} name */
const generatorOf = (name) => (["java", "dotnet"].includes(name) ? "sdk-jvm-net" : "sdk");

/** @param {string} name @param {string} folder @param {Engine} engine */
async function generate(name, folder, engine) {
  const program = `gen-${generatorOf(name)}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await must(findProgram(program, engine.env) ?? join(engine.dir, program), [schema, name, folder], root);
  languages[name]?.finish?.(folder);
}

/** Compiles an SDK, or says what is missing. @param {string} name @param {string} folder @param {Engine} engine */
async function compiled(name, folder, engine) {
  const missing = missingFor(name);
  if (missing.length > 0) return `not compiled, since there is no ${missing.join(" and no ")} on PATH`;
  await languages[name]?.compile(folder, engine);
  return "compiles";
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string" }, "generate-only": { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return process.stdout.write(help);
  const unknown = positionals.find((name) => !(name in languages));
  if (unknown !== undefined) {
    throw new Error(`there is no SDK for "${unknown}"; there is one for ${Object.keys(languages).join(", ")}`);
  }
  const names = positionals.length > 0 ? positionals : Object.keys(languages);
  if (!existsSync(join(root, "node_modules"))) await setUp();
  const hosts = [...new Set([...names.map(generatorOf), ...(names.includes("python") ? ["python"] : [])])];
  const engine = await resolveEngine({ hosts: /** @type {import("./engine.mjs").HostName[]} */ (hosts) });
  const out = resolve(values.out ?? join(root, "sdk"));
  for (const name of names) {
    const folder = join(out, name);
    await generate(name, folder, engine);
    const end = values["generate-only"] ? "" : `, ${await compiled(name, folder, engine)}`;
    process.stdout.write(`${name}: generated${end}\n`);
  }
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
