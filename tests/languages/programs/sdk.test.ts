// The SDKs that Pulumi generates from schema.json, by the command that makes and compiles them.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../../support/plugin/plugin.js";

jest.setTimeout(1_200_000);

let out: string;

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "mms-sdk-"));
});

afterAll(() => rmSync(out, { recursive: true, force: true }));

const isThere = (program: string): boolean => spawnSync("which", [program]).status === 0;

/** Each language, a file of its SDK with something of ours in it, and the programs without which it cannot be compiled. */
it.each([
  ["nodejs", "migrationJob.ts", "waitFor: pulumi.Output<enums.MigrationJobWaitFor | undefined>", []],
  ["python", "pulumi_alicloud_mms/migration_job.py", "src_db_name: pulumi.Input[Optional[_builtins.str]]", ["python3"]],
  ["go", "migrationJob.go", "SrcDbName pulumi.StringPtrInput", ["go"]],
  [
    "java",
    "src/main/java/com/pulumi/alicloudmms/MigrationJobArgs.java",
    "Output<MigrationJobWaitFor>",
    ["javac", "mvn"],
  ],
  ["dotnet", "MigrationJob.cs", "Input<string>? SrcDbName", ["dotnet"]],
] as const)("of %s is generated, and compiles where its compiler is", (language, file, text, needs) => {
  const told = execFileSync(process.execPath, [join(root, "tools/sdk.mjs"), "--out", out, language], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(readFileSync(join(out, language, file), "utf8").includes(text)).toBe(true);
  const missing = needs.filter((program) => !isThere(program));
  const end = missing.length === 0 ? "compiles" : `not compiled, since there is no ${missing.join(" and no ")} on PATH`;
  expect(told).toBe(`${language}: generated, ${end}\n`);
});
