// The example policy on the real engine: it stops a migration without verification in prod, on both hosts, and nothing else.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject, type Run } from "../support/engine.js";
import { npm, root } from "../support/packed.js";
import { mutating } from "../support/passing-time.js";

jest.setTimeout(600_000);

/** What the vendor's releases of the CLI have beside `pulumi`: the program that starts a policy pack. */
const host = `#!/bin/sh
exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack')")" "$@"
`;

const javascript = (more: string) => `
const mms = require("pulumi-alicloud-mms");
new mms.MigrationJob("sales", { sourceId: "2000015", srcDbName: "sales", tables: ["orders"]${more} });
`;

const yaml = (more: string) => `
resources:
  sales:
    type: alicloud-mms:MigrationJob
    properties: { sourceId: 2000015, srcDbName: sales, tables: [orders]${more} }
`;

let pack: string;
let bin: string;
let emulator: Emulator;
let project: EngineProject;

beforeAll(() => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mms-policies-")));
  [pack, bin] = [join(folder, "pack"), join(folder, "bin")];
  cpSync(join(root, "examples/policies/verified-in-prod"), pack, { recursive: true });
  npm(pack, "install", "--prefer-offline");
  mkdirSync(bin);
  writeFileSync(join(bin, "pulumi-analyzer-policy"), host, { mode: 0o755 });
});

afterAll(() => rmSync(join(pack, ".."), { recursive: true, force: true }));

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

/** A preview of a program in a stack of a name, under the policy. */
async function previewed(program: string | { yaml: string }, stack: string): Promise<Run> {
  project = await EngineProject.create({ program, env: emulator.env });
  const checked = project.withEnv({ PATH: [bin, project.shell.env["PATH"]].join(delimiter), PULUMI_STACK: stack });
  if (stack !== "test") expect(await checked.run("stack", "init", stack)).toMatchObject({ code: 0 });
  return checked.preview("--policy-pack", pack);
}

const programs: Record<string, (more: string) => string | { yaml: string }> = {
  dynamic: javascript,
  native: (more) => ({ yaml: yaml(more) }),
};

describe.each(Object.entries(programs))("the policy, on the %s host", (_host, program) => {
  it("stops a migration in prod that does not verify", async () => {
    const { code, output } = await previewed(program(""), "prod");
    expect(output).toContain("set enableVerification: true, so that the moved rows are counted");
    expect(code).not.toBe(0);
    expect(mutating(emulator)).toEqual([]);
  });

  it("lets a verified one pass", async () => {
    expect(await previewed(program(", enableVerification: true"), "prod")).toMatchObject({ code: 0 });
  });
});

it("lets other stacks be", async () => {
  expect(await previewed(javascript(""), "test")).toMatchObject({ code: 0 });
});
