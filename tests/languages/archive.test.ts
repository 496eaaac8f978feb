// The archive of a release: installed by Pulumi's own command, it serves a project on a machine without Node and without npm.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator/index.js";
import { packageVersion } from "../../provider/version.js";
import { EngineProject } from "../support/engine/engine.js";
import { operationsSent } from "../support/service/requests.js";
import { root } from "../support/plugin/plugin.js";

jest.setTimeout(600_000);

let folder: string;
let archive: string;
let emulator: Emulator;
let project: EngineProject;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mms-archive-test-"));
  const args = [join(root, "tools/release/plugin-archive.mjs"), "--out", folder];
  archive = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  emulator = await startEmulator({ clock: { speed: 600 } });
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const program = `
resources:
  warehouse:
    type: alicloud-mms:DataSource
    properties: { type: HIVE, config: { mc.default.project: lakehouse, hive.metastore.urls: "thrift://a:9083" } }
  sales:
    type: alicloud-mms:Migration
    properties: { sourceId: 2000015, srcDbName: sales, scan: false, waves: [[customers], [orders]] }
outputs: { sourceId: "\${warehouse.sourceId}", passed: "\${sales.passed}" }
`;

it("is named for its platform, and serves resources and the component where it was installed", async () => {
  expect(basename(archive)).toMatch(
    new RegExp(`^pulumi-resource-alicloud-mms-v${packageVersion}-[a-z]+-[a-z0-9]+\\.tar\\.gz$`),
  );
  project = await EngineProject.create({ program: { yaml: program, installed: folder }, env: emulator.env });
  const without = await project.preview();
  expect(without.code).not.toBe(0);
  const install = ["plugin", "install", "resource", "alicloud-mms", packageVersion, "--file", archive];
  expect(await project.run(...install)).toMatchObject({ code: 0 });

  const up = await project.up();
  expect(`${up.code}: ${up.code === 0 ? "" : up.output}`).toBe("0: ");
  expect(await project.outputs()).toEqual({ sourceId: expect.stringMatching(/^\d+$/) as unknown, passed: true });
  expect(await project.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await project.refresh()).toMatchObject({ code: 0 });
  expect(await project.destroy()).toMatchObject({ code: 0 });
  expect(operationsSent(emulator).filter((operation) => operation === "CreateMmsJob")).toHaveLength(2);
  expect(project.files()).toEqual(["Pulumi.yaml"]);
});
