// `pulumi import` on the real engine: made, forgotten, imported with generated code, and unchanged from then on.
import { type Emulator, startEmulator } from "../../emulator/index.js";
import { EngineProject } from "../support/engine/engine.js";

jest.setTimeout(300_000);

let emulator: Emulator;
let project: EngineProject;

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
    properties:
      type: HIVE
      config: { mc.default.project: lakehouse, hive.metastore.urls: "thrift://a:9083" }
      secretConfig: { hive.jdbc.password: emulator-hive-password }
  landing:
    type: alicloud-mms:DatabaseMapping
    properties: { sourceId: 2000015, dbName: sales, dstProjectName: sales_prod }
  sales:
    type: alicloud-mms:MigrationJob
    properties: { sourceId: 2000015, srcDbName: sales, tables: [orders], partitionFilters: { orders: "dt >= '2026-01-01'" } }
  nightly:
    type: alicloud-mms:MigrationTimer
    properties: { sourceId: 2000015, srcDbName: sales, scheduleType: Daily, value: "02:30", stopped: true }
  scan:
    type: alicloud-mms:MetadataScan
    properties: { sourceId: 2000015 }
`;

it("brings back what the stack had forgotten, without a secret in clear and without a change", async () => {
  project = await EngineProject.create({ program: { yaml: program }, env: emulator.env });
  expect(await project.up()).toMatchObject({ code: 0 });
  const state = await project.state();
  const made = (state.deployment.resources ?? []).filter(({ type }) => type.startsWith("alicloud-mms:index:"));
  expect(made).toHaveLength(5);
  await project.importState(JSON.stringify({ version: 3, deployment: {} }));
  const before = emulator.control.requests().filter(({ mutating }) => mutating).length;

  const resources = made.map(({ type, urn, id }) => ({ type, name: urn.split("::").at(-1), id }));
  const { run, code } = await project.import(resources);
  expect(run).toMatchObject({ code: 0 });
  expect(run.output).toContain("does not show");
  expect(run.output).toMatch(/leaves out what data source \d+ keeps secret: "hive\.jdbc\.password"/);
  expect(code + run.output).not.toContain("emulator-hive-password");
  project.writeYaml(code);
  const up = await project.up();
  expect(up.output).toMatch(/Resources:\n +6 unchanged/);
  expect(emulator.control.requests().filter(({ mutating }) => mutating)).toHaveLength(before);
  expect((await project.state()).text).not.toContain("emulator-hive-password");
});

it("says what an id must be, that there is none, and which kinds have nothing to import", async () => {
  project = await EngineProject.create({ program: { yaml: "resources: {}\n" }, env: emulator.env });
  for (const [type, id, sentence] of [
    ["MigrationJob", "7", "expected <sourceId>/jobs/<jobId>"],
    ["MigrationTimer", "2000015/timers/999999", "does not exist"],
    ["MigrationGate", "2000015/gates/1", "a MigrationGate cannot be imported"],
  ] as const) {
    const { run } = await project.import([{ type: `alicloud-mms:index:${type}`, name: "subject", id }]);
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(sentence);
  }
});
