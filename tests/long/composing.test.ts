// The example beside @pulumi/alicloud: it compiles against the published package, and declares what it says under mocks.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { npm, packInto, root } from "../support/packed.js";

/** Runs the compiled program under mocks and prints what it has declared. */
const runner = `
const pulumi = require("@pulumi/pulumi");
const declared = [];
const mocks = {
  newResource: ({ type, name, inputs, provider }) => {
    declared.push({ type, name, inputs, provider });
    return { id: name + "-id", state: { ...inputs, arn: "acs:ram::1:role/" + name } };
  },
  call: ({ inputs }) => inputs,
};
pulumi.runtime.setAllConfig({ "project:region": "cn-shanghai", "project:accountId": "1234567890123456", "project:sourceId": "2000015",
  "project:database": "sales", "project:project": "lakehouse" });
pulumi.runtime.setMocks(mocks, "project", "prod", false).then(() => {
  require("./bin/index.js");
  return pulumi.runtime.disconnect();
}).then(() => process.stdout.write(JSON.stringify(declared)));
`;

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider: string;
}

let folder: string;
let declared: readonly Declared[];

const only = (type: string): Declared => {
  const found = declared.filter((one) => one.type === type);
  expect(found).toHaveLength(1);
  return found[0] as Declared;
};

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-composing-")));
  const example = join(root, "examples/alicloud/whole-landing");
  cpSync(join(example, "index.ts"), join(folder, "index.ts"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  npm(folder, "install", "--prefer-offline", packInto(folder), "@pulumi/alicloud@3", "@pulumi/pulumi@3.248");
  const settings = { strict: true, module: "node16", target: "es2022", types: [], outDir: "bin", skipLibCheck: true };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: settings, files: ["index.ts"] }));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], { cwd: folder });
  writeFileSync(join(folder, "run.js"), runner);
  const printed = execFileSync(process.execPath, ["run.js"], { cwd: folder, encoding: "utf8" });
  declared = JSON.parse(printed) as Declared[];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("grants the role exactly what the migration needs, on its one source", () => {
  const { Statement: statements } = JSON.parse(String(only("alicloud:ram/policy:Policy").inputs["policyDocument"])) as {
    Statement: { Action: string[]; Resource: string | string[] }[];
  };
  const actions = statements.flatMap(({ Action: action }) => action);
  expect(actions).toEqual(expect.arrayContaining(["odps:CreateMmsJob", "odps:UpdateMmsDb"]));
  expect(actions).not.toContain("odps:CreateMmsDataSource");
  expect(JSON.stringify(statements)).toContain("2000015");
  const { policyType, roleName } = only("alicloud:ram/rolePolicyAttachment:RolePolicyAttachment").inputs;
  expect({ policyType, roleName }).toEqual({ policyType: "Custom", roleName: "mms-migrator" });
});

it("moves into the new project, as the role", () => {
  const { inputs, provider } = only("pulumi-nodejs:dynamic/mms:DatabaseMapping");
  expect(inputs).toMatchObject({ sourceId: "2000015", dbName: "sales", dstProjectName: "lakehouse-id" });
  expect(provider).toContain("::as-migrator::");
  const asMigrator = declared.find(({ name }) => name === "as-migrator");
  expect(JSON.stringify(asMigrator?.inputs)).toContain("acs:ram::1:role/migrator");
});
